"""A scenario as a graph: scenes and endings, and the branches between them.

Every drawing is a pure function of a scenario, and shows all of it: also scenes
that no path leads to, which are marked as such.
"""

from collections.abc import Callable, Mapping
from typing import Final

from roleplay.authoring.formats import Drawing
from roleplay.authoring.graph.dot import as_dot
from roleplay.authoring.graph.mermaid import as_mermaid
from roleplay.authoring.graph.outline import as_outline
from roleplay.scenario import Scenario

DRAWINGS: Final[Mapping[Drawing, Callable[[Scenario], str]]] = {
    Drawing.TEXT: as_outline,
    Drawing.MERMAID: as_mermaid,
    Drawing.DOT: as_dot,
}

__all__ = ["DRAWINGS", "as_dot", "as_mermaid", "as_outline"]

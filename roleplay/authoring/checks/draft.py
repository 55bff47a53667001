"""What a check is given."""

from dataclasses import dataclass
from pathlib import Path

from roleplay.authoring.outline import Outline
from roleplay.authoring.problems import Report


@dataclass(frozen=True)
class Draft:
    """A scenario that may be wrong in any way, and where to report how.

    Attributes:
        path: Its file; the name without the ending is the scenario's id.

    """

    path: Path
    outline: Outline
    report: Report

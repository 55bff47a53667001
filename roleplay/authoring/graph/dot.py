"""A scenario in the DOT language of Graphviz: ``dot -Tsvg scenario.dot -o scenario.svg``."""

from collections.abc import Iterator, Mapping
from typing import Final

from roleplay.authoring.graph.words import (
    OUTCOME_COLOURS,
    branch_words,
    ending_lines,
    fold,
    node,
    reached,
    scene_lines,
)
from roleplay.authoring.problems import one_line
from roleplay.scenario import Ending, Outcome, Scenario, Scene

_WRAP: Final = 34
_SHAPES: Final[Mapping[Outcome, str]] = {
    Outcome.GOOD: "ellipse",
    Outcome.MIXED: "hexagon",
    Outcome.BAD: "octagon",
}
_HEAD: Final = """\
  labelloc=t
  node [fontname="Helvetica", fontsize=11, margin="0.15,0.08"]
  edge [fontname="Helvetica", fontsize=10]"""


def as_dot(scenario: Scenario) -> str:
    """A directed graph; what somebody says in full is in the tooltips of an SVG."""
    return "\n".join(_lines(scenario)) + "\n"


def _lines(scenario: Scenario) -> Iterator[str]:
    yield f"digraph {_quoted([scenario.id])} {{"
    yield f"  label={_quoted([one_line(scenario.title)])}"
    yield _HEAD
    for scene in scenario.scenes.values():
        yield f"  {node(scenario, scene.id)} [{_scene(scenario, scene)}]"
    for ending in scenario.endings.values():
        yield f"  {node(scenario, ending.id)} [{_ending(ending)}]"
    for scene in scenario.scenes.values():
        for number, branch in enumerate(scene.next, 1):
            label = _quoted(fold(f"({number}) {branch_words(scene, branch)}", _WRAP))
            ends = f"{node(scenario, scene.id)} -> {node(scenario, branch.go)}"
            yield f"  {ends} [label={label}]"
    yield "}"


def _scene(scenario: Scenario, scene: Scene) -> str:
    style = ["rounded"]
    if scene.id == scenario.opening:
        style.append("bold")
    if scene.id not in reached(scenario):
        style.append("dashed")
    label = _label(scene_lines(scenario, scene))
    return f'label={label}, tooltip={_tip(scene.says)}, shape=box, style="{",".join(style)}"'


def _ending(ending: Ending) -> str:
    fill, line = OUTCOME_COLOURS[ending.outcome]
    return (
        f"label={_label(ending_lines(ending))}, tooltip={_tip(ending.says)}, "
        f'shape={_SHAPES[ending.outcome]}, style=filled, fillcolor="{fill}", color="{line}"'
    )


def _label(lines: list[str]) -> str:
    return _quoted([part for line in lines for part in fold(line, _WRAP)])


def _tip(text: str) -> str:
    return _quoted([one_line(text, len(text))])


def _quoted(lines: list[str]) -> str:
    r"""A DOT string. A backslash means something in labels, and so does an HTML entity."""
    escaped = (
        line.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for line in lines
    )
    return '"' + "\\n".join(escaped) + '"'

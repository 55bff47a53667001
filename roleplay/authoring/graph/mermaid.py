"""A scenario as a Mermaid flowchart, which GitHub, GitLab and many editors draw.

Labels stand in quotes, where Mermaid still reads Markdown, HTML, directives and
its own ``#entities;``. Whatever could be any of these is written as an entity.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from roleplay.authoring.graph.words import (
    OUTCOME_COLOURS,
    branch_words,
    ending_lines,
    node,
    reached,
    scene_lines,
)
from roleplay.authoring.problems import one_line
from roleplay.scenario import Outcome, Scenario

_SHAPES: Final[Mapping[Outcome, tuple[str, str]]] = {
    Outcome.GOOD: ("([", "])"),
    Outcome.MIXED: ("{{", "}}"),
    Outcome.BAD: ("[[", "]]"),
}
_SPECIAL: Final = re.compile(r"[^\w ,.'?!()=·“”…-]|_")
_LIST: Final = re.compile(r"^(?:\d+[.)]|[-=])")
"""What Markdown takes for a list or a heading at the beginning of a line."""


def as_mermaid(scenario: Scenario) -> str:
    """The source of a flowchart; put it between ```` ```mermaid ```` fences in Markdown."""
    return "\n".join(_lines(scenario)) + "\n"


def _lines(scenario: Scenario) -> Iterator[str]:
    yield from ("---", f"title: {json.dumps(one_line(scenario.title), ensure_ascii=False)}", "---")
    yield "flowchart TD"
    for scene in scenario.scenes.values():
        yield f'  {node(scenario, scene.id)}("{_label(scene_lines(scenario, scene))}")'
    for ending in scenario.endings.values():
        before, after = _SHAPES[ending.outcome]
        label = _label(ending_lines(ending))
        yield f'  {node(scenario, ending.id)}{before}"{label}"{after}:::{ending.outcome}'
    for scene in scenario.scenes.values():
        for number, branch in enumerate(scene.next, 1):
            label = _label([f"({number}) {branch_words(scene, branch)}"])
            yield f'  {node(scenario, scene.id)} -->|"{label}"| {node(scenario, branch.go)}'
    yield from _styles(scenario)


def _styles(scenario: Scenario) -> Iterator[str]:
    for outcome, (fill, line) in OUTCOME_COLOURS.items():
        yield f"  classDef {outcome} fill:{fill},stroke:{line},color:#000"
    yield f"  style {node(scenario, scenario.opening)} stroke-width:4px"
    for name in scenario.scenes:
        if name not in reached(scenario):
            yield f"  style {node(scenario, name)} stroke-dasharray:5 5"


def _label(lines: list[str]) -> str:
    return "<br/>".join(_escape(line) for line in lines)


def _escape(line: str) -> str:
    start = _LIST.match(line)
    at = start.end() if start else 0
    head = "".join(char if char.isalnum() else _entity(char) for char in line[:at])
    return head + _SPECIAL.sub(lambda match: _entity(match.group()), line[at:])


def _entity(char: str) -> str:
    return f"#{ord(char)};"

"""What all drawings say of scenes, endings and branches."""

from collections.abc import Iterator, Mapping
from typing import Final

from rich.cells import cell_len

from roleplay.authoring.problems import one_line
from roleplay.scenario import Branch, Ending, Outcome, Scenario, Scene
from roleplay.scenario.condition import MAX_LENGTH

OUTCOME_COLOURS: Final[Mapping[Outcome, tuple[str, str]]] = {
    Outcome.GOOD: ("#d9f2df", "#1b7837"),
    Outcome.MIXED: ("#fff3cd", "#8a6d00"),
    Outcome.BAD: ("#fbdcdc", "#a61e1e"),
}
"""Fill and line of an ending; the outcome is always said in words too."""

UNREACHED: Final = "no path leads here"
_EXCERPT: Final = 70


def node(scenario: Scenario, name: str) -> str:
    """The id of a scene or ending in a drawing: a word in every format, a keyword in none.

    An id has small letters, digits and hyphens, so that two ids never become one.
    """
    return ("s_" if name in scenario.scenes else "e_") + name.replace("-", "_")


def scene_lines(scenario: Scenario, scene: Scene) -> list[str]:
    """A scene's id, what is special about it, and how it begins."""
    marks = [scene.id]
    if scene.id == scenario.opening:
        marks.append("opening")
    if scene.id not in reached(scenario):
        marks.append(UNREACHED)
    who = one_line(scenario.people[scene.who].name)
    return [" · ".join(marks), f"{who}: “{one_line(scene.says, _EXCERPT)}”"]


def ending_lines(ending: Ending) -> list[str]:
    """An ending's id, its outcome, and its last words."""
    return [f"{ending.id} · {ending.outcome} ending", f"“{one_line(ending.says, _EXCERPT)}”"]


def branch_words(scene: Scene, branch: Branch) -> str:
    """When a branch is taken, and what it does to the mood."""
    if branch.when is not None:
        when = f"if {one_line(branch.when.text, MAX_LENGTH)}"
    else:
        when = "otherwise" if len(scene.next) > 1 else "always"
    return f"{when} · mood {branch.mood_by:+d}" if branch.mood_by else when


def reached(scenario: Scenario) -> frozenset[str]:
    """The scenes to which a path leads from the opening."""
    found: set[str] = set()
    ahead = [scenario.opening]
    while ahead:
        name = ahead.pop()
        if name in scenario.scenes and name not in found:
            found.add(name)
            ahead += [branch.go for branch in scenario.scenes[name].next]
    return frozenset(found)


def fold(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` terminal cells, a wide character counting two."""
    lines = [""]
    for word in _pieces(text, width):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def clip(text: str, width: int) -> str:
    """``text`` on one line of at most ``width`` cells, an ellipsis standing for the rest."""
    flat = one_line(text)
    if cell_len(flat) <= width:
        return flat
    while cell_len(flat) >= max(2, width):
        flat = flat[:-1]
    return flat.rstrip() + "…"


def _pieces(text: str, width: int) -> Iterator[str]:
    """The words of ``text``, one that is too long in parts."""
    for word in text.split():
        part = ""
        for char in word:
            if part and cell_len(part + char) > width:
                yield part
                part = ""
            part += char
        yield part

"""Every name that is used must be given once."""

import re

from roleplay.authoring.checks.draft import Draft
from roleplay.authoring.nodes import Leaf
from roleplay.authoring.outline import text_leaf
from roleplay.authoring.problems import one_line
from roleplay.authoring.rules import Flaw, Rule, rule, warning
from roleplay.authoring.shape import ID_PATTERN
from roleplay.authoring.source import START
from roleplay.text.spelling import did_you_mean

UNKNOWN_TARGET = rule(
    "S301",
    "'go' to a scene or ending that is not there",
    "write that scene, or go somewhere else",
    Flaw("mood_by: -2, go: relieved", "mood_by: -2, go: «releived»"),
)
UNKNOWN_OPENING = rule(
    "S302",
    "an opening that is not a scene",
    "name the scene that comes first",
    Flaw("opening: asks", "opening: «ask»"),
)
UNKNOWN_PERSON = rule(
    "S303",
    "a speaker who is not one of the people",
    "add them under 'people'",
    Flaw("who: dana\n    says", "who: «dina»\n    says"),
)
SAME_POINT = rule(
    "S304",
    "two points of a scene with the same id",
    "give one of them another id",
    Flaw("id: worry", "id: «overtime»"),
)
SCENE_AND_ENDING = rule(
    "S305",
    "an id that is both a scene and an ending",
    "rename one of them, and where 'go' names it",
    Flaw(
        "  walks-off: {", "  «waits»: {says: Fine., outcome: bad, after: Nothing.}\n  walks-off: {"
    ),
)
FILE_NAME = rule(
    "S306",
    "a file whose name is not an id",
    "rename the file, such as two-minute-question.yaml: its name is the scenario's id",
    Flaw("", "title: x\n", name="My Scenario.yaml"),
)

SILENT = warning(
    "S307",
    "a coworker who never speaks",
    "let a scene's 'who' name them, or delete them",
    Flaw(
        "people:\n",
        "people:\n  «tom»: {name: Tom Okafor, role: analyst, mood: 1}\n",
    ),
)


def names(draft: Draft) -> None:
    """Check that ids are well formed, given once, and known where they are used."""
    if not re.fullmatch(ID_PATTERN, draft.path.stem):
        draft.report(FILE_NAME, START, f"'{draft.path.stem}' is not an id")
    outline = draft.outline
    scenes, people = list(outline.scene_keys), list(outline.people)
    places = [*scenes, *outline.endings]
    for name in outline.endings:
        if name in outline.scene_keys:
            line = outline.scene_keys[name].line
            message = f"'{name}' is already a scene, in line {line}"
            draft.report(SCENE_AND_ENDING, outline.endings[name], message)
    _known(draft, UNKNOWN_OPENING, outline.opening, scenes, "a scene")
    for scene in outline.scenes.values():
        _known(
            draft, UNKNOWN_PERSON, text_leaf(scene.table.get("who")), people, "one of the people"
        )
        for branch in scene.branches:
            _known(draft, UNKNOWN_TARGET, branch.go, places, "a scene or an ending")
        for point in scene.points:
            leaf = text_leaf(point.get("id"))
            first = scene.point_ids.get(leaf.text) if leaf else None
            if leaf and first and first != leaf.span:
                message = f"'{leaf.text}' is already a point, in line {first.line}"
                draft.report(SAME_POINT, leaf.span, message)
    _silent(draft)


def _silent(draft: Draft) -> None:
    speakers = [text_leaf(scene.table.get("who")) for scene in draft.outline.scenes.values()]
    known = {leaf.text for leaf in speakers if leaf}
    if None in speakers or not known <= set(draft.outline.people):
        return  # a misspelt 'who' may have meant them
    for name, span in draft.outline.people.items():
        if name not in known:
            draft.report(SILENT, span, f"'{name}' never speaks")


def _known(draft: Draft, broken: Rule, leaf: Leaf | None, known: list[str], what: str) -> None:
    if leaf is None or leaf.text in known or not known or not re.fullmatch(ID_PATTERN, leaf.text):
        return  # a bad id has been complained of as such
    message = f"'{one_line(leaf.text, 60)}' is not {what}"
    draft.report(broken, leaf.span, message, did_you_mean(leaf.text, known))

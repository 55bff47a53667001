"""``when`` and ``expect``: do they parse, and do they ask for what there is?"""

from roleplay.authoring.checks.draft import Draft
from roleplay.authoring.nodes import Leaf
from roleplay.authoring.outline import SceneLines
from roleplay.authoring.rules import Flaw, rule
from roleplay.rubric import MAX_LEVEL
from roleplay.scenario import Condition, ConditionError, names_in, parse_condition
from roleplay.scenario.condition import Call, Comparison
from roleplay.scenario.model import MAX_MOOD
from roleplay.text.spelling import did_you_mean

SYNTAX = rule(
    "S201",
    "a condition that cannot be read",
    "write it like: empathy >= 2.5 and heard(point)",
    Flaw("when: empathy >= 2.5 and", "when: «empathi» >= 2.5 and"),
)
UNKNOWN_POINT = rule(
    "S202",
    "heard() or wrong() of a point that the scene does not have",
    "ask for a point of this scene",
    Flaw("heard(overtime)", "heard(«overtim»)"),
)
NOT_IN_EXPECT = rule(
    "S203",
    "'expect' asking for mood or attempt",
    "an example is one reply without a history: expect levels, heard(), wrong() or said()",
    Flaw("expect: courtesy <= 1", "expect: courtesy <= 1 and «mood» > 2"),
)
NEVER = rule(
    "S204",
    "a comparison with a number that cannot occur",
    "levels run from 0 to 4, overall from 0 to 100, mood from 0 to 4, attempt from 1",
    Flaw("when: help >= 2,", "when: «help» >= 70,"),
)

_HIGHEST = {"overall": 100.0, "mood": float(MAX_MOOD), "attempt": float("inf")}


def conditions(draft: Draft) -> None:
    """Check every condition of every scene."""
    for scene in draft.outline.scenes.values():
        for branch in scene.branches:
            if branch.when:
                _condition(draft, scene, branch.when, example=False)
        for expect in scene.expects:
            _condition(draft, scene, expect, example=True)


def read_condition(draft: Draft, leaf: Leaf) -> Condition | None:
    """The condition that ``leaf`` holds; None, and a problem, when it is none."""
    try:
        return parse_condition(leaf.text)
    except ConditionError as error:
        width = _word_length(leaf.text[error.offset :])
        draft.report(SYNTAX, leaf.part(error.offset, width), error.message, error.hint)
        return None


def check_number(draft: Draft, leaf: Leaf, comparison: Comparison) -> None:
    """Complain of a comparison in ``leaf`` with a number that cannot occur."""
    name = comparison.name
    if not 0 <= comparison.value <= _HIGHEST.get(name, MAX_LEVEL):
        span = leaf.part(comparison.offset, len(name))
        draft.report(NEVER, span, f"{name} is never {comparison.value:g}")


def _condition(draft: Draft, scene: SceneLines, leaf: Leaf, *, example: bool) -> None:
    condition = read_condition(draft, leaf)
    for name in names_in(condition) if condition else ():
        if isinstance(name, Call):
            _call(draft, scene, leaf, name)
        else:
            _comparison(draft, leaf, name, example=example)


def _call(draft: Draft, scene: SceneLines, leaf: Leaf, call: Call) -> None:
    points = list(scene.point_ids)
    if call.name == "said" or call.argument in points:
        return
    span = leaf.part(call.offset, len(call.argument))
    message = f"scene '{scene.id}' has no point '{call.argument}'"
    draft.report(UNKNOWN_POINT, span, message, did_you_mean(call.argument, points))


def _comparison(draft: Draft, leaf: Leaf, comparison: Comparison, *, example: bool) -> None:
    name = comparison.name
    if example and name in {"mood", "attempt"}:
        span = leaf.part(comparison.offset, len(name))
        draft.report(NOT_IN_EXPECT, span, f"'expect' cannot ask for {name}")
    check_number(draft, leaf, comparison)


def _word_length(text: str) -> int:
    """Length of the word, number or sign that ``text`` begins with."""
    length = 0
    while length < len(text) and (text[length].isalnum() or text[length] == "-"):
        length += 1
    return max(1, length)

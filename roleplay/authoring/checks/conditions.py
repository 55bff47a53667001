"""``when`` and ``expect``: do they parse, ask for what there is, and can they hold?"""

from roleplay.authoring.checks.asked import condition_of
from roleplay.authoring.checks.draft import Draft
from roleplay.authoring.nodes import Leaf
from roleplay.authoring.outline import SceneLines
from roleplay.authoring.rules import Flaw, rule, warning
from roleplay.authoring.shape import MAX_BRANCHES
from roleplay.rubric import MAX_LEVEL
from roleplay.scenario import Condition, ConditionError, names_in, parse_condition
from roleplay.scenario.condition import Call, Comparison
from roleplay.scenario.model import MAX_MOOD
from roleplay.scenario.possible import possible
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

NEVER_HOLDS = rule(
    "S205",
    "a 'when' that no reply can meet",
    "loosen it, or delete the branch",
    Flaw("when: help >= 2,", "when: «help >= 2 and help < 1»,"),
)
SHADOWED = rule(
    "S206",
    "a 'when' that an earlier branch always takes first",
    "move the branch up, or tighten the ones before it",
    Flaw(
        "      - {when: help >= 2, mood_by: -1, go: relieved}\n",
        "      - {when: help >= 2, mood_by: -1, go: relieved}\n"
        "      - {when: «help >= 3 and courtesy >= 3», mood_by: -2, go: relieved}\n",
    ),
)
NOTHING_LEFT = warning(
    "S207",
    "a last branch for which the others leave nothing",
    "leave out the 'when' of the branch before it and delete this one",
    Flaw(
        "      - {go: walks-off}\n",
        "      - {when: help < 2, go: walks-off}\n      - «{go: walks-off}»\n",
    ),
)
EXPECT_NEVER = rule(
    "S208",
    "an 'expect' that no rating can meet",
    "levels are whole numbers from 0 to 4 here: expect some that can occur together",
    Flaw("expect: courtesy <= 1", "expect: «courtesy > 1 and courtesy < 2»"),
)
EXPECT_ALWAYS = warning(
    "S209",
    "an 'expect' that every rating meets",
    "expect a level that a wrong rating would miss, such as empathy >= 3 or help <= 1",
    Flaw("expect: courtesy <= 1", "expect: «courtesy <= 4»"),
)

_HIGHEST = {"overall": 100.0, "mood": float(MAX_MOOD), "attempt": float("inf")}


def conditions(draft: Draft) -> None:
    """Check every condition of every scene."""
    for scene in draft.outline.scenes.values():
        _branches(draft, scene)
        for example in scene.examples:
            if example.expect:
                _expect(draft, scene, example.expect)


def _branches(draft: Draft, scene: SceneLines) -> None:
    earlier: dict[int, Condition] = {}
    open_end = True
    for branch in scene.branches:
        condition = _condition(draft, scene, branch.when, example=False) if branch.when else None
        if not open_end:
            continue  # never taken, which is said elsewhere
        if branch.when and condition:
            _can_be_taken(draft, branch.when, condition, earlier)
        read = condition_of(branch.when)
        if read and len(earlier) < MAX_BRANCHES:
            earlier[branch.span.line] = read
        open_end = branch.conditional
        if not open_end and earlier and possible((), tuple(earlier.values())) is False:
            message = "never taken: one of the branches above it always holds"
            draft.report(NOTHING_LEFT, branch.span, message)


def _can_be_taken(
    draft: Draft, leaf: Leaf, condition: Condition, earlier: dict[int, Condition]
) -> None:
    span = leaf.part(0, len(leaf.text))
    if possible((condition,)) is False:
        draft.report(NEVER_HOLDS, span, "no reply can meet this condition")
    elif possible((condition,), tuple(earlier.values())) is False:
        lines = (n for n, one in earlier.items() if possible((condition,), (one,)) is False)
        line = next(lines, None)
        by = "the branches above together take" if line is None else f"line {line} takes"
        draft.report(SHADOWED, span, f"never taken: {by} every reply that meets this")


def _expect(draft: Draft, scene: SceneLines, leaf: Leaf) -> None:
    condition = _condition(draft, scene, leaf, example=True)
    if condition is None:
        return
    span = leaf.part(0, len(leaf.text))
    if possible((condition,), whole=True) is False:
        draft.report(EXPECT_NEVER, span, "no rating can meet this")
    elif possible((), (condition,), whole=True) is False:
        draft.report(EXPECT_ALWAYS, span, "every rating meets this, so the example shows nothing")


def read_condition(draft: Draft, leaf: Leaf) -> Condition | None:
    """The condition that ``leaf`` holds; None, and a problem, when it is none."""
    try:
        return parse_condition(leaf.text)
    except ConditionError as error:
        width = _word_length(leaf.text[error.offset :])
        draft.report(SYNTAX, leaf.part(error.offset, width), error.message, error.hint)
        return None


def check_number(draft: Draft, leaf: Leaf, comparison: Comparison) -> bool:
    """Whether the number in a comparison can occur; complains of it when it cannot."""
    name = comparison.name
    if not 0 <= comparison.value <= _HIGHEST.get(name, MAX_LEVEL):
        span = leaf.part(comparison.offset, len(name))
        draft.report(NEVER, span, f"{name} is never {comparison.value:g}")
        return False
    return True


def _condition(draft: Draft, scene: SceneLines, leaf: Leaf, *, example: bool) -> Condition | None:
    """The condition, or None if something in it has been complained of."""
    condition = read_condition(draft, leaf)
    fine = [
        _call(draft, scene, leaf, name)
        if isinstance(name, Call)
        else _comparison(draft, leaf, name, example=example)
        for name in (names_in(condition) if condition else ())
    ]
    return condition if all(fine) else None


def _call(draft: Draft, scene: SceneLines, leaf: Leaf, call: Call) -> bool:
    points = list(scene.point_ids)
    if call.name == "said" or call.argument in points:
        return True
    span = leaf.part(call.offset, len(call.argument))
    message = f"scene '{scene.id}' has no point '{call.argument}'"
    draft.report(UNKNOWN_POINT, span, message, did_you_mean(call.argument, points))
    return False


def _comparison(draft: Draft, leaf: Leaf, comparison: Comparison, *, example: bool) -> bool:
    name = comparison.name
    if example and name in {"mood", "attempt"}:
        span = leaf.part(comparison.offset, len(name))
        draft.report(NOT_IN_EXPECT, span, f"'expect' cannot ask for {name}")
        return False
    return check_number(draft, leaf, comparison)


def _word_length(text: str) -> int:
    """Length of the word, number or sign that ``text`` begins with."""
    length = 0
    while length < len(text) and (text[length].isalnum() or text[length] == "-"):
        length += 1
    return max(1, length)

"""Examples: a scenario's own test, which shows little if all of them ask for the same."""

from itertools import combinations
from typing import Final

from roleplay.authoring.checks.asked import condition_of
from roleplay.authoring.checks.draft import Draft
from roleplay.authoring.outline import SceneLines
from roleplay.authoring.rules import Flaw, warning
from roleplay.rubric import LADDERS
from roleplay.scenario import Condition, parse_condition
from roleplay.scenario.possible import possible
from roleplay.text.clean import plain
from roleplay.text.copying import fold, shared_runs

FROM_REFERENCE = warning(
    "S411",
    "an example that is one of the references",
    "write another reply: a reference pasted back rates well whatever the model is worth",
    Flaw(
        '"Your overtime? Sorry, please sit down."',
        '«"Your overtime is missing, of course you worry. Please sit down."»',
    ),
)
SAME_EXAMPLE = warning(
    "S412",
    "an example that is there twice",
    "write a reply of another kind, such as friendly but unheard, or cold but helpful",
    Flaw('"Your overtime? Sorry, please sit down."', '«"Not now!"»'),
)
NO_STRONG = warning(
    "S413",
    "no example of a strong reply",
    "add one in words of your own, with: empathy >= 3 and restating >= 3",
    Flaw(
        "    examples:\n      - {reply: No idea., expect: help <= 1}\n"
        '      - {reply: "Please wait, I will look now.", expect: help >= 2}\n',
        "    «examples»:\n      - {reply: No idea., expect: help <= 1}\n"
        '      - {reply: "Please wait.", expect: help <= 1}\n',
    ),
)
NO_WEAK = warning(
    "S414",
    "no example of a weak reply",
    "add one that should not do, such as a brush-off, with: empathy <= 1 and help <= 1",
    Flaw(
        "    examples:\n      - {reply: No idea., expect: help <= 1}\n",
        "    «examples»:\n      - {reply: Let me look at once., expect: help >= 2}\n",
    ),
)

MIN_EXAMPLES: Final = 2
_PASTED: Final = 0.5
"""Share of runs of words from which on an example is a reference; shipped ones stay below 0.1."""
_WELL: Final = parse_condition(" and ".join(f"{ladder} >= 3" for ladder in LADDERS))
_BADLY: Final = parse_condition(" and ".join(f"{ladder} <= 1" for ladder in LADDERS))


def examples(draft: Draft) -> None:
    """Check the examples of every scene against its references, and against each other."""
    for scene in draft.outline.scenes.values():
        _copies(draft, scene)
        _both_ways(draft, scene)


def _copies(draft: Draft, scene: SceneLines) -> None:
    replies = [example.reply for example in scene.examples if example.reply]
    known = [(plain(leaf.text), leaf.span.line) for leaf in scene.references]
    for leaf in replies:
        reply = plain(leaf.text)
        line = next((line for text, line in known if shared_runs(reply, text) >= _PASTED), None)
        if line is not None:
            draft.report(FROM_REFERENCE, leaf.span, f"this is the reference in line {line}")
    for one, other in combinations(replies, 2):
        if fold(one.text) == fold(other.text):
            message = f"this is the example in line {one.span.line} again"
            draft.report(SAME_EXAMPLE, other.span, message)


def _both_ways(draft: Draft, scene: SceneLines) -> None:
    """A test that only good replies pass, and one that only bad ones pass, are half a test each."""
    asked = [condition_of(example.expect) for example in scene.examples]
    expected = [condition for condition in asked if condition]
    if len(expected) < max(MIN_EXAMPLES, len(asked)):
        return  # too few, or one that cannot be read: complained of already
    place = scene.table.entries["examples"].key
    if not any(map(_wants_much, expected)):
        draft.report(NO_STRONG, place, f"no example of '{scene.id}' expects a strong reply")
    if not any(map(_wants_little, expected)):
        draft.report(NO_WEAK, place, f"no example of '{scene.id}' expects a weak reply")


def _wants_much(expect: Condition) -> bool:
    """Whether a reply that is good in every way meets it, and one that is bad in every way not."""
    return (
        possible((expect, _WELL), whole=True) is not False
        and possible((expect, _BADLY), whole=True) is not True
    )


def _wants_little(expect: Condition) -> bool:
    """Whether no reply that is good in every way meets it."""
    return possible((expect, _WELL), whole=True) is not True

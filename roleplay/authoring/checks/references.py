"""References: what they must not be for a rating against them to mean something."""

from itertools import combinations
from typing import Final

from roleplay.authoring.checks.draft import Draft
from roleplay.authoring.nodes import Leaf
from roleplay.authoring.outline import SceneLines, text_leaf
from roleplay.authoring.rules import Flaw, warning
from roleplay.authoring.shape import MAX_TEXT
from roleplay.text.copying import copying, parrots, shared_runs
from roleplay.text.wording import likeness, roots

TWINS = warning(
    "S408",
    "two references that are almost the same",
    "say one of them in another manner, such as warm, brisk or formal: alike, they count as one",
    Flaw(
        "I am sorry, that is a worry. Let me see where your overtime has gone.",
        "«Your overtime is missing, of course you worry. Please sit down, I look at it now.»",
    ),
)
PARROT = warning(
    "S409",
    "a reference that repeats what was said word for word",
    "say it back in other words: a learner who copies like this gets at most 2 for restating",
    Flaw(
        "I am sorry, that is a worry. Let me see where your overtime has gone.",
        "«Have you got two minutes, your overtime is missing, I see.»",
    ),
)
OFF_TOPIC = warning(
    "S410",
    "a reference that takes up nothing of what was said",
    "name the matter in it, or move it to the scene that it answers",
    Flaw(
        "I am sorry, that is a worry. Let me see where your overtime has gone.",
        "«The printer on the third floor is jammed again, sorry.»",
    ),
)
LONG_REFERENCE = warning(
    "S416",
    "a reference that is too long to be said",
    "keep it below 110 words: a coworker at the door hears no more in one breath",
    Flaw(
        "I am sorry, that is a worry. Let me see where your overtime has gone.",
        "«I am sorry about that overtime."
        + " I will look at it now, and I will look again." * 12
        + "»",
    ),
)

_TWINS_RUNS: Final = 0.5
_TWINS_WORDS: Final = 0.7
"""Shares from which two references are almost the same; shipped ones stay below 0.1 and 0.4."""
_ENOUGH: Final = 4
"""Words of a concern and its points, from which on a reference must share one of them."""
_LONGEST: Final = 110
"""Words of a reference; shipped ones have 51 to 74."""


def references(draft: Draft) -> None:
    """Check the references of every scene against what is said, and against each other."""
    for scene in draft.outline.scenes.values():
        says = text_leaf(scene.table.get("says"))
        for leaf in scene.references:
            words = len(leaf.text.split())
            if words > _LONGEST:
                draft.report(LONG_REFERENCE, leaf.span, f"this reference has {words} words")
            if says:
                _answers(draft, scene, says, leaf)
        for one, other in combinations(scene.references, 2):
            _twins(draft, one, other)


def _answers(draft: Draft, scene: SceneLines, says: Leaf, leaf: Leaf) -> None:
    copied = copying(leaf.text, says.text[:MAX_TEXT])
    if parrots(copied):
        share = f"{copied.ratio:.0%} of this, up to {copied.longest} words in a row,"
        draft.report(PARROT, leaf.span, f"{share} is what '{scene.id}' says")
        return
    kinds = ("fact", "feeling", "need")
    named = [text_leaf(point.get(kind)) for point in scene.points for kind in kinds]
    heard = roots("\n".join([scene.said, *(leaf.text for leaf in named if leaf)]))
    words = roots(leaf.text)
    if len(heard) >= _ENOUGH and words and not words & heard:
        message = f"no word of this reference has to do with what '{scene.id}' says"
        draft.report(OFF_TOPIC, leaf.span, message)


def _twins(draft: Draft, one: Leaf, other: Leaf) -> None:
    same = likeness(roots(one.text), roots(other.text))
    if shared_runs(one.text, other.text) >= _TWINS_RUNS or same >= _TWINS_WORDS:
        message = f"this is almost the reference in line {one.span.line}"
        draft.report(TWINS, other.span, message)

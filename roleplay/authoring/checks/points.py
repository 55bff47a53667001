"""Points: does the coworker say them, and each only once?"""

from itertools import combinations
from typing import Final

from roleplay.authoring.checks.draft import Draft
from roleplay.authoring.nodes import Leaf, Table
from roleplay.authoring.outline import SceneLines, text_leaf
from roleplay.authoring.rules import Flaw, warning
from roleplay.authoring.shape import MAX_POINTS
from roleplay.text.wording import likeness, roots

NOT_SAID = warning(
    "S406",
    "a point that does not occur in what is said",
    "let them say it, or drop the point: nobody can say back what was never said",
    Flaw("fact: her overtime is missing}", "fact: «the printer on the third floor is jammed»}"),
)
SAME_POINTS = warning(
    "S407",
    "two points that say the same",
    "make one of them: a reply that says it back once would have to say it twice",
    Flaw(
        "{id: overtime, fact: her overtime is missing}",
        "{id: overtime, fact: her overtime is missing}\n"
        "      - {id: again, fact: «the overtime is missing»}",
    ),
)

_LEAST_SHARE: Final = 0.2
"""Share of a fact's words that must be said. In the shipped scenarios a quarter is the least."""
_LEAST_WORDS: Final = 2
_LEAST_OF_A_NEED: Final = 4
"""Words that a need must have to be looked at: short ones are put in general terms."""
_ALIKE: Final = 0.6
"""From which likeness on two points are one; two of a shipped scene come to a third."""
_ASKING: Final = roots("ask find hear know learn see tell told understand wish")
"""Words that say of a need only that it is one: to know, to be told."""


def points(draft: Draft) -> None:
    """Check the points of every scene against what is said, and against each other."""
    for scene in draft.outline.scenes.values():
        _said(draft, scene)
        _distinct(draft, scene)


def _said(draft: Draft, scene: SceneLines) -> None:
    """A feeling is not looked at: a good point names what was only heard between the lines."""
    said = roots(scene.said)
    if not said:
        return
    for point in scene.points:
        fact, need = text_leaf(point.get("fact")), text_leaf(point.get("need"))
        leaf = fact or need
        if leaf is None:
            continue
        words = roots(leaf.text) if fact else roots(leaf.text) - _ASKING
        enough, share = (_LEAST_WORDS, _LEAST_SHARE) if fact else (_LEAST_OF_A_NEED, 0.0)
        if len(words) >= enough and len(words & said) <= share * len(words):
            message = f"hardly a word of this point occurs in what '{scene.id}' says"
            draft.report(NOT_SAID, leaf.span, message)


def _distinct(draft: Draft, scene: SceneLines) -> None:
    for (_, one), (leaf, other) in combinations(_worded(scene.points[:MAX_POINTS]), 2):
        if len(one) >= _LEAST_WORDS and likeness(one, other) >= _ALIKE:
            message = "this says almost the same as a point above"
            draft.report(SAME_POINTS, leaf.span, message)


def _worded(listed: tuple[Table, ...]) -> list[tuple[Leaf, frozenset[str]]]:
    leaves = (
        text_leaf(point.get(kind)) for point in listed for kind in ("fact", "feeling", "need")
    )
    return [(leaf, roots(leaf.text)) for leaf in leaves if leaf]

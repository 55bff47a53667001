"""Does it matter what the learner says? Seen from the best and the worst of replies.

The best reply has every ladder at the top and hears every point; the worst has none
and does harm. Neither needs a model, and between them lies every other reply.
"""

from dataclasses import dataclass
from typing import Final

from roleplay.authoring.checks.asked import condition_of
from roleplay.authoring.checks.draft import Draft
from roleplay.authoring.nodes import Leaf, locate
from roleplay.authoring.outline import BranchLine, Outline, SceneLines, text_leaf
from roleplay.authoring.rules import Flaw, warning
from roleplay.rubric import HARMFUL, MAX_LEVEL
from roleplay.scenario import Outcome, holds
from roleplay.scenario.model import MAX_MOOD

IDLE = warning(
    "S316",
    "a branch that does what the last one does",
    "delete it, or let it go somewhere else or move the mood",
    Flaw(
        "      - {go: waits}\n",
        "      - «{when: courtesy >= 2, go: waits}»\n      - {go: waits}\n",
    ),
)
ALL_THE_SAME = warning(
    "S317",
    "a scene in which the best and the worst reply do the same",
    "give it branches that differ in 'go' or in 'mood_by'",
    Flaw(
        "    next:\n      - {when: help >= 2, mood_by: -1, go: relieved}\n",
        "    «next»:\n      - {when: help >= 2 and help < 4, mood_by: -1, go: relieved}\n",
    ),
)
UPSIDE_DOWN = warning(
    "S318",
    "a mood that the best reply makes worse than the worst does",
    "swap the signs of 'mood_by': negative is calmer",
    Flaw(
        "    next:\n      - {when: help >= 2, mood_by: -1, go: relieved}\n",
        "    «next»:\n      - {when: help >= 2, mood_by: 1, go: relieved}\n",
    ),
)
NOT_REWARDED = warning(
    "S319",
    "a scenario that does not end well however well one replies",
    "let the branches for good replies lead to an ending with 'outcome: good'",
    Flaw(
        "  relieved: {says: Thank you!, outcome: good,",
        "  «relieved»: {says: Thank you!, outcome: bad,",
    ),
)
REWARDED = warning(
    "S320",
    "a good ending for the worst of replies",
    "ask something of a reply before it may go there",
    Flaw("      - {go: walks-off}\n", "      - «{go: relieved}»\n"),
)

_STEPS: Final = 200
"""Scenes after which a play-through is taken to go round in circles: 40 scenes, five moods."""


@dataclass(frozen=True)
class _Reply:
    """The best of replies, or the worst, at a first attempt."""

    best: bool
    mood: int

    def number(self, name: str) -> float:
        """See :class:`roleplay.scenario.Facts`."""
        special = {"mood": self.mood, "attempt": 1, "overall": 100 * self.best}
        return special.get(name, MAX_LEVEL * self.best)

    def heard(self, point: str) -> bool:
        """Every point, or none."""
        del point
        return self.best

    def wrong(self, point: str) -> bool:
        """No point: the worst reply does not even get one wrong."""
        del point
        return False

    def said(self, act: str) -> bool:
        """Everything that helps, or everything that hurts."""
        return (act in HARMFUL) is not self.best


def outcomes(draft: Draft) -> None:
    """Check where the best and the worst replies lead."""
    if not draft.report.sound or not draft.outline.paths_known:
        return  # somewhere a condition or a target is not what it was meant to be
    for scene in draft.outline.scenes.values():
        _idle(draft, scene)
        _matters(draft, scene)
    _rewarded(draft)


def _idle(draft: Draft, scene: SceneLines) -> None:
    *others, last = scene.branches
    for branch in reversed(others):
        if _does(branch) != _does(last):
            return
        message = f"with or without this branch a reply goes the way of line {last.span.line}"
        draft.report(IDLE, branch.span, message)


def _matters(draft: Draft, scene: SceneLines) -> None:
    mood = _moods(draft.outline).get(_speaker(scene), 0)
    best = _taken(scene, _Reply(best=True, mood=mood))
    worst = _taken(scene, _Reply(best=False, mood=mood))
    place = scene.table.entries["next"].key
    if _does(best) == _does(worst):
        message = f"whatever one says in '{scene.id}', '{_target(best)}' comes next"
        draft.report(ALL_THE_SAME, place, message)
    elif best.mood_by > worst.mood_by:
        message = f"the best reply moves the mood by {best.mood_by}, the worst by {worst.mood_by}"
        draft.report(UPSIDE_DOWN, place, message)
    if _outcome(draft.outline, _target(worst)) == Outcome.GOOD:
        message = f"a reply without any merit leads to the good ending '{_target(worst)}'"
        draft.report(REWARDED, worst.span, message)


def _rewarded(draft: Draft) -> None:
    """Play with the best replies only."""
    outline = draft.outline
    here, moods = outline.opening.text if outline.opening else "", _moods(outline)
    way: list[str] = []
    while here in outline.scenes and len(way) < _STEPS:
        way.append(here)
        scene, who = outline.scenes[here], _speaker(outline.scenes[here])
        branch = _taken(scene, _Reply(best=True, mood=moods.get(who, 0)))
        moods[who] = min(MAX_MOOD, max(0, moods.get(who, 0) + branch.mood_by))
        here = _target(branch)
    if here in outline.scenes:
        message = f"the best replies go round in circles, by way of '{here}'"
        draft.report(NOT_REWARDED, outline.scene_keys[here], message)
    elif _outcome(outline, here) != Outcome.GOOD:
        message = f"the best replies lead to '{here}', by way of {', '.join(way)}"
        draft.report(NOT_REWARDED, outline.endings[here], message)


def _taken(scene: SceneLines, reply: _Reply) -> BranchLine:
    for branch in scene.branches[:-1]:
        condition = condition_of(branch.when)
        if condition is None or holds(condition, reply):
            return branch
    return scene.branches[-1]


def _does(branch: BranchLine) -> tuple[str, int]:
    return _target(branch), branch.mood_by


def _target(branch: BranchLine) -> str:
    return branch.go.text if branch.go else ""


def _speaker(scene: SceneLines) -> str:
    who = text_leaf(scene.table.get("who"))
    return who.text if who else ""


def _moods(outline: Outline) -> dict[str, int]:
    """Everybody's mood at the start."""
    found = {name: locate(outline.tree, ("people", name, "mood"))[1] for name in outline.people}
    return {
        name: leaf.value
        for name, leaf in found.items()
        if isinstance(leaf, Leaf) and isinstance(leaf.value, int)
    }


def _outcome(outline: Outline, ending: str) -> str:
    """How an ending leaves the coworker; empty where that is no ending."""
    leaf = text_leaf(locate(outline.tree, ("endings", ending, "outcome"))[1])
    return leaf.text if leaf else ""

"""The rubric: ladders, levels and acts.

This is the shared vocabulary of every other module. The words follow the
project's rating rubric: a *ladder* is a dimension of a reply, a *level* is a
place on it from 0 to 4, an *act* is what one sentence does.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

VERSION: Final = "1"
"""Goes up when a change of meaning shows in nothing else of :func:`substance`."""

MAX_LEVEL: Final = 4


class Ladder(StrEnum):
    """A dimension on which a reply is rated from 0 to 4."""

    EMPATHY = "empathy"
    RESTATING = "restating"
    COURTESY = "courtesy"
    HELP = "help"


LADDERS: Final = tuple(Ladder)
SCORED: Final = (Ladder.EMPATHY, Ladder.RESTATING, Ladder.COURTESY)
"""The ladders that make up the overall; help is shown beside them."""


class Act(StrEnum):
    """What a sentence does. A sentence may do several things, or none."""

    GREET = "greet"
    THANK = "thank"
    POLITE = "polite"
    APOLOGIZE = "apologize"
    FEELING = "feeling"
    PERSPECTIVE = "perspective"
    RESTATE = "restate"
    CHECK = "check"
    OFFER = "offer"
    STEP = "step"
    TIME = "time"
    FOLLOWUP = "followup"
    EXPLAIN = "explain"
    DISMISS = "dismiss"
    BLAME = "blame"
    REFUSE = "refuse"
    DEMAND = "demand"
    SARCASM = "sarcasm"
    INSULT = "insult"


ACTS: Final = tuple(Act)
HARMFUL: Final = frozenset(
    {Act.DISMISS, Act.BLAME, Act.REFUSE, Act.DEMAND, Act.SARCASM, Act.INSULT}
)
"""Acts that cost the speaker something; the rest help."""

CAP: Final = 1.0
CAPPING: Final[Mapping[Ladder, tuple[Act, ...]]] = {
    Ladder.EMPATHY: (Act.INSULT, Act.SARCASM, Act.BLAME, Act.DISMISS),
    Ladder.COURTESY: (Act.INSULT, Act.SARCASM),
}
"""Acts that keep a ladder at ``CAP`` or below, the worst first; never averaged away."""

COPY_CAP: Final = 2.0
"""Highest restating level of a reply that only gives the concern's own words back."""

WRONG_CAP: Final = 2.0
"""Highest restating level of a reply that gets a detail wrong."""

LEVEL_WORDS: Final[Mapping[Ladder, tuple[str, str, str, str, str]]] = {
    Ladder.EMPATHY: ("hostile", "absent", "token", "specific", "specific and complete"),
    Ladder.RESTATING: ("nothing or wrong", "a mention", "part of it", "main problem", "complete"),
    Ladder.COURTESY: ("insulting", "rude or cold", "plain", "polite", "warm throughout"),
    Ladder.HELP: ("refused", "no offer", "vague", "concrete", "action, time and word back"),
}
"""What each whole level means in a word or two, from level 0 to level 4."""

ACT_WORDS: Final[Mapping[Act, str]] = {
    Act.GREET: "greets",
    Act.THANK: "thanks",
    Act.POLITE: "asks politely",
    Act.APOLOGIZE: "apologises",
    Act.FEELING: "names the feeling",
    Act.PERSPECTIVE: "sees their side",
    Act.RESTATE: "says it back",
    Act.CHECK: "checks the understanding",
    Act.OFFER: "offers help",
    Act.STEP: "says what will be done",
    Act.TIME: "says when",
    Act.FOLLOWUP: "leaves the door open",
    Act.EXPLAIN: "explains",
    Act.DISMISS: "plays it down",
    Act.BLAME: "blames",
    Act.REFUSE: "refuses",
    Act.DEMAND: "orders curtly",
    Act.SARCASM: "is sarcastic",
    Act.INSULT: "insults",
}


def substance() -> list[object]:
    """What the rubric is, as plain data; goes into every receipt.

    Another version, ladder, act or cap is another rubric. Words for people are
    left out: saying a level better makes no score another.
    """
    caps = [[ladder, acts] for ladder, acts in CAPPING.items()]
    ladders = [LADDERS, SCORED, MAX_LEVEL]
    return [VERSION, ladders, ACTS, CAP, caps, COPY_CAP, WRONG_CAP]


def whole(level: float) -> int:
    """The whole level nearest to ``level``; a tie goes to the lower, as the rubric rules."""
    below = int(level)
    return below + 1 if level - below > 0.5 else below  # noqa: PLR2004 - the middle between two levels


def overall(levels: Mapping[Ladder, float], weights: Mapping[Ladder, float] | None = None) -> float:
    """The score of a reply, 0 to 100: 25 times the weighted mean of the scored ladders.

    Args:
        levels: A level from 0 to 4 for each scored ladder.
        weights: Positive weight per scored ladder; equal where missing.

    """
    shares = {ladder: (weights or {}).get(ladder, 1.0) for ladder in SCORED}
    total = sum(levels[ladder] * share for ladder, share in shares.items())
    return round(25 * total / sum(shares.values()), 2)

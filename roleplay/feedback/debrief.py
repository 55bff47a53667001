"""The four questions at the end of a scenario, answered from the learner's own replies."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from roleplay.rating import Rating
from roleplay.rubric import HARMFUL, Act, Ladder, whole

QUESTIONS: Final[tuple[tuple[str, tuple[Act, ...], tuple[Act, ...]], ...]] = (
    ("How did I greet them?", (Act.GREET, Act.THANK), (Act.INSULT, Act.SARCASM)),
    ("Did I ask what they need?", (Act.OFFER, Act.CHECK, Act.RESTATE), (Act.REFUSE,)),
    ("Did I give as much as I could?", (Act.STEP, Act.TIME), (Act.DEMAND, Act.BLAME)),
    ("Did I leave the door open?", (Act.FOLLOWUP,), (Act.DISMISS,)),
)
"""Question, the acts that answer it well, and those that answer it badly."""


@dataclass(frozen=True)
class Evidence:
    """A question with the learner's own sentence that answers it.

    Attributes:
        question: One of the four.
        answer: ``yes``, ``no`` or ``not yet``.
        quote: The sentence; empty for ``not yet``.

    """

    question: str
    answer: str
    quote: str = ""


@dataclass(frozen=True)
class Debrief:
    """What the learner takes away from a scenario."""

    questions: tuple[Evidence, ...]


def debrief(ratings: Sequence[Rating]) -> Debrief:
    """Answer the four questions from the ratings of the replies that stand.

    One bad sentence outweighs a good one, as it does for the coworker. A sentence
    answers badly only in a reply that was discourteous or no help, and well only in a
    courteous one.
    """
    return Debrief(tuple(_answer(ratings, *question) for question in QUESTIONS))


def _answer(
    ratings: Sequence[Rating], question: str, good: tuple[Act, ...], bad: tuple[Act, ...]
) -> Evidence:
    polite = [rating for rating in ratings if whole(rating.value(Ladder.COURTESY)) > 1]
    low = [r for r in ratings if r not in polite or whole(r.value(Ladder.HELP)) <= 1]
    if quote := _find(low, bad):
        return Evidence(question, "no", quote)
    if quote := _find(polite, good, without=HARMFUL):
        return Evidence(question, "yes", quote)
    return Evidence(question, "not yet")


def _find(
    ratings: Sequence[Rating], acts: tuple[Act, ...], without: AbstractSet[Act] = frozenset()
) -> str:
    found = (
        sentence.text
        for act in acts
        for rating in ratings
        for sentence in rating.sentences
        if act in sentence.acts and without.isdisjoint(sentence.acts)
    )
    return next(found, "")

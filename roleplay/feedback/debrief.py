"""The four questions at the end of a scenario, answered from the learner's own replies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from roleplay.rating import RatedSentence, Rating
from roleplay.rubric import HARMFUL, Act, Ladder, whole


@dataclass(frozen=True)
class Question:
    """One of the four.

    Attributes:
        text: As learners may ask it of themselves.
        good, bad: Acts that answer it well and badly, the most telling first.
        ladder: Tells the best of several good sentences.
        move: What to try where nothing answers it well, as an imperative.

    """

    text: str
    good: tuple[Act, ...]
    bad: tuple[Act, ...]
    ladder: Ladder
    move: str


QUESTIONS: Final = (
    Question(
        "How did I greet them?",
        (Act.GREET, Act.THANK),
        (Act.INSULT, Act.SARCASM),
        Ladder.COURTESY,
        "begin with their name and a word of welcome, as for a customer",
    ),
    Question(
        "Did I ask what they need?",
        (Act.OFFER, Act.CHECK, Act.RESTATE),
        (Act.REFUSE,),
        Ladder.RESTATING,
        "ask how you can help, or say back what they need; whose job it is can wait",
    ),
    Question(
        "Did I give as much as I could?",
        (Act.STEP, Act.TIME),
        (Act.DEMAND, Act.BLAME),
        Ladder.HELP,
        "say what you yourself will do, and by when",
    ),
    Question(
        "Did I leave the door open?",
        (Act.FOLLOWUP,),
        (Act.DISMISS,),
        Ladder.HELP,
        "say when they will hear from you, and that they may come back",
    ),
)


@dataclass(frozen=True)
class Said:
    """A rated reply of the session.

    Attributes:
        reply: Which one on the way, from 1.
        attempt: Which try at it, from 1.
        stands: Whether it is the try that was left to stand, and not taken back.

    """

    rating: Rating
    reply: int = 1
    attempt: int = 1
    stands: bool = True


@dataclass(frozen=True)
class Evidence:
    """A question with the learner's own sentence that answers it.

    Attributes:
        question: One of the four.
        answer: ``yes``, ``no`` or ``not yet``.
        quote: The sentence. For ``not yet`` one from a try that was taken back, or empty.
        where: Which reply and try it is from, such as ``reply 2, try 1``; empty where
            there is only one it can be.
        move: What to try, as an imperative; empty for ``yes``.

    """

    question: str
    answer: str
    quote: str = ""
    where: str = ""
    move: str = ""


@dataclass(frozen=True)
class Debrief:
    """What the learner takes away from a scenario."""

    questions: tuple[Evidence, ...]


def debrief(said: Sequence[Said]) -> Debrief:
    """Answer the four questions from the learner's replies, each by its most telling sentence.

    One bad sentence outweighs a good one, as it does for the coworker. A sentence
    answers badly only in a reply that was discourteous or no help, and well only in a
    courteous one. What was taken back is held against nobody, and makes no ``yes``.
    """
    return Debrief(tuple(_answer(question, said) for question in QUESTIONS))


@dataclass(frozen=True)
class _Found:
    """A sentence that does an act which a question asks about."""

    sentence: RatedSentence
    act: Act
    said: Said


def _answer(question: Question, said: Sequence[Said]) -> Evidence:
    standing = [one for one in said if one.stands]
    bad = [found for found in _doing(question.bad, standing) if not _was_kind(found.said)]
    if bad:
        worst = min(bad, key=lambda found: _rank(found, question.bad, Ladder.COURTESY))
        return _evidence(question, "no", worst, said)
    good = [found for found in _doing(question.good, said) if _is_welcome(found)]
    best = max(good, key=lambda found: _merit(found, question), default=None)
    if best is None:
        return Evidence(question.text, "not yet", move=question.move)
    return _evidence(question, "yes" if best.said.stands else "not yet", best, said)


def _evidence(question: Question, answer: str, found: _Found, said: Sequence[Said]) -> Evidence:
    move = "" if answer == "yes" else question.move
    return Evidence(question.text, answer, found.sentence.text, _where(found.said, said), move)


def _doing(acts: Sequence[Act], said: Sequence[Said]) -> Iterator[_Found]:
    for one in said:
        for sentence in one.rating.sentences:
            if act := next((act for act in acts if act in sentence.acts), None):
                yield _Found(sentence, act, one)


def _was_kind(said: Said) -> bool:
    """Whether a reply was courteous and some help, so that a harsh word in it may be a mistake."""
    return _is_courteous(said) and whole(said.rating.value(Ladder.HELP)) > 1


def _is_courteous(said: Said) -> bool:
    return whole(said.rating.value(Ladder.COURTESY)) > 1


def _is_welcome(found: _Found) -> bool:
    return _is_courteous(found.said) and HARMFUL.isdisjoint(found.sentence.acts)


def _rank(found: _Found, acts: Sequence[Act], ladder: Ladder) -> tuple[int, float]:
    return acts.index(found.act), found.said.rating.value(ladder)


def _merit(found: _Found, question: Question) -> tuple[bool, int, float]:
    """More for what stands, then for the more telling act, then for the better reply."""
    telling, level = _rank(found, question.good, question.ladder)
    return found.said.stands, -telling, level


def _where(found: Said, said: Sequence[Said]) -> str:
    several = any(one.reply != found.reply for one in said)
    retried = any(one.reply == found.reply and one.attempt != found.attempt for one in said)
    parts = (f"reply {found.reply}" if several else "", f"try {found.attempt}" if retried else "")
    return ", ".join(filter(None, parts))

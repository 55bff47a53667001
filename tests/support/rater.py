"""A rater that says what a test tells it to, so that tests need no model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from roleplay.errors import ModelError
from roleplay.rating import (
    Exchange,
    Flag,
    Level,
    PointFinding,
    PointState,
    RatedSentence,
    Rating,
    Status,
)
from roleplay.rubric import LADDERS, Act
from roleplay.text.sentences import split_sentences

MODEL = "scripted"
"""Digest of the model that a test's rater pretends to be."""


def rating_of(
    exchange: Exchange,
    levels: Sequence[float] = (3.0, 3.0, 3.0, 3.0),
    *,
    acts: Sequence[Act] = (),
    covered: Sequence[str] = (),
    wrong: Sequence[str] = (),
    flags: Sequence[Flag] = (),
    status: Status = Status.SCORED,
    why: str = "",
) -> Rating:
    """A rating of ``exchange``: levels in the rubric's order, the same acts in each sentence."""
    sentences = split_sentences(exchange.reply)
    states = dict.fromkeys(covered, PointState.COVERED) | dict.fromkeys(wrong, PointState.WRONG)
    return Rating(
        status=status,
        levels={}
        if status is Status.UNSCORED
        else {
            ladder: Level(value, max(0.0, value - 0.5), min(4.0, value + 0.5))
            for ladder, value in zip(LADDERS, levels, strict=True)
        },
        sentences=tuple(RatedSentence(s.text, s.start, s.end, tuple(acts)) for s in sentences),
        points=tuple(
            PointFinding(point.id, states.get(point.id, PointState.MISSING))
            for point in exchange.points
        ),
        flags=tuple(flags),
        why=why,
        receipt=str(exchange.receipt(MODEL)),
    )


def kind_or_cruel(exchange: Exchange) -> Rating:
    """Top levels for a reply with "sorry" in it, bottom levels for one with "idiot"; else middling.

    A blank reply is unscored.
    """
    words = exchange.reply.lower()
    if not words.strip():
        return rating_of(exchange, status=Status.UNSCORED, why="the reply is empty")
    if "idiot" in words:
        return rating_of(exchange, (0, 0, 0, 0), acts=[Act.INSULT], flags=[Flag.INSULT])
    if "sorry" in words:
        ids = [point.id for point in exchange.points]
        acts = [Act.APOLOGIZE, Act.FEELING, Act.RESTATE, Act.STEP]
        return rating_of(exchange, (3.6, 3.6, 3.6, 3.6), acts=acts, covered=ids)
    return rating_of(exchange, (1.5, 1.5, 2.0, 2.0), acts=[Act.STEP])


@dataclass
class ScriptedRater:
    """An async rater for tests.

    Attributes:
        judge: Makes a rating.
        failures: How many calls fail with a ModelError before it works.
        seen: Every exchange rated.

    """

    judge: Callable[[Exchange], Rating] = kind_or_cruel
    failures: int = 0
    seen: list[Exchange] = field(default_factory=list)

    async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
        """Rate by the judge."""
        if self.failures:
            self.failures -= 1
            raise ModelError("The model stopped.", hint="try again")
        self.seen.extend(exchanges)
        return [self.judge(exchange) for exchange in exchanges]

    async def warm(self) -> None:
        """Be ready at once."""

    async def close(self) -> None:
        """Nothing to let go of."""

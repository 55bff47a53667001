"""From a rating to the columns of a rated table."""

from typing import Final

from roleplay.classroom.columns import Added
from roleplay.classroom.posed import Posed
from roleplay.classroom.row import RowError
from roleplay.feedback import Advice, Feedback, write_feedback
from roleplay.rating import PointState, Rating
from roleplay.rubric import ACTS, LADDERS, MAX_LEVEL

PLAIN: Final = Added()


def row_out(
    posed: Posed, rating: Rating, added: Added = PLAIN, advice: tuple[Advice, ...] = ()
) -> dict[str, object]:
    """The columns that a rated table adds to a row, in the order of :attr:`Added.names`.

    Numbers are floats, or None when the reply is unscored; several texts are a list.

    Raises:
        RowError: The model did not give numbers that can be levels.

    """
    _check(rating)
    found: dict[str, object] = {
        ladder.value: float(rating.levels[ladder].value) if ladder in rating.levels else None
        for ladder in LADDERS
    }
    found |= {
        "overall": rating.overall(posed.weights),
        "status": rating.status.value,
        "why": rating.why,
        "flags": [flag.value for flag in rating.flags],
        "missed": _missed(posed, rating),
        "acts": [act.value for act in ACTS if rating.said(act)],
        "receipt": rating.receipt,
    }
    if added.intervals:
        found |= _intervals(rating)
    if added.explain:
        words = write_feedback(posed.exchange, rating, posed.weights, advice, posed.sources)
        found |= {"strength": words.strength, "advice": _advice(words)}
    return {added.prefix + name: value for name, value in found.items()}


def _advice(words: Feedback) -> str:
    """What was tried, or the one change; then what to ask the learner about, if anything."""
    tried = " ".join(map(str, words.advice))
    return " ".join(filter(None, (tried or words.change, words.strange)))


def _check(rating: Rating) -> None:
    """A number that is none must never become a grade."""
    for ladder, level in rating.levels.items():
        # Comparisons with NaN are false, so this finds it too.
        if not 0 <= level.low <= level.value <= level.high <= MAX_LEVEL:
            raise RowError(f"the model gave no usable level for {ladder.value}")


def _missed(posed: Posed, rating: Rating) -> list[str]:
    """Points that the reply did not say back, or got wrong."""
    exchange = posed.exchange
    missed = (p for p in exchange.points if rating.state(p.id) is not PointState.COVERED)
    return [exchange.shown(point) for point in missed]


def _intervals(rating: Rating) -> dict[str, object]:
    ends: dict[str, object] = {}
    for ladder in LADDERS:
        level = rating.levels.get(ladder)
        ends[f"{ladder.value}_low"] = float(level.low) if level else None
        ends[f"{ladder.value}_high"] = float(level.high) if level else None
    return ends

"""What could be done differently in a reply. Nothing here is rated yet."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, zip_longest
from typing import Final

from roleplay.advice.case import Case
from roleplay.advice.edits import Change
from roleplay.advice.harm import cuts
from roleplay.advice.lifts import adding, softened
from roleplay.advice.pieces import Piece
from roleplay.advice.restating import own_words, saying_back
from roleplay.feedback import harms
from roleplay.rating import Exchange, Flag, Rating, Status
from roleplay.rubric import CAPPING, LADDERS, MAX_LEVEL, SCORED, Act, Ladder
from roleplay.scenario import PointKind
from roleplay.text.clean import MAX_REPLY

LEAST_GAIN: Final = 0.3
"""What a move must bring on its ladder to be worth saying."""


def candidate_changes(
    exchange: Exchange,
    rating: Rating,
    pieces: Sequence[Piece] = (),
    weights: Mapping[Ladder, float] | None = None,
) -> list[Change]:
    """Changes worth trying, the most promising first: harm left out, then something added.

    Args:
        exchange: What was rated.
        rating: What the rater said; an unscored reply has no changes.
        pieces: Sentences to try, of the scene's references.
        weights: The scene's weights of the scored ladders.

    """
    if rating.status is Status.UNSCORED:
        return []
    case = Case(exchange, rating, pieces)
    tried = list(cuts(case))
    # Nothing polite makes up for what stings, so nothing polite is advised before it is gone.
    if not any(harms(act, rating) for act in CAPPING[Ladder.COURTESY]):
        ladders = sorted(LADDERS, key=lambda ladder: -_promise(rating, ladder, weights or {}))
        lifts = [_TRIED[ladder](case) for ladder in ladders if has_room(rating, ladder)]
        tried += [change for change in chain(*zip_longest(*lifts)) if change is not None]
    return [
        change
        for change in tried
        if change.reply and change.reply != case.reply and len(change.reply) <= MAX_REPLY
    ]


def has_room(rating: Rating, ladder: Ladder) -> bool:
    """Whether a reply can gain enough on ``ladder`` to be told so."""
    return rating.value(ladder) <= MAX_LEVEL - LEAST_GAIN


def _promise(rating: Rating, ladder: Ladder, weights: Mapping[Ladder, float]) -> float:
    """What there is to gain on ``ladder``, by its weight; help counts half, it is not scored."""
    share = weights.get(ladder, 1.0) if ladder in SCORED else 0.5
    return (MAX_LEVEL - rating.value(ladder)) * share


def _empathy(case: Case) -> Iterator[Change]:
    feelings = (point for point in case.exchange.points if point.kind is PointKind.FEELING)
    named = next(filter(None, map(case.plainly, feelings)), "")
    return adding(case, Ladder.EMPATHY, {Act.FEELING: named} if named else {})


def _restating(case: Case) -> Iterator[Change]:
    if Flag.PARROT in case.rating.flags:
        yield from own_words(case)
    yield from saying_back(case)
    if not case.exchange.points:
        yield from adding(case, Ladder.RESTATING)


def _courtesy(case: Case) -> Iterator[Change]:
    yield from softened(case)
    yield from adding(case, Ladder.COURTESY)


def _help(case: Case) -> Iterator[Change]:
    return adding(case, Ladder.HELP)


_TRIED: Final[Mapping[Ladder, Callable[[Case], Iterator[Change]]]] = {
    Ladder.EMPATHY: _empathy,
    Ladder.RESTATING: _restating,
    Ladder.COURTESY: _courtesy,
    Ladder.HELP: _help,
}

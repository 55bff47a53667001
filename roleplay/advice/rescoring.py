"""Rate the changed replies, and keep the advice that holds."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from roleplay.advice.candidates import LEAST_GAIN, candidate_changes, has_room
from roleplay.advice.edits import Change
from roleplay.advice.pieces import Pieces
from roleplay.errors import ModelError
from roleplay.feedback import Advice
from roleplay.rating import Exchange, Flag, PointState, Rater, Rating, Status
from roleplay.rubric import LADDERS, SCORED, Ladder

MOST: Final = 3
"""Pieces of advice for one reply."""

PATIENCE: Final = 5.0
"""Seconds that a rating waits for its advice; it takes a tenth of one."""

_COPIES: Final = {Flag.PARROT, Flag.COPIED_REFERENCE}
_PIECES: Final = Pieces()


async def advise(
    exchange: Exchange,
    rating: Rating,
    rater: Rater,
    weights: Mapping[Ladder, float] | None = None,
    limit: int = 8,
) -> tuple[Advice, ...]:
    """Advice on a rated reply, each piece tried on the reply and rated; best first, at most three.

    Args:
        exchange: What was rated.
        rating: What ``rater`` said of it; for an unscored reply there is no advice.
        rater: Rates the changed replies in one call, and once a scene its references.
        weights: The scene's weights of the scored ladders.
        limit: How many changed replies are rated at most.

    Raises:
        ModelError: The model did not answer.

    """
    if not any(ladder in rating.levels and has_room(rating, ladder) for ladder in LADDERS):
        return ()
    pieces = await _PIECES.of(exchange, rater)
    changes = candidate_changes(exchange, rating, pieces, weights)
    replies = list(dict.fromkeys(change.reply for change in changes))[:limit]
    if not replies:
        return ()
    rated = await rater.rate([replace(exchange, reply=reply) for reply in replies])
    known = dict(zip(replies, rated, strict=True))
    tried = ((change, known[change.reply]) for change in changes if change.reply in known)
    return tuple(_best(_that_hold(tried, rating, weights)))


async def advise_if_it_can(
    exchange: Exchange,
    rating: Rating,
    rater: Rater,
    weights: Mapping[Ladder, float] | None = None,
) -> tuple[Advice, ...]:
    """As :func:`advise`, but none when the model stops or hangs: the rating must not be lost."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await advise(exchange, rating, rater, weights)
    except (ModelError, TimeoutError):
        return ()


def _that_hold(
    tried: Iterable[tuple[Change, Rating]],
    before: Rating,
    weights: Mapping[Ladder, float] | None,
) -> Iterator[tuple[Change, Advice]]:
    for change, after in tried:
        if _holds(change, before, after):
            yield (
                change,
                Advice(
                    " ".join(change.move.split()),
                    change.ladder,
                    before.value(change.ladder),
                    after.value(change.ladder),
                    before.overall(weights) or 0.0,
                    after.overall(weights) or 0.0,
                ),
            )


def _holds(change: Change, before: Rating, after: Rating) -> bool:
    """Whether the move was made, lifts its ladder, and costs nothing elsewhere."""
    worse_known = {Status.UNSCORED: True, Status.UNSURE: before.status is Status.SCORED}
    if worse_known.get(after.status, False) or not _COPIES.isdisjoint(after.flags):
        return False
    made = all(after.said(act) for act in change.acts) and all(
        after.state(point) is PointState.COVERED for point in change.points
    )
    costs = any(_gain(after.value(ladder), before.value(ladder)) >= LEAST_GAIN for ladder in SCORED)
    gain = _gain(before.value(change.ladder), after.value(change.ladder))
    return made and not costs and gain >= LEAST_GAIN


def _gain(before: float, after: float) -> float:
    """From ``before`` to ``after``; the smaller of the real one and the one that is read."""
    shown = round(after, 1) - round(before, 1)
    return min(round(after - before, 2), round(shown, 1))


def _best(found: Iterable[tuple[Change, Advice]]) -> Sequence[Advice]:
    """The best by what they bring to the overall; one a ladder, and no changed reply twice."""
    ranked = sorted(
        found,
        key=lambda pair: (
            pair[1].overall_before - pair[1].overall_after,
            pair[1].before - pair[1].after,
        ),
    )
    best: dict[Ladder, Advice] = {}
    replies: set[str] = set()
    for change, advice in ranked:
        if advice.ladder not in best and change.reply not in replies:
            best[advice.ladder] = advice
            replies.add(change.reply)
    return list(best.values())[:MOST]

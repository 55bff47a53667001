"""Advice for each row, tried once for equal replies."""

from collections import OrderedDict
from typing import Final

from roleplay.advice import advise_if_it_can
from roleplay.classroom.posed import Posed
from roleplay.errors import ModelError
from roleplay.feedback import Advice
from roleplay.rating import Rater, Rating

REMEMBERED: Final = 1024
"""Replies whose advice is kept; classes copy from each other."""


class Adviser:
    """Asks ``rater`` what changes to a reply would bring; without one it keeps silent."""

    def __init__(self, rater: Rater | None) -> None:
        self._rater = rater
        self._known: OrderedDict[tuple[object, ...], tuple[Advice, ...]] = OrderedDict()

    async def on(self, posed: Posed, rating: Rating | ModelError) -> tuple[Advice, ...]:
        """Advice on a rated reply; none where there is no rating."""
        if self._rater is None or isinstance(rating, ModelError):
            return ()
        exchange = posed.exchange
        key = (exchange.scene_key, exchange.reply, *sorted(posed.weights.items()))
        if key not in self._known:
            advice = await advise_if_it_can(exchange, rating, self._rater, posed.weights)
            self._known[key] = advice
        self._known.move_to_end(key)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return self._known[key]

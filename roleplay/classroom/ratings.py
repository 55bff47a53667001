"""Rate each exchange once, as long as it is remembered."""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Final

from roleplay.errors import ModelError
from roleplay.rating import Exchange, Rater, Rating

REMEMBERED: Final = 1024
"""Ratings that are kept for equal replies further down; classes copy from each other."""


class Ratings:
    """Ratings of a rater, kept for a while."""

    def __init__(self, rater: Rater, remembered: int = REMEMBERED) -> None:
        self._rater = rater
        self._remembered = remembered
        self._known: OrderedDict[str, Rating] = OrderedDict()

    async def of(self, exchanges: Sequence[Exchange]) -> list[Rating | ModelError]:
        """A rating of each exchange, in the same order, or why that one could not be rated.

        Raises:
            ModelError: None of them could be rated.

        """
        keys = [_key(exchange) for exchange in exchanges]
        asked = dict(zip(keys, exchanges, strict=True))
        new = {key: exchange for key, exchange in asked.items() if key not in self._known}
        failed = await self._rate(new) if new else {}
        for key in asked.keys() - failed.keys():
            self._known.move_to_end(key)
        found = [failed.get(key) or self._known[key] for key in keys]
        while len(self._known) > self._remembered:
            self._known.popitem(last=False)
        return found

    async def _rate(self, new: Mapping[str, Exchange]) -> dict[str, ModelError]:
        try:
            rated = await self._rater.rate(list(new.values()))
        except ModelError:
            if len(new) == 1:
                raise
            return await self._one_by_one(new)
        self._known.update(zip(new, rated, strict=True))
        return {}

    async def _one_by_one(self, new: Mapping[str, Exchange]) -> dict[str, ModelError]:
        """One bad answer must not cost the other rows their ratings."""
        failed: dict[str, ModelError] = {}
        for key, exchange in new.items():
            try:
                (self._known[key],) = await self._rater.rate([exchange])
            except ModelError as error:
                failed[key] = error
        if len(failed) == len(new):
            raise failed.popitem()[1]
        return failed


def _key(exchange: Exchange) -> str:
    """Equal for equal exchanges, and small however long the reply is."""
    reply = hashlib.sha256(exchange.reply.encode()).hexdigest()
    return exchange.scene_key + reply

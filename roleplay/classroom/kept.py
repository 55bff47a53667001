"""A rater that rates nothing twice, not even in another process."""

from collections.abc import Sequence
from hashlib import sha256

from roleplay.classroom.checkpoint import Checkpoint
from roleplay.rating import Exchange, Rater, Rating
from roleplay.receipt import digest
from roleplay.wire import exchange_data


class Kept:
    """Asks ``rater`` only for what is not in ``checkpoint``, and keeps each answer there.

    Since advice is found by rating changed replies, it is not paid for twice either.
    """

    def __init__(self, rater: Rater, checkpoint: Checkpoint, stamp: str) -> None:
        """Sign the checkpoint.

        Args:
            rater: Rates what is not known.
            checkpoint: Where ratings are kept.
            stamp: What makes the same bytes get the same rating: model, rubric, version, backend.

        Raises:
            RoleplayError: The checkpoint cannot be written.

        """
        self._rater, self._checkpoint, self._stamp = rater, checkpoint, stamp
        self.trusted = checkpoint.sign(stamp)
        """Whether all that was found in the checkpoint has the same stamp."""

    async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
        """See :class:`roleplay.rating.Rater`.

        Raises:
            ModelError: The model failed; nothing of this call is kept.
            RoleplayError: The checkpoint cannot be used.

        """
        keys = [self._key(exchange) for exchange in exchanges]
        asked = dict(zip(keys, exchanges, strict=True))
        known = self._checkpoint.ratings(asked)
        new = {key: exchange for key, exchange in asked.items() if key not in known}
        if new:
            rated = await self._rater.rate(list(new.values()))
            fresh = dict(zip(new, rated, strict=True))
            self._checkpoint.keep(fresh)
            known |= fresh
        return [known[key] for key in keys]

    def _key(self, exchange: Exchange) -> bytes:
        """Equal for what gets equal ratings: everything that the rater reads, and its stamp."""
        return sha256((self._stamp + digest(exchange_data(exchange))).encode()).digest()

"""What the rater says to each row of a chunk."""

from collections.abc import Iterator, Sequence

from roleplay.classroom.adviser import Adviser
from roleplay.classroom.posed import Posed, Remembered, exchange_of
from roleplay.classroom.ratings import Ratings
from roleplay.classroom.row import Row, RowError
from roleplay.errors import ModelError
from roleplay.feedback import Advice
from roleplay.practice import Library
from roleplay.rating import Rater, Rating

Asked = Sequence[tuple[Row, Posed | RowError]]
Answer = tuple[Rating | ModelError, tuple[Advice, ...]]


class Answers:
    """Asks ``rater`` about rows whose scenes come from ``library``; for advice too if wanted."""

    def __init__(self, rater: Rater, library: Library, *, explain: bool) -> None:
        self._ratings = Ratings(rater)
        self._adviser = Adviser(rater if explain else None)
        self._shelf = Remembered(library)

    async def to(self, rows: Sequence[Row]) -> tuple[Asked, Iterator[Answer]]:
        """Each row with what is rated for it, and an answer for each that can be.

        Raises:
            ModelError: None of them could be rated.

        """
        asked = [(row, self._posed(row)) for row in rows]
        posed = [found for _, found in asked if isinstance(found, Posed)]
        rated = await self._ratings.of([found.exchange for found in posed])
        advice = [await self._adviser.on(*pair) for pair in zip(posed, rated, strict=True)]
        return asked, zip(rated, advice, strict=True)

    def _posed(self, row: Row) -> Posed | RowError:
        try:
            return exchange_of(row, self._shelf)
        except RowError as error:
            return error

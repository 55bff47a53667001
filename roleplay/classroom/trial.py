"""What came of a few rows, before all of them are rated."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from roleplay.classroom.answers import Answer, Asked
from roleplay.classroom.posed import Posed
from roleplay.classroom.rated import row_out
from roleplay.classroom.row import Row, RowError
from roleplay.classroom.scribe import Counts
from roleplay.errors import ModelError
from roleplay.feedback import Advice
from roleplay.rating import Rating
from roleplay.rubric import LADDERS, MAX_LEVEL, Ladder, whole
from roleplay.text.clean import sanitise

SEED: Final = 5
"""The same rows are drawn each time, so that a pilot that is run again costs nothing."""
SHOWN: Final = 5
"""Rows that failed, with the reason, as far as they are shown."""


class Trial:
    """A tally of rows drawn from ``of``.

    Attributes:
        counts: What became of them.
        levels: Per ladder, how many replies have each level, 0 to 4 after rounding.
        flags: How many replies have each flag.

    """

    def __init__(self, of: int) -> None:
        self.counts = Counts()
        self.levels: dict[Ladder, Counter[int]] = {ladder: Counter() for ladder in LADDERS}
        self.flags: Counter[str] = Counter()
        self._of = of
        self._failures: list[str] = []

    def add(self, asked: Asked, answers: Iterator[Answer]) -> None:
        """Count rows; there is an answer for each that was posed."""
        for row, posed in asked:
            self.counts.rows += 1
            try:
                if isinstance(posed, RowError):
                    raise posed
                self._count(posed, *next(answers))
            except RowError as error:
                self._fail(row, error)

    def lines(self) -> Iterator[str]:
        """As it is told to a person."""
        yield f"Pilot: {self.counts.rows:,} of {self._of:,} rows, drawn at random."
        yield str(self.counts)
        yield ""
        steps = range(MAX_LEVEL + 1)
        yield f"{'level':<10}" + "".join(f"{level:>6}" for level in steps)
        for ladder, found in self.levels.items():
            yield f"{ladder.value:<10}" + "".join(f"{found[level]:>6}" for level in steps)
        if self.flags:
            flags = (f"{name} {count}" for name, count in sorted(self.flags.items()))
            yield f"{'flags':<10}  {', '.join(flags)}"
        yield from (f"{'failed':<10}  {sanitise(text)}" for text in self._failures)

    def _count(self, posed: Posed, rating: Rating | ModelError, advice: tuple[Advice, ...]) -> None:
        if isinstance(rating, ModelError):
            raise RowError(rating.message)
        row_out(posed, rating, advice=advice)  # it would not be written either if this fails
        self.counts.add(rating.status)
        self.flags.update(flag.value for flag in rating.flags)
        for ladder, level in rating.levels.items():
            self.levels[ladder][whole(level.value)] += 1

    def _fail(self, row: Row, error: RowError) -> None:
        self.counts.failed += 1
        if len(self._failures) < SHOWN:
            self._failures.append(f"{row.table}:{row.line}: {error}")

"""Rate a rated table again, and find the rows that no longer hold.

A row holds when this model, rubric, scene and reply give the receipt that stands
in it, and the numbers beside it come out again. Tables are read as ``score``
reads them, a chunk at a time, so they may be larger than the memory.
"""

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from roleplay.classroom.cells import cell_text, items_of
from roleplay.classroom.columns import rateable
from roleplay.classroom.finding import NO_RECEIPT, Difference, Finding, Tally, number
from roleplay.classroom.job import chunks
from roleplay.classroom.posed import Posed, Remembered, exchange_of
from roleplay.classroom.rated import row_out
from roleplay.classroom.ratings import Ratings
from roleplay.classroom.row import Row, RowError, Table, rows_in
from roleplay.classroom.tables.formats import open_table
from roleplay.classroom.tables.reading import PLAIN, Reading
from roleplay.errors import InputError, ModelError
from roleplay.practice import Library
from roleplay.rating import Rater, Rating
from roleplay.receipt import Receipt
from roleplay.rubric import LADDERS

RECEIPT: Final = "receipt"

WITHIN: Final[Mapping[str, float]] = {
    **dict.fromkeys((ladder.value for ladder in LADDERS), 0.05),
    "overall": 1.0,
}
"""How far numbers may be apart, since processors differ in their last digits."""

COMPARED: Final = ("status", "flags", *WITHIN)

ALSO_COMPARED: Final = ("why", "missed", "acts")
"""Columns that somebody may have deleted."""

_ROUNDING: Final = 1e-9
"""0.05 apart is still within, whatever floats make of it."""


@dataclass(frozen=True)
class Verification:
    """A rated table that can be rated again.

    Attributes:
        table: The table.
        prefix: Stands before the name of each column that the rater added.
        total: How many rows there are.

    """

    table: Table
    prefix: str
    total: int

    @classmethod
    def prepare(cls, path: Path, prefix: str = "", reading: Reading = PLAIN) -> Self:
        """Read the table to its end, so that a broken one is found before anything is rated.

        Raises:
            UsageError: There is no such file, or its format is not known.
            InputError: It cannot be read, or is no rated table.

        """
        table = open_table(path, reading)
        rateable(table)
        check_rated(table, prefix)
        return cls(table, prefix, sum(1 for _ in table.records()))

    async def run(
        self,
        rater: Rater,
        library: Library,
        tell: Callable[[Finding], None],
        progress: Callable[[int], None] = lambda _: None,
        look: Callable[[Row, Rating], None] = lambda _row, _rating: None,
    ) -> Tally:
        """Rate every row that has a receipt, and compare.

        Args:
            rater: Rates.
            library: Where scenarios come from.
            tell: Is told of each row that does not hold or has no receipt, in their order.
            progress: Is told after each chunk how many rows it had.
            look: Is shown each row that could be rated again, with what came of it.

        Raises:
            ModelError: The model failed.

        """
        tally, ratings, shelf = Tally(), Ratings(rater), Remembered(library)
        for chunk in chunks(rows_in([self.table])):
            asked = [(row, self._asked(row, shelf)) for row in chunk]
            posed = [found.exchange for _, found in asked if isinstance(found, Posed)]
            rated = await ratings.of(posed)
            _show(asked, rated, look)
            for finding in self._findings(asked, iter(rated)):
                tally.add(finding)
                if not finding.holds:
                    tell(finding)
            progress(len(chunk))
        return tally

    def _asked(self, row: Row, library: Library) -> Posed | RowError:
        try:
            if not row.error and not row.text(self.prefix + RECEIPT).strip():
                return RowError(NO_RECEIPT)
            return exchange_of(row, library)
        except RowError as error:
            return error

    def _findings(
        self, asked: Sequence[tuple[Row, Posed | RowError]], ratings: Iterator[Rating | ModelError]
    ) -> Iterator[Finding]:
        """One a row, in their order; there is a rating for each row that was posed."""
        for row, posed in asked:
            try:
                if isinstance(posed, RowError):
                    raise posed
                yield self._compared(row, posed, next(ratings))
            except RowError as error:
                yield Finding.about(row, problem=str(error))

    def _compared(self, row: Row, posed: Posed, rating: Rating | ModelError) -> Finding:
        if isinstance(rating, ModelError):
            raise RowError(f"it cannot be rated again: {rating.message}")
        differs = self._differences(row, row_out(posed, rating))
        new = Receipt.parse(rating.receipt)
        try:
            old = Receipt.parse(row.text(self.prefix + RECEIPT).strip())
        except ValueError:
            return Finding.about(row, differs=differs, problem="its receipt cannot be read")
        return Finding.about(row, compared=True, changed=old.changed(new), differs=differs)

    def _differences(self, row: Row, again: Mapping[str, object]) -> tuple[Difference, ...]:
        there = [name for name in ALSO_COMPARED if self.prefix + name in row.cells]
        cells = {name: _cell(row, self.prefix + name) for name in (*COMPARED, *there)}
        return tuple(
            Difference(name, cell, again[name])
            for name, cell in cells.items()
            if not _same(cell, again[name], WITHIN.get(name, 0))
        )


def _show(
    asked: Sequence[tuple[Row, Posed | RowError]],
    rated: Sequence[Rating | ModelError],
    look: Callable[[Row, Rating], None],
) -> None:
    rows = (row for row, found in asked if isinstance(found, Posed))
    for row, rating in zip(rows, rated, strict=True):
        if isinstance(rating, Rating):
            look(row, rating)


def _cell(row: Row, column: str) -> object:
    found = row.cells.get(column)
    return row.text(column) if isinstance(found, str) else found


def _same(cell: object, again: object, within: float) -> bool:
    """Whether a cell says what came out again; an empty one says that there is no number."""
    if isinstance(again, list):
        items = cell if isinstance(cell, list) else items_of(cell_text(cell))
        return [*map(_words, items)] == [*map(_words, again)]
    if not isinstance(again, float):
        return ("" if cell is None else cell) == (again or "")
    found = number(cell)
    return found is not None and abs(found - again) <= within + _ROUNDING


def _words(item: object) -> list[str]:
    return str(item).split()


def check_rated(table: Table, prefix: str) -> None:
    """See that ``table`` is one that ``score`` wrote.

    Raises:
        InputError: A column is missing.

    """
    missing = [prefix + name for name in (*COMPARED, RECEIPT) if prefix + name not in table.columns]
    if missing:
        raise InputError(
            f"{table.source} is no rated table: there is no column {missing[-1]!r}.",
            hint=_remedy(table),
        )


def _remedy(table: Table) -> str:
    """A table whose receipts stand under another name, or one that is still to be rated."""
    for name in table.columns:
        before = name.removesuffix(RECEIPT)
        if before != name and all(before + column in table.columns for column in COMPARED):
            return f"its rated columns have other names: --prefix {shlex.quote(before)}"
    return f"rate it first: roleplay score {shlex.quote(str(table.source))} -o graded.csv"

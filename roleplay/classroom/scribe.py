"""Write what came of each row, and count it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from roleplay.classroom.columns import TABLE, Added
from roleplay.classroom.draft import Sink
from roleplay.classroom.formulas import restore
from roleplay.classroom.posed import Posed
from roleplay.classroom.rated import row_out
from roleplay.classroom.row import Row, RowError
from roleplay.classroom.tables.csv_table import CsvWriter
from roleplay.classroom.tables.formats import Writer
from roleplay.errors import ModelError, RoleplayError
from roleplay.feedback import Advice
from roleplay.rating import Rating, Status


@dataclass
class Counts:
    """What became of the rows."""

    rows: int = 0
    scored: int = 0
    unsure: int = 0
    unscored: int = 0
    failed: int = 0

    def add(self, status: Status) -> None:
        """Count a row that was rated."""
        match status:
            case Status.SCORED:
                self.scored += 1
            case Status.UNSURE:
                self.unsure += 1
            case Status.UNSCORED:
                self.unscored += 1

    def check(self) -> None:
        """See that no row was lost.

        Raises:
            RoleplayError: One was; the output must not be used.

        """
        if self.rows != self.scored + self.unsure + self.unscored + self.failed:
            raise RoleplayError(f"Rows were lost: {self}.", hint="please report this")

    def __str__(self) -> str:
        """As it is told to a person."""
        return (
            f"{self.rows} rows = {self.scored} scored + {self.unsure} unsure"
            f" + {self.unscored} unscored + {self.failed} failed"
        )


class Scribe:
    """Rated rows go to ``writer``, failed ones to ``errors``."""

    def __init__(self, writer: Writer, errors: Sink, added: Added, *, raw: bool) -> None:
        self.counts = Counts()
        self._writer, self._errors, self._added, self._raw = writer, errors, added, raw
        self._failed: CsvWriter | None = None

    def write(
        self,
        asked: Iterable[tuple[Row, Posed | RowError]],
        ratings: Iterator[tuple[Rating | ModelError, tuple[Advice, ...]]],
    ) -> None:
        """Write rows in their order; there is a rating, with advice, for each that was posed."""
        for row, posed in asked:
            try:
                if isinstance(posed, RowError):
                    raise posed
                self._rated(row, posed, *next(ratings))
            except RowError as error:
                self._fail(row, error)

    def _rated(
        self, row: Row, posed: Posed, rating: Rating | ModelError, advice: tuple[Advice, ...]
    ) -> None:
        if isinstance(rating, ModelError):
            raise RowError(rating.message)
        cells = row_out(posed, rating, self._added, advice)
        self._writer.write(self._passed(row), cells)
        self.counts.add(rating.status)

    def end(self) -> None:
        """See that no row was lost, and that all of them are written.

        Raises:
            RoleplayError: One was lost; the output must not be used.

        """
        self.counts.check()
        self._writer.end()

    def _passed(self, row: Row) -> Mapping[str, object]:
        """What is not of the rater's making."""
        cells = dict(row.cells)
        if row.guarded and not self._writer.guarded:  # nothing there needs the guard
            cells = {
                n: restore(cell) if isinstance(cell, str) else cell for n, cell in cells.items()
            }
        # A row without an id gets its number for one: marks find it by that.
        cells.setdefault("id", row.id)
        if self._added.several:
            cells[self._added.prefix + TABLE] = row.table
        return cells

    def _fail(self, row: Row, error: RowError) -> None:
        if self._failed is None:
            self._failed = CsvWriter(self._errors, raw=self._raw)
            self._failed.begin(("table", "line", "id", "error"))
        where = {"table": row.table, "line": row.line, "id": row.id}
        self._failed.write({**where, "error": str(error)}, {})
        self.counts.failed += 1

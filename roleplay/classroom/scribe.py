"""Write what came of each row, and count it."""

from collections.abc import Iterable
from dataclasses import dataclass

from roleplay.classroom.draft import Sink
from roleplay.classroom.formulas import Guards
from roleplay.classroom.row import RowError
from roleplay.classroom.settled import Settled
from roleplay.classroom.tables.csv_table import CsvWriter
from roleplay.classroom.tables.formats import Writer
from roleplay.errors import RoleplayError
from roleplay.rating import Status


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

    def __init__(self, writer: Writer, errors: Sink, *, raw: bool) -> None:
        self.counts = Counts()
        self._writer, self._errors, self._raw = writer, errors, raw
        self._failed: CsvWriter | None = None

    @property
    def guards(self) -> Guards:
        """As :attr:`Writer.guards`."""
        return self._writer.guards

    def write(self, settled: Iterable[Settled]) -> None:
        """Write rows in their order."""
        for row in settled:
            if row.status is None:
                self._fail(row, row.error)
                continue
            try:
                self._writer.write(row.passed, row.rated)
            except RowError as error:
                self._fail(row, str(error))
            else:
                self.counts.add(row.status)

    def end(self) -> None:
        """See that no row was lost, and that all of them are written.

        Raises:
            RoleplayError: One was lost; the output must not be used.

        """
        self.counts.check()
        self._writer.end()

    def _fail(self, row: Settled, error: str) -> None:
        if self._failed is None:
            self._failed = CsvWriter(self._errors, raw=self._raw)
            self._failed.begin(("table", "line", "id", "error"))
        where = {"table": row.table, "line": row.line, "id": row.id}
        self._failed.write({**where, "error": error}, {})
        self.counts.failed += 1

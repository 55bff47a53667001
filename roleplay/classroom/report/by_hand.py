"""What people say of the rows of a report, and whether all of it has found its row."""

from collections import Counter
from contextlib import suppress

from roleplay.classroom.graded import called
from roleplay.classroom.marks import Mark, Marks, plain_id, receipt_in, refuse, unplaced
from roleplay.classroom.row import Row, RowError
from roleplay.receipt import Receipt


class ByHand:
    """Marks while a rated table is gone through.

    Args:
        marks: What people gave.
        prefix: Stands before the name of each column that the rater added.
        table: What the table is called, for messages.

    """

    def __init__(self, marks: Marks, prefix: str, table: str) -> None:
        self._marks, self._prefix, self._table = marks, prefix, table
        self._met: Counter[str] = Counter()
        self._receipts: dict[str, Receipt | None] = {}
        self._near: set[str] = set()
        self._nearly = {plain_id(name) for name in marks.ids}

    def of(self, row: Row) -> tuple[Mark, ...]:
        """What counts for ``row``; to be asked once for each. A mark that says nothing is none."""
        name = called(row)
        if name in self._nearly:
            self._near.add(name)
        given = self._marks.of(name)
        if given:
            self._met[name] += 1
            self._receipts[name] = self._receipt(row)
        return tuple(mark for mark in given.values() if mark.levels or mark.comment)

    def check(self) -> None:
        """See, after the last row, that each mark is of one row, and of what stands there.

        Raises:
            InputError: Some are of none, of several, or of another reply.

        """
        found = unplaced(self._marks, self._met, self._receipts, self._table, self._hint)
        refuse(self._marks.source, found, "marks have no reply")

    def _hint(self, name: str) -> str:
        plain = plain_id(name)
        return f"did you mean '{plain}'?" if plain in self._near else ""

    def _receipt(self, row: Row) -> Receipt | None:
        # A row whose receipt cannot be read is still a row; verify is there to doubt it.
        with suppress(RowError):
            return receipt_in(row, self._prefix)
        return None

"""Add rows to a table of marks. What is in it stays as it is, byte for byte.

Each row is written at once: the old bytes and the new row go into a new file that
takes the old one's place, so there is never half a row, whatever happens.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from typing import Final

from roleplay.classroom.draft import Draft, check_place, drafting, sweep
from roleplay.classroom.marks import check_marks
from roleplay.classroom.tables.csv_table import CsvTable, CsvWriter
from roleplay.classroom.tables.decoding import encoding_of
from roleplay.classroom.tables.formats import Writer, open_table
from roleplay.classroom.tables.jsonl_table import JsonlWriter
from roleplay.classroom.tables.source import Source
from roleplay.errors import InputError, RoleplayError, UsageError
from roleplay.rubric import LADDERS
from roleplay.text.phrases import listed

if sys.platform != "win32":
    import fcntl

COLUMNS: Final = (
    "id",
    *(ladder.value for ladder in LADDERS),
    "comment",
    "marker",
    "picked",
    "receipt",
)
ENDINGS: Final = (".csv", ".tsv", ".jsonl")


class MarksFile:
    """A table of marks that grows.

    Attributes:
        path: Where it is, or will be with the first row.

    """

    def __init__(self, path: Path, *, marker: str = "") -> None:
        """See that rows by ``marker`` can be added to ``path``.

        Raises:
            UsageError: It cannot be there, or rows cannot be added to its format.
            InputError: There is something else at its place.

        """
        self.path = path
        if path.suffix.lower() not in ENDINGS:
            raise UsageError(
                f"{path}: marks are added to {', '.join(ENDINGS)}.",
                hint="name another file with -o; the other formats can be read, but not added to",
            )
        check_place(path)
        sweep(path)
        self._columns, self._writer = self._shape(marker)

    def add(self, row: Mapping[str, object]) -> None:
        """Add a row.

        Raises:
            RoleplayError: It cannot be written; the file is as it was.

        """
        draft = Draft(self.path)
        with _alone(self.path.resolve().parent), drafting(draft), draft.writing():
            old = self.path.read_bytes() if self.path.exists() else b""
            text = self._text(row, header=not old)
            gap = b"\r\n" if old and not old.endswith((b"\n", b"\r")) else b""
            draft.opened(lambda: None).write(old + gap + text.encode("utf-8", "replace"))

    def _shape(self, marker: str) -> tuple[Sequence[str], Callable[[StringIO], Writer]]:
        if self.path.suffix.lower() == ".jsonl":
            if self.path.exists() and self.path.stat().st_size:
                check_marks(open_table(self.path))
            return COLUMNS, JsonlWriter
        if not self.path.exists() or not self.path.stat().st_size:
            delimiter = "\t" if self.path.suffix.lower() == ".tsv" else ","
            return COLUMNS, lambda text: CsvWriter(text, delimiter=delimiter)
        table = open_table(self.path)
        check_marks(table)
        if not isinstance(table, CsvTable):
            raise RoleplayError(f"{self.path} is no text table.")
        self._check_columns(table, marker)
        return table.columns, lambda text: CsvWriter(text, delimiter=table.delimiter)

    def _check_columns(self, table: CsvTable, marker: str) -> None:
        """What has no column would be lost: all but the name of somebody who gives none."""
        if not encoding_of(Source.of(self.path), None).startswith("utf-8"):
            raise InputError(f"{self.path} is not UTF-8.", hint="name a new file with -o")
        needed = (name for name in COLUMNS if marker or name != "marker")
        missing = [name for name in needed if name not in table.columns]
        if missing:
            one = len(missing) == 1
            raise InputError(
                f"{self.path} has no column{'' if one else 's'} {listed(missing)}, and what "
                f"belongs in {'it' if one else 'them'} would be lost.",
                hint=f"add {'that heading' if one else 'those headings'} in it, with empty cells "
                "below, or name a new file with -o",
            )

    def _text(self, row: Mapping[str, object], *, header: bool) -> str:
        text = StringIO()
        writer = self._writer(text)
        writer.begin(self._columns)
        if not header:
            text.seek(0)
            text.truncate()
        writer.write({name: cell for name, cell in row.items() if name in self._columns}, {})
        writer.end()
        return text.getvalue()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let nobody else add a row meanwhile, where the system can see to it."""
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network file systems have no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)

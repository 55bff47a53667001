"""Which formats there are. A new one is a reader and a writer, and its line here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol

from roleplay.classroom.csv_table import CsvTable, CsvWriter
from roleplay.classroom.draft import Sink
from roleplay.classroom.jsonl_table import JsonlTable, JsonlWriter
from roleplay.classroom.row import Table
from roleplay.errors import UsageError

HINT: Final = "save it as CSV (.csv) or JSON Lines (.jsonl)"


class Writer(Protocol):
    """Writes a table, a row at a time."""

    def begin(self, columns: Iterable[str], /) -> None:
        """Say which columns there will be."""

    def write(self, passed: Mapping[str, object], rated: Mapping[str, object]) -> None:
        """Write a row: what passes through, and what the rater says."""


Opener = Callable[[Path, str | None], Table]
Maker = Callable[[Sink, Sequence[Table], bool], Writer]


def _csv_writer(stream: Sink, tables: Sequence[Table], raw: bool) -> Writer:  # noqa: FBT001
    # Whoever made the input with semicolons and a mark has a spreadsheet that wants them back.
    like = next((table for table in tables if isinstance(table, CsvTable)), None)
    delimiter = like.delimiter if like else ","
    return CsvWriter(stream, raw=raw, delimiter=delimiter, marked=bool(like and like.marked))


def _jsonl_writer(stream: Sink, _tables: Sequence[Table], _raw: bool) -> Writer:  # noqa: FBT001
    return JsonlWriter(stream)


READERS: Final[Mapping[str, Opener]] = {".csv": CsvTable, ".jsonl": JsonlTable}
WRITERS: Final[Mapping[str, Maker]] = {".csv": _csv_writer, ".jsonl": _jsonl_writer}
WITH_INTERVALS: Final = frozenset({".jsonl"})
"""Formats whose rated tables carry the ends of each interval."""


def open_table(path: Path, encoding: str | None = None) -> Table:
    """Open a table by its suffix.

    Raises:
        UsageError: There is no such file, or no reader for it yet.
        InputError: Its header cannot be read.

    """
    opener = READERS.get(path.suffix.lower())
    if path.is_dir():
        raise UsageError(f"{path} is a folder.", hint="name the tables in it")
    if not path.exists():
        raise UsageError(f"There is no {path}.")
    if opener is None:
        raise UsageError(f"{path}: {path.suffix or 'this'} is not read yet.", hint=HINT)
    return opener(path, encoding)


def writer_for(out: Path) -> Maker:
    """What writes ``out``.

    Raises:
        UsageError: There is no writer for it yet.

    """
    maker = WRITERS.get(out.suffix.lower())
    if maker is None:
        raise UsageError(f"{out}: {out.suffix or 'this'} is not written yet.", hint=HINT)
    return maker

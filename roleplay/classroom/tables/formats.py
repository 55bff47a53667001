"""Which formats there are. A new one is a reader and a writer, and its line here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Protocol

from roleplay.classroom.columns import Added
from roleplay.classroom.draft import Draft
from roleplay.classroom.formulas import Guards
from roleplay.classroom.row import Table
from roleplay.classroom.tables.csv_table import CsvTable, CsvWriter, tsv_table
from roleplay.classroom.tables.jsonl_table import JsonlTable, JsonlWriter, opens_array
from roleplay.classroom.tables.reading import PLAIN, Reading
from roleplay.classroom.tables.source import Source, is_standard, start_of
from roleplay.errors import UsageError

STANDARD_OUT: Final = "csv"
"""What goes to standard output, unless it is said."""

_HINTS: Final = {
    ".xls": "save it as .xlsx",
    ".xlsm": "save it as .xlsx, without macros",
    ".xlsb": "save it as .xlsx",
    ".ods": "save it as .xlsx",
    ".json": (
        "JSON Lines (.jsonl) are read and written: one object a line; "
        "`jq -c '.[]'` makes them of an array"
    ),
    ".gz": "unpack it first",
    ".zip": "unpack it first",
}


class Writer(Protocol):
    """Writes a table, a row at a time."""

    @property
    def guards(self) -> Guards:
        """How texts are kept from being calculated."""

    def begin(self, columns: Iterable[str], /) -> None:
        """Say which columns there will be."""

    def write(self, passed: Mapping[str, object], rated: Mapping[str, object]) -> None:
        """Write a row: what passes through, and what the rater says.

        Raises:
            RowError: The format cannot hold what is in it.

        """

    def end(self) -> None:
        """Write whatever was held back."""


@dataclass(frozen=True)
class Target:
    """What a writer should know.

    Attributes:
        tables: What is rated.
        added: The columns that the rated table has more.
        raw: Leave cells alone that a spreadsheet would take for formulas.
        delimiter: Of CSV; when None, that of the first CSV table, else a comma.

    """

    tables: Sequence[Table]
    added: Added
    raw: bool = False
    delimiter: str | None = None


@dataclass(frozen=True)
class Format:
    """A format.

    Attributes:
        read: Opens a table.
        write: Makes a writer.
        intervals: Whether its rated tables carry the ends of each interval.
        binary: Whether it is no text, so that nobody wants to see it in a terminal.
        most: How many rows it holds; None for any number.

    """

    read: Callable[[Source, Reading], Table]
    write: Callable[[Draft, Target], Writer]
    intervals: bool = False
    binary: bool = False
    most: int | None = None


def _write_csv(draft: Draft, target: Target) -> Writer:
    # Whoever made the input with semicolons and a mark has a spreadsheet that wants them back.
    csv = [table for table in target.tables if isinstance(table, CsvTable)]
    like = next((table for table in csv if table.source.path.suffix.lower() != ".tsv"), None)
    delimiter = target.delimiter or (like.delimiter if like else ",")
    return CsvWriter(draft, raw=target.raw, delimiter=delimiter, marked=_marked(target))


def _write_tsv(draft: Draft, target: Target) -> Writer:
    return CsvWriter(draft, raw=target.raw, delimiter="\t", marked=_marked(target))


def _marked(target: Target) -> bool:
    csv = (table for table in target.tables if isinstance(table, CsvTable))
    return next((table.marked for table in csv), False)


def _write_jsonl(draft: Draft, _target: Target) -> Writer:
    return JsonlWriter(draft)


def _write_xlsx(draft: Draft, _target: Target) -> Writer:
    writer: Writer = _of("xlsx_writer").XlsxWriter(draft)
    return writer


def _read_xlsx(source: Source, reading: Reading) -> Table:
    table: Table = _of("xlsx_table").XlsxTable(source, reading)
    return table


def _write_parquet(draft: Draft, target: Target) -> Writer:
    writer: Writer = _of("parquet_writer").ParquetWriter(draft, target.tables, target.added)
    return writer


def _read_parquet(source: Source, reading: Reading) -> Table:
    table: Table = _of("parquet_table").ParquetTable(source, reading)
    return table


def _of(module: str) -> Any:  # noqa: ANN401 - a module
    """A module that needs a large library, which most calls do without."""
    return import_module(f"roleplay.classroom.tables.{module}")


FORMATS: Final[Mapping[str, Format]] = {
    "csv": Format(CsvTable, _write_csv),
    "tsv": Format(tsv_table, _write_tsv),
    "jsonl": Format(JsonlTable, _write_jsonl, intervals=True),
    "xlsx": Format(_read_xlsx, _write_xlsx, binary=True, most=1_048_575),
    "parquet": Format(_read_parquet, _write_parquet, intervals=True, binary=True),
}
"""By the ending of their files."""


def open_table(path: Path, reading: Reading = PLAIN) -> Table:
    """Open one table; ``-`` is standard input.

    Raises:
        UsageError: There is no such file, or no reader for it.
        InputError: Its header cannot be read.

    """
    (table,) = open_tables([Source.of(path)], reading)
    return table


def open_tables(found: Sequence[Source], reading: Reading = PLAIN) -> tuple[Table, ...]:
    """Open tables by the endings of their files; without one that is known, as it was said.

    Raises:
        UsageError: There is no reader for one, or it was said in vain.
        InputError: A header cannot be read.

    """
    if reading.format and all(_named(Path(source.name)) for source in found):
        hint = f"{found[0]} is read by its ending; rename it if that is wrong"
        raise UsageError("--from is for - and for files without a known ending.", hint=hint)
    return tuple(_open(source, reading) for source in found)


def _open(source: Source, reading: Reading) -> Table:
    name = _named(Path(source.name)) or reading.format
    if name is None and source.copy is not None:
        name = _guessed(source)
    if name is None:
        raise UsageError(f"{source}: this is not read.", hint=_hint(source.name, "--from"))
    return FORMATS[name].read(source, reading)


def format_for(out: Path, named: str | None = None) -> Format:
    """The format of ``out``.

    Raises:
        UsageError: There is no writer for it, or its ending says another than ``named``.

    """
    by_ending = None if is_standard(out) else _named(out)
    if named and by_ending and named != by_ending:
        raise UsageError(f"{out} ends like {by_ending}, but --to says {named}.")
    name = by_ending or named or (STANDARD_OUT if is_standard(out) else None)
    if name is None:
        raise UsageError(f"{out}: this is not written.", hint=_hint(out.name, "--to"))
    return FORMATS[name]


def _named(path: Path) -> str | None:
    ending = path.suffix.lower().removeprefix(".")
    return ending if ending in FORMATS else None


def _guessed(source: Source) -> str:
    """What comes through a pipe begins in a way that tells the formats apart."""
    start = start_of(source, 64).lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, name in ((b"PK\x03\x04", "xlsx"), (b"PAR1", "parquet"), (b"{", "jsonl")):
        if start.startswith(mark):
            return name
    return "jsonl" if opens_array(start.decode("ascii", "replace")) else "csv"


def _hint(name: str, option: str) -> str:
    known = _HINTS.get(Path(name).suffix.lower())
    endings = ", ".join(f".{ending}" for ending in FORMATS)
    return known or f"it ends in none of {endings}; say what it is with {option}"

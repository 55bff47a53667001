"""XLSX workbooks, read: one sheet is the table."""

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from typing import Any

from openpyxl.utils import get_column_letter

from roleplay.classroom.cells import cell_text, known_text
from roleplay.classroom.columns import KNOWN
from roleplay.classroom.formulas import Guards
from roleplay.classroom.row import Record
from roleplay.classroom.tables.csv_table import KEY
from roleplay.classroom.tables.reading import PLAIN, Reading
from roleplay.classroom.tables.source import Source
from roleplay.classroom.tables.xlsx_book import Book
from roleplay.classroom.tables.xlsx_cells import moment, number, unescaped
from roleplay.errors import InputError
from roleplay.text.spelling import did_you_mean

NOT_STORED = "a formula whose result is not stored; open it in a spreadsheet program and save it"
_LAST_COLUMN = 16_384


class XlsxTable:
    """A sheet with a header in its first row that is not empty.

    A cell says what a spreadsheet shows: 7 is ``7``, 7 under the format ``000``
    is ``007``, a date is ISO 8601, a formula is its stored result. Columns that
    are read are texts; the others keep numbers and dates as what they are. A formula
    without a result, or with an error for one, fails its row where it is read; where
    it passes through, it leaves as the text of the formula or of the error.

    Attributes:
        source: The file.
        sheet: The one that was named, else the only one whose header has a column
            :data:`~roleplay.classroom.tables.csv_table.KEY`, else the only one with a header.

    """

    guards = Guards(read=True)  # it may have been a CSV file once

    def __init__(self, source: Source, reading: Reading = PLAIN) -> None:
        self.source = source
        self._book = Book(source)
        headers = {name: self._header(name) for name in self._candidates(reading.sheet)}
        self.sheet = self._only(headers)
        self._top, self._names = headers[self.sheet]

    @property
    def columns(self) -> tuple[str, ...]:
        """See :class:`roleplay.classroom.row.Table`."""
        return tuple(self._names.values())

    def records(self) -> Iterator[Record]:
        """See :class:`roleplay.classroom.row.Table`."""
        for line, cells in self._book.rows(self.sheet, header=self._top):
            if line <= self._top:
                continue
            found: dict[str, object] = {name: _empty(name) for name in self._names.values()}
            problems = [self._put(cell, line, found) for cell in cells]
            error = "; ".join(problem for problem in problems if problem)
            if error or any(value is not None and value != "" for value in found.values()):
                yield Record(line, found, error)

    def _candidates(self, named: str | None) -> tuple[str, ...]:
        sheets = self._book.sheets
        if named is None:
            return sheets
        if named not in sheets:
            raise InputError(
                f"{self.source}: there is no sheet {named!r}.", hint=did_you_mean(named, sheets)
            )
        return (named,)

    def _header(self, sheet: str) -> tuple[int, Mapping[int, str]]:
        """The row that the header is in, and its names by column; 0 and none in an empty sheet."""
        for line, cells in self._book.rows(sheet):
            texts = {cell["column"]: cell_text(self._value(cell)) for cell in cells}
            if names := {column: text for column, text in sorted(texts.items()) if text}:
                return line, names
        return 0, {}

    def _only(self, headers: Mapping[str, tuple[int, Mapping[int, str]]]) -> str:
        with_key = [name for name, (_, names) in headers.items() if KEY in names.values()]
        found = with_key or [name for name, (line, _) in headers.items() if line]
        if len(found) == 1:
            return found[0]
        if not found:
            raise InputError(f"{self.source} is empty.", hint="it needs a header")
        listed = ", ".join(map(repr, found))
        raise InputError(
            f"{self.source}: it could be any of the sheets {listed}.",
            hint=f"name one, such as --sheet {found[0]!r}",
        )

    def _put(self, cell: Mapping[str, Any], line: int, found: dict[str, object]) -> str:
        """Put the value of ``cell`` where it belongs; returns what is wrong with it."""
        value, column = self._value(cell), cell["column"]
        if value is None:
            return ""
        name = self._names.get(column)
        place = f"{self.sheet}!{get_column_letter(min(column, _LAST_COLUMN))}{line}"
        if name is None:
            return f"{place} has no column name above it"
        if name in KNOWN:
            if "formula" in cell:
                return f"{place} has {NOT_STORED}"
            if cell["data_type"] == "e":
                return f"{place} has the error {value}; was a text that begins with = or - typed?"
            value = known_text(value)
        found[name] = value
        return ""

    def _value(self, cell: Mapping[str, Any]) -> object:
        value = cell["value"]
        match value:
            case None:
                return cell.get("formula")
            case str():
                return unescaped(value)
            case bool():
                return value
            case int() | float():
                return number(value, self._book.format_of(cell["style_id"]))
            case date() | time() | timedelta():  # a datetime is a date, too
                return moment(value, self._book.format_of(cell["style_id"]))
            case _:
                return str(value)


def _empty(name: str) -> object:
    """An empty cell is an empty text where texts are read, as in CSV."""
    return "" if name in KNOWN else None

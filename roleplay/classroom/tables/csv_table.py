"""CSV, and TSV, which is CSV with tabs: in and out."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Final

from roleplay.classroom.cells import cell_text, rated_text
from roleplay.classroom.draft import Sink
from roleplay.classroom.formulas import Guards, defuse
from roleplay.classroom.row import Record
from roleplay.classroom.tables.decoding import MAX_LINE, encoding_of, has_mark, lines_of
from roleplay.classroom.tables.reading import PLAIN, Reading
from roleplay.classroom.tables.source import Source
from roleplay.errors import InputError

DELIMITERS: Final = (",", ";", "\t", "|")
KEY: Final = "reply"
"""The column that a table of replies has."""
_NAMED: Final = re.compile(r'"?sep=([^"\r\n\0])"?[\r\n]*', re.IGNORECASE)
"""A first line by which Excel knows the delimiter."""


class CsvTable:
    """A CSV file with a header. All cells stay text: ``007`` is ``007``.

    The delimiter is the one that a person names, else that of a first line ``sep=;``, which
    is no header either way. Else it is the one of ``usual`` under which the header has a
    column :data:`KEY`; if there is none, that with the most columns.

    Attributes:
        source: The file.
        delimiter: Between its cells.
        marked: Whether it begins with a byte order mark.

    """

    guards = Guards(written=True, read=True)

    def __init__(
        self, source: Source, reading: Reading = PLAIN, usual: Iterable[str] = DELIMITERS
    ) -> None:
        self.source = source
        self.marked = has_mark(source)
        self._encoding = encoding_of(source, reading.encoding)
        named = _NAMED.fullmatch(next(lines_of(source, self._encoding), ""))
        self._skipped = 1 if named else 0
        said = reading.delimiter or (named and named[1])
        self.delimiter, self._columns = self._header((said,) if said else usual)

    @property
    def columns(self) -> tuple[str, ...]:
        """See :class:`roleplay.classroom.row.Table`."""
        return self._columns

    def records(self) -> Iterator[Record]:
        """See :class:`roleplay.classroom.row.Table`."""
        width = len(self._columns)
        found = self._parse(self.delimiter)
        next(found)
        for line, record in found:
            if len(record) == width:
                yield Record(line, dict(zip(self._columns, record, strict=True)))
            else:
                error = f"{len(record)} cells under {width} columns"
                yield Record(line, {}, error)

    def _header(self, possible: Iterable[str]) -> tuple[str, tuple[str, ...]]:
        headers: dict[str, tuple[str, ...]] = {}
        problem: InputError | None = None
        for delimiter in possible:
            try:
                _, header = next(self._parse(delimiter))
            except StopIteration:
                raise InputError(f"{self.source} is empty.", hint="it needs a header") from None
            except InputError as error:  # a quote that makes sense under another delimiter
                problem = problem or error
            else:
                headers[delimiter] = tuple(header)
        if problem is not None and not any(KEY in header for header in headers.values()):
            raise problem
        return max(headers.items(), key=lambda found: (KEY in found[1], len(found[1])))

    def _parse(self, delimiter: str) -> Iterator[tuple[int, list[str]]]:
        """Records with the lines on which they begin; those without a word in them are left out."""
        csv.field_size_limit(MAX_LINE)
        lines = islice(lines_of(self.source, self._encoding), self._skipped, None)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            start = self._skipped + reader.line_num + 1
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                line = self._skipped + reader.line_num
                raise _problem(self.source, start, line, str(error)) from error
            if any(record):
                yield start, record


def tsv_table(source: Source, reading: Reading) -> CsvTable:
    """A file whose ending says that there are tabs between its cells."""
    return CsvTable(source, reading, usual="\t")


def _problem(source: Source, start: int, line: int, error: str) -> InputError:
    if "unexpected end of data" in error:
        return InputError(
            f"{source}:{start}: a quoted cell of this row is never closed.",
            hint='close it, or write a quotation mark inside a quoted cell twice: ""',
        )
    if "expected after" in error:
        return InputError(
            f"{source}:{line}: text after the end of a quoted cell.",
            hint='write a quotation mark inside a quoted cell twice: ""',
        )
    if "field limit" in error:
        return InputError(
            f"{source}:{start}: a cell of more than {MAX_LINE} characters.",
            hint="a quoted cell of this row is probably never closed",
        )
    return InputError(f"{source}:{line}: {error}.")


class CsvWriter:
    r"""Writes a CSV file.

    Args:
        stream: Where to.
        raw: Leave cells alone that a spreadsheet would take for formulas.
        delimiter: Between cells.
        marked: Begin with a byte order mark, by which spreadsheets know UTF-8.

    """

    guards = Guards(written=True, read=True)

    def __init__(
        self, stream: Sink, *, raw: bool = False, delimiter: str = ",", marked: bool = False
    ) -> None:
        # Lines end in \r\n, so that the csv module quotes a cell with either of the two in it.
        self._writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
        self._raw = raw
        self._columns: tuple[str, ...] = ()
        if marked:
            stream.write("\ufeff")

    def begin(self, columns: Iterable[str], /) -> None:
        """Write the header."""
        self._columns = tuple(columns)
        self._writer.writerow([self._safe(name) for name in self._columns])

    def write(self, passed: Mapping[str, object], rated: Mapping[str, object]) -> None:
        """Write a row: the cells that pass through, and the rater's."""
        texts = {name: self._safe(cell_text(value)) for name, value in passed.items()}
        for name, value in rated.items():
            text = rated_text(value)
            texts[name] = text if isinstance(value, float) else self._safe(text)
        self._writer.writerow([texts.get(name, "") for name in self._columns])

    def end(self) -> None:
        """Nothing is held back."""

    def _safe(self, text: str) -> str:
        return text if self._raw else defuse(text)

"""A workbook that was looked through and opened: its sheets, and the cells in them."""

import warnings
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO, Final

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from roleplay.classroom.tables.shared_texts import SharedTexts
from roleplay.classroom.tables.source import Source
from roleplay.classroom.tables.xlsx_guard import looked_through
from roleplay.classroom.tables.xlsx_survey import MAX_ROWS
from roleplay.errors import InputError

Cells = Sequence[dict[str, Any]]
"""Of a row: dictionaries of openpyxl's, with ``row``, ``column``, ``value``, ``data_type``,
``style_id``, and ours: ``formula``, the text of a formula whose result is not stored."""


_CALCULATION: Final = f"{{{SHEET_MAIN_NS}}}calcPr"
_ZERO: Final = frozenset({"0", "0.0"})


class _Reader(ExcelReader):  # type: ignore[misc]  # openpyxl has no types
    """Opens a workbook with shared texts that were read already."""

    def __init__(self, file: BinaryIO, texts: SharedTexts) -> None:
        super().__init__(file, read_only=True, data_only=True, keep_links=False)
        self.shared_strings = texts

    def read_strings(self) -> None:
        """They are there."""


class _Parser(WorkSheetParser):  # type: ignore[misc]  # openpyxl has no types
    """Reads the results of formulas, and says where there is none."""

    never_calculated = False
    """Whether the program that wrote the workbook knew no results, as :func:`_asks_for_results`."""

    def parse_cell(self, element: Any) -> dict[str, Any]:  # noqa: ANN401 - of an XML tree
        cell: dict[str, Any] = super().parse_cell(element)
        formula = element.find(FORMULA_TAG)
        if formula is not None and not self._has_result(element):
            cell["formula"] = "=" + (formula.text or "")
            cell["value"] = None
        return cell

    def _has_result(self, element: Any) -> bool:  # noqa: ANN401 - of an XML tree
        result, kind = element.find(VALUE_TAG), element.get("t", "n")
        if result is None:
            return False
        if not result.text:
            return bool(kind == "str")  # a text that came out empty; else a place for a result
        return not (self.never_calculated and kind == "n" and result.text in _ZERO)


class Book:
    """A workbook.

    Attributes:
        source: The file.

    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self._texts, parts = looked_through(source)
        with self._understood("it"):
            # Not by its name, which openpyxl would judge it by.
            file = source.path.open("rb")
            weakref.finalize(self, file.close)
            reader = _Reader(file, self._texts)
            reader.read()
            self._book = reader.wb
            self._never_calculated = _asks_for_results(reader)
            found = [(sheet, sheet._worksheet_path) for sheet in self._book.worksheets]  # noqa: SLF001 - openpyxl names its part nowhere else
        self._parts = {sheet.title: part for sheet, part in found if part in parts}
        self._formats: dict[int, str] = {}

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of its sheets."""
        return tuple(self._parts)

    def rows(self, sheet: str, header: int = 0) -> Iterator[tuple[int, Cells]]:
        """The rows of a sheet that are stored, each with its number from 1.

        Args:
            sheet: Its name.
            header: The row from which on no cells may be merged; 0 to let it be.

        Raises:
            InputError: The rest of it cannot be read, or cells are merged: only the first of
                them has a value, and nobody can say what the others mean.

        """
        last = 0
        book = self._book
        with self._understood(f"the sheet {sheet!r}"):
            part = book._archive.open(self._parts[sheet])  # noqa: SLF001 - as its own sheets do
        with part:
            parser = _Parser(
                part,
                self._texts,
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,  # noqa: SLF001
                timedelta_formats=book._timedelta_formats,  # noqa: SLF001
            )
            parser.never_calculated = self._never_calculated
            found = parser.parse()
            while True:
                with self._understood(f"the sheet {sheet!r}, after row {last},"):
                    row = next(found, None)
                if row is None:
                    break
                number, cells = row
                if not last < number <= MAX_ROWS:
                    raise InputError(
                        f"{self.source}: row {number} of {sheet!r} comes after row {last}.",
                        hint="open it in a spreadsheet program and save it again",
                    )
                last = number
                yield number, cells
        if header and parser.merged_cells is not None:
            self._check_merged(sheet, parser.merged_cells.mergeCell, header)

    def _check_merged(self, sheet: str, ranges: Sequence[Any], header: int) -> None:
        for merged in ranges:
            if merged.max_row >= header:
                raise InputError(
                    f"{self.source}: the cells {sheet}!{merged.coord} are merged.",
                    hint="unmerge them and fill in every row, so that it says what belongs to it",
                )

    def format_of(self, style: int) -> str:
        """The number format of a cell with this style."""
        if style not in self._formats:
            with self._understood("a style"):
                number = self._book._cell_styles[style].numFmtId  # noqa: SLF001 - as its own cells do
                own = self._book._number_formats  # noqa: SLF001
                self._formats[style] = (
                    BUILTIN_FORMATS.get(number, "General")
                    if number < BUILTIN_FORMATS_MAX_SIZE
                    else own[number - BUILTIN_FORMATS_MAX_SIZE]
                )
        return self._formats[style]

    @contextmanager
    def _understood(self, what: str) -> Iterator[None]:
        """Whatever openpyxl stumbles over, the workbook is to blame."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                yield
        except Exception as error:
            raise InputError(
                f"{self.source}: {what} cannot be read: {error or type(error).__name__}.",
                hint="open it in a spreadsheet program and save it again",
            ) from error


def _asks_for_results(reader: ExcelReader) -> bool:
    """Whether all is to be calculated by the program that opens it next.

    So say programs that cannot calculate, and some of them write 0 for each result. A
    spreadsheet program that saves it leaves the request out. openpyxl takes it for made
    wherever nothing is said, so that its own reading of it says nothing.
    """
    with reader.archive.open(reader.parser.workbook_part_name) as part:
        said = [element for _, element in iterparse(part) if element.tag == _CALCULATION]
    return any(element.get("fullCalcOnLoad") in {"1", "true"} for element in said)

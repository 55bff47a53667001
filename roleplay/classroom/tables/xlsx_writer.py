"""XLSX workbooks, written: one sheet, a row at a time."""

import math
from collections.abc import Iterable, Mapping
from contextlib import suppress
from copy import copy
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from roleplay.classroom.cells import Held, cell_text
from roleplay.classroom.draft import Draft
from roleplay.classroom.formulas import Guards, defuse
from roleplay.classroom.row import RowError
from roleplay.classroom.tables.timeless_zip import MOMENT, TimelessZip
from roleplay.classroom.tables.xlsx_cells import MAX_TEXT, escaped, length, storable
from roleplay.errors import InputError

TITLE: Final = "graded"
MAX_COLUMNS: Final = 16_384

_EXACT: Final = 10**15
"""A spreadsheet keeps 15 digits; a longer number stays whole as a text."""


class _SheetWriter(WorksheetWriter):  # type: ignore[misc]  # openpyxl has no types
    """Writes the rows to a draft's own file; openpyxl's would outlive a killed process."""

    def cleanup(self) -> None:
        """Whose file it is removes it."""


class XlsxWriter:
    """Writes a workbook. Numbers are numbers, and texts are texts whatever they begin with.

    Nothing is cut: a row with a text that no cell can hold is a failed row.
    """

    guards = Guards(read=True)  # a cell that is marked as text is not calculated

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._columns: tuple[str, ...] = ()
        self._file = draft.opened(self._drop)
        self._book = Workbook(write_only=True)
        self._book.properties.created = self._book.properties.modified = MOMENT
        self._sheet = self._book.create_sheet(TITLE)
        self._sheet.freeze_panes = "A2"
        with draft.writing():
            self._sheet._writer = _SheetWriter(self._sheet, out=str(draft.scratch()))  # noqa: SLF001
            self._sheet._writer.write_top()  # noqa: SLF001 - as the sheet would do with its own
        self._level = self._style(number_format="0.00")
        self._quoted = self._style(quotePrefix=True)

    def begin(self, columns: Iterable[str], /) -> None:
        """Write the header.

        Raises:
            InputError: There are too many columns, or one of them has too long a name.

        """
        self._columns = tuple(columns)
        if len(self._columns) > MAX_COLUMNS:
            raise InputError(f"{len(self._columns)} columns do not fit in a workbook.")
        try:
            self._append([self._text(name) for name in self._columns])
        except RowError as error:
            raise InputError(f"In the header, {error}.") from error

    def write(self, passed: Mapping[str, object], rated: Mapping[str, object]) -> None:
        """Write a row: the cells that pass through, and the rater's.

        Raises:
            RowError: A cell cannot hold what belongs into it.

        """
        cells = {name: self._cell(value) for name, value in passed.items()}
        for name, value in rated.items():
            cells[name] = self._rated(value) if isinstance(value, float) else self._cell(value)
        self._append([cells.get(name) for name in self._columns])

    def end(self) -> None:
        """Write what was held back: the sheet is in a temporary file until now."""
        # The archive is ours: one that openpyxl makes stays open on a full disk.
        with self._draft.writing(), TimelessZip(self._file, "w") as archive:
            ExcelWriter(self._book, archive).write_data()

    def _drop(self) -> None:
        with suppress(Exception):  # it is thrown away; what it was is told elsewhere
            if not self._sheet.closed:
                self._sheet.close()

    def _append(self, cells: list[Any]) -> None:
        with self._draft.writing():
            self._sheet.append(cells)

    def _cell(self, value: object) -> Any:  # noqa: ANN401 - a cell, or what openpyxl makes one of
        match value:
            case None | "":
                return None
            case bool():
                return value
            case int() if abs(value) < _EXACT:
                return value
            case float() if math.isfinite(value):
                return value
            case Held() if storable(value):
                return value.moment
            case _:
                return self._text(cell_text(value))

    def _text(self, text: str) -> Any:  # noqa: ANN401 - a cell
        written = escaped(text)
        if (units := length(written)) > MAX_TEXT:
            raise RowError(
                f"a text of {units:,} characters does not fit in a cell, which holds "
                f"{MAX_TEXT:,}; write a .csv, .jsonl or .parquet instead"
            )
        cell = WriteOnlyCell(self._sheet, written)
        cell.data_type = "s"  # not what openpyxl takes it for
        if defuse(text) != text:
            cell._style = self._quoted  # noqa: SLF001 - so that it stays text when it is edited
        return cell

    def _rated(self, value: float) -> Any:  # noqa: ANN401 - a cell
        cell = WriteOnlyCell(self._sheet, value)
        cell._style = self._level  # noqa: SLF001 - setting the format anew takes a third of the time
        return cell

    def _style(self, **what: object) -> Any:  # noqa: ANN401 - of openpyxl
        cell = WriteOnlyCell(self._sheet)
        for name, value in what.items():
            setattr(cell, name, value)
        return copy(cell._style)  # noqa: SLF001 - see above

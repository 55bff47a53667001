"""Workbooks to read: as openpyxl makes them, and with any XML in them."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
HEAD = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
FOOT = b"</sheetData></worksheet>"
COLUMNS = ("learner", "scenario", "scene", "reply")


def workbook(path: Path, *rows: Sequence[object], sheets: Mapping[str, Any] | None = None) -> Path:
    """A workbook of one sheet, or of several with their rows by name."""
    book = Workbook()
    book.remove(book.active)
    for title, content in (sheets or {"Class": rows}).items():
        sheet = book.create_sheet(title)
        for row in content:
            sheet.append(row)
    book.save(path)
    return path


def changed(path: Path, change: Any, sheet: str = "Class") -> Path:  # noqa: ANN401 - takes a sheet
    """The workbook at ``path`` after ``change`` was done to one of its sheets."""
    book = load_workbook(path)
    change(book[sheet])
    book.save(path)
    return path


def made_of(
    path: Path,
    *sheet: bytes,
    texts: str | None = None,
    others: Mapping[str, bytes] | None = None,
    packed: int = 1,
) -> Path:
    """A workbook with any XML for a sheet and its shared texts, and other parts beside them."""
    plain = io.BytesIO()
    Workbook().save(plain)
    parts: dict[str, Iterable[bytes]] = {}
    with zipfile.ZipFile(plain) as source:
        parts |= {name: [source.read(name)] for name in source.namelist()}
    parts[SHEET] = sheet
    if texts is not None:
        parts[TEXTS] = [f'<sst xmlns="{MAIN}">{texts}</sst>'.encode()]
    parts |= {name: [content] for name, content in (others or {}).items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=packed) as archive:
        for name, blocks in parts.items():
            with archive.open(name, "w") as file:
                for block in blocks:
                    file.write(block)
    return path


def row(number: int, *cells: str) -> bytes:
    """A row of inline texts; a cell that begins with ``<`` is XML of its own."""
    found = (text if text.startswith("<") else inline(text) for text in cells)
    return f'<row r="{number}">{"".join(found)}</row>'.encode()


def inline(text: str) -> str:
    """A cell with a text in it."""
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def cells(path: Path, sheet: str = "graded") -> list[dict[str, Any]]:
    """The rows of a workbook as openpyxl reads them, by column name."""
    header, *rows = load_workbook(path)[sheet].values
    return [dict(zip(header, values, strict=True)) for values in rows]

"""CSV text cell by cell, so that one cell can change and no other byte does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

QUOTE: Final = '"'
_ENDS: Final = "\r\n"


class CsvSyntaxError(ValueError):
    """It is no CSV. The message is for a person, and names the line."""


@dataclass(frozen=True)
class Cell:
    """A cell, and where it stands in the text, with its quotation marks."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Record:
    """A row.

    Attributes:
        line: The physical line on which it begins, from 1.
        cells: In order.

    """

    line: int
    cells: tuple[Cell, ...]

    def text(self, column: int) -> str:
        """What a cell says; empty when the row is shorter."""
        return self.cells[column].text if column < len(self.cells) else ""


def records(text: str, delimiter: str, start: int = 0) -> Iterator[Record]:
    """The rows of ``text`` from ``start`` on; lines without a character in them are left out.

    Raises:
        CsvSyntaxError: A quotation mark is where none can be, or is never closed.

    """
    at, line = start, 1
    while at < len(text):
        cells, begun = [], line
        while True:
            cell = _cell(text, at, delimiter, line)
            cells.append(cell)
            line += _lines(text[cell.start : cell.end])
            at = cell.end
            if text[at : at + 1] != delimiter:
                break
            at += 1
        if text[at : at + 1]:
            at += 2 if text[at : at + 2] == _ENDS else 1
            line += 1
        if len(cells) > 1 or cells[0].end > cells[0].start:
            yield Record(begun, tuple(cells))


def replaced(text: str, new: Mapping[Cell, str]) -> str:
    """``text`` with other words in some of its cells."""
    parts, at = [], 0
    for cell in sorted(new, key=lambda cell: cell.start):
        parts += [text[at : cell.start], new[cell]]
        at = cell.end
    return "".join([*parts, text[at:]])


def _cell(text: str, start: int, delimiter: str, line: int) -> Cell:
    if text[start : start + 1] != QUOTE:
        ends = (text.find(mark, start) for mark in (delimiter, *_ENDS))
        end = min((found for found in ends if found >= 0), default=len(text))
        if QUOTE in text[start:end]:
            raise CsvSyntaxError(f"line {line}: a quotation mark inside a cell without quotes")
        return Cell(start, end, text[start:end])
    at = start + 1
    while True:
        at = text.find(QUOTE, at)
        if at < 0:
            raise CsvSyntaxError(f"line {line}: a quoted cell that is never closed")
        if text[at + 1 : at + 2] != QUOTE:
            break
        at += 2
    if text[at + 1 : at + 2] not in {"", delimiter, *_ENDS}:
        raise CsvSyntaxError(f"line {line}: text after the end of a quoted cell")
    return Cell(start, at + 1, text[start + 1 : at].replace(QUOTE * 2, QUOTE))


def _lines(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")

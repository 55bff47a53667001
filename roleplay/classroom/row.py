"""Rows as they come out of a table, whatever its format."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from roleplay.classroom.formulas import NONE, Guards, restore
from roleplay.classroom.tables.source import Source


class RowError(ValueError):
    """One row cannot be rated; the others can. The message is for the errors file."""


@dataclass(frozen=True)
class Record:
    """What a reader makes of one row.

    Attributes:
        line: The physical line on which it begins, from 1; the row where there are no lines.
        cells: By column; texts, or any JSON value or
            :class:`~roleplay.classroom.cells.Held` where the format has them.
        error: Why it is no row; empty when it is one.

    """

    line: int
    cells: Mapping[str, object]
    error: str = ""


class Table(Protocol):
    """A table that can be read again and again, a row at a time."""

    @property
    def source(self) -> Source:
        """The file."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Its columns, in order."""

    @property
    def guards(self) -> Guards:
        """What a leading ``'`` may be, other than a part of a text."""

    def records(self) -> Iterator[Record]:
        """Its rows, in order; empty ones are left out.

        Raises:
            InputError: The rest of the file cannot be read.

        """


@dataclass(frozen=True)
class Row:
    """One row of a table.

    Attributes:
        table: What its table is called among several.
        line: As :attr:`Record.line`.
        number: Which row it is over all tables, from 1.
        cells: As they were read; they leave as they came.
        error: Why it is no row; empty when it is one.
        guards: As :attr:`Table.guards`.

    """

    table: str
    line: int
    number: int
    cells: Mapping[str, object]
    error: str = ""
    guards: Guards = NONE

    @property
    def id(self) -> str:
        """What the row is called: its ``id``, else its number."""
        given = self.cells.get("id")
        return str(self.number) if given is None or given == "" else str(given)

    def text(self, column: str) -> str:
        """The text in ``column``, without a guard against formulas; empty when there is none.

        Raises:
            RowError: There is something else than text.

        """
        value = self.cells.get(column)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise RowError(f"{column} must be text, not {type(value).__name__}")
        return restore(value) if self.guards.read else value


def rows_in(tables: Iterable[Table]) -> Iterator[Row]:
    """The rows of all tables, one after the other."""
    number = 0
    for table in tables:
        for record in table.records():
            number += 1
            yield Row(
                table=table.source.label,
                line=record.line,
                number=number,
                cells=record.cells,
                error=record.error,
                guards=table.guards,
            )

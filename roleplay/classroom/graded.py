"""A rated table, read back: what the model says of each reply."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from roleplay.classroom.cells import items_of
from roleplay.classroom.columns import INTERVALS
from roleplay.classroom.finding import number
from roleplay.classroom.formulas import restore
from roleplay.classroom.row import Row, RowError, Table, rows_in
from roleplay.classroom.tables.formats import open_table
from roleplay.classroom.tables.reading import PLAIN, Reading
from roleplay.classroom.verify import RECEIPT, check_rated
from roleplay.errors import InputError
from roleplay.rating import Flag, Status
from roleplay.receipt import Receipt
from roleplay.rubric import LADDERS, MAX_LEVEL, Ladder

_FLAGS: Final = frozenset(flag.value for flag in Flag)


@dataclass(frozen=True)
class Graded:
    """A row that was rated.

    Attributes:
        row: As it stands in the table.
        id: What it is called; as it was typed, without a guard against formulas.
        levels: On each ladder; empty when unscored.
        ends: Of each interval, where the table carries them.
        status: How far the levels can be relied on.
        flags: What a person should know of the reply.
        receipt: What the levels are for; None when there is none that can be read.
        why: Why the model is unsure, or did not score it.

    """

    row: Row
    id: str
    levels: Mapping[Ladder, float]
    ends: Mapping[Ladder, tuple[float, float]] = field(default_factory=dict)
    status: Status = Status.SCORED
    flags: frozenset[Flag] = frozenset()
    receipt: Receipt | None = None
    why: str = ""

    @property
    def learner(self) -> str:
        """Who replied; empty when the table does not say it."""
        given = self.row.cells.get("learner")
        return "" if given is None else str(given).strip()

    @property
    def reply(self) -> str:
        """What they replied, as it stands there."""
        given = self.row.cells.get("reply")
        return self.row.text("reply") if isinstance(given, str) else ""

    @property
    def scene(self) -> str:
        """Where: ``scenario/scene``, or nothing for a row that carries its own."""
        parts = (str(self.row.cells.get(name) or "").strip() for name in ("scenario", "scene"))
        return "/".join(filter(None, parts))


@dataclass(frozen=True)
class GradedTable:
    """A table that ``score`` wrote.

    Attributes:
        table: The table.
        prefix: Stands before the name of each column that the rater added.

    """

    table: Table
    prefix: str = ""

    @classmethod
    def open(cls, path: Path, prefix: str = "", reading: Reading = PLAIN) -> Self:
        """Open the table at ``path``.

        Raises:
            UsageError: There is no such file, or its format is not known.
            InputError: It cannot be read, or is no rated table.

        """
        table = open_table(path, reading)
        check_rated(table, prefix)
        return cls(table, prefix)

    @property
    def has_intervals(self) -> bool:
        """Whether it carries the ends of each interval."""
        return all(self.prefix + name in self.table.columns for name in INTERVALS)

    def rows(self) -> Iterator[Graded]:
        """Its rows, in order.

        Raises:
            InputError: One of them is none.

        """
        for row in rows_in([self.table]):
            try:
                yield self._read(row)
            except RowError as error:
                raise InputError(f"{self.table.source}:{row.line}: {error}.") from error

    def _read(self, row: Row) -> Graded:
        if row.error:
            raise RowError(row.error)
        levels = {ladder: self._level(row, ladder.value) for ladder in LADDERS}
        known = {ladder: level for ladder, level in levels.items() if level is not None}
        if known and len(known) < len(LADDERS):
            lacking = next(ladder for ladder in LADDERS if ladder not in known)
            raise RowError(f"there is no level of {lacking}, but of other ladders")
        return Graded(
            row,
            called(row),
            known,
            dict(self._ends(row)) if known and self.has_intervals else {},
            self._status(row),
            self._flags(row),
            self._receipt(row),
            str(row.cells.get(self.prefix + "why") or ""),
        )

    def _level(self, row: Row, name: str) -> float | None:
        cell = row.cells.get(self.prefix + name)
        if cell is None or cell == "":
            return None
        found = number(cell)
        if found is None or not 0 <= found <= MAX_LEVEL:
            raise RowError(f"{name} is {str(cell)[:40]!r}, and no level from 0 to {MAX_LEVEL}")
        return found

    def _ends(self, row: Row) -> Iterator[tuple[Ladder, tuple[float, float]]]:
        for ladder in LADDERS:
            low, high = (self._level(row, f"{ladder.value}_{end}") for end in ("low", "high"))
            if low is not None and high is not None:
                yield ladder, (low, high)

    def _status(self, row: Row) -> Status:
        try:
            return Status(row.text(self.prefix + "status"))
        except ValueError as error:
            raise RowError("its status is none of scored, unsure and unscored") from error

    def _flags(self, row: Row) -> frozenset[Flag]:
        cell = row.cells.get(self.prefix + "flags")
        named = cell if isinstance(cell, list) else items_of(str(cell or ""))
        return frozenset(Flag(name) for name in named if name in _FLAGS)

    def _receipt(self, row: Row) -> Receipt | None:
        try:
            return Receipt.parse(row.text(self.prefix + RECEIPT).strip())
        except ValueError:
            return None


def called(row: Row) -> str:
    """What marks call ``row``: its id, without a guard against formulas or blanks around it."""
    name = restore(row.id) if row.guards.read else row.id
    return name.strip() or str(row.number)

"""Marks: levels that people give. They are kept beside the model's, and win over them.

A table of marks has a column `id` and any of the ladders, in whole levels; it may have
`marker`, `comment`, `receipt` (of what was marked) and others. Nobody's rows are ever
changed. Whoever marks a reply again adds a row, and **the last row of each marker
counts, as a whole**: a ladder that is empty there has no level by them any more.
Where several people have marked a reply, the mean of their levels counts.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import fmean
from types import MappingProxyType
from typing import Final

from roleplay.classroom.columns import check_letters
from roleplay.classroom.finding import number
from roleplay.classroom.graded import Graded, called
from roleplay.classroom.row import Row, RowError, Table, rows_in
from roleplay.classroom.tables.formats import open_table
from roleplay.classroom.tables.reading import second_table
from roleplay.errors import InputError
from roleplay.receipt import Part, Receipt
from roleplay.rubric import LADDERS, MAX_LEVEL, Ladder
from roleplay.text.clean import in_a_line, sanitise

MOST_PROBLEMS: Final = 12
"""Problems that are listed at once."""
UNWEIGHED: Final = "marked, but its scenario is not here to say how ladders weigh"
"""Why levels by people make no overall."""
_READ: Final = (
    "id",
    *(ladder.value for ladder in LADDERS),
    "marker",
    "comment",
    "picked",
    "receipt",
)
_POINT: Final = re.compile(r"(-?\d+)\.0+")


@dataclass(frozen=True)
class Mark:
    """One row of marks.

    Attributes:
        line: Where it begins in its file.
        id: Of the reply.
        levels: By ladder, whole; on those that have one.
        marker: Who gave them; empty when the table does not say it.
        comment: What they said about it.
        picked: Why this reply was put before them: ``telling``, ``random``, or not known.
        receipt: Of what they marked; None when the table does not say it.

    """

    line: int
    id: str
    levels: Mapping[Ladder, int]
    marker: str = ""
    comment: str = ""
    picked: str = ""
    receipt: Receipt | None = None

    def is_about(self, receipt: Receipt | None) -> bool:
        """Whether what was marked is what ``receipt`` is for, as far as both say it."""
        if self.receipt is None or receipt is None:
            return True
        return not {Part.SCENE, Part.REPLY} & set(self.receipt.changed(receipt))


@dataclass(frozen=True)
class Marks:
    """Every row of a table of marks, in order.

    Attributes:
        source: The file, for messages.
        rows: All of them, also those that a later one has replaced.

    """

    source: str = ""
    rows: tuple[Mark, ...] = ()

    @cached_property
    def _counting(self) -> Mapping[str, Mapping[str, Mark]]:
        found: dict[str, dict[str, Mark]] = {}
        for mark in self.rows:
            found.setdefault(mark.id, {})[mark.marker] = mark
        return found

    def of(self, reply: str) -> Mapping[str, Mark]:
        """What counts for the reply with this id: each marker's last row."""
        return MappingProxyType(self._counting.get(reply, {}))

    @property
    def ids(self) -> Collection[str]:
        """Of every reply that has a row."""
        return self._counting.keys()

    @property
    def markers(self) -> tuple[str, ...]:
        """Everybody who has marked, in the order of their first rows."""
        return tuple(dict.fromkeys(mark.marker for mark in self.rows))


@dataclass(frozen=True)
class Standing:
    """Who says what on one ladder.

    Attributes:
        model: The model's level; None for an unscored reply.
        person: The mean of the markers' levels; None where there is none.

    """

    model: float | None
    person: float | None

    @property
    def counts(self) -> float | None:
        """The level that counts: the person's, else the model's."""
        return self.model if self.person is None else self.person


def standing(graded: Graded, marks: Marks) -> dict[Ladder, Standing]:
    """What model and people say of a reply, on each ladder."""
    given = marks.of(graded.id).values()
    return {
        ladder: Standing(graded.levels.get(ladder), level_by(given, ladder)) for ladder in LADDERS
    }


def level_by(marks: Iterable[Mark], ladder: Ladder) -> float | None:
    """The mean level that ``marks`` give on ``ladder``; None where none of them gives one."""
    levels = [mark.levels[ladder] for mark in marks if ladder in mark.levels]
    return fmean(levels) if levels else None


@second_table()
def read_marks(path: Path) -> Marks:
    """Read the marks at ``path``.

    Raises:
        UsageError: There is no such file, or its format is not known.
        InputError: It is no table of marks; all that is wrong with it is named, with its lines.

    """
    table = open_table(path)
    check_marks(table)
    rows, problems = [], []
    for row in rows_in([table]):
        try:
            rows.append(_mark(row))
        except RowError as error:
            problems.append((row.line, str(error)))
    refuse(table.source.name, problems, "marks cannot be read")
    return Marks(table.source.name, tuple(rows))


def check_marks(table: Table, what: str = "marks") -> None:
    """See that ``table`` can hold levels that people give.

    Args:
        table: The table.
        what: What it is called, for messages.

    Raises:
        InputError: A column is missing, there twice, or there in other letters.

    """
    columns = table.columns
    check_letters(table, _READ)
    needed = ("id", *(ladder.value for ladder in LADDERS))
    if twice := sorted({name for name in columns if columns.count(name) > 1 and name in needed}):
        raise InputError(f"{table.source}: there are two columns {twice[0]!r}.")
    if "id" not in columns or not set(needed[1:]) & set(columns):
        missing = "id" if "id" not in columns else needed[1]
        raise InputError(
            f"{table.source} is no table of {what}: there is no column {missing!r}.",
            hint=f"it needs 'id' and any of {', '.join(needed[1:])}",
        )


def unplaced(
    marks: Marks,
    met: Mapping[str, int],
    receipts: Mapping[str, Receipt | None],
    table: str,
    near: Callable[[str], str],
) -> Iterator[tuple[int, str]]:
    """Which marks are of no reply, of several, or of another; each with its line.

    Args:
        marks: What people gave.
        met: How many replies have each id.
        receipts: Of the reply with each id that was met.
        table: What the table of the replies is called.
        near: What to say of an id that nobody has; may take its time, and is asked only for
            those that are listed.

    """
    hints = iter(range(MOST_PROBLEMS))
    for mark in marks.rows:
        name, times = f"{mark.id[:40]!r}", met.get(mark.id, 0)
        if not times:
            hint = "" if next(hints, None) is None else near(mark.id)
            yield mark.line, f"no reply in {table} has the id {name}; {hint}".rstrip("; ")
        elif times > 1:
            yield mark.line, f"{times} replies in {table} have the id {name}"
        elif not mark.is_about(receipts[mark.id]):
            yield mark.line, f"the reply {name} in {table} is not the one that was marked"


def refuse(source: str, problems: Iterable[tuple[int, str]], what: str) -> None:
    """Name everything that is wrong with a file, if anything is.

    Raises:
        InputError: Something is.

    """
    found = sorted(problems)
    if not found:
        return
    lines = [f"{source}:{line}: {sanitise(problem)}" for line, problem in found[:MOST_PROBLEMS]]
    more = [f"… and {len(found) - MOST_PROBLEMS} more"] if len(found) > MOST_PROBLEMS else []
    message = "\n  ".join([f"{len(found)} {what}:", *lines, *more])
    raise InputError(message, hint="correct them in the file, and call this again")


def _mark(row: Row) -> Mark:
    if row.error:
        raise RowError(row.error)
    if not said(row, "id"):
        raise RowError("there is no id, so nobody knows which reply is meant")
    levels = dict(levels_in(row))
    texts = {name: said(row, name) for name in ("marker", "comment", "picked")}
    return Mark(row.line, called(row), levels, **texts, receipt=receipt_in(row))


def levels_in(row: Row) -> Iterator[tuple[Ladder, int]]:
    """The whole levels of a row, on those ladders that have one.

    Raises:
        RowError: One is no whole level.

    """
    for ladder in LADDERS:
        cell = row.cells.get(ladder.value)
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            continue
        found = number(cell)
        if found is None or not found.is_integer() or not 0 <= found <= MAX_LEVEL:
            text = str(cell)[:40]
            raise RowError(f"{ladder} is {text!r}; levels are whole, from 0 to {MAX_LEVEL}")
        yield ladder, int(found)


def said(row: Row, column: str) -> str:
    """What a cell says, on one line; numbers too."""
    cell = row.cells.get(column)
    text = row.text(column) if isinstance(cell, str) else "" if cell is None else str(cell)
    return in_a_line(text)


def plain_id(name: str) -> str:
    """The id that a program has read as a number: ``1`` for ``1.0``; empty for any other.

    It may be an id of its own, so it is only good for a hint.
    """
    found = _POINT.fullmatch(name)
    return found[1] if found else ""


def receipt_in(row: Row, prefix: str = "") -> Receipt | None:
    """The receipt of what a row is about; None when it does not say it.

    Args:
        row: Of marks, or of a rated table.
        prefix: Stands before the column's name.

    Raises:
        RowError: There is something else in its place.

    """
    text = said(row, prefix + "receipt")
    try:
        return Receipt.parse(text) if text else None
    except ValueError as error:
        raise RowError(f"{text[:40]!r} is no receipt; leave the cell empty") from error

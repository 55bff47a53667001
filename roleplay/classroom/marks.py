"""Levels given by a person: a table with ``id`` and any of the ladders."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from roleplay.classroom.cells import known_text
from roleplay.classroom.finding import number
from roleplay.classroom.formulas import restore
from roleplay.classroom.row import Record, Table
from roleplay.classroom.tables.formats import open_table
from roleplay.classroom.tables.reading import PLAIN, Reading
from roleplay.errors import InputError
from roleplay.rubric import LADDERS, MAX_LEVEL, Ladder
from roleplay.text.clean import sanitise

_SHOWN: Final = 10
"""Problems that are told at once."""


@dataclass(frozen=True)
class Mark:
    """What one person says of one reply.

    Attributes:
        line: Where it stands, from 1.
        id: The row it is about.
        levels: Whole levels, 0 to 4, of the ladders that were marked; at least one, or a comment.
        marker: Who gave them; may be empty.
        comment: May be empty.

    """

    line: int
    id: str
    levels: Mapping[Ladder, int]
    marker: str = ""
    comment: str = ""


class Marks:
    """The marks of a table by the row they are about, which may have those of several people."""

    def __init__(self, source: str, marks: Iterable[Mark]) -> None:
        self._source = source
        self._by_id: dict[str, list[Mark]] = {}
        self._met: dict[str, int] = {}
        for mark in marks:
            self._by_id.setdefault(mark.id, []).append(mark)

    @classmethod
    def read(cls, path: Path, reading: Reading = PLAIN) -> "Marks":
        """Read the table at ``path`` to its end; all problems come at once.

        Raises:
            UsageError: There is no such file, or its format is not known.
            InputError: It cannot be read, or is no table of marks.

        """
        table = open_table(path, reading)
        _check_columns(table)
        problems: list[str] = []
        found = [mark for record in table.records() if (mark := _mark(record, table, problems))]
        problems += _given_twice(found)
        if problems:
            raise _invalid(str(table.source), problems)
        return cls(str(table.source), found)

    def of(self, row: str) -> tuple[Mark, ...]:
        """The marks of the row with this id. To be asked once for each row."""
        marks = self._by_id.get(row)
        if marks is None:
            return ()
        self._met[row] = self._met.get(row, 0) + 1
        return tuple(marks)

    def check_met(self) -> None:
        """See, after the last row, that each mark was of one row.

        Raises:
            InputError: Some are of none, or of several.

        """
        problems = [
            f"line {mark.line}: {_why(mark.id, self._met.get(mark.id, 0))}"
            for marks in self._by_id.values()
            for mark in marks
            if self._met.get(mark.id, 0) != 1
        ]
        if problems:
            raise _invalid(self._source, problems)

    def __len__(self) -> int:
        """How many rows are marked."""
        return len(self._by_id)


NONE: Final = Marks("", ())
"""Nobody has marked anything."""


def _why(row: str, times: int) -> str:
    called = f"the id {row[:40]!r}"
    return f"{times} rows have {called}" if times else f"no row has {called}"


def _check_columns(table: Table) -> None:
    ladders = [ladder.value for ladder in LADDERS]
    columns = table.columns
    if "id" not in columns or not any(name in columns for name in ladders):
        raise InputError(
            f"{table.source} is no table of marks.",
            hint=f"it needs a column 'id' and at least one of {', '.join(ladders)}",
        )
    if twice := [name for name in ("id", *ladders) if columns.count(name) > 1]:
        raise InputError(f"{table.source}: there are two columns {twice[0]!r}.")


def _mark(record: Record, table: Table, problems: list[str]) -> Mark | None:
    """The mark of a row; None where nothing was filled in, or something wrong was."""
    if record.error:
        problems.append(f"line {record.line}: {record.error}")
        return None
    texts = {name: _text(value, guarded=table.guarded) for name, value in record.cells.items()}
    given = {ladder: texts[ladder] for ladder in LADDERS if texts.get(ladder)}
    comment = texts.get("comment", "")
    if not given and not comment:
        return None
    levels = {
        ladder: level for ladder, text in given.items() if (level := _level(text)) is not None
    }
    wrong = [
        f"line {record.line}: {ladder} is {text[:20]!r}, not a whole level from 0 to {MAX_LEVEL}"
        for ladder, text in given.items()
        if ladder not in levels
    ]
    if not texts.get("id"):
        wrong.append(f"line {record.line}: there is no id")
    problems += wrong
    marker = texts.get("marker", "")
    return None if wrong else Mark(record.line, texts["id"], levels, marker, comment)


def _text(value: object, *, guarded: bool) -> str:
    text = str(known_text(value) or "").strip() if not isinstance(value, list) else ""
    return sanitise(restore(text) if guarded else text)


def _level(text: str) -> int | None:
    value = number(text)
    if value is None or not value.is_integer() or not 0 <= value <= MAX_LEVEL:
        return None
    return int(value)


def _given_twice(marks: Sequence[Mark]) -> Iterator[str]:
    """One person gives a row one mark."""
    first: dict[tuple[str, str], Mark] = {}
    for mark in marks:
        before = first.setdefault((mark.id, mark.marker), mark)
        if before is not mark:
            by = f" by {mark.marker[:40]!r}" if mark.marker else ""
            yield f"line {mark.line}: {mark.id[:40]!r} is marked{by} in line {before.line} already"


def _invalid(source: str, problems: Sequence[str]) -> InputError:
    more = len(problems) - _SHOWN
    shown = [*problems[:_SHOWN], *([f"… and {more} more"] if more > 0 else [])]
    listed = "".join(f"\n  {problem}" for problem in shown)
    hint = "correct these lines; a mark has the id of a row, and whole levels"
    return InputError(f"{source}: these marks cannot be used:{listed}", hint=hint)

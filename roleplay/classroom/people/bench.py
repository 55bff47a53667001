"""The replies that wait for one person's marks; see :class:`roleplay.marking.MarkingTable`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from roleplay.agreement import half_width
from roleplay.classroom.graded import Graded, GradedTable
from roleplay.classroom.marks import Marks, read_marks
from roleplay.classroom.people.appending import MarksFile
from roleplay.classroom.people.pairs import Pair, paired, twice
from roleplay.classroom.people.telling import Picked, Waiting, by_chance, order, waiting
from roleplay.classroom.posed import Posed, Remembered, exchange_of
from roleplay.classroom.row import RowError
from roleplay.classroom.tables.reading import PLAIN, Reading
from roleplay.errors import InputError, UsageError
from roleplay.marking import Behind, Given, Paper
from roleplay.practice import Library
from roleplay.rating import Status
from roleplay.rubric import LADDERS

MOST: Final = 500
"""Replies that are put before somebody in one go; a class that is marked blind is smaller."""


@dataclass(frozen=True)
class Wanted:
    """What to mark, and how.

    Attributes:
        marker: Who marks; may be empty.
        only: Only replies of these statuses; all of them when it is empty. With any, nothing
            is drawn by chance: that would say nothing about the whole table.
        seed: Another one draws other replies first.
        prefix: As it was given to ``score``.
        reading: How to read the rated table.

    """

    marker: str = ""
    only: Collection[Status] = ()
    seed: int = 0
    prefix: str = ""
    reading: Reading = PLAIN


@dataclass(frozen=True)
class Bench:
    """A rated table on which one person marks.

    Attributes:
        name: What the table is called.
        papers: What is to be marked, in order.
        before: How many this person has marked already.
        left_out: Replies that cannot be shown, with why.

    """

    name: str
    papers: Sequence[Paper]
    before: int
    left_out: Mapping[str, str]
    _file: MarksFile
    _marker: str
    _found: Mapping[str, tuple[Graded, Picked]] = field(repr=False)

    @classmethod
    def prepare(cls, graded: Path, out: Path, library: Library, wanted: Wanted) -> Self:
        """Read both tables and put the replies in order.

        Raises:
            UsageError: A file is not there, or marks cannot be added to ``out``.
            InputError: One of them is not what it should be.

        """
        table = GradedTable.open(graded, wanted.prefix, wanted.reading)
        if out.exists() and out.samefile(graded):
            raise UsageError("Marks do not go into the rated table.", hint="name another -o")
        file = MarksFile(out, marker=wanted.marker)
        marks = read_marks(out) if out.exists() and out.stat().st_size else Marks(str(out))
        # Marks of another table must not go into this file.
        pairs = paired(table, marks) if marks.rows else []
        draw = not wanted.only and not any(_out_of_turn(pair, wanted.marker) for pair in pairs)
        found = _waiting(table, marks, wanted)
        chosen = dict(list(order(found, wanted.seed, draw=draw))[:MOST])
        rows = {one.id: one for one in table.rows() if one.id in chosen}
        papers, left_out = _papers(rows, list(chosen), library)
        return cls(
            name=str(table.table.source),
            papers=papers,
            before=sum(wanted.marker in marks.of(reply) for reply in marks.ids),
            left_out=left_out,
            _file=file,
            _marker=wanted.marker,
            _found={name: (rows[name], why) for name, why in chosen.items()},
        )

    @property
    def out(self) -> str:
        """See :class:`roleplay.marking.MarkingTable`."""
        return str(self._file.path)

    def keep(self, paper: Paper, given: Given) -> None:
        """See :class:`roleplay.marking.MarkingTable`."""
        graded, why = self._found[paper.id]
        self._file.add(
            {
                "id": paper.id,
                **{ladder.value: given.levels.get(ladder) for ladder in LADDERS},
                "comment": given.comment,
                "marker": self._marker,
                "picked": why.value,
                "receipt": str(graded.receipt or ""),
            }
        )

    def behind(self, paper: Paper) -> Behind:
        """See :class:`roleplay.marking.MarkingTable`."""
        graded, _ = self._found[paper.id]
        return Behind(graded.learner, graded.levels, graded.ends, graded.why)

    def precision(self, marked: int) -> float:
        """See :class:`roleplay.marking.MarkingTable`."""
        return half_width(marked)


def _waiting(table: GradedTable, marks: Marks, wanted: Wanted) -> list[Waiting]:
    found: list[Waiting] = []
    seen: dict[str, int] = {}
    for graded in table.rows():
        if graded.id in seen:
            raise twice(table, graded, seen[graded.id])
        seen[graded.id] = graded.row.line
        given = marks.of(graded.id)
        if wanted.marker in given or (wanted.only and graded.status not in wanted.only):
            continue
        found.append(waiting(graded, given.values()))
    return found


def _out_of_turn(pair: Pair, marker: str) -> bool:
    """Whether it was to be drawn by chance, and ``marker`` has marked it for another reason.

    Without those the rest of that half is no longer like the whole table.
    """
    mark = pair.marks.get(marker)
    drawable = bool(pair.graded.levels) and by_chance(pair.graded.id)
    return drawable and mark is not None and mark.picked != Picked.RANDOM


def _papers(
    rows: Mapping[str, Graded], names: Sequence[str], library: Library
) -> tuple[list[Paper], dict[str, str]]:
    shelf, papers, left_out = Remembered(library), [], {}
    for name in names:
        try:
            papers.append(_paper(rows[name], exchange_of(rows[name].row, shelf)))
        except RowError as error:
            left_out[name] = str(error)
    if left_out and not papers:
        name, why = next(iter(left_out.items()))
        raise InputError(f"No reply can be shown; of {name[:40]!r}: {why}.")
    return papers, left_out


def _paper(graded: Graded, posed: Posed) -> Paper:
    exchange = posed.exchange
    points = tuple(f"{point.kind}: {exchange.shown(point)}" for point in exchange.points)
    return Paper(graded.id, graded.scene, exchange.concern, points, exchange.reply)

"""Replies that have both: levels by the model, and marks by people."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from roleplay.classroom.graded import Graded, GradedTable
from roleplay.classroom.marks import (
    Mark,
    Marks,
    level_by,
    plain_id,
    read_marks,
    refuse,
    unplaced,
)
from roleplay.classroom.tables.reading import PLAIN, Reading
from roleplay.errors import InputError
from roleplay.rubric import Ladder
from roleplay.text.phrases import counted, listed
from roleplay.text.spelling import did_you_mean

FEWEST_LEARNERS: Final = 8
"""Below that, drawing learners again and again says little, and replies are drawn."""

_LISTED: Final = 500
"""Ids among which a misspelt one is looked for."""


@dataclass(frozen=True)
class Pair:
    """A marked reply.

    Attributes:
        graded: What the model says.
        marks: What people say, by marker.

    """

    graded: Graded
    marks: Mapping[str, Mark]

    def person(self, ladder: Ladder) -> float | None:
        """The mean of the markers' levels, where there is one."""
        return level_by(self.marks.values(), ladder)

    @property
    def at_random(self) -> bool:
        """Whether it was put before somebody by chance, and not because it is telling."""
        return any(mark.picked == "random" for mark in self.marks.values())


def read_pairs(
    graded: Path, marks: Path, prefix: str = "", reading: Reading = PLAIN
) -> tuple[Marks, list[Pair]]:
    """Read both tables, and put them together.

    Args:
        graded: What ``score`` wrote.
        marks: What people gave.
        prefix: As it was given to ``score``.
        reading: How to read ``graded``; marks are read by their ending and mark.

    Raises:
        UsageError: A file is not there, or its format is not known.
        InputError: One of them is not what it should be, or a mark has no reply.

    """
    table, given = GradedTable.open(graded, prefix, reading), read_marks(marks)
    if not given.rows:
        raise InputError(f"There are no marks in {given.source}.", hint=f"roleplay mark {graded}")
    return given, paired(table, given)


def paired(table: GradedTable, marks: Marks) -> list[Pair]:
    """Every marked reply, in the order of the table.

    Raises:
        InputError: A mark is about a reply that is not there, or is another now.

    """
    found: dict[str, Graded] = {}
    known: dict[str, None] = {}
    for graded in table.rows():
        if len(known) < _LISTED:
            known[graded.id] = None
        if graded.id in marks.ids:
            if graded.id in found:
                raise twice(table, graded, found[graded.id].row.line)
            found[graded.id] = graded
    name = str(table.table.source)
    receipts = {mark_id: graded.receipt for mark_id, graded in found.items()}
    problems = unplaced(
        marks, dict.fromkeys(found, 1), receipts, name, lambda mark_id: _near(mark_id, known)
    )
    refuse(marks.source, problems, "marks have no reply")
    return [Pair(graded, marks.of(graded.id)) for graded in found.values()]


def twice(table: GradedTable, graded: Graded, first: int) -> InputError:
    """Two rows are called the same, so nobody knows which one is meant."""
    return InputError(
        f"{table.table.source}:{graded.row.line}: there is another reply with the id "
        f"{graded.id[:40]!r} in line {first}, so marks cannot tell them apart.",
        hint="give every reply its own id, or score the table without that column",
    )


def _near(name: str, known: Collection[str]) -> str:
    plain = plain_id(name)
    return did_you_mean(plain if plain in known else name, known)


@dataclass(frozen=True)
class Groups:
    """What is drawn again and again for an interval, or left out together in a fold.

    Attributes:
        label: Of each pair, by its id.
        over: ``learners`` or ``replies``.
        learners: How many learners were named.

    """

    label: Mapping[str, str]
    over: str
    learners: int

    @property
    def count(self) -> int:
        """How many groups there are."""
        return len(set(self.label.values()))

    @property
    def words(self) -> str:
        """What they are: ``12 learners and 1 nameless reply``, or ``40 replies``."""
        if self.over == "replies":
            return counted(self.count, "reply")
        alone = self.count - self.learners
        nameless = [counted(alone, "nameless reply")] if alone else []
        return listed([counted(self.learners, "learner"), *nameless])

    def labels(self, pairs: Iterable[Pair]) -> list[str]:
        """The group of each pair."""
        return [self.label[pair.graded.id] for pair in pairs]


def groups_of(pairs: Sequence[Pair], fewest: int = FEWEST_LEARNERS) -> Groups:
    """Learners where at least ``fewest`` are named, since replies by one learner are alike.

    A reply without a learner is then a group of its own; where too few are named, each one is.
    """
    named = {pair.graded.id: pair.graded.learner for pair in pairs}
    learners = len(set(named.values()) - {""})
    if learners < fewest:
        return Groups({reply: reply for reply in named}, "replies", learners)
    label = {reply: f"by {name}" if name else f"reply {reply}" for reply, name in named.items()}
    return Groups(label, "learners", learners)

"""From files to grades, and from grades to a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from roleplay.classroom.draft import Sink, drafting, sweep
from roleplay.classroom.export.attempts import Choice, Grade, by_learner, scenarios_of
from roleplay.classroom.export.choosing import combined, grades_of
from roleplay.classroom.export.outcome import Outcome
from roleplay.classroom.export.weighing import Scenarios, Wanted, weigh
from roleplay.classroom.graded import GradedTable
from roleplay.classroom.marks import Marks, read_marks
from roleplay.classroom.people.pairs import paired
from roleplay.classroom.piped import draft_of
from roleplay.classroom.tables.reading import PLAIN, Reading
from roleplay.errors import InputError

ALL: Final = "Roleplay"
"""What one grade over several scenarios is called."""


@dataclass(frozen=True)
class Request:
    """What is handed in.

    Attributes:
        graded: A table that ``score`` wrote.
        marks: By people; None without.
        prefix: As it was given to ``score``.
        reading: How to read ``graded``.
        wanted: What is read of it.
        choice: Which attempts count.
        combine: One grade a learner: the mean over those scenarios that are wanted, all of
            which it takes then, else over those that the learner has replied to.

    """

    graded: Path
    marks: Path | None = None
    prefix: str = ""
    reading: Reading = PLAIN
    wanted: Wanted = field(default_factory=Wanted)
    choice: Choice = Choice.LAST
    combine: bool = False


@dataclass(frozen=True)
class HandIn:
    """What there is to hand in.

    Attributes:
        grades: In the order of the table.
        nameless: Lines of rows that do not say who replied, and so count for nobody.
        fewer: How many combined grades are means over fewer scenarios than the table has.

    """

    grades: Sequence[Grade]
    nameless: Sequence[int] = ()
    fewer: int = 0

    @classmethod
    def gather(cls, request: Request, scenarios: Scenarios) -> "HandIn":
        """Read the tables and make grades.

        Raises:
            UsageError: A file is not there, or its format is not known.
            InputError: A table is not what it should be, or there is no grade in it.

        """
        table = GradedTable.open(request.graded, request.prefix, request.reading)
        marks = read_marks(request.marks) if request.marks else Marks()
        if marks.rows:
            paired(table, marks)  # refuses marks of replies that are not there, or are others now
        found = weigh(table, marks, scenarios, request.wanted)
        if not found.attempts:
            who = f"nobody is named in {request.wanted.id_column!r}"
            raise InputError(
                f"{table.table.source}: there is nothing to hand in"
                + (f"; {who}." if found.nameless else "; it has no rows."),
                hint="--id-column names the column that says who replied"
                if found.nameless
                else "rate replies first: roleplay score",
            )
        grades = grades_of(found.attempts, request.choice)
        if not request.combine:
            return cls(grades, found.nameless)
        needed, every = request.wanted.scenarios, len(scenarios_of(grades))
        several = by_learner(grades).values()
        fewer = 0 if needed else sum(len(one) < every for one in several)
        return cls(combined(grades, needed, ALL), found.nameless, fewer)


def put(out: Path, write: Callable[[Sink], Outcome]) -> Outcome:
    """Write a file with ``write``; what was there before stays until it is whole.

    Raises:
        RoleplayError: It cannot be written.

    """
    draft = draft_of(out)
    sweep(draft.target)
    with drafting(draft):
        return write(draft)

"""One column of a trainer's own Canvas export is filled; everything else stays, byte for byte.

Excused students, those the assignment is not for, and everybody without a grade keep
their cells. What 100 is worth is what the row `Points Possible` says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from roleplay.classroom.draft import Sink
from roleplay.classroom.export.attempts import FULL, Grade, Learner
from roleplay.classroom.export.cells import Cell, Record
from roleplay.classroom.export.gradebook import LOGIN, Gradebook, key
from roleplay.classroom.export.outcome import Outcome
from roleplay.classroom.finding import number
from roleplay.errors import InputError, UsageError

_KEPT: Final = {"EX": "is excused there", "N/A": "the assignment is not for them"}


@dataclass(frozen=True)
class Canvas:
    """How a gradebook is filled.

    Attributes:
        gradebook: The trainer's export.
        column: Where the assignment stands.
        match: The column that says who a student is.
        points: What 100 is worth, where the export does not say it.

    """

    gradebook: Gradebook
    column: int
    match: str = LOGIN
    points: float | None = None

    def write(self, sink: Sink, grades: Sequence[Grade]) -> Outcome:
        """Write the gradebook with ``grades``, one a learner, to ``sink``.

        Raises:
            InputError: It is not clear which student somebody is, or what can be reached.

        """
        worth = self._worth()
        students = self.gradebook.students(self.match)
        outcome, new = Outcome(), dict[Cell, str]()
        replaced = 0
        for grade in grades:
            row = self._row(students.get(key(grade.learner.id), ()), grade.learner)
            if row is None:
                why = f"not in the column {self.match!r} of {self.gradebook.name}"
                outcome.unplaced.append((grade.learner, why))
                continue
            cell = row.cells[self.column]
            if grade.overall is None:
                outcome.pending.append(grade)
            elif why := _KEPT.get(cell.text.strip().upper(), ""):
                outcome.unplaced.append((grade.learner, why))
            elif cell in new:
                raise _unclear(self.gradebook.name, grade.learner, "two learners of the table are")
            else:
                new[cell] = f"{grade.overall * worth / FULL:.2f}"
                replaced += _is_another(cell.text, new[cell])
        outcome.written = len(new)
        if replaced:
            outcome.notes.append(f"{replaced} of them replace another grade that was there.")
        sink.write(self.gradebook.filled(new))
        return outcome

    def _worth(self) -> float:
        there = self.gradebook.points(self.column)
        if there is None and self.points is None:
            raise InputError(
                f"{self.gradebook.name} does not say what can be reached there.",
                hint="export it again, with its row 'Points Possible'; or say it with --points",
            )
        if there is not None and self.points is not None and there != self.points:
            raise UsageError(
                f"{self.gradebook.name} says that {there:g} can be reached, and --points says "
                f"{self.points:g}.",
                hint="leave out --points, or change the assignment in Canvas",
            )
        return there or self.points or FULL

    def _row(self, found: Sequence[Record], learner: Learner) -> Record | None:
        if len(found) > 1:
            raise _unclear(self.gradebook.name, learner, f"{len(found)} students are")
        return found[0] if found else None


def _is_another(before: str, after: str) -> bool:
    """Whether a grade that was there is not the new one, however it is written."""
    return bool(before.strip()) and number(before) != number(after)


def _unclear(name: str, learner: Learner, who: str) -> InputError:
    return InputError(
        f"{name}: {who} called {learner.id[:40]!r}, so nobody knows whose grade it is.",
        hint="tell them apart by another --match, such as ID",
    )

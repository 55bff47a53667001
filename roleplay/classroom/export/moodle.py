"""A CSV file for Moodle's grade import: a row a learner, two columns a scenario.

Moodle finds learners by ID number, e-mail address or username, and gives up on the
whole file when one is not known; it takes 0 to 100 by default. An empty cell is no grade,
also where there is one already.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from roleplay.classroom.draft import Sink
from roleplay.classroom.export.attempts import FULL, Grade, Learner, by_learner, scenarios_of
from roleplay.classroom.export.outcome import Outcome
from roleplay.classroom.formulas import defuse
from roleplay.errors import UsageError
from roleplay.rubric import MAX_LEVEL, SCORED

WAITING: Final = "Not graded yet: a person will look at your reply."
_BY_PERSON: Final = "Marked by a person."
_BY_MODEL: Final = "Rated by a model."
_BY_BOTH: Final = "Rated by a model, and in part marked by a person."


class Match(StrEnum):
    """By what Moodle finds a learner: the name of the column in the file."""

    ID_NUMBER = "ID number"
    EMAIL = "Email address"
    USERNAME = "Username"

    @classmethod
    def named(cls, text: str) -> "Match":
        """The one that a person means.

        Raises:
            UsageError: It is none.

        """
        short = {"idnumber": cls.ID_NUMBER, "email": cls.EMAIL}
        found = {match.value.lower(): match for match in cls} | short
        if text.strip().lower() not in found:
            raise UsageError(
                f"Moodle finds nobody by {text!r}.", hint="name idnumber, email or username"
            )
        return found[text.strip().lower()]


@dataclass(frozen=True)
class Moodle:
    """How the file is written.

    Attributes:
        titles: Of each scenario.
        match: By what Moodle finds a learner.
        points: What 100 is worth there.
        pending: Write that a grade is pending; without it, there is nothing about it.
        raw: Write ids that a spreadsheet would calculate, instead of leaving them out.

    """

    titles: Mapping[str, str]
    match: Match = Match.ID_NUMBER
    points: float = FULL
    pending: bool = False
    raw: bool = False

    def write(self, sink: Sink, grades: Sequence[Grade]) -> Outcome:
        """Write ``grades`` to ``sink``; the header also where there is none to write."""
        outcome = Outcome(pending=[grade for grade in grades if grade.overall is None])
        scenarios, rows = scenarios_of(grades), list(self._rows(grades, outcome))
        writer = csv.writer(sink, lineterminator="\r\n")
        writer.writerow([self.match.value, *self._header(scenarios)])
        for learner, found in rows:
            cells = (self._cells(found.get(scenario)) for scenario in scenarios)
            writer.writerow([learner.id, *(cell for pair in cells for cell in pair)])
        self._count(outcome, scenarios, [found for _, found in rows])
        return outcome

    def _rows(
        self, grades: Sequence[Grade], outcome: Outcome
    ) -> Iterator[tuple[Learner, Mapping[str, Grade]]]:
        for found in by_learner(grades).values():
            learner = next(iter(found.values())).learner
            shown = {
                scenario: grade
                for scenario, grade in found.items()
                if self.pending or grade.overall is not None
            }
            # A guard in front would make it another id, which Moodle does not know.
            if not self.raw and defuse(learner.id) != learner.id:
                why = "a spreadsheet would run the id as a formula; see --raw"
                outcome.unplaced.append((learner, why))
            elif shown:
                yield learner, shown

    def _header(self, scenarios: Sequence[str]) -> Iterator[str]:
        titles = {scenario: self.titles.get(scenario, scenario) for scenario in scenarios}
        same = Counter(titles.values())
        for scenario, title in titles.items():
            name = f"{title} ({scenario})" if same[title] > 1 else title
            yield f"Assignment: {name}"
            yield f"Feedback: {name}"

    def _cells(self, grade: Grade | None) -> tuple[str, str]:
        if grade is None:
            return "", ""
        if grade.overall is None:
            return "", WAITING
        return f"{grade.overall * self.points / FULL:.2f}", defuse(feedback(grade))

    def _count(
        self, outcome: Outcome, scenarios: Sequence[str], rows: Sequence[Mapping[str, Grade]]
    ) -> None:
        sure = [sum(grade.overall is not None for grade in found.values()) for found in rows]
        outcome.written = sum(sure)
        if empty := len(scenarios) * len(rows) - outcome.written:
            outcome.notes.append(
                f"{empty} {'cell has' if empty == 1 else 'cells have'} no grade. Moodle takes that "
                "for 'no grade', also over one that is there; to leave such learners alone, "
                "export each --scenario on its own"
                + (", without --pending." if self.pending else ".")
            )


def feedback(grade: Grade) -> str:
    """What the learner is told beside the number, on one line."""
    levels = [f"{ladder} {grade.levels[ladder]:.2f}" for ladder in SCORED if ladder in grade.levels]
    said = [f"{', '.join(levels).capitalize()} of {MAX_LEVEL}."] if levels else []
    # Somebody who has given other levels may also see points where the model saw none.
    if len(grade.attempts) == 1 and not grade.marked:
        (_, attempt), *_ = grade.attempts
        if attempt.missed:
            said.append(f"Not said back: {'; '.join(attempt.missed)}.")
        said.append(attempt.advice)
    said.append(_BY_PERSON if grade.settled else _BY_BOTH if grade.marked else _BY_MODEL)
    return " ".join(filter(None, said))

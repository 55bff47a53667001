"""What was found when a rated row was rated again, in words and in numbers."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self, TypeVar

from roleplay.classroom.cells import cell_text
from roleplay.classroom.row import Row
from roleplay.receipt import Part
from roleplay.text.clean import in_a_line

NO_RECEIPT: Final = "there is no receipt"

CHANGED_WORDS: Final[Mapping[Part, str]] = {
    Part.MODEL: "the model is not the one that rated it",
    Part.RUBRIC: "the rubric is not the one it was rated by",
    Part.SCENE: "the scene is not the one that was rated",
    Part.REPLY: "the reply is not the one that was rated",
    Part.CALIBRATION: "the calibration is not the one that it was scored with",
}

_OF_ALL: Final = (Part.MODEL, Part.RUBRIC, Part.CALIBRATION)
"""Parts that a whole table shares."""

_Try = TypeVar("_Try")

_LONGEST: Final = 40
"""Characters of a cell that are shown."""


@dataclass(frozen=True)
class Difference:
    """A column that says something else than the model.

    Attributes:
        column: Without a prefix.
        table: What stands in the table.
        again: What came out again; None when there is no number now.

    """

    column: str
    table: object
    again: object

    def __str__(self) -> str:
        """As it is told to a person."""
        there = _shown(self.table)
        now = "none" if self.again is None else _shown(self.again)
        return f"{self.column} is {there} in the table, {now} rated again"


@dataclass(frozen=True)
class Finding:
    """What was found about a row; it holds when nothing was.

    Attributes:
        line: The physical line on which it begins, from 1.
        id: As in the table; empty when it has none.
        compared: Whether its receipt could be set against a new one.
        changed: The parts of the receipt that are no longer the same.
        differs: The columns that are no longer the same.
        problem: Why it could not be compared; empty when it could.

    """

    line: int
    id: str
    compared: bool = False
    changed: tuple[Part, ...] = ()
    differs: tuple[Difference, ...] = ()
    problem: str = ""

    @classmethod
    def about(cls, row: Row, **found: Any) -> Self:  # noqa: ANN401 - the fields of this class
        """What was ``found`` about ``row``."""
        given = row.cells.get("id")
        return cls(row.line, "" if given is None else str(given), **found)

    @property
    def holds(self) -> bool:
        """Whether the row says what its receipt and the model say."""
        return not (self.problem or self.changed or self.differs)

    def __str__(self) -> str:
        """As it is told to a person, in a line."""
        where = f"line {self.line}" + (f" (id {_clipped(self.id)})" if self.id else "")
        problem = [in_a_line(self.problem)] if self.problem else []
        changed = [CHANGED_WORDS[part] for part in self.changed]
        return f"{where}: " + "; ".join([*problem, *changed, *map(str, self.differs)])


@dataclass
class Tally:
    """How many rows hold.

    Attributes:
        fail: How many do not, for another reason than that there is no receipt.
        bare: How many have no receipt.
        compared: How many receipts could be set against new ones.
        changed: In how many of these each part is another.

    """

    rows: int = 0
    hold: int = 0
    fail: int = 0
    bare: int = 0
    compared: int = 0
    changed: Counter[Part] = field(default_factory=Counter)

    def add(self, finding: Finding) -> None:
        """Count a row."""
        self.rows += 1
        if finding.holds:
            self.hold += 1
        elif finding.problem == NO_RECEIPT:
            self.bare += 1
        else:
            self.fail += 1
        self.compared += finding.compared
        self.changed.update(finding.changed)

    @property
    def everywhere(self) -> tuple[Part, ...]:
        """Model, rubric and calibration, where they are no longer the same in any row."""
        everywhere = (part for part in _OF_ALL if self.changed[part])
        return tuple(part for part in everywhere if self.changed[part] == self.compared)

    def __str__(self) -> str:
        """As it is told to a person."""
        return (
            f"{self.rows} {'row' if self.rows == 1 else 'rows'}: "
            f"{self.hold} {'holds' if self.hold == 1 else 'hold'}, "
            f"{self.fail} {'does' if self.fail == 1 else 'do'} not, "
            f"{self.bare} {'has' if self.bare == 1 else 'have'} no receipt"
        )


def by_number(tries: Sequence[_Try], of: Callable[[_Try], float | None]) -> Sequence[_Try]:
    """Attempts in the order of their numbers where these tell it, else as they stand.

    They do not where one has none, or two the same: whoever plays twice has two first attempts.
    """
    known = [found for found in map(of, tries) if found is not None]
    if len(set(known)) < len(tries):
        return tries
    return [one for _, one in sorted(zip(known, tries, strict=True), key=lambda both: both[0])]


def number(value: object) -> float | None:
    """The number in a cell, also of a table that has none but texts; None when it is none."""
    if isinstance(value, str):
        try:
            # A spreadsheet may have made 3,40 of it.
            value = float(value.replace(",", "."))
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def _shown(value: object) -> str:
    if value is None or value == "":
        return "empty"
    found = number(value)
    return f"{found:.2f}" if found is not None else _clipped(cell_text(value) or "empty")


def _clipped(text: str) -> str:
    line = in_a_line(text)
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"

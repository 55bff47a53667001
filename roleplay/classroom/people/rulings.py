"""Rulings on appeals, looked at again whenever a table is verified.

A ruling is a row with the `id` of a reply, the `receipt` that stands beside it in the
rated table, what was ruled on any of the ladders, and `ruling`:

* ``upheld``: the model was right. Should a later model say something else, the ruling no
  longer holds, so nothing that was ruled is reversed in silence.
* ``changed``: a person's level counts instead of the model's; in reports it does so from
  the marks, where it stands too. Whether the model agrees by now is told, and no fault if
  it does not.

A ladder's cell has a whole level (``3``), or ``2 to 3``, ``at least 3``, ``at most 1``
(``>= 3`` and ``<= 1`` are the same); the model agrees when its level, rounded to a whole
one, is within. `reason` and `date` are for people. As with marks, rows are never changed:
the last one on a reply counts.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

from roleplay.classroom.columns import check_letters
from roleplay.classroom.graded import called
from roleplay.classroom.marks import check_marks, plain_id, receipt_in, refuse, said
from roleplay.classroom.row import Row, RowError, rows_in
from roleplay.classroom.tables.formats import open_table
from roleplay.classroom.tables.reading import second_table
from roleplay.errors import InputError
from roleplay.rating import Rating
from roleplay.receipt import Part, Receipt
from roleplay.rubric import LADDERS, MAX_LEVEL, Ladder
from roleplay.text.clean import in_a_line
from roleplay.text.phrases import counted

_HALF: Final = 0.5 + 0.05
"""What is rounded to a whole level, and how far ``verify`` lets levels be apart."""
_SUBJECT: Final = (Part.RUBRIC, Part.SCENE, Part.REPLY)
"""What a ruling is about; another model is no reason to drop it."""
_LEVEL: Final = re.compile(
    r"(?P<only>\d)(?:\.0+)?"
    r"|(?P<low>\d) *(?:to|–|\.\.) *(?P<high>\d)"  # noqa: RUF001 - a dash, as people type it
    r"|(?:at least|>=|≥) *(?P<least>\d)"
    r"|(?:at most|<=|≤) *(?P<most>\d)"
)


class Outcome(StrEnum):
    """What was ruled."""

    UPHELD = "upheld"
    CHANGED = "changed"


@dataclass(frozen=True)
class Span:
    """The whole levels that a ruling allows, ends included."""

    low: int
    high: int

    def has(self, level: float) -> bool:
        """Whether a level of the model, made whole, is within."""
        # Processors differ in the last digits, and must not differ in their verdicts.
        return self.low - _HALF <= level <= self.high + _HALF

    def __str__(self) -> str:
        """As a person says it."""
        if self.low == self.high:
            return str(self.low)
        if self.high == MAX_LEVEL:
            return f"at least {self.low}"
        return f"at most {self.high}" if self.low == 0 else f"{self.low} to {self.high}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The levels that ``text`` names.

        Raises:
            ValueError: It names none.

        """
        match = _LEVEL.fullmatch(text.strip().lower())
        if match is None:
            raise ValueError(text)
        only, low, high, least, most = match.group("only", "low", "high", "least", "most")
        found = cls(int(only or low or least or 0), int(only or high or most or MAX_LEVEL))
        if not 0 <= found.low <= found.high <= MAX_LEVEL:
            raise ValueError(text)
        return found


@dataclass(frozen=True)
class Ruling:
    """A row of rulings.

    Attributes:
        line: Where it begins in its file.
        id: Of the reply.
        outcome: What was ruled.
        levels: On which ladders, and which levels.
        receipt: Of what it was about.
        reason, date: As they stand there; may be empty.

    """

    line: int
    id: str
    outcome: Outcome
    levels: Mapping[Ladder, Span]
    receipt: Receipt | None = None
    reason: str = ""
    date: str = ""


@dataclass(frozen=True)
class Reviewed:
    """A ruling that was looked at again.

    Attributes:
        ruling: The ruling.
        problem: Why it no longer holds; empty when it does.
        agrees: Whether the model agrees with it now; None where that cannot be told.
        model: What the model says now, on the ladders that were ruled on.

    """

    ruling: Ruling
    problem: str = ""
    agrees: bool | None = None
    model: Mapping[Ladder, float] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether it still holds."""
        return not self.problem


@dataclass(frozen=True)
class Rulings:
    """The rulings of a file.

    Attributes:
        source: The file, for messages.
        rows: Those that count, the last of each reply, in order.
        replaced: How many earlier ones a later one has replaced.

    """

    source: str
    rows: tuple[Ruling, ...]
    replaced: int = 0

    @classmethod
    @second_table()
    def read(cls, path: Path) -> Self:
        """Read the rulings at ``path``.

        Raises:
            UsageError: There is no such file, or its format is not known.
            InputError: It is no table of rulings; all that is wrong is named, with its lines.

        """
        table = open_table(path)
        check_letters(table, {"ruling"})
        if "ruling" not in table.columns:
            raise InputError(
                f"{table.source} is no table of rulings: there is no column 'ruling'.",
                hint="it says 'upheld' or 'changed'; see roleplay verify --help",
            )
        check_marks(table, "rulings")
        rows, problems = [], []
        for row in rows_in([table]):
            try:
                rows.append(_ruling(row))
            except RowError as error:
                problems.append((row.line, str(error)))
        refuse(table.source.name, problems, "rulings cannot be read")
        last = {ruling.id: ruling for ruling in rows}
        counting = tuple(ruling for ruling in rows if last[ruling.id] is ruling)
        return cls(table.source.name, counting, len(rows) - len(counting))


class Review:
    """What becomes of rulings while a table is rated again."""

    def __init__(self, rulings: Rulings) -> None:
        self.rulings = rulings
        self._by_id = {ruling.id: ruling for ruling in rulings.rows}
        self._seen: dict[str, Reviewed] = {}
        self._near: set[str] = set()
        self._nearly = {plain_id(ruling.id) for ruling in rulings.rows}

    def look(self, row: Row, rating: Rating) -> None:
        """Compare a row that was rated again with what was ruled on it."""
        name = called(row)
        if name in self._nearly:
            self._near.add(name)
        if name not in self._by_id:
            return
        found = _reviewed(self._by_id[name], rating)
        if name in self._seen:
            found = Reviewed(self._by_id[name], "two replies in the table have this id")
        self._seen[name] = found

    def findings(self) -> Iterator[Reviewed]:
        """Every ruling, in order, with what was found."""
        for ruling in self.rulings.rows:
            yield self._seen.get(ruling.id) or Reviewed(ruling, self._missing(ruling))

    def _missing(self, ruling: Ruling) -> str:
        if (near := plain_id(ruling.id)) in self._near:
            return f"there is no such reply in the table; did you mean '{near}'?"
        return "there is no such reply in the table, or it could not be rated again"


def words(found: Reviewed, source: str) -> str:
    """What is said of a ruling, in a line."""
    ruling = found.ruling
    where = f"{source}:{ruling.line} (id {in_a_line(ruling.id)[:40]})"
    ruled = ", ".join(f"{ladder} {span}" for ladder, span in ruling.levels.items())
    verb = "upheld at" if ruling.outcome is Outcome.UPHELD else "changed to"
    when = f" on {in_a_line(ruling.date)[:40]}" if ruling.date else ""
    now = ", ".join(f"{ladder} {level:.2f}" for ladder, level in found.model.items())
    said = f"; the model says {now}" if now else ""
    if not found.holds:
        return f"{where}: the ruling no longer holds: {found.problem} ({verb} {ruled}{when}{said})"
    agrees = "the model agrees" if found.agrees else "the model does not agree yet"
    return f"{where}: {verb} {ruled}{when}, and {agrees}{said}"


def summary(found: Sequence[Reviewed], replaced: int) -> str:
    """What is said of all of them."""
    hold = sum(one.holds for one in found)
    agree = sum(one.holds and bool(one.agrees) for one in found)
    more = f"; {replaced} replaced by later ones" if replaced else ""
    return (
        f"{counted(len(found), 'ruling')}: {hold} still {'holds' if hold == 1 else 'hold'}, "
        f"{len(found) - hold} no longer; the model agrees with {agree} of them{more}"
    )


def data(found: Reviewed) -> dict[str, object]:
    """What a program reads of a ruling."""
    ruling = found.ruling
    return {
        "ruling": ruling.outcome.value,
        "line": ruling.line,
        "id": ruling.id,
        "levels": {ladder.value: [span.low, span.high] for ladder, span in ruling.levels.items()},
        "reason": ruling.reason,
        "date": ruling.date,
        "holds": found.holds,
        "problem": found.problem,
        "model_agrees": found.agrees,
        "model": {ladder.value: level for ladder, level in found.model.items()},
    }


def _ruling(row: Row) -> Ruling:
    if row.error:
        raise RowError(row.error)
    if not said(row, "id"):
        raise RowError("there is no id, so nobody knows which reply is meant")
    try:
        outcome = Outcome(said(row, "ruling").lower())
    except ValueError as error:
        text = said(row, "ruling")[:40]
        raise RowError(f"ruling is {text!r}; write 'upheld' or 'changed'") from error
    levels = dict(_spans(row))
    if not levels:
        raise RowError("there is no level on any ladder, so nothing was ruled")
    texts = {name: said(row, name) for name in ("reason", "date")}
    return Ruling(row.line, called(row), outcome, levels, receipt_in(row), **texts)


def _spans(row: Row) -> Iterator[tuple[Ladder, Span]]:
    for ladder in LADDERS:
        text = said(row, ladder.value)
        if not text:
            continue
        try:
            yield ladder, Span.parse(text)
        except ValueError as error:
            raise RowError(
                f"{ladder} is {text[:40]!r}; write a whole level such as 3, or '2 to 3', "
                "'at least 3', 'at most 1'"
            ) from error


def _reviewed(ruling: Ruling, rating: Rating) -> Reviewed:
    if ruling.receipt is None:
        return Reviewed(ruling, "it has no receipt; copy that of the reply from the rated table")
    changed = ruling.receipt.changed(Receipt.parse(rating.receipt))
    if other := [part for part in _SUBJECT if part in changed]:
        return Reviewed(ruling, f"the {other[0].value} is not the one that was ruled on")
    if not rating.levels:
        problem = (
            "" if ruling.outcome is Outcome.CHANGED else "the model does not score it any more"
        )
        return Reviewed(ruling, problem, agrees=False)
    model = {ladder: rating.value(ladder) for ladder in ruling.levels}
    agrees = all(span.has(model[ladder]) for ladder, span in ruling.levels.items())
    upheld = ruling.outcome is Outcome.UPHELD
    problem = "the model was upheld, and now says something else" if upheld and not agrees else ""
    return Reviewed(ruling, problem, agrees, model)

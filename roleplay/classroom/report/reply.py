"""A row of a rated table as a report reads it."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from roleplay import rubric
from roleplay.classroom.cells import cell_text, items_of, known_text
from roleplay.classroom.finding import by_number, number
from roleplay.classroom.formulas import restore
from roleplay.classroom.marks import Mark, level_by
from roleplay.classroom.row import Row, RowError
from roleplay.feedback import lowered_by
from roleplay.rating import Flag, Status
from roleplay.rubric import ACTS, HARMFUL, LADDERS, MAX_LEVEL, SCORED, Act, Ladder, whole
from roleplay.text.clean import MAX_REPLY, sanitise

OVERALL: Final = "overall"
_LONGEST: Final = 600
"""Characters of any other text that are kept; nothing that the rater writes comes near."""
_MOST: Final = 40
"""Items of a list that are kept."""


@dataclass(frozen=True)
class Reply:
    """A reply, what the model says of it, and what people say of it. All texts are sanitised.

    Attributes:
        number: Which row of the table it is, from 1.
        id: What the row is called.
        learner: Who answered; empty where the table does not say it.
        scenario: The id of the scenario; empty for a scene that the row carries itself.
        scene: The id of the scene, or the concern of a scene that the row carries itself.
        attempt: As it stands in the table; may be empty.
        levels: The model's; none when unscored.
        overall: The model's, 0 to 100; None when unscored.
        missed: Points that were not said back, or wrong.
        marks: What people gave; they win over the model.
        unweighed: Whether it has no overall, since nobody knows how its marked ladders weigh.

    """

    number: int
    id: str
    learner: str
    scenario: str
    scene: str
    attempt: str
    text: str
    status: Status
    why: str = ""
    levels: Mapping[Ladder, float] = field(default_factory=dict)
    overall: float | None = None
    flags: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()
    strength: str = ""
    advice: str = ""
    marks: tuple[Mark, ...] = ()
    unweighed: bool = False

    @property
    def place(self) -> tuple[str, str]:
        """What it answers."""
        return self.scenario, self.scene

    def marked(self, ladder: Ladder) -> float | None:
        """What people gave on ``ladder``, the mean of several; None when nobody did."""
        return level_by(self.marks, ladder)

    @cached_property
    def values(self) -> Mapping[str, float]:
        """The levels that stand, a person's before the model's, and the overall; by name."""
        found = {ladder.value: level for ladder, level in self.levels.items()}
        for ladder in LADDERS:
            level = self.marked(ladder)
            found |= {} if level is None else {ladder.value: level}
        return found if self.overall is None else {**found, OVERALL: self.overall}

    @property
    def does(self) -> tuple[Act, ...]:
        """Its acts; harmful ones where a level bears them out, and nobody is still to look at it.

        An act alone is recognised too loosely to be held against somebody.
        """
        return tuple(act for act in self.acts if act not in HARMFUL or self._harms(act))

    def _harms(self, act: Act) -> bool:
        levels = [self.values[ladder] for ladder in lowered_by(act) if ladder in self.values]
        return not self.waits and any(whole(level) <= 1 for level in levels)

    @property
    def has_levels(self) -> bool:
        """Whether a person has given a level on any ladder, and not only a comment."""
        return any(mark.levels for mark in self.marks)

    @property
    def reweighed(self) -> bool:
        """Whether people's levels are in the overall; those on help are not."""
        return any(self.marked(ladder) is not None for ladder in SCORED)

    @property
    def by_hand(self) -> bool:
        """Whether a person has marked every ladder that makes up the overall."""
        return all(self.marked(ladder) is not None for ladder in SCORED)

    @property
    def counts(self) -> bool:
        """Whether it is in the figures of a class.

        Yes where the model is sure or a person has marked it; no where it is a
        reference pasted back that no person has marked.
        """
        sure = self.status is Status.SCORED and Flag.COPIED_REFERENCE not in self.flags
        return sure or self.by_hand

    @property
    def waits(self) -> bool:
        """Whether a person is still to look at it."""
        return self.status is not Status.SCORED and not self.by_hand

    def weighed(self, weights: Mapping[Ladder, float] | None) -> "Reply":
        """The same with the overall that the standing levels make in a scene with ``weights``.

        Without marks the table's own stands. With marks and without weights there is none.
        """
        levels = {ladder: self.values[ladder] for ladder in SCORED if ladder in self.values}
        if not self.reweighed or len(levels) < len(SCORED):
            return self
        if weights is None:
            return replace(self, overall=None, unweighed=True)
        return replace(self, overall=rubric.overall(levels, weights))


def reply_of(row: Row, prefix: str = "", marks: tuple[Mark, ...] = ()) -> Reply:
    """What ``row`` says.

    Args:
        row: A row of a rated table.
        prefix: Stands before the name of each column that the rater added.
        marks: What people say of it.

    Raises:
        RowError: It is no row, or the rater cannot have written it so.

    """
    if row.error:
        raise RowError(row.error)
    scenario = _text(row, "scenario").strip()
    status = _status(_text(row, prefix + "status"))
    said = _list(row, prefix + "acts")
    return Reply(
        number=row.number,
        id=_line(sanitise(row.id)),
        learner=_line(_text(row, "learner")),
        scenario=scenario[:_LONGEST],
        scene=_text(row, "scene" if scenario else "concern").strip()[:_LONGEST],
        attempt=_line(_text(row, "attempt")),
        text=_text(row, "reply", MAX_REPLY).strip(),
        status=status,
        why=_line(_text(row, prefix + "why")),
        levels={} if status is Status.UNSCORED else _levels(row, prefix),
        overall=None if status is Status.UNSCORED else _number(row, prefix + OVERALL, 100),
        flags=_list(row, prefix + "flags"),
        missed=_list(row, prefix + "missed"),
        acts=tuple(act for act in ACTS if act in said),
        strength=_text(row, prefix + "strength").strip(),
        advice=_text(row, prefix + "advice").strip(),
        marks=marks,
    )


def in_order(replies: Sequence[Reply]) -> Sequence[Reply]:
    """Replies to one scene as they were made: by their attempts where these tell, else as given."""
    return by_number(replies, lambda reply: number(reply.attempt))


def _status(text: str) -> Status:
    try:
        return Status(text.strip())
    except ValueError:
        known = ", ".join(Status)
        raise RowError(f"the status {text[:40]!r} is none of {known}") from None


def _levels(row: Row, prefix: str) -> dict[Ladder, float]:
    return {ladder: _number(row, prefix + ladder.value, MAX_LEVEL) for ladder in LADDERS}


def _number(row: Row, column: str, most: float) -> float:
    cell = row.cells.get(column)
    found = number(cell)
    if found is None or not 0 <= found <= most:
        raise RowError(f"{column} is {_line(sanitise(str(cell)))[:40]!r}, not 0 to {most:g}")
    return found


def _list(row: Row, column: str) -> tuple[str, ...]:
    value = row.cells.get(column)
    items = value if isinstance(value, list) else items_of(_text(row, column))
    texts = (_line(sanitise(item if isinstance(item, str) else cell_text(item))) for item in items)
    return tuple(text for text in texts if text)[:_MOST]


def _text(row: Row, column: str, most: int = _LONGEST) -> str:
    """What a cell says, whatever it is in this format."""
    value = known_text(row.cells.get(column))
    text = "" if value is None else cell_text(value)
    text = sanitise(restore(text) if row.guards.read else text)
    return text if len(text) <= most else text[:most] + " …"


def _line(text: str) -> str:
    """``text`` on one line, in one spelling of each character."""
    return unicodedata.normalize("NFC", " ".join(text.split()))[:_LONGEST]

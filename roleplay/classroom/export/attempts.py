"""Attempts and grades, as every format gets them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from statistics import fmean
from typing import Final

from roleplay.rubric import LADDERS, Ladder

OWN: Final = ""
"""The scenario of scenes that a table carries itself."""


class Choice(StrEnum):
    """Which of a learner's attempts at a scene counts."""

    BEST = "best"
    LAST = "last"
    MEAN = "mean"


FULL: Final = 100
"""The best overall."""


@dataclass(frozen=True)
class Learner:
    """Somebody who replied.

    Attributes:
        id: As the other system knows them.
        name: As a person does; the same where the table says nothing else.

    """

    id: str
    name: str

    def __str__(self) -> str:
        """As it is told to a person."""
        return self.name if self.name == self.id else f"{self.name} ({self.id})"


@dataclass(frozen=True)
class Attempt:
    """One reply to one scene, and what counts for it.

    Attributes:
        learner: Who replied.
        scenario: Its id; :data:`OWN` for a scene that the table carries itself.
        scene: Its id, or the concern where it has none.
        line: Where the row begins in its table.
        overall: 0 to 100; None where there are no levels.
        levels: On each ladder: a person's, else the model's.
        doubt: Why a person has to look before it counts; empty when it counts.
        pasted: Whether it is a reference pasted back, which is never a best.
        marked: Whether people gave any of its levels.
        settled: Whether they gave all that are scored.
        given: The number that the table calls it by, if it does.
        time: When it was made, where that was asked for and is known.
        receipt: What the levels are for; may be empty.
        reply: The learner's words, where they were asked for.
        advice: What the table says to the learner, if it was rated with --explain.
        missed: Points that were not said back.

    """

    learner: Learner
    scenario: str
    scene: str
    line: int
    overall: float | None
    levels: Mapping[Ladder, float] = field(default_factory=dict)
    doubt: str = ""
    pasted: bool = False
    marked: bool = False
    settled: bool = False
    given: float | None = None
    time: datetime | None = None
    receipt: str = ""
    reply: str = ""
    advice: str = ""
    missed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grade:
    """What a learner gets for a scenario.

    Attributes:
        learner: Who.
        scenario: Its id; :data:`OWN` for a table's own scenes.
        attempts: Those that it is made of, each with its place among the learner's attempts
            at its scene, from 1; scenes in the order in which they were met.
        overall: 0.00 to 100.00; None while it is pending.
        doubts: Why it is pending, by scene.

    """

    learner: Learner
    scenario: str
    attempts: tuple[tuple[int, Attempt], ...]
    overall: float | None
    doubts: tuple[str, ...] = ()

    @property
    def levels(self) -> Mapping[Ladder, float]:
        """The mean level on each ladder; empty while it is pending."""
        if self.overall is None:
            return {}
        return {
            ladder: round(fmean(attempt.levels[ladder] for _, attempt in self.attempts), 2)
            for ladder in LADDERS
            if all(ladder in attempt.levels for _, attempt in self.attempts)
        }

    @property
    def marked(self) -> bool:
        """Whether people gave any level in it."""
        return any(attempt.marked for _, attempt in self.attempts)

    @property
    def settled(self) -> bool:
        """Whether people gave every scored level in it."""
        return all(attempt.settled for _, attempt in self.attempts)

    @property
    def time(self) -> datetime | None:
        """When the last of its attempts was made, as far as that is known."""
        times = (attempt.time for _, attempt in self.attempts if attempt.time is not None)
        return max(times, default=None)


def by_learner(grades: Iterable[Grade]) -> Mapping[str, Mapping[str, Grade]]:
    """Grades by scenario, of each learner; in the order in which they come."""
    found: dict[str, dict[str, Grade]] = {}
    for grade in grades:
        found.setdefault(grade.learner.id, {})[grade.scenario] = grade
    return found


def scenarios_of(grades: Sequence[Grade]) -> tuple[str, ...]:
    """Every scenario that there is a grade for, in the order of the table."""
    return tuple(dict.fromkeys(grade.scenario for grade in grades))

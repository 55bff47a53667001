"""What a front door for learners and authors needs beside the rater, as protocols.

The command line hands these in: the app sees neither YAML nor SQLite.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from roleplay.rating import Rater
from roleplay.scenario import Customer, Fundamental, Kind, Need, Scenario
from roleplay.session import Attempt, Session


@dataclass(frozen=True)
class Card:
    """A scenario as the picker shows it; cheap to have without parsing the scenario.

    Attributes:
        interrupts: Whether a desk task is interrupted.
        problem: Why it cannot be played, in a line; empty when it can.

    """

    id: str
    title: str
    kind: Kind
    customer: Customer
    need: Need
    fundamentals: tuple[Fundamental, ...]
    difficulty: int
    minutes: int
    interrupts: bool
    problem: str = ""


class Library(Protocol):
    """Where scenarios come from."""

    def ids(self) -> Collection[str]:
        """Of every scenario, also of invalid ones; none of them is read."""

    def cards(self) -> Sequence[Card]:
        """Every scenario, sorted by difficulty, then title."""

    def load(self, scenario: str) -> Scenario:
        """The scenario with this id.

        Raises:
            InputError: There is none, or it is invalid.

        """


@dataclass(frozen=True)
class Standing:
    """How a learner stands with one scenario.

    Attributes:
        plays: Finished play-throughs.
        best, last: Overall, 0 to 100, of the best and the latest finished play.
        passed: Whether the best reached the pass mark.
        played: When it was last finished.

    """

    plays: int
    best: float
    last: float
    passed: bool
    played: datetime


class Records(Protocol):
    """Where a learner's practice is kept."""

    def standings(self) -> Mapping[str, Standing]:
        """By scenario id; only scenarios with a finished play."""

    def begin(self, scenario: Scenario) -> int:
        """Note that a play-through has begun; returns its number."""

    def add(self, play: int, attempt: Attempt) -> None:
        """Keep an attempt at once, so that a killed process loses nothing."""

    def finish(self, play: int, session: Session) -> None:
        """Note that the play-through has ended, and how."""


class LivingRater(Rater, Protocol):
    """A rater that takes a while to wake, and may have to be woken again."""

    async def warm(self) -> None:
        """Get ready; returns when the next :meth:`rate` will be quick.

        Raises:
            ModelError: The model is missing or damaged.

        """

    async def close(self) -> None:
        """Let go of the process."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a scenario file.

    Attributes:
        serious: Whether the scenario cannot be played because of it.
        message: What is wrong.
        remedy: What to do about it.
        line, col: From 1, counted in characters.
        source_line: The line as it stands in the file: **not** safe to show.
        width: Characters that are meant, from ``col``.

    """

    serious: bool
    message: str
    remedy: str
    line: int
    col: int
    source_line: str = ""
    width: int = 1


@dataclass(frozen=True)
class Reading:
    """What a scenario file said when it was read.

    Attributes:
        scenario: None when something serious is wrong.
        faults: What is wrong, the serious first, by place.
        more: How many further faults were left out.
        places: The line of each scene's and ending's id, as far as the file can be read.
        saved: When the file was last changed; None when that is not known.

    """

    scenario: Scenario | None
    faults: Sequence[Fault] = ()
    more: int = 0
    places: Mapping[str, int] = field(default_factory=dict)
    saved: datetime | None = None


class Draft(Protocol):
    """A scenario file that somebody is working on."""

    @property
    def path(self) -> Path:
        """Where it lies, as the author named it."""

    def look(self) -> Reading | None:
        """What the file says now, if that is news; else None. Blocks for a moment.

        Meant to be called a few times a second: a file that is just being
        written, or that has vanished for a moment, is no news yet.
        """

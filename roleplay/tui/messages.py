"""Every message that crosses from one part of the app to another. What they carry is frozen."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.message import Message

from roleplay.coach import Turn
from roleplay.errors import RoleplayError
from roleplay.practice import Card, Reading
from roleplay.rating import Exchange, Rating
from roleplay.scenario import Scenario


@dataclass
class CardsRead(Message):
    """The library has said what there is to play."""

    cards: Sequence[Card]


@dataclass
class Chosen(Message):
    """The learner wants to play the scenario with this id."""

    scenario: str


@dataclass
class Loaded(Message):
    """A scenario is ready to be played."""

    scenario: Scenario


@dataclass
class Moved(Message):
    """The session stands in another phase: show the screen for it."""


@dataclass
class Left(Message):
    """The learner leaves this play-through."""


@dataclass
class TurnTaken(Message):
    """A reply has been rated."""

    turn: Turn


@dataclass
class Troubled(Message):
    """Something failed, and the learner should know what and what to do."""

    error: RoleplayError


@dataclass
class Reread(Message):
    """The file in preview has been saved and read."""

    reading: Reading


@dataclass
class Rehearsed(Message):
    """The author wants to play this, with its brief or without; nothing of it is kept."""

    scenario: Scenario
    brief: bool


@dataclass
class Rated(Message):
    """A rating of a reply that is only tried has come."""

    exchange: Exchange
    rating: Rating

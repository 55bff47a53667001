"""What the screen on which replies are marked needs, as a protocol.

The command line hands it in: the app sees no tables. Nothing that could sway
whoever marks is in a :class:`Paper`; it comes in a :class:`Behind`, afterwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from roleplay.rubric import Ladder


@dataclass(frozen=True)
class Paper:
    """A reply to be marked: no name, and nothing that the model says.

    Attributes:
        id: What marks call it.
        scene: Where it was given: a scenario's title and scene, or nothing.
        concern: What it answers.
        points: The concern point by point.
        reply: What was replied.

    """

    id: str
    scene: str
    concern: str
    points: tuple[str, ...]
    reply: str


@dataclass(frozen=True)
class Given:
    """What somebody gives a reply.

    Attributes:
        levels: On those ladders that have one.
        comment: A line about it; may be empty.

    """

    levels: Mapping[Ladder, int] = field(default_factory=dict)
    comment: str = ""


@dataclass(frozen=True)
class Behind:
    """What was kept from whoever marked a reply.

    Attributes:
        learner: Who replied; empty when nobody knows.
        levels: By the model; empty when it is unscored.
        ends: Of the interval that each of them lies in, where the table says it.
        why: Why the model is unsure, or did not score it.

    """

    learner: str
    levels: Mapping[Ladder, float]
    ends: Mapping[Ladder, tuple[float, float]] = field(default_factory=dict)
    why: str = ""


class MarkingTable(Protocol):
    """Replies that are waiting to be marked by one person, and where the marks go."""

    @property
    def name(self) -> str:
        """What the table of replies is called."""

    @property
    def out(self) -> str:
        """Where marks go."""

    @property
    def papers(self) -> Sequence[Paper]:
        """Those to mark, the most telling first; not those that this person has marked before."""

    @property
    def before(self) -> int:
        """How many this person has marked before."""

    def keep(self, paper: Paper, given: Given) -> None:
        """Write marks at once, and on the disk. What was written before stays as it is.

        Raises:
            RoleplayError: They cannot be written; nothing has changed.

        """

    def behind(self, paper: Paper) -> Behind:
        """What is known of a reply beside its words."""

    def precision(self, marked: int) -> float:
        """How far the agreement would be known with so many marks: half of an interval."""

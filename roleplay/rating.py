"""What goes to a rater and what comes back: Exchange, Rating, and the Rater protocol.

This is the seam between the model and everything else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol, Self

from roleplay import rubric
from roleplay.receipt import Receipt, digest
from roleplay.rubric import Act, Ladder
from roleplay.scenario import Point, PointKind, Scene


@dataclass(frozen=True)
class Exchange:
    """A reply and what it answers. Lists may be given; they are kept as tuples.

    Without points it gets drafted ones, so that feedback can say what was missed; see
    :func:`drafted_points`. They are rated like an author's, but shown as quotations
    (:meth:`shown`), since they are the coworker's own words.

    Attributes:
        reply: The learner's words, as typed.
        concern: What the coworker said.
        points: The concern point by point; plain text is taken as a fact. Empty only
            where none is given and the concern yields none, such as "Why?".
        references: Strong replies by the author; none is allowed.

    """

    reply: str
    concern: str
    points: tuple[Point, ...] = ()
    references: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Take lists, and points as plain text; draft points where there are none."""
        points: Iterable[Point | str] = self.points
        given = tuple(
            Point(str(n), PointKind.FACT, point) if isinstance(point, str) else point
            for n, point in enumerate(points, 1)
        )
        object.__setattr__(self, "points", given or drafted_points(self.concern))
        object.__setattr__(self, "references", tuple(self.references))

    @classmethod
    def in_scene(cls, scene: Scene, reply: str) -> Self:
        """The exchange of ``reply`` with a scenario's scene."""
        return cls(reply, scene.says, scene.points, scene.references)

    @property
    def drafted(self) -> bool:
        """Whether the points are drafted, not an author's; holds on the far side of a wire too."""
        return bool(self.points) and self.points == drafted_points(self.concern)

    def shown(self, point: Point) -> str:
        """A point of this exchange as a person reads it; a drafted one is quoted."""
        return f"“{point.text}”" if self.drafted else point.text

    @property
    def scene_key(self) -> str:
        """Digest of everything but the reply; equal for all replies to one scene."""
        points = [[point.id, point.kind, point.text] for point in self.points]
        return digest([self.concern, points, self.references])

    def receipt(self, model: str) -> Receipt:
        """The receipt of a score by the model with this digest."""
        return Receipt.of(model, self.scene_key, self.reply)


def drafted_points(concern: str) -> tuple[Point, ...]:
    """Points drafted from the concern's own clauses, with the ids ``d1``, ``d2`` and so on.

    At most five; none where the concern is nothing but small talk.
    """
    # Most scenes have points, and the first screen should not wait for the patterns.
    from roleplay.text.drafting import draft_points  # noqa: PLC0415

    return tuple(
        Point(f"d{n}", PointKind(kind), text)
        for n, (kind, text) in enumerate(draft_points(concern), 1)
    )


class Status(StrEnum):
    """How far a rating can be relied on."""

    SCORED = "scored"
    UNSURE = "unsure"
    """Levels are there, but a person should look."""
    UNSCORED = "unscored"
    """No levels: empty, not English, or gibberish."""


class Flag(StrEnum):
    """Something about a reply that a person should know."""

    PARROT = "parrot"
    COPIED_REFERENCE = "copied-reference"
    INSULT = "insult"
    SARCASM = "sarcasm"
    BLAME = "blame"
    DISMISS = "dismiss"
    TRUNCATED = "truncated"


class PointState(StrEnum):
    """What became of a point in a reply."""

    COVERED = "covered"
    MISSING = "missing"
    WRONG = "wrong"


@dataclass(frozen=True)
class Level:
    """A place on a ladder, 0.00 to 4.00, with the ends of its 90 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class RatedSentence:
    """A sentence of the reply, where it stands in it, and its acts in the rubric's order."""

    text: str
    start: int
    end: int
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class PointFinding:
    """What became of one point."""

    id: str
    state: PointState


@dataclass(frozen=True)
class Beside:
    """What the reference that a reply is most like has, and the reply lacks.

    Attributes:
        reference: Its place among the exchange's references, from 0.
        acts: Acts that only the reference does, in the rubric's order.
        points: Ids of points that only the reference says back.

    """

    reference: int
    acts: tuple[Act, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rating:
    """The rater's answer to an exchange.

    Attributes:
        status: Whether the levels can be relied on.
        levels: A level per ladder; empty when unscored.
        sentences: The reply, sentence by sentence.
        points: What became of each point of the concern, in the author's order.
        flags: In alphabetical order.
        beside: How it stands to the nearest reference; None without references.
        why: For unsure and unscored ratings, the reason in a few words.
        receipt: A :class:`Receipt` as text; older histories hold other forms.

    """

    status: Status
    levels: Mapping[Ladder, Level] = field(default_factory=dict)
    sentences: tuple[RatedSentence, ...] = ()
    points: tuple[PointFinding, ...] = ()
    flags: tuple[Flag, ...] = ()
    why: str = ""
    receipt: str = ""
    beside: Beside | None = None

    def __post_init__(self) -> None:
        """Keep the levels from being changed."""
        object.__setattr__(self, "levels", MappingProxyType(dict(self.levels)))

    def value(self, ladder: Ladder) -> float:
        """The level on ``ladder``; KeyError when unscored."""
        return self.levels[ladder].value

    def overall(self, weights: Mapping[Ladder, float] | None = None) -> float | None:
        """The overall, 0 to 100, or None when unscored."""
        if not self.levels:
            return None
        return rubric.overall({name: level.value for name, level in self.levels.items()}, weights)

    def state(self, point: str) -> PointState:
        """What became of the point with this id; missing when it is not known."""
        states = (finding.state for finding in self.points if finding.id == point)
        return next(states, PointState.MISSING)

    def said(self, act: Act) -> bool:
        """Whether any sentence does ``act``."""
        return any(act in sentence.acts for sentence in self.sentences)

    @property
    def counts_as_best(self) -> bool:
        """Whether it may be a learner's best: it has levels, and is no reference pasted back."""
        return self.status is not Status.UNSCORED and Flag.COPIED_REFERENCE not in self.flags


@dataclass(frozen=True)
class RatingFacts:
    """What a scenario's conditions see of a rated reply; :class:`roleplay.scenario.Facts`.

    Attributes:
        rating: Scored or unsure.
        overall: By the scene's weights.
        mood, attempt: What the reply meets.
        rounded: Whether levels are whole, as ``expect`` sees them; ``when`` sees them as they are.

    """

    rating: Rating
    overall: float
    mood: int = 0
    attempt: int = 1
    rounded: bool = False

    @classmethod
    def expected(cls, rating: Rating, scene: Scene) -> Self:
        """What an example's ``expect`` sees."""
        return cls(rating, rating.overall(scene.weights) or 0.0, rounded=True)

    def number(self, name: str) -> float:
        """See :class:`roleplay.scenario.Facts`."""
        given = {"overall": self.overall, "mood": self.mood, "attempt": self.attempt}
        if name in given:
            return given[name]
        level = self.rating.value(Ladder(name))
        return rubric.whole(level) if self.rounded else level

    def heard(self, point: str) -> bool:
        """See :class:`roleplay.scenario.Facts`."""
        return self.rating.state(point) is PointState.COVERED

    def wrong(self, point: str) -> bool:
        """See :class:`roleplay.scenario.Facts`."""
        return self.rating.state(point) is PointState.WRONG

    def said(self, act: str) -> bool:
        """See :class:`roleplay.scenario.Facts`."""
        return self.rating.said(Act(act))


class Rater(Protocol):
    """Anything that rates. Async, since the model may sit in another process."""

    async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
        """Rate each exchange; one rating each, in the same order.

        Raises:
            ModelError: The model is missing or damaged, or did not answer.

        """


class PlainRater(Protocol):
    """A rater that sits in this process."""

    def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
        """As :meth:`Rater.rate`, at once."""


@dataclass(frozen=True)
class InProcess:
    """A :class:`Rater` from a plain one, for tables and pipes."""

    plain: PlainRater

    async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
        """Rate in this process; nothing else runs meanwhile."""
        return self.plain.rate(exchanges)

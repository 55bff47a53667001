"""Scenarios as data. Everything is frozen; :mod:`roleplay.authoring` makes them from YAML."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from roleplay.rubric import Ladder
from roleplay.scenario.condition import Condition

MAX_MOOD: Final = 4
DEFAULT_PASS_MARK: Final = 70


class Kind(StrEnum):
    """What sort of situation it is."""

    INTERRUPTION = "interruption"
    ANGRY_COWORKER = "angry-coworker"
    CONFLICTING_DEMANDS = "conflicting-demands"
    REQUEST = "request"
    FOLLOW_UP = "follow-up"
    SUPPLIER = "supplier"
    SISTER_BRANCH = "sister-branch"


class Customer(StrEnum):
    """Whether the other person works in the same organisation."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class Need(StrEnum):
    """What internal customers look for."""

    MATERIALS = "materials"
    INFORMATION = "information"
    INSTRUCTION = "instruction"
    PARTICIPATION = "participation"
    ASSISTANCE = "assistance"


class Fundamental(StrEnum):
    """The five fundamentals of serving a coworker."""

    LISTENING = "listening"
    EMPATHY = "empathy"
    KNOWLEDGE = "knowledge"
    EXCELLENCE = "excellence"
    FOLLOW_UP = "follow-up"


class PointKind(StrEnum):
    """What a point of a concern is."""

    FACT = "fact"
    FEELING = "feeling"
    NEED = "need"


class Outcome(StrEnum):
    """How an ending leaves the coworker."""

    GOOD = "good"
    MIXED = "mixed"
    BAD = "bad"


@dataclass(frozen=True)
class Point:
    """One thing that the coworker said and that a good reply says back.

    Attributes:
        id: Unique within its scene; ``heard(id)`` asks for it.
        kind: Fact, feeling or need.
        text: The point in the author's words.
        unheard: What the coworker says when a reply missed it; may be empty.

    """

    id: str
    kind: PointKind
    text: str
    unheard: str = ""


@dataclass(frozen=True)
class Example:
    """A reply and what its author expects of its rating, in whole levels."""

    reply: str
    expect: Condition


class CitedKind(StrEnum):
    """Where a scene keeps replies."""

    REFERENCE = "reference"
    EXAMPLE = "example"


@dataclass(frozen=True)
class Cited:
    """A reply that a scene has already: its reference or example of this number, from 1."""

    kind: CitedKind
    number: int

    def __str__(self) -> str:
        """As an author says it, such as ``reference 2``."""
        return f"{self.kind} {self.number}"


@dataclass(frozen=True)
class Playthrough:
    """A test of a scenario: replies from the opening on, and where they should lead.

    Attributes:
        name: What it shows; unique in its scenario.
        replies: One a scene; a cited one is of the scene that is reached by then.
        path: The scenes met, in order; empty when any will do.
        expect: Holds of ``mood``, that of whoever spoke last, and ``overall``, that of the
            whole play, after the last reply; None when anything will do.
        ending: The ending that the last reply leads to; None when any or none will do.

    """

    name: str
    replies: tuple[str | Cited, ...]
    path: tuple[str, ...] = ()
    expect: Condition | None = None
    ending: str | None = None


@dataclass(frozen=True)
class Branch:
    """Where a scene goes when its condition holds, and how the coworker's mood moves.

    Attributes:
        go: A scene's or an ending's id.
        when: Always taken when absent.
        mood_by: Added to the mood; negative is calmer.

    """

    go: str
    when: Condition | None = None
    mood_by: int = 0


@dataclass(frozen=True)
class Person:
    """A coworker. ``mood`` runs from 0, calm, to 4, furious."""

    id: str
    name: str
    role: str
    mood: int


@dataclass(frozen=True)
class Scene:
    """One thing that a coworker says (the concern), and where replies to it lead.

    Attributes:
        id: Unique within the scenario.
        who: The id of the person speaking.
        says: The concern.
        points: What was said, point by point.
        references: Strong replies by the author.
        examples: Replies with the levels that the author expects.
        next: Branches; the first whose condition holds is taken, the last has none.
        narration: A stage direction shown before the line; may be empty.
        weights: Weight of scored ladders in this scene's overall; 1 where missing.

    """

    id: str
    who: str
    says: str
    points: tuple[Point, ...]
    references: tuple[str, ...]
    examples: tuple[Example, ...]
    next: tuple[Branch, ...]
    narration: str = ""
    weights: Mapping[Ladder, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Ending:
    """How it ends, and how the coworker treats the next person because of it."""

    id: str
    says: str
    outcome: Outcome
    after: str


@dataclass(frozen=True)
class Desk:
    """The work that is interrupted.

    Attributes:
        task: What to do, in a sentence.
        lines: What to type, line by line.
        after_lines: Lines after which the coworker breaks in; if None, ``after_seconds`` says when.
        after_seconds: Seconds of work after which the coworker breaks in.

    """

    task: str
    lines: tuple[str, ...]
    after_lines: int | None = None
    after_seconds: int | None = None


@dataclass(frozen=True)
class You:
    """The learner's part."""

    role: str
    goal: str


@dataclass(frozen=True)
class Scenario:
    """A whole scenario. Its ``id`` is the name of its file without the ending.

    Attributes:
        difficulty: 1, easy, to 3.
        minutes: How long it takes, roughly.
        pass_mark: The overall, 0 to 100, from which it counts as passed.
        setting: Where the learner is and what has just happened.
        notes: Facts that the learner can look up.
        tests: What should happen when certain replies are given.

    """

    id: str
    title: str
    kind: Kind
    customer: Customer
    need: Need
    fundamentals: tuple[Fundamental, ...]
    difficulty: int
    minutes: int
    you: You
    setting: str
    people: Mapping[str, Person]
    opening: str
    scenes: Mapping[str, Scene]
    endings: Mapping[str, Ending]
    desk: Desk | None = None
    notes: tuple[str, ...] = ()
    pass_mark: float = DEFAULT_PASS_MARK
    tests: tuple[Playthrough, ...] = ()

"""One play-through as a pure state machine: ``(session, event) -> session``.

A session takes ratings as data and never calls the model, so the same events
always give the same session. Front doors keep a session, turn what the learner
does into events, and show what the session says.

::

    BRIEF ──Begin──▶ DESK ──LineTyped…, BreakIn──▶ SCENE ──Reply──▶ FEEDBACK
                                                    ▲ ▲  TryAgain │  │
                                                    │ └───────────┘  │ GoOn
                                                    └────────────────┤
                                     ENDED ◀──LineTyped…, LeaveDesk── DESK_AGAIN
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from types import MappingProxyType
from typing import assert_never

from roleplay.rating import PointState, Rating, RatingFacts, Status
from roleplay.scenario import Branch, Desk, Ending, Scenario, Scene, holds
from roleplay.scenario.model import MAX_MOOD


class Phase(Enum):
    """Where a session stands, and so what the learner can do."""

    BRIEF = auto()
    DESK = auto()
    SCENE = auto()
    FEEDBACK = auto()
    DESK_AGAIN = auto()
    ENDED = auto()


@dataclass(frozen=True)
class Begin:
    """The learner has read the brief."""


@dataclass(frozen=True)
class LineTyped:
    """The learner has finished a line of the desk task."""

    text: str


@dataclass(frozen=True)
class BreakIn:
    """The coworker breaks in, since the time for it has come."""


@dataclass(frozen=True)
class Reply:
    """The learner has replied, and the reply has been rated."""

    text: str
    rating: Rating


@dataclass(frozen=True)
class TryAgain:
    """The learner takes the last reply back and tries the scene again."""


@dataclass(frozen=True)
class GoOn:
    """The learner lets the last reply stand; the coworker reacts."""


@dataclass(frozen=True)
class LeaveDesk:
    """The learner leaves the rest of the desk task."""


Event = Begin | LineTyped | BreakIn | Reply | TryAgain | GoOn | LeaveDesk


class InvalidEventError(ValueError):
    """An event that the session's phase does not allow. The session is as it was."""


@dataclass(frozen=True)
class Attempt:
    """One reply to one scene.

    Attributes:
        scene: The scene's id.
        visit: Which scene on the path this is, from 0; a scene may be met twice.
        number: Which try at this visit, from 1.
        reply: As typed.
        rating: Scored or unsure; unscored replies are asked again and are no attempts.
        overall: 0 to 100, by the scene's weights.

    """

    scene: str
    visit: int
    number: int
    reply: str
    rating: Rating
    overall: float


@dataclass(frozen=True)
class Shift:
    """How a coworker's mood moved when a reply was left to stand; 0 calm to 4 furious."""

    who: str
    before: int
    after: int


@dataclass(frozen=True)
class Session:
    """A play-through at one moment.

    Attributes:
        scenario: What is played.
        phase: What comes next.
        path: Ids of the scenes met, in order; the last is the present one.
        moods: Mood of each person, 0 calm to 4 furious.
        attempts: Every attempt, also those taken back.
        typed: Lines of the desk task typed so far.
        broke_in_at: Desk lines that had been typed when the coworker broke in.
        course: How the mood moved at each scene that was left, in the order of the path.
        unheard: What the coworker says first because the last reply missed it.
        ending: The ending's id once it is reached.

    """

    scenario: Scenario
    phase: Phase
    path: tuple[str, ...]
    moods: Mapping[str, int]
    attempts: tuple[Attempt, ...] = ()
    typed: tuple[str, ...] = ()
    broke_in_at: int | None = None
    course: tuple[Shift, ...] = ()
    unheard: tuple[str, ...] = ()
    ending: str | None = None

    @classmethod
    def start(cls, scenario: Scenario) -> "Session":
        """A fresh session: nothing done, everybody in their first mood."""
        moods = {person.id: person.mood for person in scenario.people.values()}
        return cls(scenario, Phase.BRIEF, (scenario.opening,), MappingProxyType(moods))

    @property
    def scene(self) -> Scene:
        """The present scene; after the ending, the last one."""
        return self.scenario.scenes[self.path[-1]]

    @property
    def mood(self) -> int:
        """Mood of whoever speaks in the present scene."""
        return self.moods[self.scene.who]

    @property
    def tries(self) -> tuple[Attempt, ...]:
        """Attempts at the present visit, oldest first."""
        here = len(self.path) - 1
        return tuple(attempt for attempt in self.attempts if attempt.visit == here)

    @property
    def reached(self) -> Ending | None:
        """The ending, once it is reached."""
        return None if self.ending is None else self.scenario.endings[self.ending]

    @property
    def standing(self) -> tuple[Attempt, ...]:
        """The attempt that stands for each scene on the path: the last one made there."""
        last = {attempt.visit: attempt for attempt in self.attempts}
        return tuple(last[visit] for visit in sorted(last))

    @property
    def overall(self) -> float | None:
        """Mean overall of the standing attempts, 0 to 100; None before the first."""
        standing = self.standing
        if not standing:
            return None
        return round(sum(attempt.overall for attempt in standing) / len(standing), 2)

    @property
    def passed(self) -> bool:
        """Whether the overall reaches the pass mark, with no reference pasted back."""
        own = all(attempt.rating.counts_as_best for attempt in self.standing)
        return own and self.overall is not None and self.overall >= self.scenario.pass_mark


def advance(session: Session, event: Event) -> Session:
    """The session after ``event``.

    Raises:
        InvalidEventError: The present phase does not allow this event.

    """
    phase = session.phase
    match event:
        case Begin() if phase is Phase.BRIEF:
            return replace(session, phase=Phase.DESK if session.scenario.desk else Phase.SCENE)
        case LineTyped(text) if phase in {Phase.DESK, Phase.DESK_AGAIN}:
            return _typed(session, text)
        case BreakIn() if phase is Phase.DESK:
            return replace(session, phase=Phase.SCENE, broke_in_at=len(session.typed))
        case Reply(text, rating) if phase is Phase.SCENE:
            return _replied(session, text, rating)
        case TryAgain() if phase is Phase.FEEDBACK:
            return replace(session, phase=Phase.SCENE)
        case GoOn() if phase is Phase.FEEDBACK:
            return _went_on(session)
        case LeaveDesk() if phase is Phase.DESK_AGAIN:
            return replace(session, phase=Phase.ENDED)
        case Begin() | LineTyped() | BreakIn() | Reply() | TryAgain() | GoOn() | LeaveDesk():
            message = f"{type(event).__name__} is not possible in {phase.name}"
            raise InvalidEventError(message)
        case _:
            assert_never(event)


def preview(session: Session) -> Branch | None:
    """The branch that :class:`GoOn` would take now; None unless there is feedback to leave."""
    if session.phase is not Phase.FEEDBACK:
        return None
    last = session.tries[-1]
    facts = RatingFacts(last.rating, last.overall, session.mood, last.number)
    return next(
        branch for branch in session.scene.next if branch.when is None or holds(branch.when, facts)
    )


def _typed(session: Session, text: str) -> Session:
    desk = _desk(session)
    session = replace(session, typed=(*session.typed, text))
    done = len(session.typed) >= len(desk.lines)
    if session.phase is Phase.DESK_AGAIN:
        return replace(session, phase=Phase.ENDED) if done else session
    due = desk.after_lines is not None and len(session.typed) >= desk.after_lines
    # Somebody who types faster than the clock is still interrupted: at the end of the task.
    if due or done:
        return replace(session, phase=Phase.SCENE, broke_in_at=len(session.typed))
    return session


def _desk(session: Session) -> Desk:
    if session.scenario.desk is None:
        message = "this scenario has no desk task"
        raise InvalidEventError(message)
    return session.scenario.desk


def _replied(session: Session, text: str, rating: Rating) -> Session:
    overall = rating.overall(session.scene.weights)
    if rating.status is Status.UNSCORED or overall is None:
        return session
    attempt = Attempt(
        scene=session.scene.id,
        visit=len(session.path) - 1,
        number=len(session.tries) + 1,
        reply=text,
        rating=rating,
        overall=overall,
    )
    return replace(session, phase=Phase.FEEDBACK, attempts=(*session.attempts, attempt))


def _went_on(session: Session) -> Session:
    branch = preview(session)
    if branch is None:  # cannot be: the caller has seen the phase
        raise InvalidEventError
    rating = session.tries[-1].rating
    missed = (p for p in session.scene.points if rating.state(p.id) is not PointState.COVERED)
    mood = min(MAX_MOOD, max(0, session.mood + branch.mood_by))
    session = replace(
        session,
        moods=MappingProxyType({**session.moods, session.scene.who: mood}),
        course=(*session.course, Shift(session.scene.who, session.mood, mood)),
        unheard=tuple(point.unheard for point in missed if point.unheard),
    )
    if branch.go in session.scenario.scenes:
        return replace(session, phase=Phase.SCENE, path=(*session.path, branch.go))
    desk = session.scenario.desk
    waiting = desk is not None and len(session.typed) < len(desk.lines)
    return replace(session, phase=Phase.DESK_AGAIN if waiting else Phase.ENDED, ending=branch.go)

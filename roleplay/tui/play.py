"""One play-through without a screen: its session, what was said, its drafts and its records.

The app and ``--plain`` each hold one. It applies events, keeps attempts at once,
and lets practice go on when they cannot be kept.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol, runtime_checkable

from roleplay.coach import Turn
from roleplay.errors import HistoryError, RoleplayError
from roleplay.practice import Records, Standing
from roleplay.scenario import Person, Scenario
from roleplay.session import Begin, Event, GoOn, LeaveDesk, Phase, Session, advance


class Voice(Enum):
    """Who a line of the conversation belongs to."""

    NARRATION = auto()
    THEM = auto()
    YOU = auto()


@dataclass(frozen=True)
class Line:
    """Something said or told. ``who`` is a coworker's name, or empty."""

    voice: Voice
    text: str
    who: str = ""


@runtime_checkable
class Noticing(Protocol):
    """Records that go on in memory when they cannot write, and say so."""

    notice: str


class Play:
    """A play-through as it goes on.

    Attributes:
        session: As it stands now.
        said: The conversation so far, oldest first.
        turn: The latest rated reply with its feedback.
        desk_draft: The half-typed line that an interruption left behind.
        reply_draft: What the reply box holds when the learner comes back to it.
        mood_before: The speaker's mood before they last reacted; None at first.
        kept: Whether what happens here outlives the app; a preview's play-through does not.

    """

    def __init__(
        self,
        scenario: Scenario,
        records: Records,
        trouble: Callable[[RoleplayError], None],
        *,
        kept: bool = True,
    ) -> None:
        """Start at the brief; ``trouble`` is told when an attempt could not be kept."""
        self.session = Session.start(scenario)
        self.said: list[Line] = []
        self.turn: Turn | None = None
        self.desk_draft = ""
        self.reply_draft = ""
        self.mood_before: int | None = None
        self.kept = kept
        self._records = records
        self._trouble = trouble
        self._number: int | None = None
        self._noticed = ""

    @property
    def scenario(self) -> Scenario:
        """What is played."""
        return self.session.scenario

    @property
    def speaker(self) -> Person:
        """Whoever speaks in the present scene."""
        return self.scenario.people[self.session.scene.who]

    @property
    def standing(self) -> Standing | None:
        """How the learner stands with this scenario, this play among them once it has ended."""
        try:
            return self._records.standings().get(self.scenario.id)
        except RoleplayError as error:
            self._trouble(error)
            return None

    def do(self, event: Event) -> None:
        """Apply an event of the learner's.

        Raises:
            InvalidEventError: The session's phase does not allow it; nothing has changed.

        """
        before, self.session = self.session, advance(self.session, event)
        match event:
            case Begin():
                self._keep(self._begin)
            case GoOn():
                self.said.append(Line(Voice.YOU, before.tries[-1].reply))
                self.mood_before = before.moods[self.session.scene.who]
                self.reply_draft = ""
            case _:
                pass
        self.said.extend(_newly_said(before, self.session))
        if self.session.phase is Phase.ENDED:
            self._keep(self._finish)

    def take(self, turn: Turn) -> None:
        """Move to where a rated reply has led, and keep the attempt at once."""
        before, self.session, self.turn = self.session, turn.session, turn
        if len(turn.session.attempts) > len(before.attempts):
            self._keep(self._add)

    def leave(self) -> None:
        """Stop here. Whoever leaves at the desk afterwards has finished all the same."""
        if self.session.phase is Phase.DESK_AGAIN:
            self.do(LeaveDesk())

    def _begin(self) -> None:
        self._number = self._records.begin(self.scenario)

    def _add(self) -> None:
        if self._number is not None:
            self._records.add(self._number, self.session.attempts[-1])

    def _finish(self) -> None:
        if self._number is not None:
            self._records.finish(self._number, self.session)

    def _keep(self, write: Callable[[], None]) -> None:
        try:
            write()
        except RoleplayError as error:
            self._trouble(error)
        records = self._records
        if isinstance(records, Noticing) and records.notice not in {"", self._noticed}:
            self._noticed = records.notice
            self._trouble(HistoryError(records.notice))


def _newly_said(before: Session, after: Session) -> Iterator[Line]:
    """What is said on the way from one session to the next."""
    people = after.scenario.people
    went_on = len(after.path) > len(before.path) or after.ending != before.ending
    entered = after.phase is Phase.SCENE and before.phase in {Phase.BRIEF, Phase.DESK}
    if went_on:
        name = people[before.scene.who].name
        yield from (Line(Voice.THEM, line, name) for line in after.unheard)
        if after.reached is not None:
            yield Line(Voice.THEM, after.reached.says, name)
            return
    if went_on or entered:
        if after.scene.narration:
            yield Line(Voice.NARRATION, after.scene.narration)
        yield Line(Voice.THEM, after.scene.says, people[after.scene.who].name)

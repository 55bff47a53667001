"""A world for the app in tests: scenarios and records in memory, and ways to look and to type."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from support.rater import ScriptedRater
from support.scenarios import small
from textual.pilot import Pilot
from textual.widgets import Input, Static

from roleplay.authoring.cards import card_of
from roleplay.errors import InputError, RoleplayError
from roleplay.practice import Card, Standing
from roleplay.scenario import Kind, Need, Scenario
from roleplay.session import Attempt, Session
from roleplay.tui.app import RoleplayApp
from roleplay.tui.screens.brief import BriefScreen
from roleplay.tui.screens.feedback import FeedbackScreen
from roleplay.tui.screens.scene import SceneScreen
from roleplay.tui.widgets.cards import ScenarioList
from roleplay.tui.widgets.reply import ReplyBox

KIND = "I'm sorry your overtime is missing. I'll look now."
PLAIN = "Send me the slip."
CRUEL = "You idiot."


def several() -> list[Scenario]:
    """Three scenarios that differ in kind, need and difficulty."""
    return [
        small(),
        replace(small(desk=True), id="desk", title="At the desk", need=Need.ASSISTANCE),
        replace(
            small(), id="angry", title="Furious", kind=Kind.ANGRY_COWORKER, difficulty=3, minutes=5
        ),
    ]


@dataclass
class Shelf:
    """A library in memory."""

    scenarios: Sequence[Scenario] = field(default_factory=several)
    broken: Sequence[Card] = ()

    def ids(self) -> Collection[str]:
        return [card.id for card in self.cards()]

    def cards(self) -> Sequence[Card]:
        return [*map(card_of, self.scenarios), *self.broken]

    def load(self, scenario: str) -> Scenario:
        for found in self.scenarios:
            if found.id == scenario:
                return found
        raise InputError(f"there is no scenario '{scenario}'", hint="look at the list")


@dataclass
class Notebook:
    """Records in memory; ``failing`` is raised by every write, ``plays`` is how many there are."""

    attempts: list[Attempt] = field(default_factory=list)
    finished: list[Session] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    failing: RoleplayError | None = None
    plays: int = 1

    def standings(self) -> Mapping[str, Standing]:
        when = datetime(2026, 3, 4, tzinfo=UTC)
        return {
            session.scenario.id: Standing(
                self.plays, session.overall or 0, session.overall or 0, session.passed, when
            )
            for session in self.finished
        }

    def begin(self, scenario: Scenario) -> int:
        self._may_fail()
        self.begun.append(scenario.id)
        return len(self.begun)

    def add(self, play: int, attempt: Attempt) -> None:
        assert play == len(self.begun)
        self._may_fail()
        self.attempts.append(attempt)

    def finish(self, play: int, session: Session) -> None:
        assert play == len(self.begun)
        self._may_fail()
        self.finished.append(session)

    def _may_fail(self) -> None:
        if self.failing is not None:
            raise self.failing


def make_app(
    *scenarios: Scenario,
    rater: ScriptedRater | None = None,
    records: Notebook | None = None,
    start: str | None = None,
) -> RoleplayApp:
    library = Shelf(scenarios) if scenarios else Shelf()
    return RoleplayApp(library, records or Notebook(), rater or ScriptedRater(), start=start)


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Let the app work until ``true()``; fail after five seconds."""
    for _ in range(250):
        await pilot.pause()
        with suppress(Exception):  # screens come and go while we look
            if true():
                return
        await asyncio.sleep(0.02)
    raise AssertionError(f"it never came to that; on the screen:\n{told(pilot)}")


async def until_screen(pilot: Pilot[None], screen: type) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, screen))
    await pilot.pause()


def told(pilot: Pilot[None]) -> str:
    """All text that the screen has to tell, also where it must be scrolled to."""
    return "\n".join(str(found.render()) for found in pilot.app.screen.query(Static).results())


async def tells(pilot: Pilot[None], text: str) -> None:
    """Wait until the screen tells ``text``."""
    await until(pilot, lambda: text in told(pilot))


def painted(pilot: Pilot[None]) -> str:
    """What stands on the screen now, line by line."""
    compositor = pilot.app.screen._compositor
    return "\n".join(strip.text for strip in compositor.render_strips())


def warned(pilot: Pilot[None]) -> str:
    """All notices that are up."""
    return "\n".join(str(notice.message) for notice in pilot.app._notifications)


async def ready(pilot: Pilot[None]) -> None:
    """Wait until scenarios are listed."""
    await until(pilot, lambda: pilot.app.screen.query_one(ScenarioList).option_count > 0)


async def begin(pilot: Pilot[None], row: int = 0) -> None:
    """Pick a scenario and pass its brief."""
    await ready(pilot)
    listed = pilot.app.screen.query_one(ScenarioList)
    listed.highlighted = row
    await pilot.press("enter")
    await until_screen(pilot, BriefScreen)
    await pilot.press("enter")
    await until(pilot, lambda: not isinstance(pilot.app.screen, BriefScreen))
    await pilot.pause()


async def type_line(pilot: Pilot[None], text: str) -> None:
    """Type a line of the desk task."""
    pilot.app.screen.query_one("#typed", Input).value = text
    await pilot.press("enter")
    await pilot.pause()


async def say(pilot: Pilot[None], text: str) -> None:
    """Put ``text`` into the reply box and send it."""
    await until_screen(pilot, SceneScreen)
    pilot.app.screen.query_one(ReplyBox).load_text(text)
    await pilot.press("ctrl+s")


async def answer(pilot: Pilot[None], text: str) -> None:
    """Say ``text``, and wait for the feedback."""
    await say(pilot, text)
    await until_screen(pilot, FeedbackScreen)


def reply_box(pilot: Pilot[None]) -> ReplyBox:
    return pilot.app.screen.query_one(ReplyBox)

"""Whole play-throughs by keys."""

from dataclasses import replace

import pytest
from support.rater import ScriptedRater
from support.scenarios import small
from textual.widgets import Input

from roleplay import paths
from roleplay.authoring import ScenarioLibrary
from roleplay.scenario import Desk, Kind
from roleplay.tui.screens.desk import DeskScreen
from roleplay.tui.screens.ending import EndingScreen
from roleplay.tui.screens.pick import PickScreen
from roleplay.tui.screens.scene import SceneScreen
from roleplay.tui.widgets.clock import Clock
from tui.world import (
    CRUEL,
    KIND,
    PLAIN,
    Notebook,
    answer,
    begin,
    make_app,
    reply_box,
    told,
    type_line,
    until,
    until_screen,
)


async def test_an_interruption_from_the_desk_to_the_ending() -> None:
    records = Notebook()
    async with make_app(small(desk=True), records=records).run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        assert isinstance(pilot.app.screen, DeskScreen)
        await type_line(pilot, "440 100.00")
        assert "✓ 440  100.00" in told(pilot)
        await type_line(pilot, "441 999")
        await until_screen(pilot, SceneScreen)  # she breaks in after two lines
        assert "My overtime is missing." in told(pilot)
        assert "tense ●●○○" in told(pilot)

        await answer(pilot, PLAIN)
        assert "Empathy" not in told(pilot)  # bars are no paragraphs
        assert "Overall 42 of 100" in told(pilot)
        await pilot.press("t")
        await until_screen(pilot, SceneScreen)
        assert reply_box(pilot).text == PLAIN  # to be changed, not typed again
        await answer(pilot, KIND)
        assert "try 2" in told(pilot)
        assert "✓" in told(pilot)

        await pilot.press("enter")
        await until_screen(pilot, DeskScreen)  # resumed where it was, after what she says
        assert "Thank you!" in told(pilot)
        assert "✗ 441  100.10    you typed: 441 999" in told(pilot)
        await type_line(pilot, "442 100.20")
        await until_screen(pilot, EndingScreen)
        assert "It went well" in told(pilot)
        assert "Her next caller is lucky." in told(pilot)
        assert "✓ passed" in told(pilot)
        assert "Did I leave the door open?" in told(pilot)

        await pilot.press("enter")
        await until_screen(pilot, PickScreen)
        assert [attempt.reply for attempt in records.attempts] == [PLAIN, KIND]
        assert [session.ending for session in records.finished] == ["relieved"]
        await until(
            pilot, lambda: "passed" in str(pilot.app.screen.query_one("#right Static").render())
        )


async def test_an_angry_coworker_to_a_bad_ending_and_again() -> None:
    records = Notebook()
    furious = replace(small(), kind=Kind.ANGRY_COWORKER)
    async with make_app(furious, records=records).run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        await answer(pilot, CRUEL)
        assert "That stung." in told(pilot)
        assert "! insults" in told(pilot)
        await pilot.press("g")
        await until_screen(pilot, SceneScreen)
        assert "Excuse me?" in told(pilot)
        assert "angry ●●●○   ▲ more upset" in told(pilot)
        assert "And my overtime?" in told(pilot)  # what the reply missed comes first
        assert CRUEL in told(pilot)  # the earlier exchange is still there
        assert reply_box(pilot).text == ""
        await answer(pilot, CRUEL)
        await pilot.press("g")
        await until_screen(pilot, EndingScreen)
        assert "It went badly" in told(pilot)
        assert "○ not passed yet" in told(pilot)
        await pilot.press("p")
        await until(pilot, lambda: "You will meet" in told(pilot))
        assert len(records.finished) == 1


async def test_the_clock_breaks_in_and_the_half_typed_line_waits() -> None:
    timed = replace(small(), desk=Desk("Type", ("one", "two"), after_lines=None, after_seconds=2))
    async with make_app(timed).run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        await pilot.press(*"on")
        clock = pilot.app.screen.query_one(Clock)
        await pilot.press("f3")
        clock.tick()
        clock.tick()
        assert isinstance(pilot.app.screen, DeskScreen)  # paused
        await pilot.press("f3")
        clock.tick()
        clock.tick()
        await until_screen(pilot, SceneScreen)
        await answer(pilot, KIND)
        await pilot.press("g")
        await until_screen(pilot, DeskScreen)
        assert pilot.app.screen.query_one("#typed", Input).value == "on"
        await pilot.press("f9")
        await until_screen(pilot, EndingScreen)


async def test_keys_that_follow_enter_closely_are_not_lost() -> None:
    async with make_app(small(desk=True, lines=4)).run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        await pilot.press(*"440", "space", *"100.00", "enter", *"4")
        assert pilot.app.screen.query_one("#typed", Input).value == "4"


@pytest.mark.parametrize("name", ["two-minute-question", "steaming-mad"])
async def test_shipped_scenarios_reach_an_ending(name: str) -> None:
    library = ScenarioLibrary([paths.scenarios()], paths.cache())
    scenario = library.load(name)
    records = Notebook()
    app = make_app(scenario, rater=ScriptedRater(), records=records, start=name)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "You will meet" in told(pilot))
        await pilot.press("enter")
        if scenario.desk is not None:
            for line in scenario.desk.lines[: scenario.desk.after_lines]:
                await until_screen(pilot, DeskScreen)
                await type_line(pilot, line)
        for _ in range(6):
            await answer(pilot, KIND)
            await pilot.press("g")
            await until(
                pilot, lambda: isinstance(pilot.app.screen, SceneScreen | DeskScreen | EndingScreen)
            )
            if not isinstance(pilot.app.screen, SceneScreen):
                break
        if isinstance(pilot.app.screen, DeskScreen):
            await pilot.press("f9")
        await until_screen(pilot, EndingScreen)
        assert len(records.finished) == 1
        assert records.finished[0].reached is not None

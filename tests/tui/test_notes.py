"""Looking things up in the middle of a reply."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from support.scenarios import small
from textual.pilot import Pilot
from textual.widgets import Input

from roleplay.scenario import Scenario
from roleplay.tui.screens.desk import DeskScreen
from roleplay.tui.screens.feedback import FeedbackScreen
from roleplay.tui.screens.notes import Notes
from roleplay.tui.screens.scene import SceneScreen
from roleplay.tui.screens.sheet import Sheet
from roleplay.tui.widgets.clock import Clock
from tui.world import (
    KIND,
    PLAIN,
    answer,
    begin,
    make_app,
    painted,
    reply_box,
    told,
    type_line,
    until,
    until_screen,
)

MANY = tuple(f"Room {number} is on floor {number // 10}." for number in range(10, 60))


async def look_up(pilot: Pilot[None], words: str = "") -> None:
    await pilot.press("f2")
    await until_screen(pilot, Notes)
    if words:
        pilot.app.screen.query_one(Input).value = words
        await pilot.pause()


def shown(pilot: Pilot[None]) -> list[str]:
    """What the sheet shows, below its titles."""
    items = pilot.app.screen.query(".item .text").results()
    return [
        str(item.render())
        for item in items
        if all(widget.display for widget in item.ancestors_with_self)
    ]


def offered(pilot: Pilot[None]) -> set[str]:
    return {
        active.binding.action
        for active in pilot.app.screen.active_bindings.values()
        if active.enabled
    }


async def test_notes_desk_and_talk_are_there_while_replying() -> None:
    async with make_app(small(desk=True)).run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        for line in ("440 100.00", "441 100.10"):
            await type_line(pilot, line)
        await until_screen(pilot, SceneScreen)
        await pilot.press(*"half a reply")
        await look_up(pilot)
        assert shown(pilot) == [
            "Payroll closes at 12:00.",
            "Type the totals:",
            "440  100.00",
            "441  100.10",
            "442  100.20",
            "Dana Ruiz: My overtime is missing.",
        ]
        await pilot.press("f2")
        await until_screen(pilot, SceneScreen)
        await pilot.press(*" goes on")
        assert reply_box(pilot).text == "half a reply goes on"


async def test_earlier_exchanges_can_be_looked_up() -> None:
    async with make_app(small()).run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        await answer(pilot, PLAIN)
        await pilot.press("g")
        await until_screen(pilot, SceneScreen)
        await look_up(pilot)
        assert shown(pilot)[1:] == [
            "Dana Ruiz: My overtime is missing.",
            f"You: {PLAIN}",
            "Dana Ruiz: And my overtime?",
            "Dana Ruiz: And today? Can you tell me today?",
            "Dana Ruiz: So what now?",
        ]


async def test_many_notes_can_be_searched_and_scrolled_to_their_end() -> None:
    async with make_app(replace(small(), notes=MANY)).run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        await look_up(pilot, "FLOOR 23")
        assert shown(pilot) == ["Room 23 is on floor 2."]
        await look_up_again(pilot, "twenty-three")
        assert shown(pilot) == []
        assert "Nothing here has “twenty-three”." in painted(pilot)
        await look_up_again(pilot, "")
        assert len(shown(pilot)) == len(MANY) + 1
        await pilot.press(*["pagedown"] * 6)
        await until(pilot, lambda: "Dana Ruiz: My overtime is missing." in painted(pilot))
        await pilot.press("pageup", *["up"] * 3, "down")
        assert "My overtime" not in painted(pilot)
        await pilot.press("escape")
        await until_screen(pilot, SceneScreen)


async def look_up_again(pilot: Pilot[None], words: str) -> None:
    pilot.app.screen.query_one(Input).value = words
    await pilot.pause()


async def test_digits_find_number_words() -> None:
    notes = ("Thirty-eight hours are too few.", *MANY[:9])
    async with make_app(replace(small(), notes=notes)).run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        await look_up(pilot, "38 hours")
        assert shown(pilot) == ["Thirty-eight hours are too few."]


async def test_few_notes_need_no_search() -> None:
    async with make_app(small()).run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        await look_up(pilot)
        assert not pilot.app.screen.query(Input)


async def test_the_clock_stands_still_while_something_is_looked_up() -> None:
    async with make_app(small()).run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        clock = pilot.app.screen.query_one(Clock)
        await look_up(pilot)
        before = clock.seconds
        clock.tick()
        assert clock.seconds == before
        assert not clock.paused  # that is the learner's to say
        await pilot.press("escape")
        await until_screen(pilot, SceneScreen)
        clock.tick()
        assert clock.seconds > before


@pytest.mark.parametrize(
    ("change", "there"),
    [
        (small, True),
        (lambda: replace(small(), notes=()), False),
        (lambda: replace(small(desk=True), notes=()), True),
    ],
)
async def test_the_key_is_offered_only_where_there_is_something(
    change: Callable[[], Scenario],
    there: bool,  # noqa: FBT001
) -> None:
    async with make_app(change()).run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        assert isinstance(pilot.app.screen, SceneScreen | DeskScreen)
        assert ("notes" in offered(pilot)) == there
        await pilot.press("f2")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Notes) == there


async def test_what_is_made_up_is_asked_about_beside_the_advice() -> None:
    async with make_app(small()).run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        await answer(pilot, f"{KIND} So Marisol said it was Friday.")
        assert "Where are “Marisol” and “Friday” from?" in told(pilot)
        await pilot.press("t")
        await until_screen(pilot, SceneScreen)
        await answer(pilot, f"{KIND} I'll ring you on Friday.")
        assert "from?" not in told(pilot)


async def test_the_end_of_a_long_sheet_can_be_reached() -> None:
    scenario = small()
    scene = replace(scenario.scenes["asks"], references=(*["So it goes. " * 30] * 3, "The end."))
    scenario = replace(scenario, scenes={**scenario.scenes, "asks": scene})
    async with make_app(scenario).run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        await answer(pilot, KIND)
        await until_screen(pilot, FeedbackScreen)
        await pilot.press("r")
        await until_screen(pilot, Sheet)
        await pilot.press("end")
        await until(pilot, lambda: "The end." in painted(pilot))

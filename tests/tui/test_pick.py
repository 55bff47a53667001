"""The picker: painted first, filtered, searched, and right about how the learner stands."""

import threading
from collections.abc import Sequence
from dataclasses import replace

from support.rater import ScriptedRater
from support.scenarios import small
from textual.pilot import Pilot
from textual.widgets import Select

from roleplay.errors import InputError
from roleplay.practice import Card
from roleplay.tui.app import RoleplayApp
from roleplay.tui.screens.brief import BriefScreen
from roleplay.tui.screens.pick import PickScreen
from roleplay.tui.widgets.cards import ScenarioList
from tui.world import Notebook, Shelf, make_app, painted, ready, told, until, warned


def listed(pilot: Pilot[None]) -> list[str]:
    return [card.id for card in pilot.app.screen.query_one(ScenarioList).cards]


async def test_the_screen_is_painted_before_anything_is_read() -> None:
    class Waiting(Shelf):
        go = threading.Event()

        def cards(self) -> Sequence[Card]:
            assert self.go.wait(10)
            return super().cards()

    library = Waiting()
    app = RoleplayApp(library, Notebook(), ScriptedRater(), start=None)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Reading the scenarios…" in painted(pilot)
        await pilot.press("slash", *"fur")  # keys work meanwhile
        library.go.set()
        await until(pilot, lambda: listed(pilot) == ["angry"])


async def test_filters_and_search_narrow_the_list_and_escape_clears() -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert listed(pilot) == ["small", "desk", "angry"]
        await pilot.press("k", "down", "down", "enter")  # angry coworker
        await until(pilot, lambda: listed(pilot) == ["angry"])
        assert "1 of 3 scenarios" in painted(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: len(listed(pilot)) == 3)
        pilot.app.screen.query_one("#need", Select).value = "assistance"
        await until(pilot, lambda: listed(pilot) == ["desk"])
        await pilot.press("escape")
        pilot.app.screen.query_one("#difficulty", Select).value = "3"
        await until(pilot, lambda: listed(pilot) == ["angry"])
        await pilot.press("escape")
        await pilot.press("slash", *"desk")
        await until(pilot, lambda: listed(pilot) == ["desk"])
        await pilot.press(*"zzz")
        await until(pilot, lambda: "No scenario fits." in painted(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: len(listed(pilot)) == 3)
        await pilot.press("end", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefScreen))
        assert "Furious" in painted(pilot)


async def test_an_unreadable_library_is_said() -> None:
    class Gone(Shelf):
        def cards(self) -> Sequence[Card]:
            raise InputError("The folder is gone.", hint="roleplay doctor")

    app = RoleplayApp(Gone(), Notebook(), ScriptedRater(), start=None)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "The folder is gone." in warned(pilot))
        await until(pilot, lambda: "There are no scenarios here." in painted(pilot))


async def test_starting_with_a_scenario_opens_its_brief() -> None:
    async with make_app(start="angry").run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, BriefScreen))
        assert "Furious" in told(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickScreen))


async def test_starting_with_an_unknown_scenario_says_so() -> None:
    async with make_app(start="nosuch").run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "there is no scenario 'nosuch'" in warned(pilot))
        assert isinstance(pilot.app.screen, PickScreen)


async def test_the_choice_stays_when_the_list_is_shown_again() -> None:
    many = [replace(small(), id=f"s{n}", title=f"Scenario {n}") for n in range(30)]
    async with make_app(*many).run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(*["down"] * 5)
        await pilot.press("slash", *"scenario", "enter")
        chosen = pilot.app.screen.query_one(ScenarioList).chosen
        assert chosen is not None
        assert chosen.id == "s5"

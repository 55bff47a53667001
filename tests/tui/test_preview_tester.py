"""The reply tester of the preview, and playing from it."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from support.rater import ScriptedRater
from textual.widgets import Select

from roleplay.rating import Exchange, Rating
from roleplay.tui.screens.brief import BriefScreen
from roleplay.tui.screens.desk import DeskScreen
from roleplay.tui.screens.ending import EndingScreen
from roleplay.tui.screens.feedback import FeedbackScreen
from roleplay.tui.screens.preview import PreviewScreen
from roleplay.tui.screens.scene import SceneScreen
from roleplay.tui.widgets import tester
from tui.drafts import app_on, contents, names, ready, save
from tui.world import (
    KIND,
    answer,
    painted,
    reply_box,
    tells,
    told,
    type_line,
    until,
    until_screen,
    warned,
)


async def test_only_the_latest_text_is_rated(file: Path) -> None:
    class Slow(ScriptedRater):
        """Keeps the first reply until it is let go."""

        go = asyncio.Event()

        async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
            if "first" in exchanges[0].reply:
                await self.go.wait()
            return await super().rate(exchanges)

    rater = Slow()
    async with app_on(file, rater).run_test(size=(120, 40)) as pilot:
        await ready(pilot)
        for text in ("first", "first sorry"):
            reply_box(pilot).load_text(text)
            await pilot.pause()
            await tells(pilot, "rating…")
        reply_box(pilot).load_text("so sorry")
        await pilot.pause()
        rater.go.set()
        await tells(pilot, "90 of 100")
        assert [exchange.reply for exchange in rater.seen] == ["so sorry"]


async def test_typing_asks_once_after_a_pause(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tester, "PAUSE", 3)  # keys are slow on a busy machine
    rater = ScriptedRater()
    async with app_on(file, rater).run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("t", *"sorry")
        await tells(pilot, "90 of 100")
        assert [exchange.reply for exchange in rater.seen] == ["sorry"]
        for words in ("Empathy       ", "3.6 3.1-4.0", "Leads to", "relieved"):
            assert words in painted(pilot)


async def test_it_says_where_a_reply_leads_and_what_is_said_first(file: Path) -> None:
    rater = ScriptedRater()
    async with app_on(file, rater).run_test(size=(120, 40)) as pilot:
        await ready(pilot)
        await pilot.press("t")
        reply_box(pilot).load_text("Hm.")
        await tells(pilot, "2. otherwise")
        assert "waits" in told(pilot)
        assert "“I have rent to pay.”" in told(pilot)
        assert "○" in told(pilot)
        reply_box(pilot).load_text("Sorry.")
        await tells(pilot, "1. when empathy >= 2.5 and heard(overtime)")
        assert "tense → calm  ▼ calmer" in told(pilot)
        await pilot.press("f8")
        await tells(pilot, "angry → uneasy  ▼ calmer")
        await pilot.press("f9")
        assert pilot.app.screen.query_one("#when-try", Select).value == 2
        assert [exchange.reply for exchange in rater.seen] == ["Hm.", "Sorry."]  # asked once each
        await pilot.press("escape", "down")
        await tells(pilot, "when help >= 2")
        assert pilot.app.screen.query_one("#when-mood", Select).value == 2  # as it starts


async def test_ready_replies_are_loaded_by_number_with_what_is_expected(file: Path) -> None:
    async with app_on(file).run_test(size=(120, 40)) as pilot:
        await ready(pilot)
        await pilot.press("2")
        await until(pilot, lambda: reply_box(pilot).border_title == "Reference 2 of 2")
        assert reply_box(pilot).text.startswith("I am sorry, that is a worry.")
        await pilot.press("3")
        await tells(pilot, "✗ not as expected: courtesy <= 1\nbut courtesy is 2")
        assert reply_box(pilot).border_title == "Example 1 of 2"
        save(file, ("expect: courtesy <= 1}", "expect: courtesy <= 2}"))
        await tells(pilot, "✓ as expected: courtesy <= 2")
        await pilot.press("9")
        await until(pilot, lambda: "no reply number 9" in warned(pilot))
        await pilot.press("down")  # it was an answer to something else
        await until(pilot, lambda: reply_box(pilot).text == "")


async def test_a_changed_scene_is_rated_again(file: Path) -> None:
    rater = ScriptedRater()
    async with app_on(file, rater).run_test() as pilot:
        await ready(pilot)
        reply_box(pilot).load_text("Sorry.")
        await tells(pilot, "90 of 100")
        save(file, ("My overtime is missing.", "My badge is missing."))
        await until(pilot, lambda: len(rater.seen) == 2)
        assert "My badge" in rater.seen[1].concern
        assert reply_box(pilot).text == "Sorry."


async def test_without_the_model_everything_else_works(file: Path) -> None:
    async with app_on(file, ScriptedRater(failures=1)).run_test(size=(120, 40)) as pilot:
        await ready(pilot)
        reply_box(pilot).load_text("Sorry.")
        await tells(pilot, "The model stopped.\n→ try again\nScenes and problems need no model.")
        await pilot.press("ctrl+s")
        await tells(pilot, "90 of 100")


async def test_letters_in_the_box_are_letters(file: Path) -> None:
    async with app_on(file).run_test() as pilot:
        await ready(pilot)
        await pilot.press("t", *"pten19")
        assert reply_box(pilot).text == "pten19"
        assert isinstance(pilot.app.screen, PreviewScreen)
        await pilot.press("escape")
        assert contents(pilot).has_focus


async def test_playing_from_the_opening_has_brief_and_desk_and_leaves_no_trace(
    file: Path, data: Path
) -> None:
    before = names(data)
    async with app_on(file).run_test() as pilot:
        await ready(pilot)
        await pilot.press("p")
        await until_screen(pilot, BriefScreen)
        await pilot.press("enter")
        await until_screen(pilot, DeskScreen)
        await type_line(pilot, "a")
        await until_screen(pilot, SceneScreen)
        save(file, ("My overtime is missing.", "My badge is missing."))
        await pilot.pause(0.3)
        assert "My overtime is missing." in told(pilot)  # this conversation goes on
        await answer(pilot, KIND)
        await pilot.press("g")
        await until_screen(pilot, DeskScreen)
        await pilot.press("f9")
        await until_screen(pilot, EndingScreen)
        await pilot.press("enter")
        await until_screen(pilot, PreviewScreen)
        await tells(pilot, "My badge is missing.")
    assert names(data) == before


async def test_playing_from_a_later_scene_begins_there_at_once(file: Path, data: Path) -> None:
    async with app_on(file, scene="waits").run_test() as pilot:
        await ready(pilot)
        await pilot.press("f8", "p")
        await until_screen(pilot, SceneScreen)
        assert "She does not move." in told(pilot)
        assert "angry ●●●○" in told(pilot)
        await pilot.press(*"half a")
        await pilot.press("escape")  # nothing is kept, so nothing is asked
        await until_screen(pilot, PreviewScreen)
        await pilot.press("p")
        await answer(pilot, KIND)
        assert isinstance(pilot.app.screen, FeedbackScreen)
        await pilot.press("g")
        await until_screen(pilot, EndingScreen)
        await pilot.press("p")  # again from the same scene
        await until_screen(pilot, SceneScreen)
        assert "She does not move." in told(pilot)
    assert not (data / "draft.json").exists()


async def test_a_learners_unsent_reply_is_not_touched(file: Path, data: Path) -> None:
    (data / "draft.json").write_text(
        '{"scenario": "late-badge", "scene": "waits", "text": "kept"}', encoding="utf-8"
    )
    async with app_on(file, scene="waits").run_test() as pilot:
        await ready(pilot)
        await pilot.press("p")
        await until_screen(pilot, SceneScreen)
        assert reply_box(pilot).text == ""
        await answer(pilot, KIND)
    assert "kept" in (data / "draft.json").read_text(encoding="utf-8")

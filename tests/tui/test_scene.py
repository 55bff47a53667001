"""The reply box and the model: text is never lost, typing never waits."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from support.rater import ScriptedRater, kind_or_cruel, rating_of
from support.scenarios import small
from textual.events import Paste

from roleplay.errors import HistoryError, ModelError
from roleplay.rating import Exchange, Rating, Status
from roleplay.tui.screens.feedback import FeedbackScreen
from roleplay.tui.screens.notes import Notes
from roleplay.tui.screens.pick import PickScreen
from roleplay.tui.screens.scene import SceneScreen
from roleplay.tui.screens.sheet import Sheet
from roleplay.tui.widgets.clock import Clock, patience
from tui.world import (
    KIND,
    Notebook,
    answer,
    begin,
    make_app,
    reply_box,
    say,
    tells,
    told,
    until,
    until_screen,
    warned,
)


class Slow(ScriptedRater):
    """Rates when it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = asyncio.Event()

    async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
        await self.go.wait()
        return await super().rate(exchanges)


async def test_a_failing_model_keeps_the_text_and_works_the_second_time() -> None:
    rater = ScriptedRater(failures=1)
    records = Notebook()
    async with make_app(small(), rater=rater, records=records).run_test() as pilot:
        await begin(pilot)
        await say(pilot, KIND)
        await tells(pilot, "The model stopped.\n→ try again\nYour text is here")
        assert reply_box(pilot).text == KIND
        assert records.attempts == []
        await pilot.press("f5")
        await until_screen(pilot, FeedbackScreen)
        assert [attempt.reply for attempt in records.attempts] == [KIND]


async def test_typing_goes_on_while_the_model_is_slow() -> None:
    rater = Slow()
    async with make_app(small(), rater=rater).run_test() as pilot:
        await begin(pilot)
        await say(pilot, KIND)
        await until(pilot, lambda: "Dana Ruiz is listening…" in told(pilot))
        await pilot.press("end", *"more")
        assert reply_box(pilot).text == f"{KIND}more"
        await pilot.press("ctrl+s")  # one at a time
        rater.go.set()
        await until_screen(pilot, FeedbackScreen)
        assert [exchange.reply for exchange in rater.seen].count(KIND) == 1
        assert f"{KIND}more" not in {exchange.reply for exchange in rater.seen}
        await pilot.press("t")
        await until_screen(pilot, SceneScreen)
        assert reply_box(pilot).text == f"{KIND}more"


async def test_escape_takes_a_reply_back() -> None:
    rater = Slow()
    async with make_app(small(), rater=rater).run_test() as pilot:
        await begin(pilot)
        await say(pilot, KIND)
        await until(pilot, lambda: "listening" in told(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: "Taken back." in told(pilot))
        assert reply_box(pilot).text == KIND
        rater.go.set()
        await pilot.press("ctrl+s")
        await until_screen(pilot, FeedbackScreen)
        assert [exchange.reply for exchange in rater.seen].count(KIND) == 1


async def test_reading_notes_does_not_hold_up_the_feedback() -> None:
    rater = Slow()
    async with make_app(small(), rater=rater).run_test() as pilot:
        await begin(pilot)
        await say(pilot, KIND)
        await pilot.press("f2")
        await until_screen(pilot, Notes)
        assert "Payroll closes at 12:00." in told(pilot)
        rater.go.set()
        await until_screen(pilot, FeedbackScreen)


async def test_an_unscored_reply_stays_with_its_reason() -> None:
    def unscored(exchange: Exchange) -> Rating:
        if "hej" in exchange.reply:
            return rating_of(exchange, status=Status.UNSCORED, why="not English")
        return kind_or_cruel(exchange)

    records = Notebook()
    rater = ScriptedRater(unscored)
    async with make_app(small(), rater=rater, records=records).run_test() as pilot:
        await begin(pilot)
        await say(pilot, "hej hej")
        await until(pilot, lambda: "Not scored: not English." in told(pilot))
        assert isinstance(pilot.app.screen, SceneScreen)
        assert reply_box(pilot).text == "hej hej"
        await answer(pilot, KIND)
        assert "try 1" in told(pilot)  # it has cost nothing
        assert len(records.attempts) == 1


async def test_an_unsure_rating_sends_for_a_person() -> None:
    def unsure(exchange: Exchange) -> Rating:
        return rating_of(exchange, status=Status.UNSURE, why="the level is hard to tell")

    async with make_app(small(), rater=ScriptedRater(unsure)).run_test() as pilot:
        await begin(pilot)
        await answer(pilot, KIND)
        assert "A person should look at this one: the level is hard to tell." in told(pilot)


async def test_an_empty_reply_is_not_sent() -> None:
    rater = ScriptedRater()
    async with make_app(small(), rater=rater).run_test() as pilot:
        await begin(pilot)
        await say(pilot, " \n ")
        await until(pilot, lambda: "Type what you would say" in told(pilot))
        assert rater.seen == []


async def test_what_does_not_fit_is_refused_and_said() -> None:
    async with make_app(small()).run_test() as pilot:
        await begin(pilot)
        await pilot.press(*"kept")
        for size in (4_000, 1_000_000):
            reply_box(pilot).post_message(Paste("x" * size))
            await tells(pilot, f"it has {size:,} characters")
            assert reply_box(pilot).text == "kept"
        reply_box(pilot).post_message(Paste("x" * 3_996))
        await until(pilot, lambda: reply_box(pilot).border_subtitle == "4,000 of 4,000")
        await pilot.press("y")
        await until(pilot, lambda: "The box is full" in told(pilot))
        assert len(reply_box(pilot).text) == 4_000


async def test_references_come_after_the_first_try_only() -> None:
    async with make_app(small()).run_test() as pilot:
        await begin(pilot)
        await pilot.press("f2")
        await until_screen(pilot, Notes)
        assert "A strong reply." not in told(pilot)
        await pilot.press("escape")
        actions = {b.binding.action for b in pilot.app.screen.active_bindings.values()}
        assert "references" not in actions
        await answer(pilot, KIND)
        await pilot.press("r")
        await until_screen(pilot, Sheet)
        assert "A strong reply." in told(pilot)


async def test_the_clock_speaks_in_words_and_can_be_paused_and_hidden() -> None:
    async with make_app(small()).run_test() as pilot:
        await begin(pilot)
        clock = pilot.app.screen.query_one(Clock)
        clock.seconds = 50
        assert str(clock.render()) == "◷ waiting"
        await pilot.press("f3")
        clock.tick()
        assert clock.seconds == 50
        assert str(clock.render()) == "◷ paused"
        await pilot.press("f4")
        assert not clock.display
    assert patience(0) == "there is time"


async def test_an_unsent_reply_survives_the_end_of_the_app(data: Path) -> None:
    async with make_app(small()).run_test() as pilot:
        await begin(pilot)
        await pilot.press(*"half a")
        pilot.app.exit(return_code=143)
    assert (data / "draft.json").stat().st_mode & 0o077 == 0
    async with make_app(small()).run_test() as pilot:
        await begin(pilot)
        assert reply_box(pilot).text == "half a"
        assert "This is what you had typed" in told(pilot)
        await pilot.press("ctrl+s")
        await until_screen(pilot, FeedbackScreen)
    assert not (data / "draft.json").exists()


async def test_practice_goes_on_when_nothing_can_be_kept() -> None:
    records = Notebook(failing=HistoryError("The disk is full.", hint="make room"))
    async with make_app(small(), records=records).run_test() as pilot:
        await begin(pilot)
        assert "The disk is full." in warned(pilot)
        await answer(pilot, KIND)
        assert "Overall 90 of 100" in told(pilot)


async def test_leaving_is_asked_for_and_what_was_sent_is_kept() -> None:
    records = Notebook()
    async with make_app(small(), records=records).run_test() as pilot:
        await begin(pilot)
        await answer(pilot, KIND)
        await pilot.press("escape", "n")
        assert isinstance(pilot.app.screen, FeedbackScreen)
        await pilot.press("escape", "y")
        await until_screen(pilot, PickScreen)
        assert len(records.attempts) == 1
        assert records.finished == []


async def test_a_model_that_is_not_there_is_said_softly() -> None:
    class Missing(ScriptedRater):
        async def warm(self) -> None:
            raise ModelError("The model is missing.", hint="run roleplay doctor")

    async with make_app(small(), rater=Missing()).run_test() as pilot:
        await until(pilot, lambda: "run roleplay doctor" in warned(pilot))
        await begin(pilot)
        assert isinstance(pilot.app.screen, SceneScreen)

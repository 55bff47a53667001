"""The app with the shipped model in its own process, which is killed in mid-scene."""

import os
import signal
from contextlib import suppress

from support.scenarios import small
from textual.pilot import Pilot

from roleplay.rater.client import WorkerRater
from roleplay.tui.app import RoleplayApp
from roleplay.tui.screens.feedback import FeedbackScreen
from tui.world import Notebook, Shelf, begin, reply_box, say, told, until_screen

REPLY = "I'm sorry, Dana. Your overtime is missing and you want an answer today, I'll look now."


async def feedback_comes(pilot: Pilot[None]) -> None:
    """Wait as long as a model needs to start on a busy machine: six times the usual patience."""
    for _ in range(5):
        with suppress(AssertionError):
            await until_screen(pilot, FeedbackScreen)
            return
    await until_screen(pilot, FeedbackScreen)


async def test_a_killed_model_is_started_again_and_the_reply_is_rated() -> None:
    rater, records = WorkerRater(), Notebook()
    app = RoleplayApp(Shelf([small()]), records, rater, start=None)
    async with app.run_test() as pilot:
        await begin(pilot)
        await say(pilot, REPLY)
        await feedback_comes(pilot)
        assert "says it back" in told(pilot)
        first = rater.pid
        assert first is not None

        await pilot.press("t")
        await pilot.pause()
        os.kill(first, signal.SIGSTOP)  # so that the reply is on its way when the process dies
        await say(pilot, REPLY)
        assert reply_box(pilot).text == REPLY
        os.kill(first, signal.SIGKILL)
        await feedback_comes(pilot)
        assert rater.pid not in {None, first}
        assert [attempt.reply for attempt in records.attempts] == [REPLY, REPLY]
        assert records.attempts[0].rating == records.attempts[1].rating
    assert rater.pid is None

"""Draw the pictures of the README: ``python tests/screenshots.py FOLDER``.

Plays "The two-minute question" by keys, with the shipped model where it is
there, and saves the conversation and the feedback at two sizes as SVG.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path
from typing import Final

from support.rater import ScriptedRater
from textual.pilot import Pilot
from tui.world import Notebook, answer, say, told, type_line, until, until_screen

from roleplay import paths
from roleplay.authoring.library import ScenarioLibrary
from roleplay.errors import ModelError
from roleplay.practice import LivingRater
from roleplay.rater.client import WorkerRater
from roleplay.tui.app import RoleplayApp
from roleplay.tui.screens.feedback import FeedbackScreen
from roleplay.tui.screens.scene import SceneScreen
from roleplay.tui.widgets.reply import ReplyBox

SCENARIO: Final = "two-minute-question"
SIZES: Final = ((80, 24), (120, 40))
CURT: Final = "I'm busy. Come back at five past."
KIND: Final = (
    "Morning Baraka, please sit down. So the slip only gives you thirty-eight and you make it "
    "over fifty, and with rent tomorrow of course you're worried. N2 is night hours. I'll check "
    "the rota now and tell you before twelve whether the slip is right."
)


def main(folder: Path) -> None:
    """Save the pictures into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        os.environ["ROLEPLAY_DATA"] = data
        for size in SIZES:
            asyncio.run(_play(size, folder))


async def _play(size: tuple[int, int], folder: Path) -> None:
    library = ScenarioLibrary([paths.scenarios()], paths.cache())
    app = RoleplayApp(library, Notebook(), await _rater(), start=SCENARIO)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "You will meet" in told(pilot))
        await pilot.press("enter")
        desk = library.load(SCENARIO).desk
        for line in desk.lines[: desk.after_lines] if desk else ():
            await type_line(pilot, line)
        await until_screen(pilot, SceneScreen)
        await _scene(pilot)
        await _save(pilot, folder, "scene")
        await say(pilot, CURT)
        await until_screen(pilot, FeedbackScreen)
        await pilot.press("t")
        await answer(pilot, KIND)
        await pilot.pause(1)  # the bars have moved
        await _save(pilot, folder, "feedback")


async def _scene(pilot: Pilot[None]) -> None:
    """The reply half typed."""
    box = pilot.app.screen.query_one(ReplyBox)
    box.load_text(KIND[: KIND.index(" N2")])
    box.move_cursor(box.document.end)
    await pilot.pause()


async def _save(pilot: Pilot[None], folder: Path, name: str) -> None:
    width, height = pilot.app.size
    target = folder / f"{name}-{width}x{height}.svg"
    target.write_text(pilot.app.export_screenshot(title="roleplay"), encoding="utf-8")
    sys.stdout.write(f"{target}\n")


async def _rater() -> LivingRater:
    """The shipped model, or a scripted one where it does not start."""
    shipped = WorkerRater()
    try:
        await shipped.warm()
    except ModelError as error:
        sys.stderr.write(f"{error.message} The pictures show a scripted rating.\n")
        return ScriptedRater()
    return shipped


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots"))

"""What holds on every screen: small windows, help, keys, themes, colours, the end."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from support.keywords import by_keywords
from support.rater import ScriptedRater
from support.scenarios import small
from textual.pilot import Pilot
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from roleplay.tui.screens.desk import DeskScreen
from roleplay.tui.screens.ending import EndingScreen
from roleplay.tui.screens.scene import SceneScreen
from tui.world import (
    KIND,
    PLAIN,
    answer,
    begin,
    make_app,
    painted,
    ready,
    type_line,
    until,
    until_screen,
)

SCREENS = ("pick", "brief", "desk", "scene", "feedback", "again", "ending")


@asynccontextmanager
async def at(screen: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """The app on one of its screens."""
    async with make_app(small(desk=True)).run_test(size=size) as pilot:
        await ready(pilot)
        if screen == "brief":
            await pilot.press("enter")
            await until(pilot, lambda: "You will meet" in painted(pilot))
        elif screen != "pick":
            await begin(pilot)
        if screen in {"scene", "feedback", "again", "ending"}:
            await type_line(pilot, "a")
            await type_line(pilot, "b")
            await until_screen(pilot, SceneScreen)
        if screen in {"feedback", "again", "ending"}:
            await answer(pilot, KIND)
        if screen in {"again", "ending"}:
            await pilot.press("g")
            await until_screen(pilot, DeskScreen)
        if screen == "ending":
            await pilot.press("f9")
            await until_screen(pilot, EndingScreen)
        yield pilot


@pytest.mark.parametrize("screen", SCREENS)
async def test_a_screen_has_help_few_keys_and_survives_any_size(screen: str) -> None:
    async with at(screen) as pilot:
        current = pilot.app.screen
        assert current.HELP
        keys = current.query_one(Footer).query(FooterKey)
        assert 2 <= len(keys) <= 8
        assert all(key.region.right <= 80 for key in keys)
        for width, height in ((1, 1), (2, 3), (40, 10), (200, 60)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            assert pilot.app.is_running
        await pilot.resize_terminal(40, 10)
        await until(pilot, lambda: "A small window" in painted(pilot))
        await pilot.press("f1")
        await until(pilot, lambda: bool(pilot.app.screen.query("HelpPanel")))
        await pilot.press("f1")
        await until(pilot, lambda: not pilot.app.screen.query("HelpPanel"))
        commands = list(pilot.app.get_system_commands(current))
        assert all(command.title and command.help for command in commands)


async def test_starting_in_the_smallest_window() -> None:
    async with make_app(small()).run_test(size=(1, 1)) as pilot:
        await begin(pilot)
        await answer(pilot, KIND)
        assert pilot.app.is_running


async def test_the_palette_runs_what_a_key_does() -> None:
    async with at("scene") as pilot:
        offered = {c.title: c for c in pilot.app.get_system_commands(pilot.app.screen)}
        assert {"Send", "Notes", "Pause clock", "Hide clock", "Leave", "Theme"} <= set(offered)
        await offered["Notes"].callback()
        await until(pilot, lambda: "Payroll closes" in painted(pilot))


async def test_the_theme_is_kept() -> None:
    async with make_app().run_test() as pilot:
        await ready(pilot)
        pilot.app.theme = "gruvbox"
        await pilot.pause()
    async with make_app().run_test() as pilot:
        await ready(pilot)
        assert pilot.app.theme == "gruvbox"


async def test_a_damaged_theme_file_is_ignored(data: Path) -> None:
    (data / "theme.json").write_text('{"theme": ["?"]}')
    async with make_app().run_test() as pilot:
        await ready(pilot)
    (data / "theme.json").write_bytes(b"\xff[")
    async with make_app().run_test() as pilot:
        await ready(pilot)


@pytest.mark.parametrize("theme", ["textual-light", "ansi-dark"])
async def test_other_themes_draw(theme: str) -> None:
    async with at("feedback") as pilot:
        pilot.app.theme = theme
        await pilot.pause()
        assert "Empathy" in painted(pilot)


async def test_nothing_is_said_by_colour_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with at("feedback") as pilot:
        shown = painted(pilot)
        await pilot.press("end")
        await pilot.pause(0.3)
        shown += painted(pilot)
        for words in ("3.6  specific and complete", "+ apologises", "✓ her overtime"):
            assert words in shown


async def test_advice_shows_what_it_brings_in_two_lines() -> None:
    rater = ScriptedRater(by_keywords)
    async with make_app(small(), rater=rater).run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        await answer(pilot, PLAIN)
        lines = painted(pilot).splitlines()
        shown = [line for line in lines if " → " in line]
        assert len(shown) == 2
        assert shown[0].strip().startswith("Change")
        assert lines.index(shown[1]) == lines.index(shown[0]) + 1
        assert lines[lines.index(shown[1]) + 1].strip() == ""
        await pilot.resize_terminal(40, 20)
        await pilot.pause()
        assert pilot.app.is_running


async def test_a_second_try_shows_how_far_each_ladder_has_moved() -> None:
    async with make_app(small()).run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        await answer(pilot, PLAIN)
        assert "▲" not in painted(pilot)
        await pilot.press("t")
        await answer(pilot, KIND)
        assert "▲ +2.1" in painted(pilot)


async def test_ctrl_c_explains_and_ctrl_q_ends_and_the_rater_is_let_go() -> None:
    class Closing(ScriptedRater):
        closed = False

        async def close(self) -> None:
            self.closed = True

    rater = Closing()
    app = make_app(small(), rater=rater)
    async with app.run_test() as pilot:
        await begin(pilot)
        await pilot.press("ctrl+c")
        assert app.is_running
        await pilot.press("ctrl+q")
    assert rater.closed
    assert app.return_code == 0


async def test_a_play_left_at_the_desk_afterwards_is_finished() -> None:
    async with at("again") as pilot:
        app = pilot.app
        await pilot.press("ctrl+q")
    assert app.records.finished[0].ending == "relieved"  # type: ignore[attr-defined]


SCRIPT = """
import sys
sys.path[:0] = {paths!r}
from dataclasses import replace
from tui.world import make_app
from support.scenarios import small
from tui.test_hostile import HOSTILE
app = make_app(replace(small(), id="x", title=HOSTILE, setting=HOSTILE), start="x")
app.run()
sys.exit(app.return_code)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_as_it_was(number: signal.Signals) -> None:
    here = Path(__file__).parent
    script = SCRIPT.format(paths=[str(here.parent), str(here.parent.parent)])
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"},
    )
    os.close(theirs)
    written = read_until(ours, "Your goal")
    process.send_signal(number)
    written += read_until(ours, "\x1b[?1049l")
    assert process.wait(timeout=20) == 128 + number
    os.close(ours)
    assert "\x1b[?1049l" in written  # the alternate screen is left
    assert "[/] [b]x[/b]" in written
    assert "\x1b]0;owned" not in written
    assert "\x9b" not in written


def read_until(descriptor: int, wanted: str, seconds: float = 30) -> str:
    """What is written to the terminal until ``wanted`` has come."""
    written = ""
    ends = time.monotonic() + seconds
    while wanted not in written and time.monotonic() < ends:
        ready_now, _, _ = select.select([descriptor], [], [], 0.2)
        if not ready_now:
            continue
        try:
            written += os.read(descriptor, 65536).decode(errors="replace")
        except OSError:
            break
    return written

"""``roleplay preview``: follows every save, keeps the last good version, tries replies live."""

import asyncio
import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from support.rater import ScriptedRater
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Footer, Select
from textual.widgets._footer import FooterKey

from roleplay.authoring.sample import SAMPLE
from roleplay.authoring.watching import DraftFile
from roleplay.cli.app import run
from roleplay.rating import Exchange, Rating
from roleplay.tui.preview import PreviewApp
from roleplay.tui.screens import preview
from roleplay.tui.screens.brief import BriefScreen
from roleplay.tui.screens.desk import DeskScreen
from roleplay.tui.screens.ending import EndingScreen
from roleplay.tui.screens.feedback import FeedbackScreen
from roleplay.tui.screens.preview import PreviewScreen
from roleplay.tui.screens.scene import SceneScreen
from roleplay.tui.widgets import tester
from roleplay.tui.widgets.contents import Contents
from roleplay.tui.widgets.faults import FaultList
from tui.test_app import read_until
from tui.test_hostile import HOSTILE, SHOWN
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

SIZES = ((80, 24), (120, 40))


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the file so often that nobody has to wait."""
    monkeypatch.setattr(preview, "LOOK", 0.1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "late-badge.yaml"
    path.write_text(SAMPLE, encoding="utf-8")
    return path


def app_on(file: Path, rater: ScriptedRater | None = None, scene: str | None = None) -> PreviewApp:
    return PreviewApp(DraftFile(file), rater or ScriptedRater(), scene=scene)


def save(file: Path, *changes: tuple[str, str]) -> None:
    """Save the sample as many editors do, with something in it replaced."""
    text = SAMPLE
    for find, instead in changes:
        assert text.count(find) == 1
        text = text.replace(find, instead)
    write(file, text)


def write(file: Path, text: str) -> None:
    fresh = file.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(file)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*")}


async def ready(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: pilot.app.screen.query_one(Contents).has_focus)
    await pilot.pause()


def contents(pilot: Pilot[None]) -> Contents:
    return pilot.app.screen.query_one(Contents)


def listed(pilot: Pilot[None]) -> list[str]:
    found = contents(pilot)
    return [str(found.get_option_at_index(n).prompt) for n in range(found.option_count)]


def problems(pilot: Pilot[None]) -> str:
    found = pilot.app.screen.query_one(FaultList)
    return "\n".join(str(option.prompt) for option in found.options)


async def test_it_shows_scenes_and_endings_and_what_the_learner_sees(file: Path) -> None:
    async with app_on(file).run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        opening, waits, good, bad = listed(pilot)
        assert opening.splitlines()[0] == "▶ asks  :/ Dana Ruiz"
        assert opening.splitlines()[1:] == ["2 points · 2 ref · 2 ex", "→ relieved, waits"]
        assert waits.startswith("waits")
        assert good == "✓ relieved  good ending"
        assert bad == "✗ walks-off  bad ending"
        assert "Have you got two minutes?" in painted(pilot)
        assert "if missed: “I have rent to pay.”" in told(pilot)
        assert "when empathy >= 2.5 and heard(overtime)" in told(pilot)
        await pilot.press("down")
        await tells(pilot, "She does not move.")
        await pilot.press("down")
        await tells(pilot, "Her next caller is lucky.")


async def test_a_save_is_shown_and_the_cursor_stays(file: Path) -> None:
    async with app_on(file, scene="waits").run_test() as pilot:
        await ready(pilot)
        assert contents(pilot).chosen == "waits"
        save(file, ("says: So what do I do now?", "says: And what becomes of me?"))
        await tells(pilot, "And what becomes of me?")
        assert contents(pilot).chosen == "waits"


async def test_the_last_good_version_stays_beside_what_is_wrong(file: Path) -> None:
    async with app_on(file).run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        save(file, ("go: waits", "go: wait"), ("Have you got two", "Have you got three"))
        await until(pilot, lambda: "'wait' is not a scene" in problems(pilot))
        assert "late-badge.yaml:35:14" in problems(pilot)
        assert "did you mean 'waits'?" in problems(pilot)
        assert "1 problem. Above is the version saved" in painted(pilot)
        assert "✗ 1 problem" in painted(pilot)
        assert "Have you got two minutes?" in painted(pilot)
        await pilot.press("n")
        assert pilot.app.screen.query_one(FaultList).has_focus
        save(file, ("Have you got two", "Have you got three"))
        await tells(pilot, "Have you got three minutes?")
        await ready(pilot)  # nobody is left where there is nothing any more
        assert not pilot.app.screen.query_one("#problems").display
        assert "✓ saved" in painted(pilot)


async def test_a_file_that_was_never_right_shows_its_problems_alone(file: Path) -> None:
    write(file, "title: [")
    async with app_on(file).run_test() as pilot:
        await until(pilot, lambda: "late-badge.yaml:1:" in problems(pilot))
        assert "the scenes appear here as soon as the file is right" in told(pilot)
        assert not pilot.app.screen.query_one("#columns").display
        await pilot.press("p", "t", "1")  # there is nothing to play, try or load
        assert isinstance(pilot.app.screen, PreviewScreen)
        save(file)
        await until(pilot, lambda: contents(pilot).chosen == "asks")
        await ready(pilot)
        await pilot.press("2")
        await tells(pilot, "90 of 100")


async def test_a_scene_that_was_removed_leaves_its_neighbour(file: Path) -> None:
    async with app_on(file, scene="waits").run_test() as pilot:
        await ready(pilot)
        start, end = SAMPLE.index("  waits:"), SAMPLE.index("endings:")
        save(file, (SAMPLE[start:end], ""), ("go: waits", "go: walks-off"))
        await until(pilot, lambda: len(listed(pilot)) == 3)
        assert contents(pilot).chosen == "relieved"
        await tells(pilot, "Thank you!")
        assert reply_box(pilot).disabled


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


def editor(folder: Path, name: str, code: int = 0) -> Path:
    """A program that writes down how it was called."""
    path = folder / name
    path.write_text(f'#!/bin/sh\necho "$@" > "{folder}/called"\nexit {code}\n', encoding="utf-8")
    path.chmod(0o755)
    return path


async def test_e_opens_the_editor_at_the_problem_else_at_the_scene(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", str(editor(tmp_path, "code")))
    called = tmp_path / "called"
    async with app_on(file, scene="waits").run_test() as pilot:
        await ready(pilot)
        await pilot.press("e")
        await until(pilot, called.is_file)
        await until(pilot, lambda: called.read_text().endswith("\n"))
        line = SAMPLE.splitlines().index("  waits:") + 1
        assert called.read_text() == f"--goto {file}:{line}:1\n"
        save(file, ("go: waits", "go: wait"), ("mood: 2", "mood: 9"))
        await until(pilot, lambda: "'wait' is not a scene" in problems(pilot))
        called.unlink()
        await pilot.press("n", "n", "e")
        await until(pilot, called.is_file)
        await until(pilot, lambda: called.read_text().endswith("\n"))
        assert called.read_text() == f"--goto {file}:35:14\n"


async def test_an_editor_that_is_missing_or_fails_is_said_calmly(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.setattr("roleplay.tui.editing.EARLY", 0.2)
    async with app_on(file).run_test() as pilot:
        await ready(pilot)
        await pilot.press("e")
        await until(pilot, lambda: "No editor is set." in warned(pilot))
        assert "EDITOR" in warned(pilot)
        assert "late-badge.yaml in any editor, at line" in warned(pilot)
        monkeypatch.setenv("EDITOR", "no-such-editor[/]")
        await pilot.press("e")
        await until(pilot, lambda: "There is no editor 'no-such-editor[/]'" in warned(pilot))
        monkeypatch.setenv("EDITOR", "vi 'unclosed")
        await pilot.press("e")
        await until(pilot, lambda: "cannot be read as a command" in warned(pilot))
        monkeypatch.setenv("EDITOR", str(editor(tmp_path, "subl", code=3)))
        await pilot.press("e")
        await until(pilot, lambda: "subl ended with code 3" in warned(pilot))
        monkeypatch.setenv("EDITOR", str(editor(tmp_path, "nano")))
        await pilot.press("e")  # a test has no terminal to give away
        await until(pilot, lambda: "nano needs this terminal" in warned(pilot))


@pytest.mark.parametrize("size", [*SIZES, (40, 10)])
async def test_hostile_text_is_shown_as_it_reads(file: Path, size: tuple[int, int]) -> None:
    said = ("says: So what do I do now?", f"says: '{SHOWN}'")
    save(file, said, ("title: A missing slip", f"title: '{SHOWN}'"))
    async with app_on(file, scene="waits").run_test(size=size) as pilot:
        await ready(pilot)
        await pilot.press("t")
        reply_box(pilot).post_message(Paste(f"{HOSTILE} sorry"))
        await until(pilot, lambda: "100" in told(pilot))
        harmless(pilot)
        save(file, said, ("go: waits", f"go: '{SHOWN}'"))
        await until(pilot, lambda: f"{SHOWN}' is not" in problems(pilot))
        harmless(pilot)
        write(file, SAMPLE.replace("A missing slip", HOSTILE))
        await until(pilot, lambda: "character U+" in problems(pilot))
        harmless(pilot)


def harmless(pilot: Pilot[None]) -> None:
    shown = f"{painted(pilot)}{told(pilot)}{problems(pilot)}"
    assert SHOWN in " ".join(told(pilot).split())
    assert not {char for char in shown if char < " " and char != "\n"}
    assert not {char for char in shown if "\x7f" <= char < "\xa0" or char == "\u202e"}
    for line in pilot.app.screen._compositor.render_strips():
        for segment in line:
            assert segment.style is None or "@click" not in (segment.style.meta or {})


@pytest.mark.parametrize("size", [(1, 1), *SIZES])
async def test_any_size_help_and_few_keys(file: Path, size: tuple[int, int]) -> None:
    async with app_on(file).run_test(size=size) as pilot:
        await ready(pilot)
        save(file, ("go: waits", "go: wait"))
        await until(pilot, lambda: "'wait' is not a scene" in problems(pilot))
        for width, height in ((1, 1), (2, 3), (40, 10), (200, 60), (80, 24)):
            await pilot.resize_terminal(width, height)
            await pilot.press("1")
            await pilot.pause()
            assert pilot.app.is_running
        assert pilot.app.screen.HELP
        for where in ("#contents", "#portrait", "#when-mood", "#reply", "#landing", "#faults"):
            pilot.app.screen.query_one(where).focus()
            await pilot.pause()
            await pilot.pause()
            keys = pilot.app.screen.query_one(Footer).query(FooterKey)
            assert 2 <= len(keys) <= 8, where
            assert all(key.region.right <= 80 for key in keys), where
        commands = {c.title: c for c in pilot.app.get_system_commands(pilot.app.screen)}
        assert {"Play", "Tester", "Load", "Edit", "Problem", "Scenes"} <= set(commands)
        assert all(command.help for command in commands.values())


async def test_letters_in_the_box_are_letters(file: Path) -> None:
    async with app_on(file).run_test() as pilot:
        await ready(pilot)
        await pilot.press("t", *"pten19")
        assert reply_box(pilot).text == "pten19"
        assert isinstance(pilot.app.screen, PreviewScreen)
        await pilot.press("escape")
        assert contents(pilot).has_focus


async def test_warnings_do_not_keep_it_from_being_played(file: Path) -> None:
    async with app_on(file).run_test() as pilot:
        await ready(pilot)
        save(
            file,
            ("{reply: No idea., expect: help <= 1}", "{reply: No., expect: help <= 1}"),
            ('      - {reply: "Please wait, I will look now.", expect: help >= 2}\n', ""),
        )
        await until(pilot, lambda: "expect" in problems(pilot))
        assert "1 warning; it can be played all the same" in painted(pilot)
        assert "✓ saved" in painted(pilot)


def test_the_command_says_what_is_missing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*arguments: str) -> tuple[int, str]:
        return run(["preview", *arguments]), capsys.readouterr().err

    code, text = said(str(file.with_name("late-bage.yaml")))
    assert code == 4
    assert "late-badge.yaml?" in text
    code, text = said(str(file.parent))
    assert code == 4
    assert "is a folder" in text
    code, text = said(str(file), "--scene", "wait")
    assert code == 4
    assert "did you mean 'waits'?" in text
    code, text = said(str(file), "--scene", "waits")
    assert code == 2
    assert f"roleplay check {file}" in text
    code, text = said("two-minute-question.yaml")
    assert code == 4
    assert "roleplay new two-minute-question" in text


def test_it_starts_in_a_terminal_and_gives_it_to_the_editor_and_back(
    file: Path, tmp_path: Path
) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from roleplay.cli.app import run; sys.exit(run(sys.argv[1:]))",
            *("preview", str(file), "--scene", "waits"),
        ],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={
            **os.environ,
            "TERM": "xterm-256color",
            "COLUMNS": "80",
            "LINES": "24",
            "VISUAL": str(editor(tmp_path, "nano", code=1)),
        },
    )
    os.close(theirs)
    assert "She does not move." in read_until(ours, "She does not move.")
    os.write(ours, b"e")
    assert "ended with code 1" in read_until(ours, "ended with code 1")
    line = SAMPLE.splitlines().index("  waits:") + 1
    assert (tmp_path / "called").read_text() == f"+{line},1 {file}\n"
    os.write(ours, b"\x11")
    read_until(ours, "\x1b[?1049l")
    assert process.wait(timeout=20) == 0
    os.close(ours)

"""``roleplay preview``: follows every save, keeps the last good version beside what is wrong."""

from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from roleplay.authoring.sample import SAMPLE
from roleplay.tui.screens.preview import PreviewScreen
from roleplay.tui.widgets.faults import FaultList
from tui.drafts import app_on, contents, listed, problems, ready, save, write
from tui.test_hostile import HOSTILE, SHOWN
from tui.world import painted, reply_box, tells, told, until

SIZES = ((80, 24), (120, 40))


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

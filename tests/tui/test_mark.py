"""The marking screen: blind, by keys, every mark on the disk before the next reply comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from support.graded import graded, reply
from support.shelf import Shelf, read
from textual.pilot import Pilot
from textual.widgets import Footer, Input
from textual.widgets._footer import FooterKey

from roleplay.agreement import half_width
from roleplay.classroom.people.bench import Bench, Wanted
from roleplay.errors import RoleplayError
from roleplay.marking import Behind, Given, Paper
from roleplay.rubric import LADDERS, Ladder
from roleplay.tui.mark import MarkApp
from roleplay.tui.sitting import Sitting
from roleplay.tui.widgets.given import GivenLevels
from tui.test_hostile import HOSTILE, SHOWN
from tui.world import painted, told, until

SIZES = ((80, 24), (120, 40))


def paper(name: str, reply: str = "") -> Paper:
    return Paper(
        name, "small/asks", "My overtime is missing.", ("fact: it is missing",), reply or name
    )


@dataclass
class Table:
    """A table in memory; ``failing`` is raised by every write."""

    papers: Sequence[Paper] = tuple(paper(f"Reply {n}.") for n in "ABC")
    before: int = 0
    name: str = "graded.csv"
    out: str = "marks.csv"
    kept: list[tuple[str, Mapping[Ladder, int], str]] = field(default_factory=list)
    failing: RoleplayError | None = None

    def keep(self, paper: Paper, given: Given) -> None:
        if self.failing is not None:
            raise self.failing
        self.kept.append((paper.id, given.levels, given.comment))

    def behind(self, paper: Paper) -> Behind:
        levels = dict.fromkeys(LADDERS, 2.5)
        ends = dict.fromkeys(LADDERS[:1], (1.5, 3.5))
        return Behind(f"Ann, who said {paper.id}", levels, ends, "it is hard to tell")

    def precision(self, marked: int) -> float:
        return half_width(marked)


def four(*levels: int) -> dict[Ladder, int]:
    return dict(zip(LADDERS, levels, strict=True))


async def shows(pilot: Pilot[None], text: str) -> None:
    await until(pilot, lambda: text in painted(pilot))


async def marked(pilot: Pilot[None], number: int) -> None:
    await shows(pilot, f"{number} marked")


@pytest.mark.parametrize("size", SIZES)
async def test_a_reply_is_marked_by_keys(size: tuple[int, int]) -> None:
    table = Table()
    async with MarkApp(table).run_test(size=size) as pilot:
        await shows(pilot, "Reply A.")
        assert "My overtime is missing." in painted(pilot)
        assert "0 marked · 3 left" in painted(pilot)
        assert "0 hostile" in painted(pilot)
        await pilot.press("3")
        await shows(pilot, "[3]  4  specific")
        assert "0 nothing or wrong" in painted(pilot)  # on to the next ladder
        await pilot.press("2", "1", "4")
        await shows(pilot, "Enter keeps it.")
        assert table.kept == []
        await pilot.press("enter")
        await shows(pilot, "Reply B.")
        assert table.kept == [("Reply A.", four(3, 2, 1, 4), "")]
        assert "1 marked · 2 left" in painted(pilot)


@pytest.fixture
def rated(tmp_path: Path) -> Path:
    """Four replies by Zoe, of which the model is not sure."""
    replies = [reply(n, (2, 2, 2, 2), "unsure") for n in range(4)]
    return graded(tmp_path, replies, ["Zoe"] * 4)


async def test_nothing_gives_away_who_it_was_or_what_the_model_says(
    rated: Path, tmp_path: Path
) -> None:
    bench = Bench.prepare(rated, tmp_path / "m.csv", Shelf(), Wanted("Bo"))
    async with MarkApp(bench).run_test(size=(120, 40)) as pilot:
        await shows(pilot, "0 marked")
        for keys in ("2222", "1111"):
            assert "Zoe" not in told(pilot) + painted(pilot)
            assert "hard to tell" not in told(pilot) + painted(pilot)
            await pilot.press(*keys, "enter")
        await marked(pilot, 2)
        assert [row["empathy"] for row in read(tmp_path / "m.csv")] == ["2", "1"]
        assert {row["marker"] for row in read(tmp_path / "m.csv")} == {"Bo"}


async def test_it_goes_on_where_it_stopped(rated: Path, tmp_path: Path) -> None:
    for number in (1, 2):
        bench = Bench.prepare(rated, tmp_path / "m.csv", Shelf(), Wanted())
        async with MarkApp(bench).run_test() as pilot:
            await marked(pilot, number - 1)
            await pilot.press(*"2222", "enter")
            await marked(pilot, number)
    assert len({row["id"] for row in read(tmp_path / "m.csv")}) == 2


async def test_a_level_is_chosen_changed_and_taken_away() -> None:
    async with MarkApp(Table()).run_test() as pilot:
        await shows(pilot, "Reply A.")
        given = pilot.app.screen.query_one(GivenLevels)
        await pilot.press("up", "4", "up", "down", "0")
        assert given.levels == {Ladder.HELP: 4, Ladder.EMPATHY: 0}
        assert given.ladder is Ladder.RESTATING
        await pilot.press("up", "1")
        assert given.levels[Ladder.EMPATHY] == 1
        await pilot.press("up", "backspace")
        assert given.levels == {Ladder.HELP: 4}


async def test_the_mouse_works_too() -> None:
    async with MarkApp(Table()).run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Reply A.")
        given = pilot.app.screen.query_one(GivenLevels)
        line = painted(pilot).splitlines()[given.region.y + 2]
        column = line.index(" 3 ") + 1 - given.region.x
        assert await pilot.click(given, offset=(column, 2))
        assert given.levels == {Ladder.COURTESY: 3}
        assert await pilot.click(given, offset=(4, 1))
        assert (given.ladder, given.levels) == (Ladder.RESTATING, {Ladder.COURTESY: 3})


async def test_a_ladder_may_stay_empty_after_asking() -> None:
    table = Table()
    async with MarkApp(table).run_test() as pilot:
        await shows(pilot, "Reply A.")
        await pilot.press("enter")
        await shows(pilot, "Give it a level first")
        await pilot.press("2", "enter")
        await shows(pilot, "No level: Restating, Courtesy, Offering help.")
        assert table.kept == []
        await pilot.press("3", "enter")  # asks anew, since something has changed
        await shows(pilot, "No level: Courtesy, Offering help.")
        await pilot.press("enter")
        await marked(pilot, 1)
        assert table.kept == [("Reply A.", {Ladder.EMPATHY: 2, Ladder.RESTATING: 3}, "")]


async def test_a_comment_is_typed_and_digits_in_it_are_no_levels() -> None:
    table = Table()
    async with MarkApp(table).run_test() as pilot:
        await shows(pilot, "Reply A.")
        await pilot.press(*"3322", "c", *"see 4", "space", "s", "enter", "enter")
        await marked(pilot, 1)
        assert table.kept == [("Reply A.", four(3, 3, 2, 2), "see 4 s")]
        assert pilot.app.screen.query_one(Input).value == ""


async def test_skipped_ones_come_again_and_undo_goes_back() -> None:
    table = Table()
    async with MarkApp(table).run_test() as pilot:
        await shows(pilot, "Reply A.")
        await pilot.press("2", "s")
        await shows(pilot, "Reply B.")
        await pilot.press(*"1111", "enter")
        await shows(pilot, "Reply C.")
        await pilot.press("4", "u")
        await shows(pilot, "Reply B.")
        given = pilot.app.screen.query_one(GivenLevels)
        assert given.levels == four(1, 1, 1, 1)
        await pilot.press("down", "3", "enter")
        await shows(pilot, "Reply C.")
        assert given.levels == {Ladder.EMPATHY: 4}  # as it was left
        await pilot.press(*"444", "enter")
        await shows(pilot, "Reply A.")
        assert given.levels == {Ladder.EMPATHY: 2}
        await pilot.press(*"222", "enter")
        await shows(pilot, "Everything here is marked.")
        assert "3 marked · 0 left" in painted(pilot)
        kept = [(name, levels[Ladder.EMPATHY]) for name, levels, _ in table.kept]
        assert kept == [("Reply B.", 1), ("Reply B.", 1), ("Reply C.", 4), ("Reply A.", 2)]
        assert table.kept[1][1][Ladder.RESTATING] == 3
        await pilot.press("3", "enter", "s")  # there is nothing to do it to
        await pilot.press("u")
        await shows(pilot, "Reply A.")


async def test_what_the_model_says_is_shown_afterwards_where_that_is_wanted() -> None:
    table = Table()
    async with MarkApp(table, reveal=True).run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Reply A.")
        assert "2.5" not in told(pilot)
        await pilot.press(*"4321", "enter")
        await shows(pilot, "By Ann, who said Reply A.. The model says:")
        assert "Reply A." in painted(pilot)
        assert "Empathy       2.5 (1.5 to 3.5)    you 4" in painted(pilot)
        assert "Restating     2.5    " in painted(pilot), "this table says no interval"
        await pilot.press("0", "enter")
        await shows(pilot, "Reply B.")
        assert pilot.app.screen.query_one(GivenLevels).levels == {}
        assert len(table.kept) == 1


async def test_a_mark_that_cannot_be_written_is_still_there() -> None:
    table = Table(failing=RoleplayError("m.csv cannot be written: full.", hint="make room"))
    async with MarkApp(table).run_test() as pilot:
        await shows(pilot, "Reply A.")
        await pilot.press(*"3333", "enter")
        await shows(pilot, "m.csv cannot be written: full. → make room")
        assert "Reply A." in painted(pilot)
        table.failing = None
        await pilot.press("enter")
        await marked(pilot, 1)


async def test_leaving_asks_once_where_something_is_not_kept() -> None:
    async with MarkApp(Table()).run_test() as pilot:
        await shows(pilot, "Reply A.")
        await pilot.press("3", "escape")
        await shows(pilot, "This one is not kept")
        assert pilot.app.is_running
        await pilot.press("escape")
        await until(pilot, lambda: not pilot.app.is_running)


async def test_it_says_when_there_are_enough() -> None:
    table = Table(before=19)
    async with MarkApp(table).run_test() as pilot:
        await marked(pilot, 19)
        await pilot.press(*"3333", "enter")
        await shows(pilot, "20 marked: enough for a first verdict.")
        assert "±0.23" in " ".join(told(pilot).split())


@pytest.mark.parametrize("size", [*SIZES, (40, 10)])
async def test_hostile_text_is_shown_as_it_reads(size: tuple[int, int]) -> None:
    nasty = Paper(HOSTILE, HOSTILE, HOSTILE, (HOSTILE,), HOSTILE)
    table = Table([nasty, nasty], name=HOSTILE, out=HOSTILE)
    async with MarkApp(table, reveal=True).run_test(size=size) as pilot:
        await until(pilot, lambda: SHOWN in " ".join(told(pilot).split()))
        for keys in ("", "4321", "c"):
            await pilot.press(*keys, *(["enter"] if keys == "4321" else []))
            await pilot.pause()
            shown = painted(pilot) + told(pilot)
            assert not {char for char in shown if ord(char) < 32 and char != "\n"}
            assert not {char for char in shown if 0x7F <= ord(char) < 0xA0 or char == "\u202e"}
            assert "owned" not in shown
            for line in pilot.app.screen._compositor.render_strips():
                for segment in line:
                    assert segment.style is None or "@click" not in (segment.style.meta or {})
        assert pilot.app.is_running


async def test_a_long_reply_can_be_read_to_its_end() -> None:
    long = paper("long", " ".join(f"word{n}" for n in range(400)))
    async with MarkApp(Table([long])).run_test(size=(80, 24)) as pilot:
        await shows(pilot, "word0")
        assert "Empathy" in painted(pilot)
        for _ in range(12):
            await pilot.press("pagedown")
        await shows(pilot, "word399")


@pytest.mark.parametrize("size", [(1, 1), *SIZES])
async def test_any_size_help_and_few_keys(size: tuple[int, int]) -> None:
    async with MarkApp(Table(), reveal=True).run_test(size=size) as pilot:
        await pilot.pause()
        for width, height in ((1, 1), (2, 3), (40, 10), (200, 60), (80, 24)):
            await pilot.resize_terminal(width, height)
            await pilot.press("1")
            await pilot.pause()
            assert pilot.app.is_running
        assert pilot.app.screen.HELP
        keys = pilot.app.screen.query_one(Footer).query(FooterKey)
        assert 2 <= len(keys) <= 8
        assert all(key.region.right <= 80 for key in keys)
        commands = {c.title: c for c in pilot.app.get_system_commands(pilot.app.screen)}
        assert {"Level", "Keep", "Comment", "Skip", "Leave"} <= set(commands)
        assert all(command.help for command in commands.values())
        await pilot.press("f1")
        await until(pilot, lambda: bool(pilot.app.screen.query("HelpPanel")))


def test_going_back_over_a_skipped_reply_takes_it_from_the_end() -> None:
    sitting = Sitting(Table())
    sitting.skip()
    assert (sitting.paper and sitting.paper.id, sitting.left) == ("Reply B.", 3)
    sitting.undo()
    assert (sitting.paper and sitting.paper.id, sitting.left) == ("Reply A.", 3)
    assert not sitting.can_undo
    sitting.undo()
    assert sitting.left == 3
    assert not sitting.unkept

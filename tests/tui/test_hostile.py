"""Nothing that somebody wrote is read as markup or reaches the terminal as a command."""

from dataclasses import replace

import pytest
from support.rater import ScriptedRater, rating_of
from support.scenarios import small
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Static

from roleplay.authoring.cards import card_of
from roleplay.errors import HistoryError, ModelError
from roleplay.rating import Exchange, Rating, Status
from roleplay.rubric import Act
from roleplay.scenario import Person, Scenario, You
from roleplay.tui.app import RoleplayApp
from roleplay.tui.screens.desk import DeskScreen
from roleplay.tui.screens.ending import EndingScreen
from roleplay.tui.screens.feedback import FeedbackScreen
from roleplay.tui.screens.scene import SceneScreen
from tui.world import (
    Notebook,
    Shelf,
    answer,
    begin,
    make_app,
    painted,
    ready,
    reply_box,
    say,
    told,
    type_line,
    until,
    until_screen,
    warned,
)

HOSTILE = "[/] [b]x[/b] [@click=app.quit]y[/] \x1b]0;owned\x07 \x9b31m \x1b[2J \u202e\u200b [red"
SHOWN = "[/] [b]x[/b] [@click=app.quit]y[/]"


def hostile() -> Scenario:
    """A scenario with hostile text wherever an author can write."""
    kind = small(desk=True)
    assert kind.desk is not None
    scenes = {
        name: replace(
            scene,
            says=HOSTILE,
            narration=HOSTILE,
            points=tuple(replace(p, text=HOSTILE, unheard=HOSTILE) for p in scene.points),
            references=(HOSTILE, HOSTILE),
        )
        for name, scene in kind.scenes.items()
    }
    endings = {n: replace(e, says=HOSTILE, after=HOSTILE) for n, e in kind.endings.items()}
    return replace(
        kind,
        title=HOSTILE,
        setting=HOSTILE,
        you=You(HOSTILE, HOSTILE),
        people={"dana": Person("dana", HOSTILE, HOSTILE, 2)},
        scenes=scenes,
        endings=endings,
        notes=(HOSTILE,),
        desk=replace(kind.desk, task=HOSTILE, lines=(HOSTILE, "two", "three"), after_lines=1),
    )


def harmless(pilot: Pilot[None]) -> None:
    """Look at what is painted, and at everything that could be scrolled to."""
    for text in (painted(pilot), told(pilot)):
        assert not {char for char in text if ord(char) < 32 and char != "\n"}
        assert not {char for char in text if 0x7F <= ord(char) < 0xA0}
        assert "owned" not in text
        assert "\u202e" not in text
    assert SHOWN in " ".join(told(pilot).split())
    for line in pilot.app.screen._compositor.render_strips():
        for segment in line:
            assert segment.style is None or "@click" not in (segment.style.meta or {})


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10)])
async def test_every_screen_shows_hostile_text_as_it_reads(size: tuple[int, int]) -> None:
    app = make_app(hostile(), rater=ScriptedRater(acting))
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        assert "owned" not in painted(pilot)
        assert "[/]" in painted(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "You will meet" in told(pilot))
        harmless(pilot)
        await pilot.press("enter")
        await until_screen(pilot, DeskScreen)
        harmless(pilot)
        await pilot.press("f2")
        await pilot.pause()
        harmless(pilot)
        await pilot.press("escape")
        await type_line(pilot, HOSTILE)
        await until_screen(pilot, SceneScreen)
        harmless(pilot)
        await answer(pilot, f"{HOSTILE} sorry")
        harmless(pilot)
        await pilot.press("r")
        await pilot.pause()
        harmless(pilot)
        await pilot.press("escape", "g")
        await until_screen(pilot, DeskScreen)
        harmless(pilot)
        await pilot.press("f9")
        await until_screen(pilot, EndingScreen)
        harmless(pilot)
        assert app.is_running


def acting(exchange: Exchange) -> Rating:
    ids = [point.id for point in exchange.points]
    acts = [Act.INSULT, Act.FEELING]
    return rating_of(exchange, acts=acts, covered=ids[:1], wrong=ids[1:2])


async def test_a_reason_and_an_error_with_markup_are_shown() -> None:
    def unscored(exchange: Exchange) -> Rating:
        return rating_of(exchange, status=Status.UNSCORED, why=HOSTILE)

    async with make_app(small(), rater=ScriptedRater(unscored)).run_test() as pilot:
        await begin(pilot)
        await say(pilot, "hello")
        await until(pilot, lambda: SHOWN in told(pilot))
        harmless(pilot)


async def test_notices_are_no_markup() -> None:
    class Sleepless(ScriptedRater):
        async def warm(self) -> None:
            raise ModelError(HOSTILE, hint=HOSTILE)

    records = Notebook(failing=HistoryError(HOSTILE))
    async with make_app(small(), rater=Sleepless(), records=records).run_test() as pilot:
        await begin(pilot)
        await until(pilot, lambda: "The model is not ready" in warned(pilot))
        assert SHOWN in warned(pilot)
        assert "\x1b" not in warned(pilot)
        assert "\x1b" not in painted(pilot)


async def test_a_broken_scenario_says_why_and_cannot_be_played() -> None:
    library = Shelf([], [replace(card_of(hostile()), problem=HOSTILE)])
    app = RoleplayApp(library, Notebook(), ScriptedRater(), start=None)
    async with app.run_test(size=(120, 40)) as pilot:
        await ready(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "[/]" in warned(pilot))
        assert "\x1b" not in painted(pilot)


@pytest.mark.parametrize("where", ["#search", "#typed", "#reply"])
async def test_what_is_pasted_is_cleaned(where: str) -> None:
    async with make_app(small(desk=True)).run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        if where == "#search":
            await pilot.press("slash")
        else:
            await begin(pilot)
        if where == "#reply":
            await type_line(pilot, "a")
            await type_line(pilot, "b")
            await until_screen(pilot, SceneScreen)
        box = pilot.app.screen.query_one(where)
        box.post_message(Paste(f"{HOSTILE}\nsecond"))
        await until(pilot, lambda: "[/]" in painted(pilot))
        assert "owned" not in painted(pilot)
        assert "\x1b" not in painted(pilot)


async def test_clicking_on_hostile_text_does_nothing() -> None:
    async with make_app(hostile(), rater=ScriptedRater(acting)).run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        for paragraph in list(pilot.app.screen.query(Static).results()):
            if paragraph.region.area and paragraph.is_on_screen:
                await pilot.click(paragraph)
        assert pilot.app.is_running
        assert isinstance(pilot.app.screen, DeskScreen)


async def test_very_many_sentences_are_all_shown() -> None:
    reply = " ".join(f"Sentence {n} is here." for n in range(150))
    async with make_app(small(), rater=ScriptedRater(acting)).run_test() as pilot:
        await begin(pilot)
        await answer(pilot, reply)
        assert isinstance(pilot.app.screen, FeedbackScreen)
        assert "Sentence 149 is here." in told(pilot)
        assert reply_box_is_gone(pilot)


def reply_box_is_gone(pilot: Pilot[None]) -> bool:
    return not pilot.app.screen.query("#reply")


async def test_a_reply_keeps_its_markup_characters() -> None:
    rater = ScriptedRater(acting)
    async with make_app(small(), rater=rater).run_test() as pilot:
        await begin(pilot)
        await pilot.press(*"a", "left_square_bracket", "slash", "right_square_bracket")
        assert reply_box(pilot).text == "a[/]"
        await pilot.press("ctrl+s")
        await until_screen(pilot, FeedbackScreen)
        assert rater.seen[0].reply == "a[/]"

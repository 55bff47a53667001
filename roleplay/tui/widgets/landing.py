"""How a tried reply lands, for its author: levels, where it leads, what it missed."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from textual.containers import VerticalScroll
from textual.widget import Widget

from roleplay.feedback import Feedback, LadderFeedback, write_feedback
from roleplay.rating import Exchange, PointState, Rating, Status
from roleplay.scenario import Example, Scenario, Scene
from roleplay.tui.rehearsal import Outlook, verdict
from roleplay.tui.widgets.bar import COLOURS, NAME, bar
from roleplay.tui.widgets.reply import ColouredReply
from roleplay.tui.widgets.text import MUTED, labelled, note
from roleplay.tui.words import COVERED, LADDER_NAMES, MISSED, MOODS, WRONG, mood_change

CELLS: Final = 10
_POINTS: Final = {
    PointState.COVERED: (COVERED, "$text-success", ""),
    PointState.MISSING: (MISSED, MUTED, ""),
    PointState.WRONG: (WRONG, "$text-error", " (not as they said)"),
}


@dataclass(frozen=True)
class Tried:
    """A reply that has been rated at a scene.

    Attributes:
        outlook: What would happen next; None where the reply would be asked again.
        example: The scene's example that has these very words.

    """

    scenario: Scenario
    scene: Scene
    exchange: Exchange
    rating: Rating
    outlook: Outlook | None
    example: Example | None


class Landing(VerticalScroll):
    """What came of a reply, or a word on why there is nothing."""

    def __init__(self) -> None:
        """Empty at first."""
        super().__init__(id="landing")
        self._turns = asyncio.Lock()  # whoever comes while others are being put up waits

    async def show(self, tried: Tried) -> None:
        """Show what came of a reply; the place in it is kept."""
        await self._put(*_paragraphs(tried))

    async def say(self, text: str, style: str = MUTED) -> None:
        """Say something instead."""
        await self._put(note((text, style), classes="hint"))

    async def _put(self, *paragraphs: Widget) -> None:
        y = self.scroll_y
        async with self._turns:
            with self.app.batch_update():
                await self.remove_children()
                await self.mount(*paragraphs)
        self.call_after_refresh(self.scroll_to, y=y, animate=False)


def _paragraphs(tried: Tried) -> Iterator[Widget]:
    rating, scene = tried.rating, tried.scene
    words = write_feedback(tried.exchange, rating, scene.weights)
    if tried.example is not None:
        yield _expectation(tried, tried.example)
    if rating.status is not Status.SCORED:
        yield note((words.headline, "$text-warning"), classes="part")
    if words.ladders:
        yield note(*_ladders(words, tried.scenario.pass_mark), classes="ladders part")
    if tried.outlook is not None:
        yield from _outlook(tried, tried.outlook)
    if rating.status is not Status.UNSCORED:
        yield from _points(tried)
    for text in words.notes:
        yield labelled(("Note", "bold"), text, classes="fact")
    if rating.flags:
        yield labelled(("Flags", "bold"), ", ".join(rating.flags), classes="fact")
    if rating.sentences:
        yield ColouredReply(rating.sentences)


def _expectation(tried: Tried, example: Example) -> Widget:
    found = verdict(tried.scene, example, tried.rating)
    asked = (f": {example.expect.text}", MUTED)
    if found.met:
        return note((f"{COVERED} as expected", "bold $text-success"), asked, classes="part")
    is_found = f"\nbut {found.found}" if found.found else ""
    return note((f"{WRONG} not as expected", "bold $text-error"), asked, is_found, classes="part")


def _ladders(words: Feedback, pass_mark: float) -> Iterator[tuple[str, str] | str]:
    for found in words.ladders:
        yield from _ladder(found)
    if words.overall is not None:
        yield f"{'Overall':<{NAME}}", "bold"
        yield f"{words.overall:.0f} of 100", "bold"
        yield f"   pass mark {pass_mark:.0f}", MUTED


def _ladder(found: LadderFeedback) -> Iterator[tuple[str, str] | str]:
    level, colour = found.level, COLOURS[found.ladder]
    yield f"{LADDER_NAMES[found.ladder]:<{NAME}}", "bold"
    yield bar(level.value, level.low, level.high, CELLS), colour
    yield f" {level.value:.1f}", "bold"
    yield f" {level.low:.1f}-{level.high:.1f} ", MUTED
    yield f" {found.words}\n", colour


def _outlook(tried: Tried, found: Outlook) -> Iterator[Widget]:
    branch, scenario = found.branch, tried.scenario
    ending = scenario.endings.get(branch.go)
    condition = f"when {branch.when.text}" if branch.when else "otherwise"
    yield labelled(
        ("Leads to", "bold"),
        (branch.go, "bold"),
        f" ({ending.outcome} ending)" if ending else "",
        (f"\n{found.number}. {condition}", MUTED),
        classes="fact",
    )
    change = mood_change(found.before, found.after)
    mood = f"{MOODS[found.before]} → {MOODS[found.after]}  {change}" if change else "unmoved"
    yield labelled(("Mood", "bold"), mood, classes="fact")
    for number, line in enumerate(found.unheard):
        label = "" if number else "Says first"
        yield labelled((label, "bold"), f"“{line}”", classes="fact")


def _points(tried: Tried) -> Iterator[Widget]:
    for number, point in enumerate(tried.scene.points):
        mark, style, remark = _POINTS[tried.rating.state(point.id)]
        text = ((point.id, f"bold {style}".strip()), (f"  {point.text}{remark}", style))
        yield labelled((mark, f"bold {style}"), *text, classes="item" if number else "item gap")

"""A scene or an ending as the learner sees it, and below that what its author has written."""

import asyncio
from collections.abc import Iterator
from typing import Final

from textual.containers import VerticalScroll
from textual.widget import Widget

from roleplay.feedback.write import short
from roleplay.scenario import Branch, Ending, Scenario, Scene
from roleplay.text.clean import in_a_line
from roleplay.tui.widgets.text import MUTED, labelled, note
from roleplay.tui.words import OUTCOMES, mood_words

SHOWN: Final = 90
"""Characters of a ready reply that are shown; the whole goes into the tester."""


class Portrait(VerticalScroll):
    """One scene or ending of a scenario."""

    def __init__(self) -> None:
        """Empty until something is chosen."""
        super().__init__(id="portrait")
        self._turns = asyncio.Lock()  # whoever comes while others are being put up waits
        self._shown: tuple[Scenario, str] | None = None

    async def show(self, scenario: Scenario, chosen: str) -> None:
        """Show the scene or ending called ``chosen``; the same one again keeps its place."""
        shown, self._shown = self._shown, (scenario, chosen)
        if shown == self._shown:
            return
        y = self.scroll_y if shown and shown[1] == chosen else 0
        async with self._turns:
            with self.app.batch_update():
                await self.remove_children()
                await self.mount(*_paragraphs(scenario, chosen))
        self.call_after_refresh(self.scroll_to, y=y, animate=False)


def _paragraphs(scenario: Scenario, chosen: str) -> Iterator[Widget]:
    if chosen in scenario.scenes:
        yield from _scene(scenario, scenario.scenes[chosen])
    else:
        yield from _ending(scenario.endings[chosen])


def _scene(scenario: Scenario, scene: Scene) -> Iterator[Widget]:
    who = scenario.people[scene.who]
    if scene.narration:
        yield note((scene.narration, "italic"), classes="narration")
    yield note((who.name, "bold"), "\n", scene.says, classes="them")
    mood = (mood_words(who.mood), "$text-warning")
    yield note((who.name, "bold"), f", {who.role}   ", mood, classes="who")
    yield note(("Points", "bold"), classes="title")
    for point in scene.points:
        says = (f"\nif missed: “{point.unheard}”", MUTED) if point.unheard else ""
        kind = (f"  {point.kind}  ", MUTED)
        yield labelled(("•", ""), (point.id, "bold"), kind, point.text, says, classes="item")
    yield note(("Replies to load", "bold"), ("  with the number keys", MUTED), classes="title")
    yield from _replies(scene)
    yield note(("Where a reply leads", "bold"), classes="title")
    for number, branch in enumerate(scene.next, 1):
        yield labelled((f"{number}.", MUTED), *_branch(branch), classes="item")


def _replies(scene: Scene) -> Iterator[Widget]:
    for number, reference in enumerate(scene.references, 1):
        text = (f"reference  “{_short(reference)}”", "")
        yield labelled((f"{number}", "bold"), text, classes="item")
    for number, example in enumerate(scene.examples, len(scene.references) + 1):
        expects = (f"\nexpects {example.expect.text}", MUTED)
        text = (f"example  “{_short(example.reply)}”", "")
        yield labelled((f"{number}", "bold"), text, expects, classes="item")


def _branch(branch: Branch) -> Iterator[tuple[str, str] | str]:
    yield (branch.go, "bold")
    if branch.mood_by:
        yield f"  {mood_by(branch)}"
    yield (f"\nwhen {branch.when.text}" if branch.when else "\notherwise", MUTED)


def mood_by(branch: Branch) -> str:
    """How a branch moves the mood, in words and a number."""
    return f"{'calmer' if branch.mood_by < 0 else 'more upset'} by {abs(branch.mood_by)}"


def _ending(ending: Ending) -> Iterator[Widget]:
    yield note((OUTCOMES[ending.outcome], "bold"), classes="title")
    yield note(ending.says, classes="them")
    yield note((ending.after, "italic"), classes="narration")


def _short(text: str) -> str:
    return short(in_a_line(text), SHOWN)

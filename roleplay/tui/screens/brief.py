"""Brief: where you are, who you are, whom you will meet, and what it trains."""

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from roleplay.session import Begin
from roleplay.tui.messages import Moved
from roleplay.tui.play import Play
from roleplay.tui.screens.frame import LEAVE, Frame
from roleplay.tui.widgets.text import MUTED, labelled, note
from roleplay.tui.words import mood_words, plainly

HOW = (
    "You will type what you would say. A model on this machine rates it: do they feel understood, "
    "do they know that you listened, were you courteous? You can try each reply again."
)


class BriefScreen(Frame):
    """What the learner reads before it begins."""

    CSS_PATH = "brief.tcss"
    AUTO_FOCUS = "VerticalScroll"
    HELP = "# The brief\n\nRead it, then press **Enter**. Nothing is timed here."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "begin", "Begin", tooltip="Begin"),
        LEAVE,
    ]

    def __init__(self, play: Play) -> None:
        """Introduce what is about to be played."""
        super().__init__()
        self.play = play

    def heading(self) -> tuple[str, str]:
        """The title, and how long it takes."""
        scenario = self.play.scenario
        return scenario.title, f"{plainly(scenario.kind)} · about {scenario.minutes} minutes"

    def body(self) -> Iterator[Widget]:
        """The brief, which scrolls when it is long."""
        yield VerticalScroll(*self._paragraphs(), id="brief")

    def _paragraphs(self) -> Iterator[Widget]:
        scenario = self.play.scenario
        yield note(scenario.setting, classes="setting")
        yield _fact("You are", scenario.you.role)
        yield _fact("Your goal", scenario.you.goal)
        if scenario.desk is not None:
            yield _fact("Your work", scenario.desk.task)
        for number, person in enumerate(scenario.people.values()):
            yield labelled(
                ("" if number else "You will meet", MUTED),
                f"{person.name}, {person.role}   ",
                (mood_words(person.mood), "$text-warning"),
                classes="fact",
            )
        yield _fact("It trains", ", ".join(plainly(name) for name in scenario.fundamentals))
        yield note((HOW, MUTED), classes="how")

    def action_begin(self) -> None:
        """Begin."""
        self.play.do(Begin())
        self.post_message(Moved())


def _fact(name: str, text: str) -> Widget:
    return labelled((name, MUTED), text, classes="fact")

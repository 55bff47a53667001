"""A clock that speaks in words. It can always be paused, and it costs nothing to let it run."""

from collections.abc import Callable
from typing import Final

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

PATIENCE: Final = (
    (0, "there is time"),
    (45, "waiting"),
    (100, "shifting from foot to foot"),
    (200, "looking at the door"),
)
"""From how many seconds on somebody who waits for a reply looks how. Nothing is scored by it."""


def patience(seconds: int) -> str:
    """How somebody looks who has been waiting."""
    return [words for start, words in PATIENCE if seconds >= start][-1]


class Clock(Widget):
    """Counts seconds, says a word, and reports once when its time has come."""

    DEFAULT_CSS = "Clock { width: auto; height: 1; }"

    seconds: reactive[int] = reactive(0, layout=True)
    paused: reactive[bool] = reactive(default=False, layout=True)

    class Due(Message):
        """The time has come."""

    def __init__(self, words: Callable[[int], str], due: int | None = None) -> None:
        """Say ``words(seconds)``; report after ``due`` seconds, if that is given."""
        super().__init__(id="clock")
        self.words = words
        self.due = due
        self.held = False
        """Stands still for now, whatever the learner has chosen."""

    def on_mount(self) -> None:
        """Start counting."""
        self.set_interval(1, self.tick)

    def tick(self) -> None:
        """Let a second pass, unless paused or held."""
        if self.paused or self.held:
            return
        self.seconds += 1
        if self.seconds == self.due:
            self.post_message(self.Due())

    def render(self) -> Content:
        """A word."""
        return Content("◷ paused" if self.paused else f"◷ {self.words(self.seconds)}")

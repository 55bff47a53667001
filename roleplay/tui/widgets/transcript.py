"""The conversation so far; earlier exchanges are there to scroll back to."""

from collections.abc import Sequence
from typing import Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from roleplay.tui.play import Line, Voice
from roleplay.tui.widgets.text import note

_CLASSES: Final = {Voice.NARRATION: "narration", Voice.THEM: "them", Voice.YOU: "you"}


class Transcript(VerticalScroll):
    """What was said, oldest first, opened where the latest exchange begins."""

    def __init__(self, said: Sequence[Line]) -> None:
        """Show ``said``."""
        super().__init__(id="transcript")
        self.said = tuple(said)

    def compose(self) -> ComposeResult:
        """One paragraph a line."""
        latest = _latest(self.said)
        for number, line in enumerate(self.said):
            classes = f"{_CLASSES[line.voice]} {'latest' if number >= latest else 'earlier'}"
            match line.voice:
                case Voice.NARRATION:
                    yield note((line.text, "italic"), classes=classes)
                case Voice.THEM:
                    yield note((line.who, "bold"), "\n", line.text, classes=classes)
                case Voice.YOU:
                    yield note(("You", "bold"), "\n", line.text, classes=classes)

    def on_mount(self) -> None:
        """Open at the latest exchange, also once paragraphs have found their height."""
        self.watch(self, "virtual_size", self._reopen)

    def on_resize(self) -> None:
        """Stay with the latest exchange."""
        self._reopen()

    def _reopen(self) -> None:
        self.call_after_refresh(self._open)

    def _open(self) -> None:
        for newest in self.query(".latest").results():
            self.scroll_to_widget(newest, animate=False, top=True)
            return


def _latest(said: tuple[Line, ...]) -> int:
    """Where the latest exchange begins: after the learner's last reply."""
    replies = [number for number, line in enumerate(said) if line.voice is Voice.YOU]
    return replies[-1] + 1 if replies else 0

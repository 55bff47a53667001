"""The desk task as a sheet: typed lines with their marks, the line to type, lines to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.message import Message
from textual.widgets import Static

from roleplay.tui.widgets.text import MUTED, LineInput, joined
from roleplay.tui.words import COVERED, WRONG

NEXT: Final = "▸"


class DeskLine(LineInput):
    """The line that is being typed.

    Enter is taken here and not as a binding: a binding is run after the keys
    that follow it closely, and would send those too.
    """

    @dataclass
    class Typed(Message):
        """A line is finished."""

        text: str

    async def _on_key(self, event: Key) -> None:
        """Send the line on Enter, unless there is nothing in it."""
        if event.key != "enter":
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        text = self.value
        if text.strip():
            self.value = ""
            self.post_message(self.Typed(text))


class Ledger(Vertical):
    """Lines to copy, one at a time."""

    DEFAULT_CSS = "Ledger { height: auto; }"

    def __init__(self, lines: Sequence[str]) -> None:
        """Ask for ``lines``."""
        super().__init__(id="ledger")
        self.lines = tuple(lines)

    def compose(self) -> ComposeResult:
        """What is done, what is to be typed, where it is typed, and what comes."""
        yield Static(markup=False, id="done")
        yield Static(markup=False, id="now")
        yield DeskLine(id="typed", compact=True, placeholder="type the line above, then Enter")
        yield Static(markup=False, id="coming")

    def show(self, typed: Sequence[str]) -> None:
        """Show how far the learner is."""
        here = len(typed)
        done = [_mark(line, text) for line, text in zip_longest(self.lines[:here], typed)]
        now = self.lines[here : here + 1]
        self.query_one("#done", Static).update(joined(*_rows(done)))
        self.query_one("#now", Static).update(joined((f"{NEXT} {''.join(now)}", "bold")))
        coming = [(f"  {line}", MUTED) for line in self.lines[here + 1 :]]
        self.query_one("#coming", Static).update(joined(*_rows(coming)))
        self.query_one("#done").display = bool(done)


def right(line: str, typed: str) -> bool:
    """Whether ``typed`` copies ``line``; how many spaces stand between columns is free."""
    return line.split() == typed.split()


def marks(lines: Sequence[str], typed: Sequence[str]) -> int:
    """How many of the typed lines are right."""
    return sum(right(line, text) for line, text in zip(lines, typed, strict=False))


def _mark(line: str | None, typed: str | None) -> tuple[str, str]:
    line, typed = line or "", typed or ""
    if right(line, typed):
        return f"{COVERED} {line}", "$text-success"
    return f"{WRONG} {line}    you typed: {typed.strip() or 'nothing'}", "$text-error"


def _rows(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        (f"{text}\n" if n < len(rows) else text, style) for n, (text, style) in enumerate(rows, 1)
    ]

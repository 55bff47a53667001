"""Sheets that open on top of a screen: a list to read, and a question to answer."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Footer

from roleplay.tui.widgets.text import labelled, note


class Sheet(ModalScreen[None]):
    """Paragraphs to read, such as notes or the author's references."""

    HELP = "Arrow keys scroll. Escape goes back; what you have typed stays where it is."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f2,r,enter", "dismiss", "Back", key_display="esc", tooltip="Close this"),
    ]

    def __init__(self, title: str, items: Sequence[str], lead: str = "") -> None:
        """Show ``items`` below ``title`` and a ``lead``."""
        super().__init__()
        self.heading = title
        self.items = items
        self.lead = lead

    def compose(self) -> ComposeResult:
        """A title and one paragraph an item."""
        with Vertical(id="sheet"), VerticalScroll():  # the title too, or the end is cut off
            yield note((self.heading, "bold"), classes="title")
            if self.lead:
                yield note((self.lead, "italic"), classes="lead")
            for item in self.items:
                yield labelled(("•", ""), item, classes="item")
        yield Footer(show_command_palette=False)


class Leaving(ModalScreen[bool]):
    """Asks whether to leave the play-through."""

    HELP = "Y leaves, N or Escape stays."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Leave", tooltip="Back to the list of scenarios"),
        Binding("n,escape", "answer(False)", "Stay", key_display="n", tooltip="Go on here"),
    ]

    def compose(self) -> ComposeResult:
        """The question and two buttons."""
        with Vertical(id="sheet"):
            yield note(("Leave this play-through?", "bold"), classes="title")
            yield note("The replies that you have sent are kept. The play will not count as done.")
            with Horizontal(id="answers"):
                yield Button("Stay (N)", id="stay", variant="primary")
                yield Button("Leave (Y)", id="leave")
        yield Footer(show_command_palette=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer by mouse or Enter."""
        self.dismiss(event.button.id == "leave")

    def action_answer(self, leave: bool) -> None:  # noqa: FBT001 - textual calls it so
        """Answer by key."""
        self.dismiss(leave)

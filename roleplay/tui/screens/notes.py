"""Notes: a sheet to look things up in, on top of whatever is being typed."""

from collections.abc import Sequence
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Static

from roleplay.tui.lookup import Shelf, has_all
from roleplay.tui.widgets.text import LineInput, joined, labelled, note

LONG: Final = 8
"""Things to look up from which on there is a box to search them."""


class Notes(ModalScreen[None]):
    """Everything that can be looked up; typing narrows it down."""

    HELP = (
        "Type a word to see only what has it. Arrow keys and page keys scroll. Escape or F2 goes "
        "back: your reply stays as it is, and the clock has stood still."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f2", "dismiss", "Back", key_display="esc", tooltip="Close this"),
        Binding("up", "scroll(-1)", "Up", show=False),
        Binding("down", "scroll(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
    ]

    def __init__(self, shelves: Sequence[Shelf]) -> None:
        """Show ``shelves``, one below the other."""
        super().__init__()
        self.shelves = shelves
        self.long = sum(len(shelf.items) for shelf in shelves) >= LONG
        self.set_class(self.long, "-long")

    def compose(self) -> ComposeResult:
        """A search box where there is much, and a part for each shelf."""
        with Vertical(id="sheet"):
            if self.long:
                yield LineInput(placeholder="Search: type a word", id="search")
            with VerticalScroll(id="found"):
                yield note("", name="nothing")
                for shelf in self.shelves:
                    with Vertical(classes="shelf"):
                        yield note((shelf.title, "bold"), classes="title")
                        for item in shelf.items:
                            yield labelled(("•", ""), item, classes="item")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin with everything, ready to search or to scroll."""
        self._narrow([])
        boxes = self.query(Input)
        (boxes.first() if boxes else self._found).focus()

    @on(Input.Changed, "#search")
    def _search(self, event: Input.Changed) -> None:
        self._narrow(event.value.casefold().split())

    def _narrow(self, words: Sequence[str]) -> None:
        """Show only what has every one of ``words``, below its titles."""
        anything = False
        for shelf, part in zip(self.shelves, self.query(".shelf"), strict=True):
            for item, row in zip(shelf.items, part.query(".item"), strict=True):
                row.display = has_all(item, words)
            part.display = any(row.display for row in part.query(".item"))
            anything = anything or part.display
        nothing = self.query_one("#nothing", Static)
        nothing.display = not anything
        nothing.update(joined(f"Nothing here has “{' '.join(words)}”. Clear the box to see all."))
        self._found.scroll_home(animate=False)

    @property
    def _found(self) -> VerticalScroll:
        return self.query_one("#found", VerticalScroll)

    def action_scroll(self, lines: int) -> None:
        """Scroll from wherever the cursor is."""
        self._found.scroll_relative(y=lines, animate=False, immediate=True)

    def action_page(self, pages: int) -> None:
        """Scroll by what is shown."""
        self.action_scroll(pages * max(1, self._found.size.height - 1))

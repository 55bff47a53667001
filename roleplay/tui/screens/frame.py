"""What every full screen has: a line that says where you are, a body, and the keys."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer

from roleplay.tui.widgets.text import note

SMALL = "This window is small. Everything works; 80x24 is comfortable."


class Frame(Screen[None]):
    """The frame around a screen's own body."""

    def compose(self) -> ComposeResult:
        """Heading, body, keys."""
        where, what = self.heading()
        with Horizontal(id="heading"):
            yield note((where, "bold"), name="where")
            yield note(what, name="what")
        yield note((SMALL, "$text-warning"), name="small")
        yield from self.body()
        yield Footer()

    def heading(self) -> tuple[str, str]:
        """What stands left and right in the first line."""
        raise NotImplementedError

    def body(self) -> Iterator[Widget]:
        """What stands between the heading and the keys."""
        raise NotImplementedError


LEAVE: BindingType = Binding(
    "escape", "leave", "Leave", tooltip="Leave this play-through; what you sent is kept"
)

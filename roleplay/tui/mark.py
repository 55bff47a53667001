"""The app in which a person marks replies."""

from roleplay.marking import MarkingTable
from roleplay.tui.messages import Left
from roleplay.tui.screens.mark import MarkScreen
from roleplay.tui.shell import Shell


class MarkApp(Shell):
    """One screen: a reply, and the ladders."""

    def __init__(self, table: MarkingTable, *, reveal: bool = False) -> None:
        """Mark what is on ``table``; ``reveal`` shows what the model says afterwards."""
        super().__init__()
        self._screen = MarkScreen(table, reveal=reveal)

    def on_mount(self) -> None:
        """Begin."""
        self.settle()
        self.push_screen(self._screen)

    def on_left(self, message: Left) -> None:
        """Everything is written already."""
        message.stop()
        self.exit()

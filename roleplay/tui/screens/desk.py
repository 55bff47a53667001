"""Desk: the work that is interrupted, and that waits to be finished afterwards."""

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static

from roleplay.scenario import Desk
from roleplay.session import BreakIn, LeaveDesk, LineTyped, Phase
from roleplay.tui.lookup import has_papers
from roleplay.tui.messages import Moved
from roleplay.tui.play import Play
from roleplay.tui.screens.frame import LEAVE, PlayFrame, aside
from roleplay.tui.widgets.clock import Clock
from roleplay.tui.widgets.ledger import DeskLine, Ledger, marks
from roleplay.tui.widgets.text import joined, note


class DeskScreen(PlayFrame):
    """The desk before the interruption, and again after it."""

    CSS_PATH = "desk.tcss"
    AUTO_FOCUS = "#typed"
    HELP = (
        "# Your desk\n\nType the line marked ▸ and press **Enter**. It is real work, so that the "
        "interruption is a real one; nothing here is scored.\n\n**F3** pauses the clock, if there "
        "is one. **F2** shows your notes. After the conversation you find the desk as you left it; "
        "**F9** leaves the rest undone."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "notes", "Notes", tooltip="What you can look up"),
        Binding("f3", "pause", "Pause clock", tooltip="Stop the clock, or let it run again"),
        Binding("f9", "leave_desk", "Leave the rest", tooltip="Leave the rest of this work"),
        LEAVE,
    ]

    def __init__(self, play: Play, desk: Desk) -> None:
        """Show the task of the play-through as far as it is done."""
        super().__init__(play)
        self.desk = desk

    @property
    def again(self) -> bool:
        """Whether the conversation is over."""
        return self.play.session.phase is Phase.DESK_AGAIN

    def heading(self) -> tuple[str, str]:
        """The title, and how much is done."""
        done, lines = len(self.play.session.typed), len(self.desk.lines)
        return self.play.scenario.title, f"at your desk · {done} of {lines} lines"

    def body(self) -> Iterator[Widget]:
        """The task as a sheet of paper, with what was said last above it."""
        paper = Vertical(*self._above(), Ledger(self.desk.lines), id="paper")
        yield Horizontal(VerticalScroll(paper, id="desk"), aside(self.play), id="columns")

    def _above(self) -> Iterator[Widget]:
        if self.again:
            last = self.play.said[-1]
            yield note((last.who, "bold"), "\n", last.text, classes="them")
            yield note(("You turn back to your desk.", "italic"), classes="narration")
        yield note((self.desk.task, "bold"), classes="task")
        if self.desk.after_seconds is not None and not self.again:
            yield Clock(lambda _: "the clock is running", self.desk.after_seconds)

    def on_mount(self) -> None:
        """Find the desk as it was left."""
        self.query_one(Ledger).show(self.play.session.typed)
        self.query_one("#typed", Input).value = self.play.desk_draft

    @on(Input.Changed, "#typed")
    def _keep(self, event: Input.Changed) -> None:
        self.play.desk_draft = event.value

    @on(DeskLine.Typed)
    def _type(self, line: DeskLine.Typed) -> None:
        phase = self.play.session.phase
        if phase not in {Phase.DESK, Phase.DESK_AGAIN}:
            return  # they broke in while Enter was under way
        self.play.do(LineTyped(line.text))
        if self.play.session.phase is phase:
            self._show()
        else:
            self.post_message(Moved())

    def _show(self) -> None:
        typed = self.play.session.typed
        self.query_one(Ledger).show(typed)
        right = marks(self.desk.lines, typed)
        self.query_one("#what", Static).update(joined(f"{self.heading()[1]} · {right} right"))

    @on(Clock.Due)
    def _interrupt(self) -> None:
        if self.play.session.phase is Phase.DESK:
            self.play.do(BreakIn())
            self.post_message(Moved())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what is there: notes, a clock, an end of the work."""
        del parameters
        offered = {
            "notes": has_papers(self.play),
            "pause": self.desk.after_seconds is not None and not self.again,
            "leave_desk": self.again,
            "leave": not self.again,
        }
        return offered.get(action, True)

    def action_leave_desk(self) -> None:
        """Leave the rest of the work."""
        self.play.do(LeaveDesk())
        self.post_message(Moved())

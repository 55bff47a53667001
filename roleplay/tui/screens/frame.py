"""What every full screen has: a line that says where you are, a body, and the keys."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer

from roleplay.tui.lookup import papers, said
from roleplay.tui.messages import Left
from roleplay.tui.play import Play
from roleplay.tui.screens.notes import Notes
from roleplay.tui.widgets.clock import Clock
from roleplay.tui.widgets.text import note

SMALL = "A small window; 80x24 shows more."


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

    def action_leave(self) -> None:
        """Leave the play-through; the app asks first."""
        self.post_message(Left())


class PlayFrame(Frame):
    """A frame in which somebody works or talks: there are notes to look up, and a clock."""

    def __init__(self, play: Play) -> None:
        """Show ``play`` as far as it has come."""
        super().__init__()
        self.play = play

    def action_notes(self) -> None:
        """Look something up. Knowing things is part of the work, so the clock stands still."""
        self._hold(still=True)
        shelves = (*papers(self.play), *said(self.play))
        self.app.push_screen(Notes(shelves), lambda _: self._hold(still=False))

    def _hold(self, *, still: bool) -> None:
        for clock in self.query(Clock):
            clock.held = still

    def action_pause(self) -> None:
        """Pause the clock, or let it run."""
        clock = self.query_one(Clock)
        clock.paused = not clock.paused


def aside(play: Play) -> Widget:
    """Goal and notes, shown beside the work where there is room."""
    scenario = play.scenario
    return VerticalScroll(
        note(("Your goal", "bold"), classes="title"),
        note(scenario.you.goal, classes="item"),
        note(("Your notes", "bold"), classes="title"),
        *(note(item, classes="item") for item in scenario.notes or ("You have none here.",)),
        id="aside",
        can_focus=False,
    )


LEAVE: BindingType = Binding("escape", "leave", "Leave", tooltip="Leave this play-through")

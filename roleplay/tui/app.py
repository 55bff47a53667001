"""The app for practice: which screen comes when."""

import asyncio
from contextlib import suppress
from typing import Final

from textual import work
from textual.screen import ModalScreen

from roleplay.errors import RoleplayError
from roleplay.practice import Library, LivingRater, Records
from roleplay.session import Phase
from roleplay.tui.messages import Chosen, Loaded, Troubled
from roleplay.tui.play import Play
from roleplay.tui.screens.brief import BriefScreen
from roleplay.tui.screens.desk import DeskScreen
from roleplay.tui.screens.ending import EndingScreen
from roleplay.tui.screens.feedback import FeedbackScreen
from roleplay.tui.screens.frame import Frame
from roleplay.tui.screens.pick import PickScreen
from roleplay.tui.screens.scene import SceneScreen
from roleplay.tui.screens.sheet import Leaving
from roleplay.tui.shell import Shell

CLOSING: Final = 3.0
"""Seconds that the rater gets to close; the terminal is not held up for longer."""


class RoleplayApp(Shell):
    """Practise against scripted coworkers."""

    def __init__(
        self, library: Library, records: Records, rater: LivingRater, *, start: str | None
    ) -> None:
        """Play what ``library`` has; ``start`` names a scenario to open at once."""
        super().__init__()
        self.library = library
        self.records = records
        self.rater = rater
        self.start_with = start
        self.play: Play | None = None
        self._home: Frame | None = None

    def home(self) -> Frame:
        """The screen that a play-through starts from and comes back to."""
        return PickScreen(self.library, self.records)

    def on_mount(self) -> None:
        """Paint first; then wake the model and read the scenarios."""
        self.settle()
        self._home = self.home()
        self.push_screen(self._home)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._warm()
        if self.start_with is not None:
            self._load(self.start_with)

    async def on_unmount(self) -> None:
        """Let go of the rater, whatever state it is in."""
        if self.play is not None:
            self.play.leave()
        with suppress(RoleplayError, OSError, TimeoutError):
            await asyncio.wait_for(self.rater.close(), CLOSING)

    @work(group="rater", description="waking the model")
    async def _warm(self) -> None:
        try:
            await self.rater.warm()
        except RoleplayError as error:
            self.tell(error, "The model is not ready. You can read and type; sending tries again.")

    @work(thread=True, exclusive=True, group="load", description="reading a scenario")
    def _load(self, scenario: str) -> None:
        try:
            self.post_message(Loaded(self.library.load(scenario)))
        except RoleplayError as error:
            self.post_message(Troubled(error))

    def on_chosen(self, message: Chosen) -> None:
        """Play the chosen scenario."""
        self.choose(message.scenario)

    def choose(self, scenario: str) -> None:
        """Read the scenario with this id, and play it then."""
        self._load(scenario)

    async def on_loaded(self, message: Loaded) -> None:
        """Begin a play-through."""
        await self.begin(Play(message.scenario, self.records, self.tell))

    async def begin(self, play: Play) -> None:
        """Show ``play`` as far as it has come."""
        self.play = play
        await self._show(screen_for(play, self.rater))

    async def on_moved(self) -> None:
        """Show the screen for the phase that the session is in."""
        if self.play is not None:
            await self._show(screen_for(self.play, self.rater))

    async def _show(self, screen: Frame) -> None:
        """Put ``screen`` on top of the home screen, in place of whatever is there."""
        while isinstance(self.screen, ModalScreen):
            await self.pop_screen()
        if self.screen is self._home:
            await self.push_screen(screen)
        else:
            await self.switch_screen(screen)

    async def on_left(self) -> None:
        """Go back; ask first while a conversation that is kept is under way."""
        play = self.play
        if play is None or not play.kept or play.session.phase in {Phase.BRIEF, Phase.ENDED}:
            await self._leave(leave=True)
        else:
            await self.push_screen(Leaving(), self._answered)

    async def _answered(self, leave: bool | None) -> None:  # noqa: FBT001 - textual calls it so
        await self._leave(leave=bool(leave))

    async def _leave(self, *, leave: bool) -> None:
        if leave:
            self.play = None
            while self.screen is not self._home:
                await self.pop_screen()

    def on_troubled(self, message: Troubled) -> None:
        """Say what failed and what to do."""
        self.tell(message.error)


def screen_for(play: Play, rater: LivingRater) -> Frame:
    """The screen for the phase that ``play`` is in."""
    session = play.session
    match session.phase:
        case Phase.BRIEF:
            return BriefScreen(play)
        case Phase.DESK | Phase.DESK_AGAIN if session.scenario.desk is not None:
            return DeskScreen(play, session.scenario.desk)
        case Phase.FEEDBACK if play.turn is not None:
            return FeedbackScreen(play, play.turn)
        case Phase.ENDED:
            return EndingScreen(play)
        case _:
            return SceneScreen(play, rater)

"""The app on one scenario file that is being written. Nothing that happens in it is kept."""

from collections.abc import Collection, Mapping, Sequence

from roleplay.errors import InputError
from roleplay.practice import Card, Draft, LivingRater, Standing
from roleplay.scenario import Scenario
from roleplay.session import Attempt, Begin, Session
from roleplay.tui.app import RoleplayApp
from roleplay.tui.messages import Rehearsed
from roleplay.tui.play import Play
from roleplay.tui.screens.frame import Frame
from roleplay.tui.screens.preview import PreviewScreen


class PreviewApp(RoleplayApp):
    """Look at a scenario, try replies, and play it from any scene."""

    def __init__(self, draft: Draft, rater: LivingRater, *, scene: str | None = None) -> None:
        """Preview ``draft``, opened at ``scene``."""
        super().__init__(_NoLibrary(), _NoRecords(), rater, start=None)
        self._preview = PreviewScreen(draft, rater, scene)

    def home(self) -> Frame:
        """The preview, instead of the list of scenarios."""
        return self._preview

    def choose(self, scenario: str) -> None:
        """Play again: from the same scene, in the version that is right by now."""
        del scenario
        self._preview.action_play()

    async def on_rehearsed(self, message: Rehearsed) -> None:
        """Begin a play-through that leaves no trace."""
        play = Play(message.scenario, self.records, self.tell, kept=False)
        if not message.brief:
            play.do(Begin())
        await self.begin(play)


class _NoLibrary:
    """There is nothing to pick from."""

    def ids(self) -> Collection[str]:
        """None."""
        return ()

    def cards(self) -> Sequence[Card]:
        """None."""
        return ()

    def load(self, scenario: str) -> Scenario:
        """Nothing can be loaded."""
        raise InputError(f"there is no scenario '{scenario}' in a preview")


class _NoRecords:
    """Forgets everything."""

    def standings(self) -> Mapping[str, Standing]:
        """None."""
        return {}

    def begin(self, scenario: Scenario) -> int:
        """Forget it."""
        del scenario
        return 0

    def add(self, play: int, attempt: Attempt) -> None:
        """Forget it."""

    def finish(self, play: int, session: Session) -> None:
        """Forget it."""

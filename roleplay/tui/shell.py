"""What holds for every app: themes, sizes, help, the palette, and requests to end."""

import asyncio
import signal
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from roleplay.errors import RoleplayError
from roleplay.text.clean import sanitise
from roleplay.tui import keep


class Shell(App[None]):
    """An app without screens."""

    TITLE = "roleplay"
    CSS_PATH = "app.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-middle"), (110, "-wide")]  # noqa: RUF012 - textual's
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-medium"), (34, "-tall")]  # noqa: RUF012 - own type
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", tooltip="What this screen is for, and its keys"),
    ]

    def settle(self) -> None:
        """Take the theme that was chosen last, and end when the system asks for it."""
        if (chosen := keep.theme()) in self.available_themes:
            self.theme = chosen
        self.theme_changed_signal.subscribe(self, lambda theme: keep.keep_theme(theme.name))
        self._obey_signals()

    def _obey_signals(self) -> None:
        """End as if by a key: without this the terminal stays as the app has set it."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, partial(self.exit, return_code=128 + number))

    def tell(self, error: RoleplayError, lead: str = "") -> None:
        """Say what failed and what to do."""
        text = "\n".join(part for part in (lead, error.message, error.hint) if part)
        self.notify(sanitise(text), severity="error", timeout=12, markup=False)

    def action_help(self) -> None:
        """Open the help panel, or close it."""
        if self.screen.query("HelpPanel"):
            self.action_hide_help_panel()
        else:
            self.action_show_help_panel()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Everything that a key does on this screen, by name."""
        yield from super().get_system_commands(screen)
        offered = {
            active.binding.action: active
            for active in screen.active_bindings.values()
            if active.enabled and active.tooltip and active.binding.action != "help"
        }
        for active in offered.values():
            run = partial(self.run_action, active.binding.action, active.node)
            yield SystemCommand(active.binding.description, active.tooltip, run)

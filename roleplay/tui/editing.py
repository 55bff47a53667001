"""Open the author's editor at a place: in this terminal, or beside it in a window."""

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from textual.app import App, SuspendNotSupported

from roleplay.text.clean import sanitise
from roleplay.tui.editors import Editing, chosen, editing

EARLY: Final = 2.0
"""Seconds after which an editor in a window is asked whether it has come up."""
_SETTING: Final = (
    "setx EDITOR notepad, in a new window"
    if os.name == "nt"
    else "export EDITOR=nano, and start the preview again"
)


def edit(app: App[None], file: Path, line: int, col: int) -> None:
    """Open ``file`` at a place, in what ``VISUAL`` or ``EDITOR`` names; say what fails."""
    editor = chosen(os.environ)
    found = editing(editor, file, line, col) if editor else None
    by_hand = f"Or open {file.name} in any editor, at line {line}: the preview sees when you save."
    if not editor:
        _say(app, f"No editor is set. Leave, type {_SETTING}. {by_hand}")
    elif found is None:
        _say(app, f"EDITOR cannot be read as a command: {editor}. {by_hand}")
    elif shutil.which(found.command[0]) is None:
        _say(app, f"There is no editor '{found.command[0]}', which EDITOR names. {by_hand}")
    elif found.window:
        _beside(app, found)
    else:
        _instead(app, found)


def _instead(app: App[None], found: Editing) -> None:
    """Give the terminal to the editor until it ends."""
    try:
        with app.suspend(), _own_interrupts():
            ended = subprocess.run(found.command, check=False).returncode  # noqa: S603 - the user's
    except SuspendNotSupported:
        _say(app, f"{found.name} needs this terminal, which cannot be given to it here.")
    except OSError as error:
        _say(app, f"{found.name} did not start: {error.strerror}.")
    else:
        _judge(app, found, ended)


def _beside(app: App[None], found: Editing) -> None:
    """Start the editor and go on; ask a little later whether it has come up."""
    try:
        process = subprocess.Popen(  # noqa: S603 - the user's own
            found.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        _say(app, f"{found.name} did not start: {error.strerror}.")
    else:
        # Somebody has to wait for it to end, however late that is.
        threading.Thread(target=process.wait, daemon=True).start()
        app.notify(f"Opened in {found.name}.", timeout=3, markup=False)
        app.set_timer(EARLY, lambda: _judge(app, found, process.poll()))


def _judge(app: App[None], found: Editing, ended: int | None) -> None:
    if ended:
        _say(app, f"{found.name} ended with code {ended}; the file may be as it was.")


@contextmanager
def _own_interrupts() -> Iterator[None]:
    """Ctrl+C is the editor's while it has the terminal, and ends nothing here."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _say(app: App[None], text: str) -> None:
    app.notify(sanitise(text), severity="warning", timeout=12, markup=False)

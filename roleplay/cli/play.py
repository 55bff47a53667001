"""``play``: for learners. Puts library, records and rater together."""

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from roleplay import paths
from roleplay.cli.library import make_library
from roleplay.errors import UsageError

if TYPE_CHECKING:
    from roleplay.history import History


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("play")(play)


def play(
    scenario: Annotated[
        str | None, typer.Argument(metavar="[SCENARIO]", help="Its id or file; else you pick one.")
    ] = None,
    *,
    plain: Annotated[
        bool, typer.Option("--plain", help="Line by line, for screen readers and pipes.")
    ] = False,
) -> None:
    """Practise: pick a scenario, answer, hear how it landed, try again."""
    practise(scenario, plain=plain)


def practise(scenario: str | None, *, plain: bool) -> None:
    """Open the app, or read and write lines.

    Raises:
        UsageError: The app has no terminal to draw on.
        InputError: There is no such scenario, or it is invalid.
        ModelError: For ``plain``: the model is missing or damaged.

    """
    if plain:
        _in_lines(scenario)
    elif all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        _on_screen(scenario)
    else:
        hint = "roleplay play --plain reads and writes lines; roleplay score rates whole tables"
        raise UsageError("There is no terminal to draw on.", hint=hint)


def _on_screen(scenario: str | None) -> None:
    from roleplay.rater.client import WorkerRater
    from roleplay.tui.app import RoleplayApp

    library = make_library()
    if scenario is not None and scenario not in library.ids():
        library.load(scenario)  # says what is wrong before the screen is taken
    rater = WorkerRater(log=paths.log() / "rater.log")
    app = RoleplayApp(library, make_records(), rater, start=scenario)
    app.run()
    if app.return_code:
        raise typer.Exit(app.return_code)


def _in_lines(scenario: str | None) -> None:
    from roleplay.cli.plain import Plain
    from roleplay.rater.local import LocalRater
    from roleplay.rating import InProcess

    for stream in (sys.stdin, sys.stdout):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    rater = InProcess(LocalRater.load())
    plain = Plain(make_library(), make_records(), rater, (sys.stdin, sys.stdout))
    asyncio.run(plain.run(scenario))


def make_records() -> "History":
    """The learner's history."""
    from roleplay.history import History

    return History.open(paths.history())

"""Put the commands together, and turn errors into messages and exit codes."""

import io
import os
import sys
import traceback
from typing import Annotated, Final

import typer
from typer.exceptions import TyperException

import roleplay
from roleplay.cli import (
    agreeing,
    authoring,
    calibrating,
    creating,
    doctor,
    exporting,
    graphing,
    history,
    listing,
    marking,
    model,
    packs,
    play,
    previewing,
    reporting,
    scoring,
    verifying,
)
from roleplay.errors import RoleplayError

BUG: Final = 1
USAGE: Final = 2
INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141

app = typer.Typer(
    name="roleplay",
    help="Practise being interrupted and shouted at by a coworker. A local model says how your "
    "reply landed, and why. Nothing leaves this machine.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for module in (
    play,
    listing,
    scoring,
    verifying,
    reporting,
    marking,
    agreeing,
    calibrating,
    exporting,
    authoring,
    previewing,
    creating,
    graphing,
    packs,
    history,
    model,
    doctor,
):
    module.register(app)


def _version(wanted: bool | None) -> None:
    if wanted:
        typer.echo(f"roleplay {roleplay.__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 - its callback does the work
        bool | None,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = None,
) -> None:
    """Without a command, open the app and practise."""
    if context.invoked_subcommand is None:
        play.practise(None, plain=False)


def main() -> None:
    """Run the command line and exit with its code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; returns the exit code instead of raising.

    A :class:`~roleplay.errors.RoleplayError` becomes a message with a remedy on
    stderr; anything else unexpected is a bug and shows where it happened.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):  # stderr is so from the start
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        result = app(arguments, standalone_mode=False)
    except RoleplayError as error:
        _say(error.message, error.hint)
        return error.exit_code
    except TyperException as error:
        _say(error.format_message(), "roleplay --help, or roleplay COMMAND --help")
        return USAGE
    except (KeyboardInterrupt, typer.Abort):
        _say("Stopped.")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; keep the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception:  # noqa: BLE001 - the last resort, and it says so
        traceback.print_exc()
        _say("This is a bug in roleplay.", "please report it with the lines above")
        return BUG
    return result if isinstance(result, int) else 0


def _say(message: str, hint: str = "") -> None:
    sys.stderr.write(f"roleplay: {message}\n" + (f"  → {hint}\n" if hint else ""))

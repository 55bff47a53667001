"""The learner's own data: look at it, take it along, delete it."""

import csv
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from roleplay import paths
from roleplay.errors import UsageError
from roleplay.text.phrases import counted

if TYPE_CHECKING:
    from roleplay.history import History, KeptAttempt, Play

COLUMNS: Final = ("learner", "scenario", "scene", "reply", "attempt", "id", "when")
"""Of an export: a table that ``roleplay score`` reads."""

commands = typer.Typer(
    help="Your own practice, kept on this machine only.", invoke_without_command=True
)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(commands, name="history")


@commands.callback()
def show(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """Your own practice, kept on this machine only: list it, export it, delete it."""
    if context.invoked_subcommand is not None:
        return
    with _opened() as history:
        plays = history.plays()
    if as_json:
        typer.echo(json.dumps([_data(play) for play in plays], ensure_ascii=False))
    elif plays:
        _table(plays)
    else:
        typer.echo("Nothing has been practised yet; `roleplay` begins.", err=True)


@commands.command("export")
def export(
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A file; standard output without it.")
    ] = None,
    learner: Annotated[str, typer.Option(help="Your name in the table.")] = "me",
) -> None:
    """Write your replies as a CSV table, such as `roleplay score` reads."""
    from roleplay.classroom.draft import Draft, drafting

    with _opened() as history:
        attempts = history.attempts()
    if out is None:
        _write(csv.writer(sys.stdout, lineterminator="\n"), attempts, learner)
        return
    draft = Draft(out)
    with drafting(draft):
        _write(csv.writer(draft, lineterminator="\r\n"), attempts, learner)
    typer.echo(f"{len(attempts)} replies → {out}", err=True)


@commands.command("delete")
def delete(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete all of it, for good."""
    with _opened() as history:
        if not yes:
            if not sys.stdin.isatty():
                raise UsageError(
                    "There is nobody to ask.", hint="--yes deletes your history without asking"
                )
            count = len(history.plays())
            typer.confirm(f"Delete {counted(count, 'play')} for good?", abort=True, err=True)
        count = history.delete()
    typer.echo(f"Deleted {counted(count, 'play')}.", err=True)


def _opened() -> "History":
    from roleplay.history import History

    history = History.open(paths.history())
    if history.notice:
        typer.echo(f"Note: {history.notice}.", err=True)
    return history


def _write(writer: Any, attempts: Iterable["KeptAttempt"], learner: str) -> None:  # noqa: ANN401 - csv's writer has no name
    from roleplay.classroom.formulas import defuse

    writer.writerow(COLUMNS)
    for kept in attempts:
        texts = (learner, kept.scenario, kept.scene, kept.reply)
        made = kept.made.isoformat()
        writer.writerow([*map(defuse, texts), kept.number, kept.id, made])


def _data(play: "Play") -> dict[str, Any]:
    return {
        "id": play.id,
        "scenario": play.scenario,
        "title": play.title,
        "started": play.started.isoformat(),
        "ended": play.ended and play.ended.isoformat(),
        "ending": play.ending,
        "outcome": play.outcome,
        "overall": play.overall,
        "pass_mark": play.pass_mark,
        "passed": play.passed,
        "counts_as_best": play.counts_as_best,
        "attempts": play.attempts,
    }


def _table(plays: Iterable["Play"]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name in ("when", "scenario", "ending", "overall", "passed", "replies"):
        table.add_column(name, justify="right" if name in {"overall", "replies"} else "left")
    for play in plays:
        # Text: nothing that an author typed is read as markup.
        cells = (
            f"{play.started.astimezone():%Y-%m-%d %H:%M}",
            play.title,
            play.ending or "broken off",
            "" if play.overall is None else f"{play.overall:.0f}",
            _passed(play),
            str(play.attempts),
        )
        table.add_row(*(Text(cell) for cell in cells))
    Console().print(table)


def _passed(play: "Play") -> str:
    if play.overall is None:
        return ""
    if not play.counts_as_best:
        return "pasted"
    return "yes" if play.passed else "no"

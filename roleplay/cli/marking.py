"""``mark``: replies are marked by a person. Puts a rated table and the app together."""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from roleplay.cli import library
from roleplay.cli import tables as options
from roleplay.errors import InputError, UsageError
from roleplay.rating import Status

if TYPE_CHECKING:
    from roleplay.classroom.people.bench import Bench


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("mark")(mark)


def mark(
    graded: Annotated[
        Path, typer.Argument(metavar="GRADED", help="A table that `roleplay score` wrote.")
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="MARKS", help="Where marks go: .csv, .tsv or .jsonl; added to."
        ),
    ],
    marker: Annotated[
        str, typer.Option(metavar="NAME", help="Who marks, where several people do.")
    ] = "",
    only: Annotated[
        list[Status] | None, typer.Option(help="Only replies that the model calls so; repeatable.")
    ] = None,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Show the model's levels after each reply is marked.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Another number draws other replies first.")] = 0,
    prefix: options.Prefix = "",
    encoding: options.Encoding = None,
    delimiter: options.Delimiter = None,
    sheet: options.Sheet = None,
) -> None:
    """Mark replies blind: you see neither the model's levels nor who replied.

    In turns you get the reply from which most can be learned (the model is unsure, its
    intervals are wide, or somebody else's marks are far from it), and one drawn at random
    from a half of the class that is kept for that, so that `roleplay agree` can speak for
    all of it. With --only nothing counts as drawn at random, and once you have marked
    replies of that half in another way, nothing new does.

    Each reply is written to MARKS as soon as you have marked it; call this again to go
    on. Rows are never changed: to correct one, mark it again, and the last row counts.
    """
    from roleplay.classroom.people.bench import Bench, Wanted

    reading = options.reading(encoding, delimiter, sheet, None)
    name = " ".join(marker.split())
    wanted = Wanted(name, tuple(only or ()), seed, prefix, reading)
    if str(graded) == "-":
        raise UsageError("Marks need a table in a file.", hint="the terminal is where you type")
    bench = Bench.prepare(graded, out, library.make_library(), wanted)
    if not bench.papers:
        raise InputError(
            f"There is nothing to mark in {graded}.",
            hint=f"{bench.before} marked before; leave out --only, or name another --marker",
        )
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        hint = "any program can write marks: a table with id and whole levels on the ladders"
        raise UsageError("There is no terminal to draw on.", hint=hint)
    _on_screen(bench, reveal=reveal)
    _goodbye(bench, graded, out)


def _on_screen(bench: "Bench", *, reveal: bool) -> None:
    from roleplay.tui.mark import MarkApp

    app = MarkApp(bench, reveal=reveal)
    app.run()
    if app.return_code:
        raise typer.Exit(app.return_code)


def _goodbye(bench: "Bench", graded: Path, out: Path) -> None:
    from roleplay.text.clean import sanitise

    for name, why in bench.left_out.items():
        typer.echo(sanitise(f"not shown: {name[:40]}: {why}"), err=True)
    call = shlex.join(["roleplay", "agree", str(graded), str(out)])
    typer.echo(sanitise(f"marks → {out}; how far the model agrees: {call}"), err=True)

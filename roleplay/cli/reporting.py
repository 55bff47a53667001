"""``report``: what a rated table says, as pages to read and to print."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from roleplay.cli import library, running
from roleplay.cli import tables as options
from roleplay.errors import UsageError
from roleplay.text.phrases import counted

if TYPE_CHECKING:
    from roleplay.classroom import Job
    from roleplay.classroom.report import Made, Places, Report

_SHOWN: Final = 10
"""Rows that cannot be read, as they are told to a person."""

Page = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE", help="Also make a report of OUT, .html."),
]
Feedback = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="A folder that gets one HTML file for each learner, in place of an earlier report's.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("report")(report)


def report(
    graded: Annotated[
        Path,
        typer.Argument(
            metavar="GRADED", help="A table that `roleplay score` wrote; - is standard input."
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="FILE", help="The report, .html; - is standard output."
        ),
    ] = None,
    marks: Annotated[
        Path | None,
        typer.Option(help="A table of levels given by hand, with id and ladders; these win."),
    ] = None,
    pseudonyms: Annotated[
        bool, typer.Option("--pseudonyms", help="Withhold the names of learners.")
    ] = False,
    feedback: Feedback = None,
    prefix: Annotated[str, typer.Option(help="As it was given to `score`.")] = "",
    encoding: options.Encoding = None,
    delimiter: options.Delimiter = None,
    sheet: options.Sheet = None,
    from_: options.From = None,
) -> None:
    """Make a report of a rated table: one HTML file that needs no network and prints well.

    It shows how the class stands on each ladder and in each scenario, what is missed
    most, first against last attempts, what a person should look at, and a page for
    each learner. Figures over fewer than five learners are not shown.
    """
    from roleplay.classroom.report import Places, Report
    from roleplay.cli.scoring import FAILED_ROWS

    if out is None and feedback is None:
        hint = "such as -o class.html, or --feedback DIR"
        raise UsageError("Say where the report should go.", hint=hint)
    places = Places(out, feedback)
    places.check([graded, *([marks] if marks else [])])
    reading = options.reading(encoding, delimiter, sheet, from_)
    prepared = Report.prepare(
        graded, places, marks, prefix=prefix, hidden=pseudonyms, reading=reading
    )
    made = _write(prepared)
    _tell(made, places)
    if made.failed:
        raise typer.Exit(FAILED_ROWS)


def places_of(
    page: Path | None, folder: Path | None, out: Path, tables: Sequence[Path]
) -> "Places | None":
    """Where the report of a table goes that is still to be rated; None where none is wanted.

    Raises:
        UsageError: It cannot go there, or the rated table cannot be read again.

    """
    from roleplay.classroom.report import Places
    from roleplay.classroom.tables.source import is_standard

    if page is None and folder is None:
        return None
    if is_standard(out):
        raise UsageError("A report needs the rated table in a file.", hint="such as -o graded.csv")
    places = Places(page, folder)
    places.check([out, *tables])
    return places


def of_rated(job: "Job", places: "Places") -> None:
    """Make the report of a table that was rated just now."""
    from roleplay.classroom.report import Report

    prepared = Report.prepare(job.out, places, prefix=job.added.prefix, reading=job.reading)
    _tell(_write(prepared), places)


def _write(prepared: "Report") -> "Made":
    """Write a report; a polite request to end leaves no half of it."""
    with running.cleaning_up(), running.progress_bar(prepared.total, "reading") as progress:
        return prepared.write(library.make_library(), progress)


def _tell(made: "Made", places: "Places") -> None:
    """Say what was written, and what is not in it."""
    from roleplay.classroom.tables.source import is_standard

    for problem in made.failed[:_SHOWN]:
        typer.echo(f"not in the report: {problem}", err=True)
    if (more := len(made.failed) - _SHOWN) > 0:
        typer.echo(f"… and {more} rows more", err=True)
    if made.nameless:
        some = counted(made.nameless, "reply")
        says = (
            "names no learner, and so is" if made.nameless == 1 else "name no learner, and so are"
        )
        typer.echo(f"{some} {says} in no figure and on nobody's page", err=True)
    if places.page is not None:
        shown = "standard output" if is_standard(places.page) else places.page
        replies, learners = counted(made.rows, "reply"), counted(made.learners, "learner")
        typer.echo(f"{replies}, {learners} → {shown}", err=True)
    if places.folder is not None:
        typer.echo(f"{counted(made.files, 'file')} of feedback → {places.folder}", err=True)
    if made.removed:
        some = f"{counted(made.removed, 'page')} of an earlier report"
        typer.echo(f"{some} {'is' if made.removed == 1 else 'are'} removed from there", err=True)

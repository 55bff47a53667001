"""``export``: hand grades in to a gradebook or a record store."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from roleplay.cli import library, scoring
from roleplay.cli import tables as options
from roleplay.cli.handing import FormName, Given, any_case, check, writer
from roleplay.text.clean import sanitise
from roleplay.text.phrases import counted

if TYPE_CHECKING:
    from roleplay.classroom.export.hand_in import HandIn
    from roleplay.classroom.export.outcome import Outcome

LISTED: Final = 20
"""Learners who are named at once."""


class ChoiceName(StrEnum):
    """Which of a learner's attempts at a scene counts."""

    BEST = "best"
    LAST = "last"
    MEAN = "mean"


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("export")(export)


def export(
    graded: options.Graded,
    to: Annotated[FormName, typer.Option("--to", help="Where the grades go.")],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="Moodle, Canvas: .csv; xAPI: .jsonl for one statement a line, else a JSON "
            "array; - is standard output.",
        ),
    ],
    attempt: Annotated[
        ChoiceName, typer.Option(help="Which attempt at a scene counts.")
    ] = ChoiceName.LAST,
    scenario: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this scenario; repeatable.")
    ] = None,
    combine: Annotated[
        bool,
        typer.Option(
            "--combine",
            help="One grade a learner: the mean over those --scenario that are named, none "
            "without all of them; else over those that the learner replied to.",
        ),
    ] = False,
    marks: Annotated[
        Path | None,
        typer.Option(metavar="MARKS", help="Levels by people, which win over the model's."),
    ] = None,
    pending: Annotated[
        bool, typer.Option("--pending", help="Mark pending grades instead of leaving them out.")
    ] = False,
    id_column: Annotated[
        str, typer.Option(metavar="NAME", help="Column of GRADED with the learner's id there.")
    ] = "learner",
    match: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="What that id is. Moodle: idnumber (else), email, username; Canvas: a column "
            "of its export, SIS Login ID unless it is said.",
        ),
    ] = None,
    points: Annotated[
        float | None,
        typer.Option(metavar="N", help="What 100 is worth, where the gradebook does not say it."),
    ] = None,
    gradebook: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Canvas: your own export, to be filled.")
    ] = None,
    column: Annotated[
        str | None,
        typer.Option(metavar="TITLE", help="Canvas: the assignment, as 'Angry coworker (4321)'."),
    ] = None,
    homepage: Annotated[
        str | None, typer.Option(metavar="URL", help="xAPI: your address; ids stand under it.")
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="xAPI: the key of the pseudonyms; made if not there."),
    ] = None,
    identify: Annotated[
        bool, typer.Option("--identify", help="xAPI: the ids as they are, no pseudonyms.")
    ] = False,
    with_replies: Annotated[
        bool, typer.Option("--with-replies", help="xAPI: also what the learners wrote.")
    ] = False,
    time_column: Annotated[
        str, typer.Option(metavar="NAME", help="Column with the time of each reply; orders them.")
    ] = "",
    raw: Annotated[
        bool, typer.Option("--raw", help="Moodle: also ids that a spreadsheet would calculate.")
    ] = False,
    prefix: options.Prefix = "",
    encoding: options.Encoding = None,
    delimiter: options.Delimiter = None,
    sheet: options.Sheet = None,
    from_: options.From = None,
) -> None:
    """Hand grades in: a file for Moodle's import, your Canvas export filled, or xAPI statements.

    A grade is the mean of the overalls over the scenes of a scenario that the learner met.
    At each scene the last attempt counts, as in the app; or the best, or the mean. Where
    there is no time, attempts are in the order of their numbers if these differ, else of
    the table.

    A grade is pending when it hangs on a reply that the model is unsure of, did not score,
    or knows as a reference pasted back. Such a grade never gets a number: it is left out
    and listed, and with --pending marked as far as the format can. Marks on empathy,
    restating and courtesy settle it.

    Learners who cannot be given their grade are named, and the exit code is 3 then.

    Moodle: two columns a scenario, grade and feedback. Canvas: nothing but one column
    of your export is changed; grades are scaled to its Points Possible. xAPI: learners
    are pseudonyms under a key that stays on this machine, and have passed a scenario from
    its pass mark on, 70 where it says none; the same table gives the same ids again.
    """
    from roleplay.classroom.draft import check_place
    from roleplay.classroom.export.attempts import Choice
    from roleplay.classroom.export.hand_in import HandIn, Request, put
    from roleplay.classroom.export.weighing import Scenarios, Wanted
    from roleplay.classroom.tables.source import is_standard

    given = Given(
        out=out,
        combine=combine,
        pending=pending,
        match=match,
        points=points,
        raw=raw,
        gradebook=gradebook,
        column=column,
        homepage=homepage,
        key=key,
        identify=identify,
        with_replies=with_replies,
    )
    check(to, given)
    if not is_standard(out):
        check_place(out, [path for path in (graded, marks, gradebook, key) if path])
    known = Scenarios(library.make_library())
    wanted = Wanted(
        id_column,
        tuple(scenario or ()),
        time_column,
        with_replies,
        any_case=any_case(to, match),
        zoned=to is FormName.XAPI,
    )
    reading, choice = options.reading(encoding, delimiter, sheet, from_), Choice(attempt.value)
    found = HandIn.gather(Request(graded, marks, prefix, reading, wanted, choice, combine), known)
    write = writer(to, given, known, found.grades)
    outcome = put(out, lambda sink: write(sink, found.grades))
    if to is FormName.MOODLE and match is None:
        outcome.notes.append(
            f"Moodle will look for what is in {id_column!r} among its ID numbers; "
            "if it is something else, say so with --match."
        )
    for text in _told(outcome, found, out, marked=pending and to is not FormName.CANVAS):
        typer.echo(sanitise(text), err=True)
    if outcome.unplaced or found.nameless:
        raise typer.Exit(scoring.FAILED_ROWS)


def _told(outcome: "Outcome", found: "HandIn", out: Path, *, marked: bool) -> Iterator[str]:
    where = "standard output" if str(out) == "-" else out
    yield f"{counted(outcome.written, 'grade')} → {where}"
    yield from outcome.notes
    if found.fewer:
        yield (
            f"{counted(found.fewer, 'learner')} replied to fewer scenarios than there are, and the "
            "mean is over these; name with --scenario those that it takes."
        )
    if outcome.pending:
        what = "without a number" if marked else "left out"
        yield f"{counted(len(outcome.pending), 'grade')} pending, {what}:"
        yield from _listed(
            f"{grade.learner}, {grade.scenario or 'own scenes'}: {'; '.join(grade.doubts)}"
            for grade in outcome.pending
        )
        yield "A person's marks settle doubts: `roleplay mark`, then this again with --marks."
    if outcome.unplaced:
        yield f"{counted(len(outcome.unplaced), 'grade')} could not be handed in:"
        yield from _listed(f"{learner}: {why}" for learner, why in outcome.unplaced)
    if nameless := found.nameless:
        yield f"{counted(len(nameless), 'row')} without a learner, in no grade:"
        yield from _listed(f"line {line}" for line in nameless)


def _listed(lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    yield from (f"  {' '.join(line.split())}" for line in found[:LISTED])
    if len(found) > LISTED:
        yield f"  … and {len(found) - LISTED} more"

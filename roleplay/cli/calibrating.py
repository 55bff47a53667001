"""``calibrate``: bend the ladders to a person's severity, if that helps."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import roleplay
from roleplay.cli import scoring
from roleplay.cli import tables as options
from roleplay.errors import UsageError

if TYPE_CHECKING:
    from roleplay.classroom.people.calibrate import Fitted, Gain


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("calibrate")(calibrate)


def calibrate(
    graded: options.Graded,
    marks: options.Marks,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="The calibration, .json.")
    ],
    prefix: options.Prefix = "",
    force: Annotated[
        bool, typer.Option("--force", help="Bend every ladder that has marks, gain or no gain.")
    ] = False,
    encoding: options.Encoding = None,
    delimiter: options.Delimiter = None,
    sheet: options.Sheet = None,
    from_: options.From = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what is written, and whether it was.")
    ] = False,
) -> None:
    """Fit the ladders to your severity, where that brings the model nearer to your marks.

    Each ladder is bent a little, never so that a better reply becomes a worse one, and
    with few marks hardly at all. What it brings is measured on learners whose marks
    were not used (on replies, where fewer than two learners are named), and printed with
    a 95 % interval; a ladder that does not surely gain stays as it is. When none gains,
    nothing is written and the exit code is 3.

    Use it with `roleplay score --calibration FILE`; caps still hold, and receipts say
    it. Such a table is verified with `roleplay verify --calibration FILE`, so keep FILE.
    """
    from roleplay.classroom.people.calibrate import calibrated
    from roleplay.classroom.people.pairs import read_pairs

    _check_place(out)
    reading = options.reading(encoding, delimiter, sheet, from_)
    _, pairs = read_pairs(graded, marks, prefix, reading)
    fitted = calibrated(pairs, force=force)
    wanted = bool(fitted.calibration.becomes)
    if wanted:
        _write(out, fitted)
    if as_json:
        typer.echo(json.dumps({**fitted.data, "written": str(out) if wanted else None}))
    else:
        typer.echo("\n".join(_lines(fitted)))
    if not wanted:
        typer.echo(
            "No ladder gains, so nothing was written; --force does it all the same.", err=True
        )
        raise typer.Exit(scoring.FAILED_ROWS)
    typer.echo(f"calibration {fitted.calibration.digest} → {out}", err=True)


def _check_place(out: Path) -> None:
    """A calibration that is lost leaves tables that nobody can verify."""
    from roleplay.classroom.draft import check_place

    if out.exists():
        raise UsageError(
            f"{out} is there already, and tables may have been scored with it.",
            hint="name another file, or move it away first",
        )
    check_place(out)


def _write(out: Path, fitted: "Fitted") -> None:
    from roleplay.classroom.draft import Draft, drafting

    data = {**fitted.data, "made_with": f"roleplay {roleplay.__version__}"}
    with drafting(draft := Draft(out)):
        draft.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def _lines(fitted: "Fitted") -> Iterator[str]:
    from roleplay.classroom.people.calibrate import TWO_SIDES
    from roleplay.classroom.people.words import narrow, number

    yield f"Out of fold, {fitted.folds.words} left out in turn; in brackets, 95 % intervals."
    if fitted.folds.over == "replies":
        yield (
            f"Fewer than {TWO_SIDES} learners are named, so replies are left out, perhaps by "
            "learners whose other marks were used: on others the gain may be smaller."
        )
    else:
        yield from narrow(fitted.drawn)
    for gain in fitted.gains:
        yield ""
        yield f"{gain.ladder}: {_verdict(gain, bent=gain.ladder in fitted.calibration.becomes)}"
        if gain.enough:
            yield (
                f"  mean error {gain.error:.2f} → {gain.error_after:.2f} of a level, "
                f"{gain.saved.value:.2f} [{gain.saved.low:.2f}, {gain.saved.high:.2f}] less"
            )
            kappas = f"{number(gain.kappa)} → {number(gain.kappa_after)}"
            yield f"  kappa {kappas}, {gain.n} marks"
        if gain.ladder in fitted.calibration.becomes:
            yield f"  {', '.join(f'{at} → {to:.2f}' for at, to in enumerate(gain.becomes))}"


def _verdict(gain: "Gain", *, bent: bool) -> str:
    from roleplay.classroom.people.calibrate import FEWEST_GROUPS
    from roleplay.classroom.people.verdict import FEWEST

    if gain.helps:
        return "it gains, and is bent."
    why = "it does not surely gain"
    if gain.n < FEWEST:
        why = f"too few marks ({gain.n}); mark {FEWEST - gain.n} more"
    elif not gain.enough:
        why = f"too few learners; mark replies by {FEWEST_GROUPS} or more"
    elif not gain.related:
        why = "the model's levels surely say nothing about your marks, or these are all alike"
    return f"{why}; {'bent all the same' if bent else 'it stays as it is'}."

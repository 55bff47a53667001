"""``verify``: whether a rated table still says what the model says."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from roleplay.cli import library, running, scoring
from roleplay.cli import tables as options
from roleplay.receipt import Part

if TYPE_CHECKING:
    from roleplay.classroom.finding import Finding, Tally
    from roleplay.classroom.people.rulings import Review, Reviewed

EVERYWHERE: Final[Mapping[Part, str]] = {
    Part.MODEL: "Every receipt is of another model",
    Part.RUBRIC: "Every receipt is of another rubric",
    Part.CALIBRATION: "Every receipt is of another calibration",
}
_REFIT: Final = "verify with the version of roleplay that rated it, or score the table again."
REMEDY: Final[Mapping[Part, str]] = {
    Part.MODEL: _REFIT,
    Part.RUBRIC: _REFIT,
    Part.CALIBRATION: "give the one that it was scored with by --calibration FILE, or none if "
    "it was scored without.",
}


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("verify")(verify)


def verify(
    graded: Annotated[
        Path,
        typer.Argument(
            metavar="GRADED", help="A table that `roleplay score` wrote; - is standard input."
        ),
    ],
    prefix: Annotated[str, typer.Option(help="As it was given to `score`.")] = "",
    encoding: options.Encoding = None,
    delimiter: options.Delimiter = None,
    sheet: options.Sheet = None,
    from_: options.From = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON Lines: bad rows, and the counts last.")
    ] = False,
    calibration: options.Calibration = None,
    rulings: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A table of rulings on appeals, to look at again."),
    ] = None,
) -> None:
    """Rate a rated table again, and name every row that no longer holds.

    A row holds when model, rubric, scene, reply and calibration are those of its
    receipt, its levels come out again within 0.05, and status, flags, missed points
    and acts as they were. The exit code is 3 when a row does not hold or has no
    receipt, or when a ruling no longer holds.

    A table of rulings on appeals has the `id` and `receipt` of a reply as they stand in
    GRADED; `ruling`, which is upheld or changed; and what was ruled on any of the
    ladders: a whole level, or "2 to 3", "at least 3", "at most 1". Perhaps also `reason`
    and `date`. Where the model was upheld, it must still agree. Where its level was
    changed, you are told whether it agrees by now; give the level as a mark, too, so that
    reports use it. Either way it must be the same reply, scene and rubric. Rows are never
    changed: the last one on a reply counts.
    """
    from roleplay.classroom import Verification

    table = Verification.prepare(graded, prefix, options.reading(encoding, delimiter, sheet, from_))

    def tell(finding: "Finding") -> None:
        typer.echo(_line(_data(finding)) if as_json else str(finding))

    own = options.calibration_at(calibration)
    review = _review(rulings)
    with running.cleaning_up(), running.progress_bar(table.total, "verifying") as progress:
        rater, known = options.bent(scoring.make_rater(), own), library.make_library()
        tally = asyncio.run(table.run(rater, known, tell, progress, review.look))
    found = list(review.findings())
    for text in _of_rulings(review, found, as_json=as_json):
        typer.echo(text)
    for text in [_line(_counts(tally))] if as_json else _summary(tally):
        typer.echo(text)
    if tally.hold < tally.rows or not all(one.holds for one in found):
        raise typer.Exit(scoring.FAILED_ROWS)


def _review(rulings: Path | None) -> "Review":
    from roleplay.classroom.people.rulings import Review, Rulings

    return Review(Rulings.read(rulings) if rulings else Rulings("", ()))


def _of_rulings(review: "Review", found: Sequence["Reviewed"], *, as_json: bool) -> Iterator[str]:
    from roleplay.classroom.people import rulings

    if as_json:
        yield from (_line(rulings.data(one)) for one in found)
    elif found:
        yield from (rulings.words(one, review.rulings.source) for one in found)
        yield rulings.summary(found, review.rulings.replaced)


def _summary(tally: "Tally") -> list[str]:
    said = [f"{EVERYWHERE[part]}: {REMEDY[part]}" for part in tally.everywhere]
    return [*said, str(tally)]


def _data(finding: "Finding") -> dict[str, Any]:
    return {
        "line": finding.line,
        "id": finding.id,
        "changed": list(finding.changed),
        "differs": [
            {"column": found.column, "table": found.table, "again": found.again}
            for found in finding.differs
        ],
        "problem": finding.problem,
    }


def _counts(tally: "Tally") -> dict[str, Any]:
    return {
        "rows": tally.rows,
        "hold": tally.hold,
        "do_not_hold": tally.fail,
        "no_receipt": tally.bare,
        "changed_everywhere": list(tally.everywhere),
    }


def _line(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)

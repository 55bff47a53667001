"""Rated tables made by hand, so that reports need no model; and what a report of one says."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from roleplay.classroom.report import Made, Places, Report
from roleplay.rubric import LADDERS, overall
from support.shelf import Shelf

COLUMNS = (
    *("id", "learner", "scenario", "scene", "attempt", "reply"),
    *(ladder.value for ladder in LADDERS),
    *("overall", "status", "why", "flags", "missed", "acts", "receipt", "strength", "advice"),
)
Row = Mapping[str, str]


def rated(
    learner: str,
    levels: Sequence[float] | float = 2.0,
    *,
    reply: str = "I will look.",
    scenario: str = "small",
    scene: str = "asks",
    attempt: str = "1",
    **cells: str,
) -> Row:
    """A row as `score` writes it; one level is that on every ladder."""
    given = [levels] * len(LADDERS) if isinstance(levels, float) else levels
    by_ladder = dict(zip(LADDERS, given, strict=True))
    row = {
        "learner": learner,
        "scenario": scenario,
        "scene": scene,
        "attempt": attempt,
        "reply": reply,
        "overall": f"{overall(by_ladder):.2f}",
        "status": "scored",
        "receipt": "r",
        **{ladder.value: f"{level:.2f}" for ladder, level in by_ladder.items()},
    }
    return {**row, **cells}


def unscored(learner: str, reply: str = "", why: str = "the reply is empty") -> Row:
    """A row that the model could not rate."""
    nothing = dict.fromkeys((*(ladder.value for ladder in LADDERS), "overall"), "")
    return {**rated(learner, reply=reply), **nothing, "status": "unscored", "why": why}


def rated_table(folder: Path, *rows: Row, columns: Sequence[str] = COLUMNS) -> Path:
    """The rows as a rated table; their numbers are their ids."""
    path = folder / "graded.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows({"id": str(n), **row} for n, row in enumerate(rows, 1))
    return path


def report(folder: Path, *rows: Row, marks: str = "", hidden: bool = False) -> str:
    """The report of a class."""
    return make(rated_table(folder, *rows), folder / "report.html", marks=marks, hidden=hidden)[1]


def make(
    table: Path, page: Path, *, marks: str = "", hidden: bool = False, feedback: Path | None = None
) -> tuple[Made, str]:
    """Make a report, with the text of a table of marks."""
    given = page.with_name("marks.csv")
    given.write_text(marks, "utf-8")
    prepared = Report.prepare(
        table, Places(page, feedback), given if marks else None, hidden=hidden
    )
    made = prepared.write(Shelf())
    return made, page.read_text("utf-8")

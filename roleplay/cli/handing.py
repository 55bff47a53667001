"""What ``export`` needs for each place that grades go to."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from roleplay import paths
from roleplay.errors import UsageError

if TYPE_CHECKING:
    from roleplay.classroom.draft import Sink
    from roleplay.classroom.export.attempts import Grade
    from roleplay.classroom.export.outcome import Outcome
    from roleplay.classroom.export.weighing import Scenarios

    Write = Callable[[Sink, Sequence[Grade]], Outcome]

KEY: Final = "pseudonyms.key"
"""The key of pseudonyms, among the data of whoever exports."""


class FormName(StrEnum):
    """Where grades go."""

    MOODLE = "moodle"
    CANVAS = "canvas"
    XAPI = "xapi"


@dataclass(frozen=True)
class Given:
    """Options as they were given; see the command."""

    out: Path
    combine: bool = False
    pending: bool = False
    match: str | None = None
    points: float | None = None
    raw: bool = False
    gradebook: Path | None = None
    column: str | None = None
    homepage: str | None = None
    key: Path | None = None
    identify: bool = False
    with_replies: bool = False


_GRADEBOOKS: Final = frozenset({FormName.MOODLE, FormName.CANVAS})
_BELONGS: Final[Mapping[str, frozenset[FormName]]] = {
    "combine": _GRADEBOOKS,
    "match": _GRADEBOOKS,
    "points": _GRADEBOOKS,
    "raw": frozenset({FormName.MOODLE}),
    "gradebook": frozenset({FormName.CANVAS}),
    "column": frozenset({FormName.CANVAS}),
    "homepage": frozenset({FormName.XAPI}),
    "key": frozenset({FormName.XAPI}),
    "identify": frozenset({FormName.XAPI}),
    "with_replies": frozenset({FormName.XAPI}),
}


_ENDINGS: Final[Mapping[FormName, tuple[str, ...]]] = {
    FormName.MOODLE: (".csv",),
    FormName.CANVAS: (".csv",),
    FormName.XAPI: (".json", ".jsonl"),
}
TITLES: Final[Mapping[FormName, str]] = {
    FormName.MOODLE: "Moodle",
    FormName.CANVAS: "Canvas",
    FormName.XAPI: "a record store",
}


def any_case(to: FormName, match: str | None) -> bool:
    """Whether ids there are the same whatever their capitals: logins and addresses."""
    from roleplay.classroom.export.moodle import Match

    return to is FormName.CANVAS or (
        to is FormName.MOODLE and match is not None and Match.named(match) is not Match.ID_NUMBER
    )


def check(to: FormName, given: Given) -> None:
    """See that every option is for ``to``, and that none is missing.

    Raises:
        UsageError: One is not, or is.

    """
    for name, forms in _BELONGS.items():
        if getattr(given, name) not in {None, False} and to not in forms:
            where = " and ".join(f"--to {form}" for form in sorted(forms))
            raise UsageError(f"--{name.replace('_', '-')} is for {where}.")
    if to is FormName.CANVAS and not (given.gradebook and given.column):
        raise UsageError(
            "Canvas needs your own export of the gradebook, and which column to fill.",
            hint="--gradebook EXPORT.csv --column 'Angry coworker (4321)'",
        )
    if to is FormName.XAPI and given.homepage is None:
        raise UsageError(
            "xAPI needs an address of yours, under which ids stand.",
            hint="such as --homepage https://train.example.org; nothing is sent there",
        )
    endings = _ENDINGS[to]
    if str(given.out) != "-" and given.out.suffix.lower() not in endings:
        raise UsageError(
            f"{given.out}: what is handed in to {TITLES[to]} ends in {' or '.join(endings)}.",
            hint="give it such a name with -o",
        )
    if given.identify and given.key:
        raise UsageError("With --identify there are no pseudonyms, so --key is for nothing.")
    if given.points is not None and not (math.isfinite(given.points) and given.points > 0):
        raise UsageError("--points must be above 0.")


def writer(
    to: FormName, given: Given, scenarios: "Scenarios", grades: Sequence["Grade"]
) -> "Write":
    """What writes ``grades`` as ``given`` says.

    Raises:
        UsageError: An option does not fit the grades.
        InputError: The gradebook is none, or has no such column.

    """
    match to:
        case FormName.MOODLE:
            return _moodle(given, scenarios, grades)
        case FormName.CANVAS:
            return _canvas(given, grades)
        case FormName.XAPI:
            return _xapi(given, scenarios)


def _moodle(given: Given, scenarios: "Scenarios", grades: Sequence["Grade"]) -> "Write":
    from roleplay.classroom.export.attempts import FULL, scenarios_of
    from roleplay.classroom.export.moodle import Match, Moodle

    return Moodle(
        {scenario: scenarios.title(scenario) for scenario in scenarios_of(grades)},
        Match.named(given.match) if given.match else Match.ID_NUMBER,
        given.points or FULL,
        given.pending,
        given.raw,
    ).write


def _canvas(given: Given, grades: Sequence["Grade"]) -> "Write":
    from roleplay.classroom.export.attempts import scenarios_of
    from roleplay.classroom.export.canvas import Canvas
    from roleplay.classroom.export.gradebook import LOGIN, Gradebook

    if len(several := scenarios_of(grades)) > 1:
        raise UsageError(
            f"One column cannot hold {len(several)} scenarios: {', '.join(several)[:200]}.",
            hint="name one with --scenario, or take the mean over them with --combine",
        )
    book = Gradebook.read(given.gradebook or Path())
    column = book.assignment(given.column or "")
    return Canvas(book, column, given.match or LOGIN, given.points).write


def _xapi(given: Given, scenarios: "Scenarios") -> "Write":
    from roleplay.classroom.export.pseudonyms import Pseudonyms
    from roleplay.classroom.export.xapi import Home, Xapi

    home = Home.parse(given.homepage or "")
    name: Callable[[str], str] = str
    if not given.identify:
        name = Pseudonyms.kept_at(given.key or paths.data() / KEY).of
    return Xapi(
        home,
        name,
        scenarios.title,
        scenarios.pass_mark,
        given.pending,
        given.with_replies,
        given.out.suffix.lower() == ".jsonl",
    ).write

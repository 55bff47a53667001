"""From rows to attempts: who replied, to what, and what counts for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from roleplay import rubric
from roleplay.classroom.cells import items_of
from roleplay.classroom.export.attempts import OWN, Attempt, Learner
from roleplay.classroom.export.roll import Roll
from roleplay.classroom.finding import number
from roleplay.classroom.graded import Graded, GradedTable
from roleplay.classroom.marks import UNWEIGHED, Marks, said, standing
from roleplay.classroom.posed import Remembered
from roleplay.classroom.row import Row
from roleplay.errors import InputError
from roleplay.practice import Library
from roleplay.rating import Flag, Status
from roleplay.rubric import SCORED, Ladder
from roleplay.scenario.model import DEFAULT_PASS_MARK
from roleplay.text.clean import in_a_line, sanitise

LEARNER: Final = "learner"
OWN_TITLE: Final = "Own scenes"


class Scenarios:
    """What the library says of the scenarios in a table; those it lacks do no harm."""

    def __init__(self, library: Library) -> None:
        self._library = Remembered(library)

    def title(self, scenario: str) -> str:
        """How a person knows it, on one line."""
        found = self._library.known(scenario)
        text = found.title if found else scenario or OWN_TITLE
        return in_a_line(text)

    def pass_mark(self, scenario: str) -> float:
        """The overall from which it is passed."""
        found = self._library.known(scenario)
        return found.pass_mark if found else DEFAULT_PASS_MARK

    def weights(self, scenario: str, scene: str) -> Mapping[Ladder, float] | None:
        """Of the ladders in a scene; None when that is not known."""
        if scenario == OWN:
            return {}
        found = self._library.known(scenario)
        known = found.scenes.get(scene) if found else None
        return known.weights if known else None


@dataclass(frozen=True)
class Wanted:
    """What is read of a table.

    Attributes:
        id_column: Has what the other system knows learners by.
        scenarios: Only these; all of them when empty.
        time_column: Has when replies were made; times are not read without it.
        replies: Whether to keep what the learners wrote.
        any_case: As for :class:`~roleplay.classroom.export.roll.Roll`.
        zoned: Whether a time must say its zone; else it is enough that all do or none does.

    """

    id_column: str = LEARNER
    scenarios: tuple[str, ...] = ()
    time_column: str = ""
    replies: bool = False
    any_case: bool = False
    zoned: bool = True


@dataclass
class Weighed:
    """What came of the rows.

    Attributes:
        attempts: In the order of the table.
        nameless: Lines of rows that do not say who replied.

    """

    attempts: list[Attempt] = field(default_factory=list)
    nameless: list[int] = field(default_factory=list)


def weigh(table: GradedTable, marks: Marks, scenarios: Scenarios, wanted: Wanted) -> Weighed:
    """Read every row of ``table``, and put ``marks`` above the model's levels.

    Raises:
        InputError: A column is missing, a row is none, a time cannot be read, or there is no
            reply to a scenario that is wanted.

    """
    _check_columns(table, wanted)
    found = Weighed()
    roll = Roll(str(table.table.source), wanted.id_column, any_case=wanted.any_case)
    for graded in table.rows():
        if wanted.scenarios and said(graded.row, "scenario") not in wanted.scenarios:
            continue
        known_as = said(graded.row, wanted.id_column)
        if known_as:
            learner = roll.learner(known_as, said(graded.row, LEARNER) or known_as)
            attempt = _attempt(table, graded, learner, wanted)
            found.attempts.append(_counting(attempt, graded, marks, scenarios))
        else:
            found.nameless.append(graded.row.line)
    _check_all_there(table, found.attempts, wanted.scenarios)
    _check_times(table, found.attempts)
    return found


def _check_columns(table: GradedTable, wanted: Wanted) -> None:
    columns = table.table.columns
    for name, option in ((wanted.id_column, "--id-column"), (wanted.time_column, "--time-column")):
        if name and name not in columns:
            shown = ", ".join(repr(sanitise(column[:40])) for column in columns[:12])
            raise InputError(
                f"{table.table.source}: there is no column {name!r}.",
                hint=f"name one with {option}; there are {shown}",
            )


def _check_all_there(
    table: GradedTable, attempts: Iterable[Attempt], scenarios: Sequence[str]
) -> None:
    there = {attempt.scenario for attempt in attempts}
    for scenario in scenarios:
        if scenario not in there:
            raise InputError(
                f"{table.table.source}: there is no reply to the scenario {scenario!r}.",
                hint="its column 'scenario' says which there are",
            )


def _check_times(table: GradedTable, attempts: Iterable[Attempt]) -> None:
    times = [(attempt.line, attempt.time) for attempt in attempts if attempt.time is not None]
    bare = [line for line, time in times if time.tzinfo is None]
    if bare and len(bare) < len(times):
        raise InputError(
            f"{table.table.source}:{bare[0]}: this time has no time zone, and others have one.",
            hint="write all of them in one way",
        )


def _attempt(table: GradedTable, graded: Graded, learner: Learner, wanted: Wanted) -> Attempt:
    row, prefix = graded.row, table.prefix
    missed = row.cells.get(prefix + "missed")
    points = missed if isinstance(missed, list) else items_of(str(missed or ""))
    return Attempt(
        learner=learner,
        scenario=(scenario := said(row, "scenario")),
        scene=said(row, "scene" if scenario else "concern"),
        line=row.line,
        overall=number(row.cells.get(prefix + "overall")),
        levels=graded.levels,
        doubt=_doubt(graded),
        pasted=Flag.COPIED_REFERENCE in graded.flags,
        given=number(row.cells.get("attempt")),
        time=_time(table, row, wanted),
        receipt=str(graded.receipt or ""),
        reply=sanitise(graded.reply) if wanted.replies else "",
        advice=said(row, prefix + "advice"),
        missed=tuple(in_a_line(str(point)) for point in points),
    )


def _doubt(graded: Graded) -> str:
    why = in_a_line(graded.why)
    if graded.status is not Status.SCORED:
        return f"{graded.status} ({why})" if why else str(graded.status)
    return "a reference pasted back" if Flag.COPIED_REFERENCE in graded.flags else ""


def _counting(attempt: Attempt, graded: Graded, marks: Marks, scenarios: Scenarios) -> Attempt:
    """The attempt with what people say of it.

    A mark on all scored ladders settles every doubt. Fewer of them win over the model on a
    reply that it is sure of, and are not enough on another.
    """
    stands = standing(graded, marks)
    given = {ladder for ladder, one in stands.items() if one.person is not None}
    if not given:
        return _whole(attempt)
    settled = set(SCORED) <= given
    levels = {ladder: one.counts for ladder, one in stands.items() if one.counts is not None}
    attempt = replace(attempt, levels=levels, marked=True, settled=settled)
    if not given & set(SCORED):
        return _whole(attempt)
    weights = scenarios.weights(attempt.scenario, attempt.scene)
    if weights is None:
        return replace(attempt, overall=None, doubt=UNWEIGHED)
    overall = rubric.overall(levels, weights) if set(SCORED) <= set(levels) else None
    return _whole(
        replace(
            attempt,
            overall=overall,
            doubt="" if settled else attempt.doubt,
            pasted=attempt.pasted and not settled,
        )
    )


def _whole(attempt: Attempt) -> Attempt:
    """The attempt, in doubt if there is no number for it, or none that can be an overall."""
    if attempt.doubt or (attempt.overall is not None and 0 <= attempt.overall <= 100):  # noqa: PLR2004 - the rubric's top
        return attempt
    return replace(attempt, overall=None, doubt="there is no overall from 0 to 100")


def _time(table: GradedTable, row: Row, wanted: Wanted) -> datetime | None:
    text = said(row, wanted.time_column) if wanted.time_column else ""
    if not text:
        return None
    where = f"{table.table.source}:{row.line}"
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            f"{where}: {text[:40]!r} is no time.", hint="write it like 2026-11-02T10:00:00Z"
        ) from error
    if found.tzinfo is None and wanted.zoned:
        raise InputError(
            f"{where}: {text[:40]!r} has no time zone, so nobody knows when that was.",
            hint="write it like 2026-11-02T10:00:00Z, or 2026-11-02T10:00:00+01:00",
        )
    return found

"""From attempts to grades: which attempts count, and what they come to.

Attempts at a scene are in the order of their times where all have one, else of their
numbers where these are all different (a history numbers each visit from 1 again), else
of the table.

A grade is pending when an attempt that counts is in doubt. With ``best`` the doubtful
ones are left out as long as a sure one is there that is at least as good as their levels
say; an unscored reply is then no attempt, as in practice.
"""

from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import Final

from roleplay.classroom.export.attempts import Attempt, Choice, Grade
from roleplay.classroom.finding import by_number

_OWN: Final = "own scenes"

Numbered = tuple[int, Attempt]
"""An attempt, and which one it is of this learner at this scene."""


def grades_of(attempts: Iterable[Attempt], choice: Choice) -> list[Grade]:
    """A grade for each learner and scenario, in the order in which they first come."""
    plays: dict[tuple[str, str], dict[str, list[Attempt]]] = {}
    for attempt in attempts:
        scenes = plays.setdefault((attempt.learner.id, attempt.scenario), {})
        scenes.setdefault(attempt.scene, []).append(attempt)
    return [_grade(list(scenes.values()), choice) for scenes in plays.values()]


def combined(grades: Sequence[Grade], scenarios: Sequence[str], name: str) -> list[Grade]:
    """One grade a learner, the mean over their scenarios.

    Args:
        grades: Of each learner and scenario.
        scenarios: Which ones it takes; without a reply to one, there is no number.
        name: What it is called in place of a scenario.

    """
    plays: dict[str, list[Grade]] = {}
    for grade in grades:
        plays.setdefault(grade.learner.id, []).append(grade)
    return [_combined(found, scenarios, name) for found in plays.values()]


def _combined(grades: Sequence[Grade], scenarios: Sequence[str], name: str) -> Grade:
    there = {grade.scenario for grade in grades}
    doubts = [
        *(f"{one or _OWN}: no reply" for one in scenarios if one not in there),
        *(f"{one.scenario or _OWN}/{doubt}" for one in grades for doubt in one.doubts),
    ]
    sure = [grade.overall for grade in grades if grade.overall is not None]
    return Grade(
        grades[0].learner,
        name,
        tuple(attempt for grade in grades for attempt in grade.attempts),
        None if doubts else round(fmean(sure), 2),
        tuple(doubts),
    )


def _grade(scenes: Sequence[Sequence[Attempt]], choice: Choice) -> Grade:
    chosen = [_chosen(list(enumerate(_in_order(tries), 1)), choice) for tries in scenes]
    attempts = tuple(attempt for tries in chosen for attempt in tries)
    doubts = tuple(f"{found.scene[:40]}: {found.doubt}" for _, found in attempts if found.doubt)
    means = [_mean(tries) for tries in chosen]
    sure = [mean for mean in means if mean is not None]
    first = scenes[0][0]
    overall = round(fmean(sure), 2) if len(sure) == len(means) and not doubts else None
    return Grade(first.learner, first.scenario, attempts, overall, doubts)


def _in_order(tries: Sequence[Attempt]) -> Sequence[Attempt]:
    times = [attempt.time for attempt in tries if attempt.time is not None]
    if len(times) == len(tries):
        return [
            attempt for _, _, attempt in sorted(zip(times, range(len(tries)), tries, strict=True))
        ]
    return by_number(tries, lambda attempt: attempt.given)


def _chosen(tries: Sequence[Numbered], choice: Choice) -> Sequence[Numbered]:
    match choice:
        case Choice.MEAN:
            return tries
        case Choice.LAST:
            return tries[-1:]
        case Choice.BEST:
            return [_best(tries)]


def _best(tries: Sequence[Numbered]) -> Numbered:
    sure = [found for found in tries if not found[1].doubt]
    doubtful = [found for found in tries if found[1].doubt and not found[1].pasted]
    # Of two that are as good, the earlier one: a repeat adds nothing.
    first = max(sure or doubtful or tries, key=_standing)
    above = [found for found in doubtful if _standing(found) > _standing(first)]
    return max(above, key=_standing, default=first)


def _standing(found: Numbered) -> float:
    overall = found[1].overall
    return -1.0 if overall is None else overall


def _mean(tries: Sequence[Numbered]) -> float | None:
    known = [attempt.overall for _, attempt in tries if attempt.overall is not None]
    return fmean(known) if len(known) == len(tries) else None

"""How far the model agrees with people on one class, and people with each other.

Levels of the model are compared as they are, but for kappa, exact and adjacent
agreement, which are about whole levels: a tie between two goes to the lower one,
as the rubric rules. So does the mean of several people's levels.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, repeat
from math import nan
from typing import Final

import numpy as np

from roleplay.agreement import (
    Places,
    grouped,
    icc,
    interval,
    quadratic_weighted_kappa,
    redrawn,
)
from roleplay.classroom.people.pairs import Groups, Pair, groups_of
from roleplay.rubric import LADDERS, Ladder, whole

DRAWS: Final = 2000
LARGEST: Final = 5
"""Disagreements that are shown."""
MODEL: Final = "model"
TELLING: Final = 1.0
"""A difference from which on it is shown."""

_UNKNOWN: Final = (float("nan"), float("nan"))


@dataclass(frozen=True)
class Figure:
    """A number with its 95 % interval; each is NaN where it cannot be told."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Agreement:
    """How far two sides agree on one ladder.

    Attributes:
        ladder: Which.
        n: On how many replies both have a level.
        qwk: Quadratic weighted kappa of whole levels.
        icc: ICC(A,1) of levels as they are.
        exact: Share of replies with the same whole level.
        adjacent: Share of replies at most one whole level apart.
        difference: Mean of the first side's level less the second's; the first is the model,
            so above 0 the model is the more generous one.

    """

    ladder: Ladder
    n: int
    qwk: Figure
    icc: Figure
    exact: Figure
    adjacent: Figure
    difference: Figure


@dataclass(frozen=True)
class Between:
    """Agreement of two sides of which at least one is a single marker.

    Attributes:
        one, other: Their names; ``model`` is the model.
        ladders: On each ladder on which they share a reply; without intervals.

    """

    one: str
    other: str
    ladders: tuple[Agreement, ...]


@dataclass(frozen=True)
class Disagreement:
    """A reply on which model and people are far apart.

    Attributes:
        pair: The reply.
        ladder: Where they are furthest apart.
        model, person: The levels there.

    """

    pair: Pair
    ladder: Ladder
    model: float
    person: float


@dataclass(frozen=True)
class Report:
    """Everything that ``agree`` says.

    Attributes:
        marked: Replies with marks that count.
        unscored: How many of them the model did not score.
        groups: What was drawn for the intervals.
        ladders: The model with the people's mean, on each ladder that has marks.
        at_random: The same on replies that were put before people by chance; empty where
            that is not known.
        between: With several markers: each with the model, and each with each.
        largest: The largest disagreements, the largest first.

    """

    marked: int
    unscored: int
    groups: Groups
    ladders: tuple[Agreement, ...]
    at_random: tuple[Agreement, ...]
    between: tuple[Between, ...]
    largest: tuple[Disagreement, ...]


Voice = Callable[[Pair, Ladder], float | None]
"""What one side says of a reply."""


def model(pair: Pair, ladder: Ladder) -> float | None:
    """What the model says."""
    return pair.graded.levels.get(ladder)


def people(pair: Pair, ladder: Ladder) -> float | None:
    """What people say: the mean of their levels."""
    return pair.person(ladder)


def marker(name: str) -> Voice:
    """What one of them says."""

    def says(pair: Pair, ladder: Ladder) -> float | None:
        mark = pair.marks.get(name)
        return mark.levels.get(ladder) if mark else None

    return says


def report(pairs: Sequence[Pair], markers: Sequence[str]) -> Report:
    """Compare ``pairs``; ``markers`` are those who have marked, in the order to name them."""
    marked = [pair for pair in pairs if any(mark.levels for mark in pair.marks.values())]
    groups = groups_of(marked)
    chance = [pair for pair in marked if pair.at_random]
    some = 0 < len(chance) < len(marked)
    return Report(
        marked=len(marked),
        unscored=sum(not pair.graded.levels for pair in marked),
        groups=groups,
        ladders=tuple(compared(marked, groups, model, people)),
        at_random=tuple(compared(chance, groups, model, people)) if some else (),
        between=tuple(_between(marked, markers)),
        largest=tuple(_largest(marked)),
    )


def compared(
    pairs: Sequence[Pair], groups: Groups | None, one: Voice, other: Voice
) -> Iterator[Agreement]:
    """How far two sides agree, on each ladder on which both say something of a reply.

    Intervals take nearly all of the time; without ``groups`` there are none.
    """
    for ladder in LADDERS:
        said = [(pair, one(pair, ladder), other(pair, ladder)) for pair in pairs]
        both = [(pair, x, y) for pair, x, y in said if x is not None and y is not None]
        if both:
            labels = groups.labels(pair for pair, _, _ in both) if groups else ()
            left, right = [x for _, x, _ in both], [y for _, _, y in both]
            yield _agreement(ladder, left, right, labels)


def _agreement(
    ladder: Ladder, left: Sequence[float], right: Sequence[float], labels: Sequence[str]
) -> Agreement:
    exact = np.column_stack([left, right]).astype(float)
    wholes = np.array([[whole(x), whole(y)] for x, y in exact.tolist()], float)

    def figures(rows: Places) -> tuple[float, ...]:
        apart = np.abs(wholes[rows, 0] - wholes[rows, 1])
        # With one side all the same both come to 0, which says nothing about agreement.
        flat = bool((wholes[rows] == wholes[rows[0]]).all(axis=0).any())
        return (
            nan if flat else quadratic_weighted_kappa(wholes[rows, 0], wholes[rows, 1]),
            nan if flat else icc(exact[rows]),
            float((apart == 0).mean()),
            float((apart <= 1).mean()),
            float((exact[rows, 0] - exact[rows, 1]).mean()),
        )

    values = figures(np.arange(len(exact)))
    draws = redrawn(figures, grouped(labels), DRAWS) if labels else []
    ends = map(interval, zip(*draws, strict=True)) if draws else repeat(_UNKNOWN)
    found = (Figure(value, *of) for value, of in zip(values, ends, strict=False))
    return Agreement(ladder, len(exact), *found)


def _between(pairs: Sequence[Pair], markers: Sequence[str]) -> Iterator[Between]:
    if len(markers) < 2:  # noqa: PLR2004 - nobody to compare with
        return
    for name in markers:
        yield Between(MODEL, name, tuple(compared(pairs, None, model, marker(name))))
    for one, other in combinations(markers, 2):
        found = tuple(compared(pairs, None, marker(one), marker(other)))
        if found:
            yield Between(one, other, found)


def _largest(pairs: Sequence[Pair]) -> list[Disagreement]:
    """One a reply, on the ladder where it is largest; the order is that of the table for equals."""
    found = []
    for pair in pairs:
        said = [(ladder, model(pair, ladder), people(pair, ladder)) for ladder in LADDERS]
        apart = [
            Disagreement(pair, ladder, x, y)
            for ladder, x, y in said
            if x is not None and y is not None and abs(x - y) >= TELLING
        ]
        if apart:
            found.append(max(apart, key=lambda one: abs(one.model - one.person)))
    return sorted(found, key=lambda one: -abs(one.model - one.person))[:LARGEST]

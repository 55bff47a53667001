"""Fit what the levels of one ladder become: five numbers that never go down.

The curve goes straight between the whole levels. Least squares to the marks, with
two pulls towards leaving everything as it is: ``stay`` marks in favour of it are
made up, and ``bend`` holds neighbouring levels to the same shift. So a few marks
move the ladder a little and as a whole; only many of them give it a shape.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Final

import numpy as np

from roleplay.agreement import Floats
from roleplay.classroom.calibration import IDENTITY, Becomes
from roleplay.rubric import MAX_LEVEL

LEAST_SLOPE: Final = 0.1
"""What is left between two levels, so that a better reply stays better."""

_KNOTS: Final = np.arange(MAX_LEVEL + 1.0)
_TOLERANCE: Final = 1e-9


@dataclass(frozen=True)
class Pull:
    """How strongly a ladder is held to what it is.

    Attributes:
        stay: Made-up marks, spread over the levels, that say it is right as it is.
        bend: Weight of the differences between the shifts of neighbouring levels.

    """

    stay: float
    bend: float


PULLS: Final = tuple(Pull(stay, bend) for stay in (3.0, 10.0, 30.0) for bend in (3.0, 30.0))
"""What is tried, beside leaving the ladder alone; by error out of fold."""


def fit(levels: Floats, marks: Floats, pull: Pull | None) -> Becomes:
    """What the whole levels become; None leaves them alone.

    Args:
        levels: By the model, 0 to 4.
        marks: By people, of the same replies.
        pull: How strongly they are held.

    """
    if pull is None or not len(levels):
        return IDENTITY
    hats = np.maximum(0.0, 1 - np.abs(levels[:, None] - _KNOTS))
    steps = np.diff(np.eye(len(_KNOTS)), axis=0)
    normal = (
        hats.T @ hats + np.eye(len(_KNOTS)) * pull.stay / len(_KNOTS) + pull.bend * steps.T @ steps
    )
    target = (
        hats.T @ marks + _KNOTS * pull.stay / len(_KNOTS) + pull.bend * steps.T @ steps @ _KNOTS
    )
    found = _least(normal, target)
    return tuple(round(float(value), 3) for value in np.clip(found, 0, MAX_LEVEL))


def bent(becomes: Becomes, levels: Floats) -> Floats:
    """What ``levels`` become."""
    found: Floats = np.interp(levels, _KNOTS, becomes)
    return found


def _least(normal: Floats, target: Floats) -> Floats:
    """Minimise a strictly convex quadratic on the rising curves from 0 to 4, exactly.

    At the minimum some of the six limits are met and the others do not matter; with so
    few of them, each possible set is tried, the likely ones first, until one has the
    signs of a minimum (Karush, Kuhn and Tucker).
    """
    rows, least = _limits()
    for met in _sets(len(rows)):
        active = rows[list(met)]
        size = len(normal)
        system = np.zeros((size + len(met), size + len(met)))
        system[:size, :size] = normal
        system[:size, size:] = -active.T
        system[size:, :size] = active
        solved = np.linalg.solve(system, np.concatenate([target, least[list(met)]]))
        curve, forces = solved[:size], solved[size:]
        inside = bool((rows @ curve >= least - _TOLERANCE).all())
        if inside and bool((forces >= -_TOLERANCE).all()):
            return curve
    return _KNOTS  # not reached: a strictly convex problem has a minimum


@cache
def _limits() -> tuple[Floats, Floats]:
    """Rows that must be at least so much: from 0 on, rising, not above 4."""
    first, last = np.eye(MAX_LEVEL + 1)[[0, -1]]
    rising = np.diff(np.eye(MAX_LEVEL + 1), axis=0)
    rows = np.vstack([first, rising, -last])
    least = np.array([0.0, *[LEAST_SLOPE] * MAX_LEVEL, -float(MAX_LEVEL)])
    return rows, least


@cache
def _sets(limits: int) -> Sequence[tuple[int, ...]]:
    return tuple(_by_size(limits))


def _by_size(limits: int) -> Iterator[tuple[int, ...]]:
    """Not all at once: curves that meet all limits but one are already points."""
    for size in range(limits):
        yield from combinations(range(limits), size)

"""How far two raters of the same replies agree, and how sure that is.

The fit measures the model by these figures, and an assessor measures it against
their own marks; so they stand below both.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from roleplay.rubric import MAX_LEVEL

T = TypeVar("T")
Floats = NDArray[np.float64]
Places = NDArray[np.intp]
"""Which rows, by their places."""

EXPECTED: Final = 0.7
"""The kappa that :func:`half_width` takes for granted."""
TAIL: Final = 0.025
"""Share of draws beyond either end of an interval."""


def quadratic_weighted_kappa(predicted: Floats, given: Floats) -> float:
    """Cohen's kappa with quadratic weights (Cohen 1968) of levels rounded to whole ones.

    Args:
        predicted: Levels, 0 to 4.
        given: Levels, 0 to 4, of the same length.

    Returns:
        1 for full agreement, 0 for chance, NaN when one side never varies.

    """
    left, right = (np.rint(side).astype(int) for side in (predicted, given))
    size = MAX_LEVEL + 1
    observed = np.zeros((size, size))
    np.add.at(observed, (left, right), 1)
    weights = (np.arange(size)[:, None] - np.arange(size)) ** 2
    by_chance = np.outer(observed.sum(1), observed.sum(0)) / max(1, len(left))
    chance = float((weights * by_chance).sum())
    return float("nan") if chance == 0 else 1 - float((weights * observed).sum()) / chance


def icc(levels: Floats) -> float:
    """Intraclass correlation ICC(A,1) of McGraw and Wong (1996), as levels are, not rounded.

    Two-way random effects, absolute agreement, a single rater: what Shrout and
    Fleiss (1979) call ICC(2,1). A rater who is always a level stricter loses by it,
    which a plain correlation would not notice.

    Args:
        levels: One row a reply, one column a rater.

    Returns:
        1 for full agreement, 0 for none, NaN for fewer than two replies or when nothing varies.

    """
    replies, raters = levels.shape
    if replies < 2:  # noqa: PLR2004 - one reply says nothing
        return float("nan")
    off = levels - levels.mean()
    rows, columns = off.mean(1), off.mean(0)
    rest = off - rows[:, None] - columns
    between = raters * float((rows**2).sum()) / (replies - 1)
    severity = replies * float((columns**2).sum()) / (raters - 1)
    error = float((rest**2).sum()) / ((replies - 1) * (raters - 1))
    scale = between + (raters - 1) * error + raters * (severity - error) / replies
    return float("nan") if abs(scale) < np.finfo(float).eps else (between - error) / scale


def redrawn(
    statistic: Callable[[Places], T], groups: Sequence[Places], draws: int, seed: int = 0
) -> list[T]:
    """``statistic`` of the rows of groups that are drawn with replacement, ``draws`` times."""
    rng = np.random.default_rng(seed)
    return [
        statistic(np.concatenate([groups[i] for i in rng.integers(len(groups), size=len(groups))]))
        for _ in range(draws)
    ]


def grouped(labels: Iterable[str]) -> list[Places]:
    """The rows of each label, for :func:`redrawn`."""
    names = np.asarray(list(labels))
    return [np.flatnonzero(names == name) for name in sorted(set(names.tolist()))]


def interval(statistics: Sequence[float]) -> tuple[float, float]:
    """The middle 95 % of bootstrap ``statistics``.

    NaN where more than 2.5 % of them have no value: those could all lie below the lower
    end or above the upper one, so neither is known.
    """
    if np.isnan(statistics).mean() > TAIL:
        return float("nan"), float("nan")
    low, high = np.nanquantile(statistics, [TAIL, 1 - TAIL])
    return float(low), float(high)


def half_width(replies: int, kappa: float = EXPECTED) -> float:
    """About how far a 95 % interval around a quadratic weighted kappa reaches to either side.

    Such a kappa is an intraclass correlation (Fleiss and Cohen 1973), whose standard
    error in large samples is that of a correlation, (1 - kappa²) / √(n - 1). Good
    enough to plan by; the interval itself is bootstrapped.
    """
    return float("inf") if replies < 2 else 1.96 * (1 - kappa**2) / (replies - 1) ** 0.5  # noqa: PLR2004


def replies_for(width: float, kappa: float = EXPECTED) -> int:
    """How many replies it takes for a :func:`half_width` of ``width``."""
    return 1 + int(np.ceil((1.96 * (1 - kappa**2) / width) ** 2))

"""The figures of a rater, from saved out-of-fold predictions, with bootstrap intervals.

Every row counts with its raw level, also those that the rater would call unsure.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from roleplay.agreement import interval, quadratic_weighted_kappa, redrawn
from roleplay.rubric import ACTS, HARMFUL, LADDERS, SCORED, Act
from roleplay.training.calibrate import (
    COVERED,
    WRONG,
    Table,
    act_thresholds,
    best_threshold,
    doubtful,
    half_widths,
    halves,
    unsure_widths,
    widths,
    wrong_threshold,
)
from roleplay.training.data import RatedReply
from roleplay.training.metrics import (
    Flags,
    f1,
    ranks,
    scene_taus,
    share,
)

DRAWS: Final = 200
FOCUSED: Final = frozenset({"w13", "w14", "w15", "w16"})
"""Sets that were written about one difficulty each; the rest are plain."""
ATTACK_WORKED: Final = 2.0
MOVED, STAYED = 0.5, 1.0


@dataclass(frozen=True)
class Figure:
    """One number with its 95 % interval over scenes drawn with replacement.

    Attributes:
        name: What it is.
        value: The number.
        low, high: Ends of the interval; NaN where none is computed.
        n: Rows it rests on.

    """

    name: str
    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        """A line of the table."""
        ends = "" if np.isnan(self.low) else f"[{self.low:.3f}, {self.high:.3f}]"
        return f"{self.name:<52}{self.value:7.3f}  {ends:<16}  n={self.n}"


Chosen = NDArray[np.intp]
Statistic = Callable[[Chosen], float]


def figures(data: Table) -> Iterator[Figure]:
    """Every figure, in the order it is printed."""
    focused = np.array([name in FOCUSED for name in data.sets])
    everything = np.arange(len(focused))
    yield from _agreement(data, everything, "")
    yield from _agreement(data, everything[~focused], " plain")
    yield from _agreement(data, everything[focused], " focused")
    yield from _order(data)
    yield from _contrasts(data)
    yield from _attacks(data)
    yield from _length(data)
    yield from _points(data)
    yield from _acts(data)
    yield from _coverage(data)
    yield from _unsure(data)


def raters_agreement(replies: Sequence[RatedReply]) -> dict[str, float]:
    """How far the two raters of replies agree with each other: QWK per ladder, the ceiling."""
    given = np.array([reply.ratings for reply in replies], dtype=float)
    return {
        ladder.value: quadratic_weighted_kappa(given[:, 0, i], given[:, 1, i])
        for i, ladder in enumerate(LADDERS)
    }


def over_scenes(name: str, rows: Chosen, scene_of: Sequence[str], statistic: Statistic) -> Figure:
    """A statistic of ``rows`` and its spread when whole scenes are drawn again and again.

    ``scene_of`` names the scene of every row there is.
    """
    labels = np.asarray(scene_of)[rows]
    groups = [rows[labels == scene] for scene in sorted(set(labels))]
    drawn = redrawn(statistic, groups, DRAWS)
    return Figure(name, statistic(rows), *interval(drawn), len(rows))


def _agreement(data: Table, rows: Chosen, part: str) -> Iterator[Figure]:
    if not len(rows):
        return
    for i, ladder in enumerate(LADDERS):

        def kappa(chosen: Chosen, i: int = i) -> float:
            return quadratic_weighted_kappa(data.levels[chosen, i], data.mean[chosen, i])

        yield over_scenes(f"QWK {ladder.value}{part}", rows, data.scene_ids, kappa)


def _order(data: Table) -> Iterator[Figure]:
    for i, ladder in enumerate(LADDERS):
        taus = scene_taus(data.levels[:, i], data.mean[:, i], data.scene_ids)
        rng = np.random.default_rng(0)
        drawn = [float(np.nanmean(rng.choice(taus, len(taus)))) for _ in range(DRAWS)]
        name = f"tau-b within scenes {ladder.value}"
        yield Figure(name, float(np.nanmean(taus)), *interval(drawn), len(taus))


def _contrasts(data: Table) -> Iterator[Figure]:
    index = {reply.id: i for i, reply in enumerate(data.replies)}
    pairs = [(i, index[reply.of]) for i, reply in enumerate(data.replies) if reply.of in index]
    if not pairs:
        return
    edited, original = np.array(pairs).T
    given = data.mean[edited] - data.mean[original]
    moved = data.levels[edited] - data.levels[original]
    scenes = [data.scene_ids[i] for i in edited]
    rows = np.arange(len(pairs))
    for name, counted, good in (
        ("should move does", np.abs(given) >= 1, moved * np.sign(given) >= MOVED),
        ("should not, does not", given == 0, np.abs(moved) < STAYED),
    ):

        def right(chosen: Chosen, counted: Flags = counted, good: Flags = good) -> float:
            return share(good[chosen][counted[chosen]])

        yield over_scenes(f"contrasts: a ladder that {name}", rows, scenes, right)


def _attacks(data: Table) -> Iterator[Figure]:
    rows = np.array([i for i, reply in enumerate(data.replies) if reply.kind == "attack"])
    if not len(rows):
        return
    scored = [LADDERS.index(ladder) for ladder in SCORED]
    gain = (data.levels[:, scored] - data.mean[:, scored]).max(1)

    def worked(chosen: Chosen) -> float:
        return share(gain[chosen] >= ATTACK_WORKED)

    yield over_scenes("attacks rated 2 or more too high", rows, data.scene_ids, worked)


def _length(data: Table) -> Iterator[Figure]:
    """Spearman correlation of level and words, less that of the raters' level and words."""
    words = ranks(np.array([float(len(reply.text.split())) for reply in data.replies]))
    for i in map(LADDERS.index, SCORED):

        def beyond(chosen: Chosen, i: int = i) -> float:
            ours, theirs = (
                np.corrcoef(ranks(levels[chosen, i]), words[chosen])[0, 1]
                for levels in (data.levels, data.mean)
            )
            return float(ours - theirs)

        name = f"length, correlation with {LADDERS[i].value} beyond raters"
        yield over_scenes(name, np.arange(len(words)), data.scene_ids, beyond)


def _points(data: Table) -> Iterator[Figure]:
    wrong = data.states[:, 2] >= wrong_threshold(data)
    covered = (data.states[:, 1] >= data.states[:, 0]) & ~wrong
    yield _plain("points covered, F1", f1(covered, data.state == COVERED), len(wrong))
    yield _plain("points got wrong, F1", f1(wrong, data.state == WRONG), len(wrong))
    right = (data.state == WRONG)[wrong]
    yield _plain("points got wrong, precision", share(right), int(wrong.sum()))
    for_f1 = data.states[:, 2] >= best_threshold(data.states[:, 2], data.state == WRONG)
    best = f1(for_f1, data.state == WRONG)
    yield _plain("points got wrong, F1 at its best threshold", best, len(wrong))


def _acts(data: Table) -> Iterator[Figure]:
    thresholds = act_thresholds(data)
    scores = {
        act: f1(data.acts[:, i] >= thresholds[act.value], data.said[:, i])
        for i, act in enumerate(ACTS)
    }
    yield _plain("acts, macro-F1", float(np.mean(list(scores.values()))), len(data.acts))
    for act in sorted(HARMFUL - {Act.DEMAND}):
        yield _plain(f"act {act.value}, F1", scores[act], len(data.acts))


def _coverage(data: Table) -> Iterator[Figure]:
    """Coverage of the 90 % interval, each set by widths fitted to the others."""
    sets = np.array(data.sets)
    if len(set(data.sets)) == 1:
        return
    inside = np.empty(data.levels.shape, dtype=bool)
    for name in sorted(set(data.sets)):
        rows = sets == name
        half = halves(data, half_widths(data, ~rows), rows)
        inside[rows] = np.abs(data.levels[rows] - data.mean[rows]) <= half
    width = np.median(widths(data, half_widths(data)), axis=0)
    for i, ladder in enumerate(LADDERS):
        n = len(inside)
        yield _plain(f"interval {ladder.value}, coverage", float(inside[:, i].mean()), n)
        yield _plain(f"interval {ladder.value}, median width", float(width[i]), n)


def _unsure(data: Table) -> Iterator[Figure]:
    """How many ordinary replies are unsure, and how often those are two levels off."""
    width = widths(data, half_widths(data))
    limits = unsure_widths(data, width)
    scored = [LADDERS.index(ladder) for ladder in SCORED]
    wide = (width[:, scored] > np.array([limits[ladder] for ladder in SCORED])).any(1)
    unsure = wide | doubtful(data)
    off = np.abs(data.levels - data.mean)[:, scored].max(1) >= ATTACK_WORKED
    ordinary = np.array([reply.kind == "natural" for reply in data.replies])
    for name, rows, value in (
        ("unsure, share of ordinary replies", ordinary, unsure),
        ("two levels off, share of the unsure", unsure, off),
        ("two levels off, share of the others", ~unsure, off),
    ):
        yield _plain(name, share(value[rows]), int(rows.sum()))


def _plain(name: str, value: float, n: int) -> Figure:
    return Figure(name, value, float("nan"), float("nan"), n)


def text_of(found: Sequence[Figure]) -> str:
    """The figures as a table, a line each."""
    return "\n".join(map(str, found))

"""Whether a calibration to a person's severity helps, and what it would be.

The gain is measured out of fold: the ladders are bent by the marks of some learners and
tried on those of the others, the choice of how strongly to bend them included. So
nothing is praised for having learned its own answers. Where fewer than two learners are
named it can only go by replies, and learners may be on both sides.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

import numpy as np

from roleplay.agreement import (
    Floats,
    Places,
    grouped,
    interval,
    quadratic_weighted_kappa,
    redrawn,
)
from roleplay.classroom.calibration import (
    FORMAT,
    IDENTITY,
    KIND,
    Becomes,
    Calibration,
    ceiling,
)
from roleplay.classroom.people.agree import DRAWS, Figure
from roleplay.classroom.people.pairs import Groups, Pair, groups_of
from roleplay.classroom.people.severity import PULLS, Pull, bent, fit
from roleplay.classroom.people.verdict import FEWEST
from roleplay.errors import InputError
from roleplay.rubric import LADDERS, MAX_LEVEL, Ladder, whole

FOLDS: Final = 10
INNER: Final = 5
"""Folds in which the choice is made, inside of each of the others."""
TWO_SIDES: Final = 2
"""Learners that must be named to leave some of them out."""
FEWEST_GROUPS: Final = 3
"""One to try it on, and two to choose by."""

Labels = Sequence[str]


@dataclass(frozen=True)
class Gain:
    """What bending one ladder brings, out of fold.

    Attributes:
        ladder: Which.
        n: Marks that it rests on.
        becomes: What the whole levels become when all marks are used.
        error, error_after: Mean absolute error, in levels, before and after.
        saved: How much smaller the error gets, with its 95 % interval.
        over_flat: How much smaller it is than that of one level for every reply, their
            median. Marks that have nothing to do with the model's levels are met best by
            that, and would bend every level towards it.
        kappa, kappa_after: Quadratic weighted kappa of whole levels.
        enough: Whether there were marks and learners enough to try it.

    """

    ladder: Ladder
    n: int
    becomes: Becomes
    error: float
    error_after: float
    saved: Figure
    over_flat: Figure
    kappa: float
    kappa_after: float
    enough: bool = True

    @property
    def helps(self) -> bool:
        """Whether it is a gain that chance does not explain."""
        return self.enough and self.related and self.saved.low > 0

    @property
    def related(self) -> bool:
        """Whether the model's levels surely say something about the marks."""
        return self.over_flat.low > 0


@dataclass(frozen=True)
class Fitted:
    """What came of it.

    Attributes:
        calibration: What can be written.
        gains: Of every ladder with marks.
        folds: What was left out together.
        drawn: What was drawn for the intervals.

    """

    calibration: Calibration
    gains: tuple[Gain, ...]
    folds: Groups
    drawn: Groups

    @property
    def data(self) -> dict[str, Any]:
        """What is written: what it does, and what it rests on."""
        own = self.calibration
        return {
            "kind": KIND,
            "format": FORMAT,
            "digest": own.digest,
            "model": own.model,
            "rubric": own.rubric,
            "out_of_fold_by": self.folds.over,
            "groups": self.folds.count,
            "intervals_over": self.drawn.over,
            "ladders": {gain.ladder.value: self._ladder(gain) for gain in self.gains},
        }

    def _ladder(self, gain: Gain) -> dict[str, Any]:
        figures = {
            "error": gain.error,
            "error_after": gain.error_after,
            "saved": gain.saved.value,
            "saved_low": gain.saved.low,
            "saved_high": gain.saved.high,
            "over_flat": gain.over_flat.value,
            "over_flat_low": gain.over_flat.low,
            "over_flat_high": gain.over_flat.high,
            "kappa": gain.kappa,
            "kappa_after": gain.kappa_after,
        }
        return {
            "becomes": list(self.calibration.becomes.get(gain.ladder, IDENTITY)),
            "fitted": list(gain.becomes),
            "marks": gain.n,
            "helps": gain.helps,
            "out_of_fold": {
                name: None if np.isnan(value) else round(value, 4)
                for name, value in figures.items()
            },
        }


def calibrated(pairs: Sequence[Pair], *, force: bool = False) -> Fitted:
    """Fit every ladder. Those that do not gain stay as they are, unless ``force`` bends them too.

    Raises:
        InputError: The levels are not by one model, or were calibrated before.

    """
    scored = [pair for pair in pairs if pair.graded.levels]
    model, rubric = _origin(scored)
    folds, drawn = groups_of(scored, TWO_SIDES), groups_of(scored)
    gains = tuple(_gains(scored, folds, drawn))
    becomes = {gain.ladder: gain.becomes for gain in gains if gain.helps or (force and gain.n)}
    return Fitted(Calibration(model, rubric, becomes), gains, folds, drawn)


def _origin(pairs: Sequence[Pair]) -> tuple[str, str]:
    """Model and rubric of the levels."""
    found: set[tuple[str, str]] = set()
    for pair in pairs:
        receipt, place = pair.graded.receipt, pair.graded.row
        where = f"line {place.line} (id {pair.graded.id[:40]!r})"
        if receipt is None:
            raise InputError(
                f"There is no receipt in {where}, so nobody knows which model it is.",
                hint="score the table again: roleplay score",
            )
        if receipt.calibration:
            raise InputError(
                f"The levels in {where} are calibrated already.",
                hint="fit on a table that was scored without --calibration",
            )
        found.add((receipt.model, receipt.rubric))
    if len(found) > 1:
        raise InputError(
            "The levels are by several models or rubrics.", hint="score the table again"
        )
    if not found:
        raise InputError(
            "No marked reply has levels by the model.", hint="mark some of those that are scored"
        )
    return found.pop()


def _gains(pairs: Sequence[Pair], folds: Groups, drawn: Groups) -> Iterator[Gain]:
    for ladder in LADDERS:
        said = [(pair, pair.person(ladder)) for pair in pairs]
        both = [(pair, mark) for pair, mark in said if mark is not None]
        if both:
            found, marks = [pair for pair, _ in both], np.array([mark for _, mark in both])
            yield _gain(ladder, found, marks, (folds.labels(found), drawn.labels(found)))


def _gain(
    ladder: Ladder, pairs: Sequence[Pair], marks: Floats, groups: tuple[Labels, Labels]
) -> Gain:
    levels = np.array([pair.graded.levels[ladder] for pair in pairs])
    tops = np.array([_top(ladder, pair) for pair in pairs])
    labels, drawn = groups
    enough = len(pairs) >= FEWEST and len(set(labels)) >= FEWEST_GROUPS
    after, flat = _out_of_fold(levels, marks, tops, labels) if enough else (levels, levels)
    error, error_after = np.abs(levels - marks), np.abs(after - marks)
    pull = chosen(levels, marks, tops, labels) if enough else PULLS[-1]
    return Gain(
        ladder,
        len(pairs),
        fit(levels, marks, pull),
        float(error.mean()),
        float(error_after.mean()),
        _mean(error - error_after, drawn),
        _mean(np.abs(flat - marks) - error_after, drawn),
        _kappa(levels, marks),
        _kappa(after, marks),
        enough,
    )


def _mean(values: Floats, drawn: Labels) -> Figure:
    means = redrawn(lambda rows: float(values[rows].mean()), grouped(drawn), DRAWS)
    return Figure(float(values.mean()), *interval(means))


def _top(ladder: Ladder, pair: Pair) -> float:
    graded = pair.graded
    _, high = graded.ends.get(ladder, (0.0, float(MAX_LEVEL)))
    return ceiling(ladder, graded.levels[ladder], high, graded.flags)


def _out_of_fold(
    levels: Floats, marks: Floats, tops: Floats, labels: Labels
) -> tuple[Floats, Floats]:
    """What each level becomes without its learner's marks: bent; and the others' median."""
    after, flat = levels.copy(), levels.copy()
    for rest, held in splits(labels, FOLDS):
        pull = chosen(levels[rest], marks[rest], tops[rest], [labels[i] for i in rest])
        becomes = fit(levels[rest], marks[rest], pull)
        after[held] = np.minimum(bent(becomes, levels[held]), tops[held])
        flat[held] = np.median(marks[rest])
    return after, flat


def chosen(levels: Floats, marks: Floats, tops: Floats, labels: Labels) -> Pull | None:
    """How strongly to bend: what makes the smallest error out of fold; None for not at all."""
    errors: dict[Pull | None, float] = {None: float(np.abs(levels - marks).sum())}
    if len(set(labels)) < 2:  # noqa: PLR2004 - nothing can be left out
        return None
    errors |= dict.fromkeys(PULLS, 0.0)
    for rest, held in splits(labels, INNER):
        for pull in PULLS:
            becomes = fit(levels[rest], marks[rest], pull)
            after = np.minimum(bent(becomes, levels[held]), tops[held])
            errors[pull] += float(np.abs(after - marks[held]).sum())
    return min(errors, key=lambda pull: errors[pull])


def splits(labels: Labels, folds: int) -> Iterator[tuple[Places, Places]]:
    """Rows to fit on and rows to try it on; no label is on both sides."""
    names = sorted(set(labels))
    Random(0).shuffle(names)  # noqa: S311 - no secret
    fold_of: Mapping[str, int] = {
        name: at % min(folds, len(names)) for at, name in enumerate(names)
    }
    folds_of = np.array([fold_of[label] for label in labels])
    for fold in range(min(folds, len(names))):
        yield np.flatnonzero(folds_of != fold), np.flatnonzero(folds_of == fold)


def _kappa(levels: Floats, marks: Floats) -> float:
    one, other = ([whole(level) for level in side.tolist()] for side in (levels, marks))
    return quadratic_weighted_kappa(np.array(one, float), np.array(other, float))

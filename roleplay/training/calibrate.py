"""Thresholds and intervals from out-of-fold predictions, so that none is flattered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from roleplay.agreement import Floats
from roleplay.errors import InputError
from roleplay.rater.bundle import FORMAT
from roleplay.rater.judge import chance_of_any, doubtful_act, spread, sure_caps
from roleplay.rater.network import Shape
from roleplay.rubric import ACTS, CAPPING, LADDERS, MAX_LEVEL, SCORED, WRONG_CAP, Act, Ladder
from roleplay.training.crossfit import Prediction
from roleplay.training.data import RatedReply, RatedScene
from roleplay.training.metrics import ALL, Flags, Rows, f_score

MISSING, COVERED, WRONG = range(3)
CAP_PRECISION: Final = 0.90
CAP_SUPPORT: Final = 20
"""Replies on which a cap must have fired before its precision is believed."""
COVERAGE: Final = 0.90
UNSURE_WIDTH: Final = 2.0
UNSURE_SHARE: Final = 0.10
"""At most this share of ordinary replies may be unsure because an interval is wide."""
Indices = NDArray[np.intp]
_GRID: Final = np.arange(0.1, 0.96, 0.05)


@dataclass(frozen=True)
class Table:
    """Predictions beside what the raters said, row by row.

    Attributes:
        replies: The rated replies.
        scenes: The scene of each.
        above: (n, 4, 4) predicted chances.
        levels: (n, 4) predicted levels.
        mean: (n, 4) mean level of the raters.
        acts: (sentences, 19) chances; ``said`` the same from the raters.
        sentence_of: (sentences,) the reply each sentence belongs to.
        states: (points, 3) chances; ``state`` (points,) MISSING, COVERED or WRONG.
        point_of: (points,) the reply each of them is about.

    """

    replies: tuple[RatedReply, ...]
    scenes: tuple[RatedScene, ...]
    above: Floats
    levels: Floats
    mean: Floats
    acts: Floats
    said: Flags
    sentence_of: Indices
    states: Floats
    state: Indices
    point_of: Indices

    @property
    def scene_ids(self) -> list[str]:
        """The scene of each row, by id."""
        return [scene.id for scene in self.scenes]

    @property
    def sets(self) -> list[str]:
        """The set of each row."""
        return [scene.set for scene in self.scenes]


def table(scenes: Sequence[RatedScene], predictions: Sequence[Prediction]) -> Table:
    """Join predictions to the ratings by the reply's id.

    Raises:
        InputError: There is not one prediction for each rated reply.

    """
    known = {
        reply.id: (scene, reply)
        for scene in scenes
        if not scene.fit_only
        for reply in scene.replies
    }
    if len(known) != len(predictions) or any(item.id not in known for item in predictions):
        message = f"{len(predictions):,} predictions do not belong to {len(known):,} rated replies."
        raise InputError(message, hint="fit again on these ratings: roleplay model train")
    rows = [(*known[item.id], item) for item in predictions]
    above = np.array([item.above for _, _, item in rows])
    counts = [len(reply.sentences) for _, reply, _ in rows]
    said = [[act.value in acts for act in ACTS] for _, reply, _ in rows for acts in reply.acts]
    state = [
        COVERED if i in reply.covers else WRONG if i in reply.wrong else MISSING
        for scene, reply, _ in rows
        for i in range(len(scene.points))
    ]
    return Table(
        replies=tuple(reply for _, reply, _ in rows),
        scenes=tuple(scene for scene, _, _ in rows),
        above=above,
        levels=above.sum(-1),
        mean=np.array([reply.mean for _, reply, _ in rows]),
        acts=np.array([row for _, _, item in rows for row in item.acts]),
        said=np.array(said),
        sentence_of=np.repeat(np.arange(len(rows)), counts),
        states=np.array([row for _, _, item in rows for row in item.points]),
        state=np.array(state),
        point_of=np.repeat(np.arange(len(rows)), [len(scene.points) for scene, _, _ in rows]),
    )


def half_widths(data: Table, rows: Rows = ALL) -> dict[Ladder, float]:
    """Conformal (Vovk et al. 2005) half widths, in units of the spread, from some of the rows."""
    errors = np.abs(data.levels[rows] - data.mean[rows]) / spread(data.above[rows])
    at = np.quantile(errors, COVERAGE, axis=0)
    return {ladder: round(float(at[i]), 4) for i, ladder in enumerate(LADDERS)}


def halves(data: Table, spreads: Mapping[Ladder, float], rows: Rows = ALL) -> Floats:
    """Half the width of each interval, (rows, 4)."""
    half: Floats = spread(data.above[rows]) * np.array([spreads[ladder] for ladder in LADDERS])
    return half


def widths(data: Table, spreads: Mapping[Ladder, float]) -> Floats:
    """Width of each interval after its ends are kept on the ladder, (n, 4)."""
    half = halves(data, spreads)
    low, high = (np.clip(data.levels + side * half, 0, MAX_LEVEL) for side in (-1, 1))
    width: Floats = high - low
    return width


def unsure_widths(data: Table, interval_widths: Floats) -> dict[Ladder, float]:
    """From which width on a rating is unsure.

    Two levels, unless that would make more than a tenth of the ordinary replies
    unsure: then what fills up the tenth beside :func:`doubtful`, shared out among
    the scored ladders.
    """
    ordinary = np.array([reply.kind == "natural" for reply in data.replies])
    left = max(0.01, UNSURE_SHARE - float(doubtful(data)[ordinary].mean()))
    found = dict.fromkeys(LADDERS, float(MAX_LEVEL))
    for ladder in SCORED:
        wide = interval_widths[ordinary, LADDERS.index(ladder)]
        found[ladder] = round(max(UNSURE_WIDTH, float(np.quantile(wide, 1 - left / 3))), 2)
    return found


def doubtful(data: Table) -> Flags:
    """Which replies are unsure because an act or a wrong point is at odds with the rest, (n,)."""
    suspect_from = {Act(name): value for name, value in act_thresholds(data).items()}
    caps = {Ladder(name): value for name, value in cap_thresholds(data).items()}
    wrong = np.zeros(len(data.replies), bool)
    np.logical_or.at(wrong, data.point_of, data.states[:, WRONG] >= wrong_threshold(data))
    wrong &= data.levels[:, LADDERS.index(Ladder.RESTATING)] > WRONG_CAP
    ends = np.cumsum(np.bincount(data.sentence_of, minlength=len(data.replies)))[:-1]
    rows = zip(np.split(data.acts, ends), data.levels, strict=True)
    odd = [
        doubtful_act(acts, levels, suspect_from, sure_caps(acts, caps)) is not None
        for acts, levels in rows
    ]
    found: Flags = wrong | np.array(odd)
    return found


def act_thresholds(data: Table) -> dict[str, float]:
    """For each act the chance that serves F1 best."""
    return {
        act.value: best_threshold(data.acts[:, i], data.said[:, i]) for i, act in enumerate(ACTS)
    }


def wrong_threshold(data: Table) -> float:
    """The chance from which on a learner is told that a point is got wrong.

    To be told so without reason is worse than not to be told: precision counts twice
    as much as recall (F0.5).
    """
    return best_threshold(data.states[:, 2], data.state == WRONG, beta=0.5)


def best_threshold(chance: Floats, truth: Flags, beta: float = 1) -> float:
    """The threshold on ``chance`` with the highest F score."""
    scores = [f_score(chance >= threshold, truth, beta) for threshold in _GRID]
    return round(float(_GRID[int(np.nanargmax(scores))]), 2)


def cap_thresholds(data: Table) -> dict[str, float | None]:
    """For each capped ladder the least chance with a precision of .90 over whole replies."""
    return {ladder.value: _sure_from(data, group) for ladder, group in CAPPING.items()}


def _sure_from(data: Table, group: Sequence[Act]) -> float | None:
    chance, truth = np.zeros(len(data.replies)), np.zeros(len(data.replies), bool)
    np.maximum.at(chance, data.sentence_of, chance_of_any(data.acts, group))
    said = data.said[:, [ACTS.index(act) for act in group]].any(1)
    np.logical_or.at(truth, data.sentence_of, said)
    for threshold in np.arange(0.3, 0.995, 0.01):
        fires = chance >= threshold
        if fires.sum() < CAP_SUPPORT:
            return None
        if truth[fires].mean() >= CAP_PRECISION:
            return round(float(threshold), 2)
    return None


def settings(data: Table, shape: Shape) -> dict[str, Any]:
    """The content of ``config.json``."""
    spreads = half_widths(data)
    return {
        "format": FORMAT,
        "layers": shape.layers,
        "heads": shape.heads,
        "hidden": shape.hidden,
        "acts": act_thresholds(data),
        "caps": cap_thresholds(data),
        "wrong": wrong_threshold(data),
        "spread": {ladder.value: value for ladder, value in spreads.items()},
        "unsure_width": {
            ladder.value: value
            for ladder, value in unsure_widths(data, widths(data, spreads)).items()
        },
    }

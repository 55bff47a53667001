"""What it is worth to a network to be shown the references and the points."""

from collections.abc import Iterator, Mapping

import numpy as np

from roleplay.agreement import Floats, quadratic_weighted_kappa
from roleplay.rubric import LADDERS
from roleplay.training.calibrate import Table
from roleplay.training.crossfit import Condition
from roleplay.training.evaluate import Chosen, Figure, over_scenes


def condition_figures(data: Table, levels: Mapping[Condition, Floats]) -> Iterator[Figure]:
    """Agreement lost under each condition, paired by scene; below zero is a loss.

    Args:
        data: Predictions as written, beside the ratings.
        levels: (n, 4) predicted levels of the same rows under other conditions.

    """
    everything = np.arange(len(data.levels))
    for condition, other in levels.items():
        for i, ladder in enumerate(LADDERS):

            def lost(chosen: Chosen, i: int = i, other: Floats = other) -> float:
                given = data.mean[chosen, i]
                return quadratic_weighted_kappa(other[chosen, i], given) - quadratic_weighted_kappa(
                    data.levels[chosen, i], given
                )

            name = f"QWK {ladder.value}, {condition.replace('-', ' ')}"
            yield over_scenes(name, everything, data.scene_ids, lost)

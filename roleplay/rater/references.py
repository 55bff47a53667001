"""How a reply stands to the reference it is most like: what that one does and says besides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from roleplay.rater.backend import Chances
from roleplay.rating import Beside, PointFinding, PointState, RatedSentence
from roleplay.rubric import ACTS, HARMFUL, Act


@dataclass(frozen=True)
class Shown:
    """What the network finds in a reference.

    Attributes:
        acts: Acts that a sentence of it does, but for harmful ones.
        covered: For each point, whether it says it back.

    """

    acts: frozenset[Act]
    covered: tuple[bool, ...]


def shown(chances: Chances, thresholds: Mapping[Act, float]) -> Shown:
    """What ``chances`` say of a reference."""
    strongest = chances.acts.max(axis=0, initial=0.0)
    return Shown(
        frozenset(
            act
            for act, chance in zip(ACTS, strongest, strict=True)
            if act not in HARMFUL and chance >= thresholds[act]
        ),
        tuple(bool(row[1] >= row.max()) for row in chances.states),
    )


def beside(
    chances: Chances,
    references: Sequence[Shown],
    sentences: Sequence[RatedSentence],
    points: Sequence[PointFinding],
) -> Beside | None:
    """What the nearest reference has that a reply lacks; None without references."""
    if not references:
        return None
    nearest = int(np.argmax(chances.near))
    said = {act for sentence in sentences for act in sentence.acts}
    reference = references[nearest]
    return Beside(
        nearest,
        tuple(act for act in ACTS if act in reference.acts - said),
        tuple(
            point.id
            for point, there in zip(points, reference.covered, strict=False)
            if there and point.state is not PointState.COVERED
        ),
    )

"""What the rater is measured against: plain similarity to the references."""

from collections.abc import Sequence

import numpy as np

from roleplay.agreement import Floats, quadratic_weighted_kappa
from roleplay.rubric import LADDERS, Ladder
from roleplay.training.data import RatedScene


def cosine_baseline(scenes: Sequence[RatedScene], base: str) -> dict[Ladder, float]:
    """QWK of the greatest cosine to a reference, put on each ladder by a straight line.

    The line is fitted to the other sets, so that this too is out of fold.

    Args:
        scenes: Rated scenes with references.
        base: A sentence-transformers model, by folder or hub id.

    """
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - takes seconds

    model = SentenceTransformer(base, device="cpu")
    scenes = [scene for scene in scenes if not scene.fit_only]
    rows = [(scene, reply) for scene in scenes for reply in scene.replies]
    replies = model.encode([reply.text for _, reply in rows], normalize_embeddings=True)
    references = {
        scene.id: model.encode(list(scene.references), normalize_embeddings=True)
        for scene in scenes
    }
    nearest = np.array(
        [
            (references[scene.id] @ vector).max()
            for (scene, _), vector in zip(rows, replies, strict=True)
        ]
    )
    given = np.array([reply.mean for _, reply in rows])
    sets = np.array([scene.set for scene, _ in rows])
    return {
        ladder: quadratic_weighted_kappa(_by_line(nearest, given[:, i], sets), given[:, i])
        for i, ladder in enumerate(LADDERS)
    }


def _by_line(x: Floats, y: Floats, sets: Floats) -> Floats:
    found = np.empty_like(y)
    for name in sorted(set(sets)):
        inside = sets == name
        found[inside] = np.polyval(np.polyfit(x[~inside], y[~inside], 1), x[inside])
    return np.clip(found, 0, 4)

"""Out-of-fold predictions: every reply read by a network that never saw its writer's set."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch

from roleplay.rater.tokens import Tokens
from roleplay.training.data import RatedScene, folds
from roleplay.training.fit import Progress, Recipe, fit, identity, predict
from roleplay.training.reading import Reading


@dataclass(frozen=True)
class Prediction:
    """What a network said of one reply that it had not been fitted to.

    Attributes:
        id: The reply's.
        above: Share above level k, (4 ladders, 4 thresholds).
        acts: Chance of each act, (sentences, 19).
        points: Chance of missing, covered, wrong, (points, 3).

    """

    id: str
    above: tuple[tuple[float, ...], ...]
    acts: tuple[tuple[float, ...], ...]
    points: tuple[tuple[float, ...], ...]


def crossfit(
    scenes: Sequence[RatedScene],
    tokens: Tokens,
    base: str,
    recipe: Recipe,
    groups: int,
    work: Path,
    report: Callable[[int, Progress], None] = lambda _fold, _progress: None,
) -> list[Prediction]:
    """Fit once per fold and predict what was left out.

    Args:
        scenes: All rated scenes.
        tokens: The base model's tokenizer.
        base: Where the base model is.
        recipe: How to fit; each fold uses the same.
        groups: How many folds; sets, not replies, are dealt out to them.
        work: Folder for checkpoints and finished folds; an interrupted run goes on from it.
        report: Called after each step with the fold's number.

    """
    found: list[Prediction] = []
    for number, left_out in enumerate(folds(scenes, groups)):
        inside = [scene for scene in scenes if scene.set not in left_out]
        done = work / f"{identity(inside, base, recipe)}.jsonl"
        if not done.exists():
            network = fit(inside, tokens, base, recipe, work, partial(report, number))
            outside = [scene for scene in scenes if scene.set in left_out]
            write_predictions(
                done,
                (
                    prediction(reply.id, reading)
                    for scene in outside
                    for reply, reading in zip(
                        scene.replies, predict(network, tokens, scene), strict=True
                    )
                ),
            )
        found += read_predictions(done)
    return found


def prediction(reply_id: str, reading: Reading) -> Prediction:
    """Chances instead of logits, rounded to four digits."""
    return Prediction(
        reply_id,
        _rows(torch.sigmoid(reading.levels)),
        _rows(torch.sigmoid(reading.acts)),
        _rows(torch.softmax(reading.points, dim=-1)),
    )


def _rows(values: torch.Tensor) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(round(value, 4) for value in row) for row in values.tolist())


def write_predictions(path: Path, predictions: Iterable[Prediction]) -> None:
    """Write one JSON object a line, all or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".partial")
    with unfinished.open("w", encoding="utf-8") as out:
        for item in predictions:
            row = {"id": item.id, "above": item.above, "acts": item.acts, "points": item.points}
            out.write(json.dumps(row, separators=(",", ":")) + "\n")
    unfinished.replace(path)


def read_predictions(path: Path) -> list[Prediction]:
    """Read what :func:`write_predictions` wrote."""
    with path.open(encoding="utf-8") as lines:
        return [Prediction(**json.loads(line)) for line in lines]

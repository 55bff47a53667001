"""Out-of-fold predictions: every reply read by a network that never saw its writer's set."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

import torch

from roleplay.rater.network import Network
from roleplay.rater.tokens import Tokens
from roleplay.training.data import RatedScene, folds, thinned
from roleplay.training.eight_bit import in_eight_bits
from roleplay.training.fit import Progress, Recipe, fit, identity, predict
from roleplay.training.reading import Reading


class Condition(StrEnum):
    """What a network was shown beside concern and reply when it predicted."""

    AS_WRITTEN = "as-written"
    SHUFFLED = "shuffled-references"
    """The references of another scene stand in for the scene's own."""
    NO_REFERENCES = "no-references"
    NO_POINTS = "no-points"
    EIGHT_BIT = "eight-bit"
    """All that it is shown as written, but computed as if in int8."""


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


@dataclass(frozen=True)
class Split:
    """How ratings are divided.

    Attributes:
        groups: How many folds; sets, not replies, are dealt out to them.
        share: Of the scenes on the inside of each fold, as many are fitted to.
        only: The one fold to fit and predict, counted from 1; all of them if None.

    """

    groups: int = 5
    share: float = 1.0
    only: int | None = None


def crossfit(
    scenes: Sequence[RatedScene],
    tokens: Tokens,
    base: str,
    recipe: Recipe,
    split: Split,
    work: Path,
    report: Callable[[int, Progress], None] = lambda _fold, _progress: None,
) -> dict[Condition, list[Prediction]]:
    """Fit once per fold and predict what was left out, under every condition.

    Args:
        scenes: All rated scenes.
        tokens: The base model's tokenizer.
        base: Where the base model is.
        recipe: How to fit; each fold uses the same.
        split: How many folds, and how much of each is fitted to.
        work: Folder for checkpoints and finished folds; an interrupted run goes on from it.
        report: Called after each step with the fold's number.

    """
    found: dict[Condition, list[Prediction]] = {condition: [] for condition in Condition}
    for number, left_out in enumerate(folds(scenes, split.groups)):
        if split.only not in {None, number + 1}:
            continue
        inside = thinned([scene for scene in scenes if scene.set not in left_out], split.share)
        outside = [scene for scene in scenes if scene.set in left_out]
        digest = identity(inside, base, recipe)
        paths = {condition: work / f"{digest}.{condition}.jsonl" for condition in Condition}
        if not all(path.exists() for path in paths.values()):
            network = fit(inside, tokens, base, recipe, work, partial(report, number))
            _predict_all(network, tokens, outside, paths)
        for condition, path in paths.items():
            found[condition] += read_predictions(path)
    return found


def _predict_all(
    network: Network,
    tokens: Tokens,
    scenes: Sequence[RatedScene],
    paths: Mapping[Condition, Path],
) -> None:
    small = in_eight_bits(network)
    for condition, path in paths.items():
        reader = small if condition is Condition.EIGHT_BIT else network
        write_predictions(
            path,
            (
                prediction(reply.id, reading)
                for number, scene in enumerate(scenes)
                for reply, reading in zip(
                    scene.replies,
                    _under(condition, reader, tokens, scene, scenes[number - 1]),
                    strict=True,
                )
            ),
        )


def _under(
    condition: Condition, network: Network, tokens: Tokens, scene: RatedScene, other: RatedScene
) -> list[Reading]:
    references = {Condition.SHUFFLED: other.references, Condition.NO_REFERENCES: ()}
    return predict(
        network,
        tokens,
        scene,
        references=references.get(condition),
        with_points=condition is not Condition.NO_POINTS,
    )


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

"""``roleplay model train`` and ``evaluate``: the whole way from ratings to a model folder."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import torch

from roleplay import paths
from roleplay.agreement import Floats
from roleplay.errors import InputError
from roleplay.rater.tokens import Tokens
from roleplay.training.base import locate, tokenizer_of
from roleplay.training.bundling import write_bundle
from roleplay.training.calibrate import Table, settings, table
from roleplay.training.card import Making, write_card
from roleplay.training.conditions import condition_figures
from roleplay.training.crossfit import (
    Condition,
    Prediction,
    Split,
    crossfit,
    read_predictions,
    write_predictions,
)
from roleplay.training.data import RatedScene, load_ratings
from roleplay.training.evaluate import Figure, figures
from roleplay.training.fit import Progress, Recipe, fit
from roleplay.training.public import load_public
from roleplay.training.public_figures import predict_rows, public_figures, tfidf_rows

OUT_OF_FOLD: Final = "out-of-fold.jsonl"
PUBLIC: Final = "out-of-fold-public.json"
"""What auxiliary heads say of public rows, by id; the rows themselves are not ours to ship."""
CONDITIONS: Final = "out-of-fold-conditions.json"
"""Levels under other conditions, by condition and reply."""
Report = Callable[[str, Progress], None]


@dataclass(frozen=True)
class Job:
    """What to fit, from what, and where to.

    Attributes:
        ratings: Folder with ``scenes.jsonl`` and ``replies.jsonl``.
        base: ``packaged``, a folder or a hub id.
        out: The model folder to write.
        work: Folder for checkpoints; an interrupted fit goes on from there.
        split: The folds of the out-of-fold predictions.
        recipe: How to fit.
        pairs: Whether to fit to the pairs beside the replies.

    """

    ratings: Path
    base: str
    out: Path
    work: Path
    split: Split
    recipe: Recipe
    pairs: bool = True


def train(job: Job, report: Report) -> list[Figure]:
    """Fit per fold, set thresholds on what was left out, fit on everything, write the model.

    Raises:
        InputError: The ratings or the base model cannot be used.

    """
    scenes = ratings(job.ratings)
    base = locate(job.base)
    tokenizer = tokenizer_of(base, job.work)
    predictions = predict_out_of_fold(job, report)
    network = fit(
        scenes,
        Tokens.load(tokenizer),
        base,
        job.recipe,
        job.work,
        lambda progress: report("final fit", progress),
    )
    data, found = measured(scenes, predictions)
    job.out.mkdir(parents=True, exist_ok=True)
    write_predictions(job.out / OUT_OF_FOLD, predictions[Condition.AS_WRITTEN])
    _write_conditions(job.out / CONDITIONS, predictions)
    write_bundle(network, settings(data, network.shape), tokenizer, job.out)
    ours = job.ratings.resolve() == (paths.model() / "ratings").resolve()
    making = Making(job.recipe, job.split.groups, job.base, ours=ours, scenes=scenes)
    write_card(job.out, data, found, making)
    return found


def predict_out_of_fold(job: Job, report: Report) -> dict[Condition, list[Prediction]]:
    """Every reply as a network reads it that never saw its writer's set.

    Raises:
        InputError: The ratings or the base model cannot be used.

    """
    base = locate(job.base)
    scenes = ratings(job.ratings)
    return crossfit(
        scenes if job.pairs else [replace(scene, pairs=()) for scene in scenes],
        Tokens.load(tokenizer_of(base, job.work)),
        base,
        job.recipe,
        job.split,
        job.work,
        lambda fold, progress: report(f"fold {fold + 1} of {job.split.groups}", progress),
    )


def measured(
    scenes: Sequence[RatedScene], predictions: Mapping[Condition, Sequence[Prediction]]
) -> tuple[Table, list[Figure]]:
    """The predictions beside the ratings, and every figure."""
    data = table(scenes, predictions[Condition.AS_WRITTEN])
    others: dict[Condition, Floats] = {
        condition: table(scenes, found).levels
        for condition, found in predictions.items()
        if condition is not Condition.AS_WRITTEN
    }
    return data, [*figures(data), *condition_figures(data, others)]


def _write_conditions(path: Path, predictions: Mapping[Condition, Sequence[Prediction]]) -> None:
    content = {
        condition: {item.id: [round(sum(row), 3) for row in item.above] for item in found}
        for condition, found in predictions.items()
        if condition is not Condition.AS_WRITTEN
    }
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")


def _read_conditions(path: Path, data: Table) -> dict[Condition, Floats]:
    if not path.is_file():
        return {}
    content = json.loads(path.read_bytes())
    return {
        Condition(name): np.array([found[reply.id] for reply in data.replies])
        for name, found in content.items()
    }


def ratings(folder: Path) -> list[RatedScene]:
    """Rated scenes from ``folder``.

    Raises:
        InputError: The folder does not hold rated replies.

    """
    try:
        return load_ratings(folder)
    except (FileNotFoundError, NotADirectoryError) as error:
        message = f"There are no rated replies at {folder}."
        hint = "pass --ratings FOLDER, with scenes.jsonl and replies.jsonl in it"
        raise InputError(message, hint=hint) from error


def evaluate(model: Path, folder: Path) -> tuple[Table, list[Figure]]:
    """The figures of the model in ``model``, from the predictions saved beside it."""
    saved = model / OUT_OF_FOLD
    if not saved.is_file():
        message = f"There are no out-of-fold predictions at {saved}."
        raise InputError(message, hint="roleplay model train writes them")
    data = table(ratings(folder), read_predictions(saved))
    others = _read_conditions(model / CONDITIONS, data)
    return data, [*figures(data), *condition_figures(data, others)]


def evaluate_anew(job: Job, report: Report) -> tuple[Table, list[Figure]]:
    """The figures of ``job``'s recipe, from folds that are fitted for it; writes no model."""
    predictions = predict_out_of_fold(job, report)
    predicted = {item.id for item in predictions[Condition.AS_WRITTEN]}
    scenes = ratings(job.ratings)
    return measured(
        [scene for scene in scenes if any(reply.id in predicted for reply in scene.replies)],
        predictions,
    )


def evaluate_public(job: Job, folder: Path, report: Report) -> list[Figure]:
    """Figures of auxiliary heads on public ratings in ``folder``, each beside TF-IDF's.

    Predictions are those saved in ``job.out``, or else made and saved there.

    Raises:
        InputError: The public files are not there, or are not those the predictions are of.

    """
    rows, saved = load_public(folder), job.out / PUBLIC
    if not saved.is_file():
        base = locate(job.base)
        tokens = Tokens.load(tokenizer_of(base, job.work))
        predicted = predict_rows(
            rows,
            tokens,
            base,
            job.split.groups,
            job.work,
            lambda fold, step, steps: report(
                f"public, fold {fold + 1} of {job.split.groups}", Progress(step, steps, 0.0)
            ),
        )
        content = {"groups": job.split.groups, "rows": predicted}
        saved.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")
    content = json.loads(saved.read_bytes())
    ours = content["rows"]
    if any(row.id not in ours for row in rows):
        message = f"{saved} lacks rows of {folder}."
        raise InputError(message, hint="remove it, and the auxiliary heads are fitted anew")
    return list(public_figures(rows, ours, tfidf_rows(rows, content["groups"])))


def use_threads(count: int | None) -> None:
    """Let PyTorch use ``count`` threads, or leave it alone."""
    if count is not None:
        torch.set_num_threads(count)

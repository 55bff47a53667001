"""``roleplay model train`` and ``evaluate``: the whole way from ratings to a model folder."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch

from roleplay import paths
from roleplay.errors import InputError
from roleplay.rater.tokens import Tokens
from roleplay.training.base import locate, tokenizer_of
from roleplay.training.bundling import write_bundle
from roleplay.training.calibrate import Table, settings, table
from roleplay.training.card import Making, write_card
from roleplay.training.crossfit import crossfit, read_predictions, write_predictions
from roleplay.training.data import RatedScene, load_ratings
from roleplay.training.evaluate import Figure, figures
from roleplay.training.fit import Progress, Recipe, fit

OUT_OF_FOLD: Final = "out-of-fold.jsonl"
Report = Callable[[str, Progress], None]


@dataclass(frozen=True)
class Job:
    """What to fit, from what, and where to.

    Attributes:
        ratings: Folder with ``scenes.jsonl`` and ``replies.jsonl``.
        base: ``packaged``, a folder or a hub id.
        out: The model folder to write.
        work: Folder for checkpoints; an interrupted fit goes on from there.
        groups: Folds of the out-of-fold predictions.
        recipe: How to fit.

    """

    ratings: Path
    base: str
    out: Path
    work: Path
    groups: int
    recipe: Recipe


def train(job: Job, report: Report) -> list[Figure]:
    """Fit per fold, set thresholds on what was left out, fit on everything, write the model.

    Raises:
        InputError: The ratings or the base model cannot be used.

    """
    scenes = ratings(job.ratings)
    base = locate(job.base)
    tokenizer = tokenizer_of(base, job.work)
    tokens = Tokens.load(tokenizer)
    predictions = crossfit(
        scenes,
        tokens,
        base,
        job.recipe,
        job.groups,
        job.work,
        lambda fold, progress: report(f"fold {fold + 1} of {job.groups}", progress),
    )
    network = fit(
        scenes,
        tokens,
        base,
        job.recipe,
        job.work,
        lambda progress: report("final fit", progress),
    )
    data = table(scenes, predictions)
    found = list(figures(data))
    job.out.mkdir(parents=True, exist_ok=True)
    write_predictions(job.out / OUT_OF_FOLD, predictions)
    write_bundle(network, settings(data, network.shape), tokenizer, job.out)
    ours = job.ratings.resolve() == (paths.model() / "ratings").resolve()
    write_card(job.out, data, found, Making(job.recipe, job.groups, job.base, ours=ours))
    return found


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
    return data, list(figures(data))


def use_threads(count: int | None) -> None:
    """Let PyTorch use ``count`` threads, or leave it alone."""
    if count is not None:
        torch.set_num_threads(count)

"""How well public ratings are predicted out of fold, beside a TF-IDF baseline."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch

from roleplay.agreement import Floats, interval
from roleplay.rater.network import Network
from roleplay.rater.tokens import Tokens
from roleplay.training.base import start_from
from roleplay.training.evaluate import DRAWS, Figure
from roleplay.training.metrics import ranks
from roleplay.training.public import (
    TASKS,
    UNCIVIL,
    PublicRow,
    fold_of,
    learn_public,
    predict_public,
)

Measure = Callable[[Floats, Floats, Floats], float]
"""A figure from predictions, ratings and the replies' lengths."""


def predict_rows(
    rows: Sequence[PublicRow],
    tokens: Tokens,
    base: str,
    groups: int,
    work: Path,
    report: Callable[[int, int, int], None] = lambda _fold, _step, _steps: None,
) -> dict[str, float]:
    """What networks that never saw its group say of each row, by id.

    Args:
        rows: Public rows.
        tokens: The base model's tokenizer.
        base: Where the base model is.
        groups: How many folds.
        work: Finished folds are kept here, and not fitted again.
        report: Called after each step with the fold's number.

    """
    found: dict[str, float] = {}
    for fold in range(groups):
        done = work / f"public-{fold + 1}-of-{groups}.json"
        if not done.exists():
            torch.manual_seed(fold)
            network = Network()
            start_from(network, base)
            inside = [row for row in rows if fold_of(row, groups) != fold]
            outside = [row for row in rows if fold_of(row, groups) == fold]
            heads = learn_public(
                network,
                tokens,
                inside,
                fold,
                lambda step, steps, fold=fold: report(fold, step, steps),  # type: ignore[misc]
            )
            work.mkdir(parents=True, exist_ok=True)
            predicted = predict_public(network, heads, tokens, outside)
            done.write_text(json.dumps(predicted), encoding="utf-8")
        found |= json.loads(done.read_bytes())
    return found


def tfidf_rows(rows: Sequence[PublicRow], groups: int) -> dict[str, float]:
    """The same from words and pairs of words of reply and context, by ridge or logistic model."""
    found: dict[str, float] = {}
    for task in TASKS:
        mine = [row for row in rows if row.task == task]
        for fold in range(groups):
            inside = [row for row in mine if fold_of(row, groups) != fold]
            outside = [row for row in mine if fold_of(row, groups) == fold]
            for row, value in zip(outside, _tfidf(inside, outside), strict=True):
                found[row.id] = float(value)
    return found


def _tfidf(inside: Sequence[PublicRow], outside: Sequence[PublicRow]) -> Floats:
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - takes seconds
    from sklearn.linear_model import LogisticRegression, Ridge  # noqa: PLC0415 - as above

    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    x, y = words.fit_transform(map(_marked, inside)), np.array([row.target for row in inside])
    others = words.transform(map(_marked, outside))
    found: Floats
    if inside[0].task == UNCIVIL:
        model = LogisticRegression(C=10, class_weight="balanced", max_iter=2000)
        found = model.fit(x, y).decision_function(others)
    else:
        found = Ridge(alpha=1.0, solver="sparse_cg").fit(x, y).predict(others)
    return found


def _marked(row: PublicRow) -> str:
    """Reply and context in one text, a word of the one never taken for a word of the other."""
    return " ".join([row.reply, *(f"before_{word}" for word in row.context.split())])


def public_figures(
    rows: Sequence[PublicRow], ours: Mapping[str, float], words: Mapping[str, float]
) -> Iterator[Figure]:
    """Per task ours, TF-IDF's, and the gain, with intervals over groups drawn with replacement.

    Spearman correlation; for uptake also with the reply's length partialled out; for
    incivility the area under the ROC curve.
    """
    for task in TASKS:
        mine = [row for row in rows if row.task == task]
        target = np.array([row.target for row in mine])
        length = np.array([float(len(row.reply.split())) for row in mine])
        groups = np.array([row.group for row in mine])
        sides = [np.array([side[row.id] for row in mine]) for side in (ours, words)]
        measures: dict[str, Measure] = {"AUC": _auc} if task == UNCIVIL else {"Spearman": _spearman}
        if task == "uptake":
            measures["Spearman less length"] = _partial
        for name, measure in measures.items():
            yield from _compared(f"{task}, {name}", sides, target, length, groups, measure)


def _compared(
    name: str,
    sides: Sequence[Floats],
    target: Floats,
    length: Floats,
    groups: Floats,
    measure: Measure,
) -> Iterator[Figure]:
    _, inverse = np.unique(groups, return_inverse=True)
    rows_of = np.split(np.argsort(inverse, kind="stable"), np.cumsum(np.bincount(inverse))[:-1])
    rng = np.random.default_rng(0)
    draws = []
    for _ in range(DRAWS):
        chosen = np.concatenate([rows_of[i] for i in rng.integers(len(rows_of), size=len(rows_of))])
        draws.append([measure(side[chosen], target[chosen], length[chosen]) for side in sides])
    drawn = np.array(draws)
    values = [measure(side, target, length) for side in sides]
    for what, value, of in (
        ("", values[0], drawn[:, 0]),
        (", TF-IDF", values[1], drawn[:, 1]),
        (", gain", values[0] - values[1], drawn[:, 0] - drawn[:, 1]),
    ):
        yield Figure(name + what, value, *interval(list(of)), len(target))


def _spearman(predicted: Floats, target: Floats, _length: Floats) -> float:
    return float(np.corrcoef(ranks(predicted), ranks(target))[0, 1])


def _partial(predicted: Floats, target: Floats, length: Floats) -> float:
    """Spearman correlation with the ranks of length taken out of both sides by a straight line."""
    words = ranks(length)
    words -= words.mean()
    scale = max(float(words @ words), 1.0)  # where all are equally long, nothing is taken out
    left, right = (
        side - (side @ words) / scale * words for side in (ranks(predicted), ranks(target))
    )
    return float(np.corrcoef(left, right)[0, 1])


def _auc(predicted: Floats, target: Floats, _length: Floats) -> float:
    """Chance that an uncivil comment is ranked above a civil one."""
    positive = target > 0
    total, yes = len(target), int(positive.sum())
    above = float(ranks(predicted)[positive].sum()) - yes * (yes - 1) / 2
    return above / (yes * (total - yes))

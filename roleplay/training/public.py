"""Public human-rated rows, learnt by auxiliary heads: what the network makes of people's ratings.

How polite requests are (Danescu-Niculescu-Mizil et al. 2013), how far a reply
takes up what was said (Demszky et al. 2021), and which comments are uncivil
(VCU GitHub incivility). The heads are for measuring and are not shipped.
"""

import hashlib
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name everybody uses

from roleplay.errors import InputError
from roleplay.rater.network import Encoded, Network
from roleplay.rater.tokens import SCENE, ContextTokens, Tokens
from roleplay.training.data import Batch, pad
from roleplay.training.reading import as_sentences

UNCIVIL: Final = "incivility"
TASKS: Final = ("politeness, Wikipedia", "politeness, StackExchange", "uptake", UNCIVIL)
_FILES: Final = {
    "politeness_wikipedia.jsonl": (TASKS[0], "politeness_z"),
    "politeness_stackexchange.jsonl": (TASKS[1], "politeness_z"),
    "uptake_classroom.jsonl": (TASKS[2], "uptake_mean"),
    "incivility_github.jsonl": (TASKS[3], "uncivil"),
}
LONGEST: Final = 50
"""Words of a public text that are read; few are longer."""
BATCH: Final = 16
RATE: Final = 1.5e-4
EPOCHS: Final = 1


@dataclass(frozen=True)
class PublicRow:
    """A public text that people rated.

    Attributes:
        task: Which of :data:`TASKS`.
        id: Its id in the data set.
        group: Thread, post or classroom; never on both sides of a split.
        context: What was said before; empty when nothing was.
        reply: The rated text.
        target: The rating; 0 or 1 for incivility.

    """

    task: str
    id: str
    group: str
    context: str
    reply: str
    target: float


def load_public(folder: Path) -> list[PublicRow]:
    """Every row of the public files.

    Raises:
        InputError: One of the files is not there.

    """
    try:
        return [row for name in _FILES for row in _rows(folder / name)]
    except FileNotFoundError as error:
        message = f"{error.filename} is not there."
        raise InputError(message, hint=f"--data takes a folder with {', '.join(_FILES)}") from error


def _rows(path: Path) -> Iterator[PublicRow]:
    task, key = _FILES[path.name]
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row[key] is None:  # a few rows were left unrated
                continue
            group = f"{task} {row['group']}"
            context = _cut(row.get("context") or "")
            yield PublicRow(task, row["id"], group, context, _cut(row["reply"]), float(row[key]))


def _cut(text: str) -> str:
    return " ".join(text.split()[:LONGEST])


def fold_of(row: PublicRow, groups: int) -> int:
    """Which fold a row belongs to, by its group alone."""
    return int(hashlib.sha256(row.group.encode()).hexdigest(), 16) % groups


class PublicHeads(nn.Module):
    """A number for each task from a reply's vector."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.out = nn.Linear(hidden, len(TASKS))

    def forward(self, vector: Tensor, task: str) -> Tensor:
        """(n,) ratings, or logits for incivility."""
        found: Tensor = self.out(vector)[:, TASKS.index(task)]
        return found


def learn_public(
    network: Network,
    tokens: Tokens,
    rows: Sequence[PublicRow],
    seed: int,
    report: Callable[[int, int], None] = lambda _step, _steps: None,
) -> PublicHeads:
    """Fit ``network`` to public rows, in place; returns the heads that were fitted beside it."""
    torch.manual_seed(seed)
    heads = PublicHeads(network.shape.hidden)
    optimizer = torch.optim.AdamW(
        [
            {"params": [*heads.parameters(), *network.heads.pool.parameters()], "lr": 10 * RATE},
            {"params": [p for p in network.encoder.parameters() if p.requires_grad], "lr": RATE},
        ],
        weight_decay=0.01,
    )
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    batches = [batch for _ in range(EPOCHS) for batch in _shuffled(rows, rng)]
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda at: 1 - at / len(batches))
    scale = {task: _spread(rows, task) for task in TASKS}
    network.train()
    for step, batch in enumerate(batches):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            predicted = heads(vectors(network, tokens, batch), batch[0].task).float()
        torch.autograd.backward(_loss(predicted, batch, scale))
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        report(step + 1, len(batches))
    network.eval()
    return heads.eval()


def _spread(rows: Sequence[PublicRow], task: str) -> float:
    return float(torch.tensor([row.target for row in rows if row.task == task]).std())


def _loss(predicted: Tensor, batch: Sequence[PublicRow], scale: dict[str, float]) -> Tensor:
    target = torch.tensor([row.target for row in batch])
    task = batch[0].task
    if task == UNCIVIL:
        return F.binary_cross_entropy_with_logits(predicted, target)
    return F.smooth_l1_loss(predicted / scale[task], target / scale[task])


def _shuffled(rows: Sequence[PublicRow], rng: random.Random) -> list[list[PublicRow]]:
    """Batches of one task and like length, in any order."""
    found = []
    for task in TASKS:
        mine = [row for row in rows if row.task == task]
        mine.sort(key=lambda row: len(row.reply.split()) + rng.random() * 10)
        found += [mine[start : start + BATCH] for start in range(0, len(mine), BATCH)]
    rng.shuffle(found)
    return found


@torch.no_grad()
def predict_public(
    network: Network, heads: PublicHeads, tokens: Tokens, rows: Sequence[PublicRow]
) -> dict[str, float]:
    """The predicted rating of each row, by its id; a logit for incivility."""
    network.eval()
    found = {}
    for batch in _shuffled(rows, random.Random(0)):  # noqa: S311 - not for secrets
        predicted = heads(vectors(network, tokens, batch), batch[0].task)
        for row, value in zip(batch, predicted.tolist(), strict=True):
            found[row.id] = round(value, 4)
    return found


def vectors(network: Network, tokens: Tokens, batch: Sequence[PublicRow]) -> Tensor:
    """A vector for each row's reply, read after its context, (n, hidden)."""
    contexts = [tokens.context(row.context, ()) for row in batch]
    replies = pad(
        tuple(range(len(batch))),
        [
            tokens.reply(as_sentences(row.reply), context.ids)
            for row, context in zip(batch, contexts, strict=True)
        ],
        torch.zeros(len(batch), 3),
    )
    encoded = _encoded(network, contexts, replies)
    return network.heads.vector(encoded.tokens, encoded.seen)


def _encoded(network: Network, contexts: Sequence[ContextTokens], replies: Batch) -> Encoded:
    encoder, n = network.encoder, len(contexts)
    length = max(len(context.ids) for context in contexts)
    ids, seen = torch.zeros(n, length, dtype=torch.long), torch.zeros(n, length)
    for i, context in enumerate(contexts):
        ids[i, : len(context.ids)] = torch.tensor(context.ids)
        seen[i, : len(context.ids)] = 1
    none = torch.zeros(n, 0, network.shape.hidden)
    x = encoder.embed(encoder.words(ids), none, torch.arange(length)[None], ids * 0 + SCENE)
    _, past = encoder(x, _mask(seen))
    own = torch.arange(replies.ids.shape[1])[None]
    x = encoder.embed(encoder.words(replies.ids), none, own, replies.segments)
    encoded, _ = encoder(x, _mask(torch.cat([seen, replies.seen], dim=1)), past)
    nothing = torch.zeros(n, 1, network.shape.hidden)
    return Encoded(encoded, replies.seen, nothing, nothing)


def _mask(seen: Tensor) -> Tensor:
    return torch.zeros_like(seen).masked_fill(seen == 0, float("-inf"))[:, None, None]

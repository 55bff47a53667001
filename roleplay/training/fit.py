"""Fit the network to rated replies, with progress, checkpoints and resume."""

import hashlib
import json
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import torch

from roleplay.rater.network import Network
from roleplay.rater.tokens import Tokens
from roleplay.training.base import start_from
from roleplay.training.data import RatedReply, RatedScene, shuffled, targets
from roleplay.training.losses import scene_loss
from roleplay.training.noise import NOISY, mistyped
from roleplay.training.reading import Reading, read

WARM_UP: Final = 0.06
DECAY_PER_LAYER: Final = 0.85


@dataclass(frozen=True)
class Recipe:
    """How to fit.

    Attributes:
        epochs: Passes over all scenes.
        rate: Learning rate of the top layer; each layer below has 0.85 of the one above.
        head_rate: Learning rate of the heads, which start from nothing.
        keep_points: Share of passes in which a scene's points are shown, so that it works without.
        keep_references: The same for references.
        keep_pairs: Share of a scene's pairs that is fitted to in a pass.
        seed: Everything random is drawn from it.

    """

    epochs: int = 7
    rate: float = 2e-4
    head_rate: float = 1e-3
    keep_points: float = 0.85
    keep_references: float = 0.75
    keep_pairs: float = 0.5
    seed: int = 1


@dataclass(frozen=True)
class Progress:
    """Where a fit stands: ``step`` of ``steps``, and the mean loss of late."""

    step: int
    steps: int
    loss: float


def fit(
    scenes: Sequence[RatedScene],
    tokens: Tokens,
    base: str,
    recipe: Recipe,
    work: Path | None = None,
    report: Callable[[Progress], None] = lambda _: None,
) -> Network:
    """Fit a network to ``scenes``, a scene a step.

    Args:
        scenes: What to learn from.
        tokens: The base model's tokenizer.
        base: The base model, as :func:`~roleplay.training.base.start_from` takes it.
        recipe: How.
        work: Folder for a checkpoint after each epoch; an interrupted fit of the same recipe,
            base and ratings goes on from there. None keeps nothing.
        report: Called after each step.

    """
    torch.manual_seed(recipe.seed)
    network = Network()
    start_from(network, base)
    optimizer = torch.optim.AdamW(_groups(network, recipe), weight_decay=0.01)
    steps = recipe.epochs * len(scenes)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda at: _fall(at, steps))
    name = f"{identity(scenes, base, recipe)}.pt"
    state = _State(network, optimizer, schedule, work / name if work else None)
    first = state.resume()
    loss = math.nan
    for epoch in range(first, recipe.epochs):
        rng = random.Random(f"{recipe.seed} {epoch}")  # noqa: S311 - not for secrets
        torch.manual_seed(rng.randrange(2**31))
        network.train()
        for number, scene in enumerate(shuffled(scenes, rng)):
            now = _step(network, tokens, scene, rng, recipe)
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            loss = now if math.isnan(loss) else 0.98 * loss + 0.02 * now
            report(Progress(epoch * len(scenes) + number + 1, steps, loss))
        state.save(epoch + 1)
    network.eval()
    return network


def _step(
    network: Network, tokens: Tokens, scene: RatedScene, rng: random.Random, recipe: Recipe
) -> float:
    with_points = rng.random() < recipe.keep_points
    references = scene.references if rng.random() < recipe.keep_references else ()
    replies = [*scene.replies, *_some(scene.pairs, rng, recipe.keep_pairs)]
    texts = [
        mistyped(reply.sentences, rng) if rng.random() < NOISY else reply.sentences
        for reply in replies
    ]
    readings = read(network, tokens, scene, texts, with_points=with_points, references=references)
    loss = scene_loss(readings, targets(scene, replies), with_points=with_points)
    torch.autograd.backward(loss)
    return float(loss.detach())


def _some(pairs: Sequence[RatedReply], rng: random.Random, share: float) -> Sequence[RatedReply]:
    """Some of a scene's pairs, each whole: a reply and the edit that follows it."""
    starts = range(0, len(pairs), 2)
    chosen = rng.sample(starts, round(len(starts) * share))
    return [reply for start in sorted(chosen) for reply in pairs[start : start + 2]]


@torch.no_grad()
def predict(
    network: Network,
    tokens: Tokens,
    scene: RatedScene,
    *,
    references: Sequence[str] | None = None,
    with_points: bool = True,
) -> list[Reading]:
    """Full-precision readings of a scene's replies; ``references`` stand in for its own."""
    network.eval()
    texts = [reply.sentences for reply in scene.replies]
    return read(network, tokens, scene, texts, with_points=with_points, references=references)


def _groups(network: Network, recipe: Recipe) -> list[dict[str, object]]:
    depth = len(network.encoder.layers)
    groups: list[dict[str, object]] = [
        {"params": list(network.heads.parameters()), "lr": recipe.head_rate}
    ]
    for index, layer in enumerate(network.encoder.layers):
        rate = recipe.rate * DECAY_PER_LAYER ** (depth - 1 - index)
        groups.append({"params": list(layer.parameters()), "lr": rate})
    rest = [network.encoder.segments.weight, network.encoder.positions.weight]
    groups.append({"params": rest, "lr": recipe.rate * DECAY_PER_LAYER**depth})
    return groups


def _fall(step: int, steps: int) -> float:
    """A short rise and a straight fall to nothing."""
    if step >= steps:  # the scheduler asks once more after the last step
        return 0.0
    warm = max(1, int(WARM_UP * steps))
    return min(1.0, (step + 1) / warm) * max(0.0, (steps - step) / (steps - warm + 1))


def identity(scenes: Sequence[RatedScene], base: str, recipe: Recipe) -> str:
    """Digest of everything that a fit depends on; names its checkpoint."""
    parts = [asdict(recipe), base, [asdict(scene) for scene in scenes]]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]


@dataclass
class _State:
    """What a checkpoint holds, and where it is."""

    network: Network
    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LRScheduler
    path: Path | None

    def resume(self) -> int:
        """Continue from the checkpoint if there is one; returns the first epoch to do."""
        if self.path is None or not self.path.exists():
            return 0
        saved = torch.load(self.path, weights_only=True)
        self.network.load_state_dict(saved["network"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.schedule.load_state_dict(saved["schedule"])
        return int(saved["epoch"])

    def save(self, epoch: int) -> None:
        """Write everything that a later :meth:`resume` needs, atomically."""
        if self.path is None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.path.with_suffix(".partial")
        parts = {
            "epoch": epoch,
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
        }
        torch.save(parts, unfinished)
        unfinished.replace(self.path)

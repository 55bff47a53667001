"""One pass of the network over a scene: the scene once, then its replies after it."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from roleplay.rater.tokens import Tokens
from roleplay.text.sentences import split_sentences
from roleplay.training.data import Batch, RatedScene, batches
from roleplay.training.network import Network, Scene

Past = list[tuple[Tensor, Tensor]]


@dataclass(frozen=True)
class Reading:
    """What the network says of one reply, as logits.

    Attributes:
        levels: "Above level k", (4 ladders, 4 thresholds).
        acts: (sentences, 19).
        points: Missing, covered, wrong, (points, 3); one meaningless row without points.

    """

    levels: Tensor
    acts: Tensor
    points: Tensor


def as_sentences(text: str) -> list[str]:
    """The sentences of ``text`` as strings."""
    return [sentence.text for sentence in split_sentences(text)]


def read(
    network: Network,
    tokens: Tokens,
    scene: RatedScene,
    replies: Sequence[Sequence[str]],
    *,
    with_points: bool = True,
    references: Sequence[str] | None = None,
) -> list[Reading]:
    """Read replies, each given as its sentences, to ``scene``; one reading each, in order.

    ``references`` stand in for the scene's own. Training mode uses half precision
    in the encoder, evaluation full.
    """
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=network.training):
        return _read(network, tokens, scene, replies, references, with_points=with_points)


def _read(
    network: Network,
    tokens: Tokens,
    scene: RatedScene,
    replies: Sequence[Sequence[str]],
    references: Sequence[str] | None,
    *,
    with_points: bool,
) -> list[Reading]:
    past, points = _context(network, tokens, scene, with_points=with_points)
    chosen = scene.references if references is None else references
    known = _known(network, tokens, scene, past, points, [as_sentences(text) for text in chosen])
    readings: dict[int, Reading] = {}
    for batch in batches(tokens, scene.concern, replies):
        encoded = _replies(network, batch, past)
        found = network.heads(encoded, batch.seen, batch.membership, known, batch.copied)
        for at, row in enumerate(batch.rows):
            count = len(replies[row])
            parts = (found.levels[at], found.acts[at, :count], found.points[at])
            readings[row] = Reading(*(part.float() for part in parts))
    return [readings[row] for row in range(len(replies))]


def _context(
    network: Network, tokens: Tokens, scene: RatedScene, *, with_points: bool
) -> tuple[Past, Tensor | None]:
    context = tokens.context(scene.concern, scene.points if with_points else ())
    encoded, past = _encode(network, torch.tensor([context.ids]), segment=0)
    if not context.points:
        return past, None
    return past, torch.stack([encoded[0, start:end].mean(0) for start, end in context.points])


def _known(
    network: Network,
    tokens: Tokens,
    scene: RatedScene,
    past: Past,
    points: Tensor | None,
    references: Sequence[Sequence[str]],
) -> Scene:
    """The scene as the heads want it; a row of zeros stands in for what is not there."""
    nothing, hidden = torch.zeros(1), network.shape.hidden
    vectors = [
        network.heads.vector(_replies(network, batch, past), batch.seen)
        for batch in batches(tokens, scene.concern, references)
    ]
    return Scene(
        points=torch.zeros(1, hidden) if points is None else points,
        has_point=nothing if points is None else torch.ones(len(points)),
        references=torch.cat(vectors) if vectors else torch.zeros(1, hidden),
        has_reference=torch.ones(len(references)) if vectors else nothing,
    )


def _replies(network: Network, batch: Batch, past: Past) -> Tensor:
    kept = torch.ones(len(batch.ids), past[0][0].shape[2])
    seen = torch.cat([kept, batch.seen], dim=1)
    mask = torch.zeros_like(seen).masked_fill(seen == 0, float("-inf"))
    encoded, _ = _encode(network, batch.ids, segment=1, mask=mask[:, None, None], past=past)
    return encoded


def _encode(
    network: Network,
    ids: Tensor,
    segment: int,
    mask: Tensor | None = None,
    past: Past | None = None,
) -> tuple[Tensor, Past]:
    encoder = network.encoder
    positions = torch.arange(ids.shape[1])[None].expand_as(ids)
    x = encoder.embed(encoder.words(ids), positions, torch.full_like(ids, segment))
    encoded, kept = encoder(x, mask, past)
    return encoded, kept

"""One pass of the network over a scene: the scene once, then its replies after it."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from roleplay.rater.network import Encoded, Network, Scene
from roleplay.rater.tokens import SCENE, ContextTokens, Tokens, places
from roleplay.text.sentences import split_sentences
from roleplay.training.data import Batch, RatedScene, batches

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
    chosen = scene.references if references is None else references
    context = tokens.context(scene.concern, scene.points if with_points else ())
    past, known = _context(network, context)
    if chosen:
        texts = [as_sentences(text) for text in chosen]
        shown = batches(tokens, scene.concern, context, texts)
        known = _with_references(network, shown, past, known)
    readings: dict[int, Reading] = {}
    for batch in batches(tokens, scene.concern, context, replies):
        encoded = encode_replies(network, batch, past, known)
        found = network.heads(encoded, batch.membership, known, batch.copied)
        for at, row in enumerate(batch.rows):
            count = len(replies[row])
            parts = (found.levels[at], found.acts[at, :count], found.points[at])
            readings[row] = Reading(*(part.float() for part in parts))
    return [readings[row] for row in range(len(replies))]


def _context(network: Network, context: ContextTokens) -> tuple[Past, Scene]:
    """The scene's keys and values, and the scene for the heads, still without references."""
    ids, encoder = torch.tensor([context.ids]), network.encoder
    positions = torch.arange(ids.shape[1])[None]
    none = torch.zeros(1, 0, network.shape.hidden)
    x = encoder.embed(encoder.words(ids), none, positions, torch.full_like(ids, SCENE))
    encoded, past = encoder(x)
    nothing, none = torch.zeros(1), torch.zeros(1, network.shape.hidden)
    if not context.points:
        return past, Scene(none, nothing, none, nothing)
    points = torch.stack([encoded[0, start:end].mean(0) for start, end in context.points])
    return past, Scene(points, torch.ones(len(points)), none, nothing)


@torch.no_grad()
def _with_references(network: Network, shown: Sequence[Batch], past: Past, known: Scene) -> Scene:
    """Add the references' vectors. They are what a reply is held against, so no gradient."""
    vectors = []
    for batch in shown:
        encoded = encode_replies(network, batch, past, known)
        vectors.append(network.heads.vector(encoded.tokens, encoded.seen))
    references = torch.cat(vectors)
    return known._replace(references=references, has_reference=torch.ones(len(references)))


def encode_replies(network: Network, batch: Batch, past: Past, known: Scene) -> Encoded:
    """Encode replies after their scene, with probes for what is known of it."""
    points = known.points[known.has_point > 0]
    references = known.references[known.has_reference > 0]
    n, length = batch.ids.shape
    positions, kinds = places(length, len(points), len(references))
    seen = torch.cat(
        [torch.ones(n, past[0][0].shape[2]), batch.seen, torch.ones(n, len(kinds))], dim=1
    )
    mask = torch.zeros_like(seen).masked_fill(seen == 0, float("-inf"))[:, None, None]
    segments = torch.cat([batch.segments, torch.tensor([kinds]).long().expand(n, -1)], dim=1)
    encoder = network.encoder
    x = encoder.embed(
        encoder.words(batch.ids),
        torch.cat([points, references])[None].expand(n, -1, -1),
        torch.tensor([positions]),
        segments,
    )
    encoded, _ = encoder(x, mask, past)
    return Encoded(
        encoded[:, :length],
        batch.seen,
        _or_zero(encoded[:, length : length + len(points)]),
        _or_zero(encoded[:, length + len(points) :]),
    )


def _or_zero(rows: Tensor) -> Tensor:
    return rows if rows.shape[1] else rows.new_zeros(len(rows), 1, rows.shape[2])

"""The rater's network, readable in one sitting.

A BERT encoder (Devlin et al. 2019) with two changes. Attention is one-way: the
scene (concern and points) attends to itself; a reply attends to itself and to
the scene. So a scene is encoded once for all replies to it, and its keys and
values are kept, as a decoder keeps its past. And a reply is followed by one
*probe* for each point and each reference, a position that starts as the vector
of what it stands for and comes out saying how the reply bears on it.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name everybody uses

from roleplay.rater.tokens import COPY_FEATURES, SEGMENTS
from roleplay.rubric import ACTS, LADDERS, MAX_LEVEL

POINT_STATES: Final = ("missing", "covered", "wrong")
FAR: Final = 1e4
"""Subtracted from the score of what must not be looked at."""
NEAREST: Final = 8.0
"""How sharply the nearest reference is preferred to the others."""
N_SUMMARY: Final = 5
"""Numbers that say how the points fared, for the ladders; see :meth:`Heads.point_summary`."""


@dataclass(frozen=True)
class Shape:
    """Sizes of the network; those of all-MiniLM-L6-v2 unless said otherwise."""

    hidden: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    vocabulary: int = 30522
    positions: int = 512


class Layer(nn.Module):
    """One post-norm transformer layer that may look back at kept keys and values."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        hidden = shape.hidden
        self.heads = shape.heads
        self.query = nn.Linear(hidden, hidden)
        self.key = nn.Linear(hidden, hidden)
        self.value = nn.Linear(hidden, hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, eps=1e-12)
        self.up = nn.Linear(hidden, shape.inner)
        self.down = nn.Linear(shape.inner, hidden)
        self.norm2 = nn.LayerNorm(hidden, eps=1e-12)

    def _split(self, x: Tensor) -> Tensor:
        return x.view(x.shape[0], -1, self.heads, x.shape[-1] // self.heads).transpose(1, 2)

    def forward(
        self, x: Tensor, past: tuple[Tensor, Tensor] | None, mask: Tensor | None
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """Run the layer.

        Args:
            x: (batch, length, hidden).
            past: Keys and values of the scene, (1 or batch, heads, scene length, hidden / heads)
                each.
            mask: Added to attention scores, (batch, 1, 1, past + length); None when all is seen.

        Returns:
            The new ``x`` and this layer's own keys and values.

        """
        query, key, value = (self._split(w(x)) for w in (self.query, self.key, self.value))
        own = (key, value)
        query = query / query.shape[-1] ** 0.5
        scores = query @ key.transpose(-1, -2)
        if past is not None:
            scores = torch.cat([_to_each(query, past[0].transpose(-1, -2)), scores], dim=-1)
        if mask is not None:
            scores = scores + mask
        shares = F.softmax(scores, dim=-1).to(value.dtype)
        if past is None:
            mixed = shares @ value
        else:
            kept = past[0].shape[2]
            mixed = _to_each(shares[..., :kept], past[1]) + shares[..., kept:] @ value
        mixed = mixed.transpose(1, 2).reshape(x.shape)
        x = self.norm1(x + self.out(mixed))
        x = self.norm2(x + self.down(F.gelu(self.up(x))))
        return x, own


def _to_each(rows: Tensor, shared: Tensor) -> Tensor:
    """``rows @ shared``, as one large product where all of a batch share the right side.

    Args:
        rows: (batch, heads, length, inner).
        shared: (1 or batch, heads, inner, columns).

    """
    if rows.shape[0] == shared.shape[0]:
        return rows @ shared
    n, heads, length, _ = rows.shape
    flat = rows.transpose(0, 1).reshape(heads, n * length, -1) @ shared[0]
    return flat.view(heads, n, length, -1).transpose(0, 1)


class Encoder(nn.Module):
    """Embeddings and layers. The word embeddings are frozen and kept in a file of their own."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.words = nn.Embedding(shape.vocabulary, shape.hidden)
        self.positions = nn.Embedding(shape.positions, shape.hidden)
        self.segments = nn.Embedding(SEGMENTS, shape.hidden)
        self.probe = nn.Linear(shape.hidden, shape.hidden)
        self.norm = nn.LayerNorm(shape.hidden, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.words.weight.requires_grad = False

    def embed(self, words: Tensor, probes: Tensor, positions: Tensor, segments: Tensor) -> Tensor:
        """Sum the embeddings.

        Args:
            words: Word vectors, (batch, length, hidden).
            probes: Vectors of points and references, (batch, probes, hidden); often none.
            positions: Ids, (1 or batch, length + probes).
            segments: Ids, (batch, length + probes), see :mod:`roleplay.rater.tokens`.

        """
        x = torch.cat([words, self.probe(probes)], dim=1)
        x = x + self.positions(positions) + self.segments(segments)
        embedded: Tensor = self.norm(x)
        return embedded

    def forward(
        self, x: Tensor, mask: Tensor | None = None, past: list[tuple[Tensor, Tensor]] | None = None
    ) -> tuple[Tensor, list[tuple[Tensor, Tensor]]]:
        """Encode embedded tokens; returns the last layer and the keys and values of every layer."""
        kept = []
        for index, layer in enumerate(self.layers):
            x, own = layer(x, past[index] if past else None, mask)
            kept.append(own)
        return x, kept


class Readings(NamedTuple):
    """What the network says of n replies to one scene.

    Attributes:
        levels: Logits of "above level k", (n, 4 ladders, 4 thresholds).
        acts: Logits, (n, sentences, 19).
        points: Logits over missing, covered, wrong, (n, points, 3).

    """

    levels: Tensor
    acts: Tensor
    points: Tensor


class Scene(NamedTuple):
    """What the heads know of the scene. At least one row each; masks say which rows are real.

    Attributes:
        points: (points, hidden), the scene's encoded points.
        has_point: (points,), 1 or 0.
        references: (references, hidden), vectors of the author's strong replies.
        has_reference: (references,), 1 or 0.

    """

    points: Tensor
    has_point: Tensor
    references: Tensor
    has_reference: Tensor


class Encoded(NamedTuple):
    """What came out of the encoder for n replies, in parts.

    Attributes:
        tokens: (n, length, hidden).
        seen: (n, length), 1 for a token and 0 for padding.
        points: (n, points, hidden), what came out at the points' probes.
        references: (n, references, hidden), what came out at the references' probes.

    """

    tokens: Tensor
    seen: Tensor
    points: Tensor
    references: Tensor


class Heads(nn.Module):
    """From encoded tokens to levels, acts and points."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        hidden = shape.hidden
        self.pool = nn.Linear(2 * hidden, hidden)
        self.act = nn.Linear(hidden, len(ACTS))
        self.act_word = nn.Linear(hidden, len(ACTS))
        self.point_query = nn.Linear(hidden, hidden)
        self.point_key = nn.Linear(hidden, hidden)
        self.point_mix = nn.Linear(4 * hidden, 192)
        self.point_out = nn.Linear(192, len(POINT_STATES))
        self.level_mix = nn.Linear(hidden + len(ACTS) + N_SUMMARY + COPY_FEATURES, 192)
        self.level_out = nn.Linear(192, len(LADDERS) * MAX_LEVEL)
        self.gap_mix = nn.Linear(3 * hidden, 96)
        self.gap_out = nn.Linear(96, len(LADDERS))

    def vector(self, tokens: Tensor, seen: Tensor) -> Tensor:
        """One vector per reply, (n, hidden): its first token and the mean of its tokens, mixed."""
        mean = (tokens * seen[..., None]).sum(1) / seen.sum(1, keepdim=True)
        return torch.tanh(self.pool(torch.cat([tokens[:, 0], mean], dim=-1)))

    def acts(self, tokens: Tensor, membership: Tensor) -> Tensor:
        """Act logits per sentence, from its mean and from the one word that says it most.

        ``membership`` (n, sentences, length) averages a sentence's tokens.
        """
        outside = (membership == 0).to(tokens.dtype)[..., None]
        words = self.act_word(tokens)[:, None] - outside * FAR
        logits: Tensor = self.act(membership @ tokens) + words.amax(2)
        return logits

    def points(self, encoded: Encoded, points: Tensor) -> Tensor:
        """Logits of each point's state, from its probe and from the words it finds itself in."""
        tokens = encoded.tokens
        scores = self.point_query(points) @ self.point_key(tokens).transpose(1, 2)
        scores = scores / tokens.shape[-1] ** 0.5 + (encoded.seen[:, None] - 1) * FAR
        found = F.softmax(scores, dim=-1) @ tokens  # (n, points, hidden)
        points = points[None].expand_as(found)
        parts = [encoded.points, found, points * found, (points - found).abs()]
        logits: Tensor = self.point_out(F.gelu(self.point_mix(torch.cat(parts, dim=-1))))
        return logits

    def point_summary(self, logits: Tensor, has_point: Tensor) -> Tensor:
        """Mean, least and greatest share covered, greatest wrong, and whether there are points."""
        shares = F.softmax(logits, dim=-1)
        covered, wrong = shares[..., 1] * has_point, shares[..., 2] * has_point
        some = has_point.amax().expand(logits.shape[0])
        mean = covered.sum(1) / has_point.sum().clamp(min=1)
        least = (covered + 1 - has_point).amin(1) * some
        return torch.stack([mean, least, covered.amax(1), wrong.amax(1), some], dim=-1)

    def gap(self, vector: Tensor, encoded: Encoded, scene: Scene) -> Tensor:
        """How far below or above the references a reply is, (n, 4); the nearest counts most.

        Zero without references.
        """
        reply = vector[:, None].expand(-1, scene.references.shape[0], -1)
        references = scene.references[None].expand_as(reply)
        parts = [encoded.references, reply - references, reply * references]
        gaps = self.gap_out(F.gelu(self.gap_mix(torch.cat(parts, dim=-1))))
        near = nearness(vector, scene)
        gap: Tensor = (near[..., None] * gaps).sum(1) * scene.has_reference.amax()
        return gap

    def forward(
        self, encoded: Encoded, membership: Tensor, scene: Scene, copied: Tensor
    ) -> Readings:
        """Read n replies to a scene.

        Args:
            encoded: The replies after the encoder.
            membership: (n, sentences, length); rows average a sentence's tokens, or are zero.
            scene: What the replies answer.
            copied: (n, 3), see :func:`roleplay.rater.tokens.copy_features`.

        """
        vector = self.vector(encoded.tokens, encoded.seen)
        acts = self.acts(encoded.tokens, membership)
        states = self.points(encoded, scene.points)
        strongest = (torch.sigmoid(acts) * (membership.sum(-1, keepdim=True) > 0)).amax(1)
        summary = self.point_summary(states, scene.has_point)
        features = torch.cat([vector, strongest, summary, copied], dim=-1)
        levels = self.level_out(F.gelu(self.level_mix(features)))
        levels = levels.view(-1, len(LADDERS), MAX_LEVEL)
        return Readings(levels + self.gap(vector, encoded, scene)[..., None], acts, states)


def nearness(vector: Tensor, scene: Scene) -> Tensor:
    """Shares of the references, (n, references), most for the one that a reply is most like."""
    cosine = F.cosine_similarity(vector[:, None], scene.references[None], dim=-1, eps=1e-6)
    return F.softmax(NEAREST * cosine + (scene.has_reference - 1) * FAR, dim=-1)


def chances(
    heads: Heads, encoded: Encoded, membership: Tensor, scene: Scene, copied: Tensor
) -> tuple[Tensor, ...]:
    """One reply's :class:`~roleplay.rater.backend.Chances`, as tensors in its order."""
    found = heads(encoded, membership, scene, copied)
    vector = heads.vector(encoded.tokens, encoded.seen)
    return (
        torch.sigmoid(found.levels[0]),
        torch.sigmoid(found.acts[0]),
        torch.softmax(found.points[0], dim=-1),
        vector[0],
        nearness(vector, scene)[0],
    )


class Network(nn.Module):
    """Encoder and heads together."""

    def __init__(self, shape: Shape | None = None) -> None:
        super().__init__()
        self.shape = shape or Shape()
        self.encoder = Encoder(self.shape)
        self.heads = Heads(self.shape)

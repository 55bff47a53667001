"""What runs the network. Backends differ in speed, not in what they say."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from roleplay.rater.tokens import ReplyTokens

Floats = NDArray[np.float32]


class Encoded(NamedTuple):
    """A sequence after the encoder.

    Attributes:
        tokens: (length, hidden).
        keys, values: (layers, heads, length, hidden / heads), for what comes after it.

    """

    tokens: Floats
    keys: Floats
    values: Floats


class Scene(NamedTuple):
    """A scene ready for replies; what :class:`Encoded` is for text, this is for the heads.

    Attributes:
        ids: Token ids of concern and points.
        past: The encoded concern and points.
        points: (points, hidden); one row of zeros when there are none.
        has_point: (points,), 1 or 0.
        references: (references, hidden); one row of zeros when there are none.
        has_reference: (references,), 1 or 0.

    """

    ids: tuple[int, ...]
    past: Encoded
    points: Floats
    has_point: Floats
    references: Floats
    has_reference: Floats


class Chances(NamedTuple):
    """What the network says of a reply.

    Attributes:
        above: Chance of being above level k, (4 ladders, 4 thresholds).
        acts: Chance of each act, (sentences, 19).
        states: Chance of missing, covered, wrong, (points, 3).
        vector: (hidden,), what a reference is compared by.
        near: Shares of the references, (references,), most for the one the reply is most like.

    """

    above: Floats
    acts: Floats
    states: Floats
    vector: Floats
    near: Floats


class Backend(Protocol):
    """Runs the network on one sequence at a time.

    One at a time, since then nothing in a batch can change a neighbour's rating,
    and no padding is computed.
    """

    def encode(self, ids: tuple[int, ...]) -> Encoded:
        """Encode a scene, given as token ids."""

    def read(self, reply: ReplyTokens, scene: Scene, copied: Sequence[float]) -> Chances:
        """Read a reply to ``scene``; ``copied`` are three numbers about copying."""


def membership(reply: ReplyTokens) -> Floats:
    """(sentences, length): each row averages the tokens of its sentence."""
    rows = np.zeros((len(reply.sentences), len(reply.ids)), np.float32)
    for row, (start, end) in zip(rows, reply.sentences, strict=True):
        row[start:end] = 1 / max(1, end - start)
    return rows


def real(rows: Floats, there: Floats) -> Floats:
    """The rows of points or references that are really there."""
    return rows[there > 0]

"""What runs the network. Backends differ in speed, not in what they say."""

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

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
        past: The encoded concern and points.
        points: (points, hidden); one row of zeros when there are none.
        has_point: (points,), 1 or 0.
        references: (references, hidden); one row of zeros when there are none.
        has_reference: (references,), 1 or 0.

    """

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
        vector: (1, hidden), to compare references by.

    """

    above: Floats
    acts: Floats
    states: Floats
    vector: Floats


class Backend(Protocol):
    """Runs the two parts of the network on one sequence at a time.

    One at a time, since then nothing in a batch can change a neighbour's rating,
    and no padding is computed.
    """

    def encode(self, ids: tuple[int, ...], segment: int, past: Encoded | None) -> Encoded:
        """Encode token ids; ``segment`` is 0 for a scene and 1 for a reply to ``past``."""

    def judge(self, tokens: Floats, membership: Floats, scene: Scene, copied: Floats) -> Chances:
        """Judge an encoded reply; ``membership`` is (sentences, length), ``copied`` (3,)."""

"""Sentences of the author's references, and what the rater finds in each.

They are what is tried first in a learner's reply: the author wrote them for this
very scene. They are rated like replies, once a scene.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from roleplay.rating import Exchange, PointState, Rater, Rating
from roleplay.rubric import ACTS, HARMFUL, Act
from roleplay.text.clean import sanitise
from roleplay.text.sentences import split_sentences

KEPT_SCENES: Final = 32
"""Scenes whose pieces are remembered."""

MOST_PIECES: Final = 8
"""Sentences that are rated at most; two references seldom have more."""


@dataclass(frozen=True)
class Piece:
    """A sentence to try in a reply.

    Attributes:
        text: The sentence.
        acts: What it does.
        points: Ids of the points that it says back.

    """

    text: str
    acts: frozenset[Act] = frozenset()
    points: frozenset[str] = frozenset()


class Pieces:
    """The pieces of each scene, rated once and remembered for a while."""

    def __init__(self, kept: int = KEPT_SCENES) -> None:
        self._kept = kept
        # The rater stays in the entry, so that its id is not given to another one meanwhile.
        self._known: OrderedDict[tuple[int, str], tuple[Rater, tuple[Piece, ...]]] = OrderedDict()

    async def of(self, exchange: Exchange, rater: Rater) -> tuple[Piece, ...]:
        """The pieces for replies in this scene.

        Raises:
            ModelError: The references could not be rated.

        """
        texts = _sentences(exchange.references)
        if not texts:
            return ()
        key = (id(rater), exchange.scene_key)
        if key not in self._known:
            rated = await rater.rate([replace(exchange, reply=text) for text in texts])
            pieces = map(_piece, texts, rated)
            self._known[key] = (rater, tuple(piece for piece in pieces if piece is not None))
        self._known.move_to_end(key)
        while len(self._known) > self._kept:
            self._known.popitem(last=False)
        return self._known[key][1]


def _sentences(references: Sequence[str]) -> list[str]:
    found = [piece.text for text in references for piece in split_sentences(sanitise(text))]
    return list(dict.fromkeys(found))[:MOST_PIECES]


def _piece(text: str, rating: Rating) -> Piece | None:
    """What ``rating`` says of the sentence; None when nobody should be told to say such a thing."""
    acts = frozenset(act for act in ACTS if rating.said(act))
    if acts & HARMFUL:
        return None
    said = (found.id for found in rating.points if found.state is PointState.COVERED)
    return Piece(text, acts, frozenset(said))

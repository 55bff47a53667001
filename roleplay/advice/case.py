"""A rated reply, and what can be tried in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from roleplay.advice.addressing import coworker, said_to_them
from roleplay.advice.pieces import Piece
from roleplay.rating import Exchange, PointState, RatedSentence, Rating
from roleplay.rubric import Act
from roleplay.scenario import Point
from roleplay.text.clean import sanitise


@dataclass(frozen=True)
class Case:
    """A rated reply, and what can be tried in it.

    Attributes:
        exchange: What was rated.
        rating: What the rater said.
        pieces: Sentences of the scene's references.

    """

    exchange: Exchange
    rating: Rating
    pieces: Sequence[Piece]

    @property
    def reply(self) -> str:
        """What the places of the sentences are places in."""
        return sanitise(self.exchange.reply)

    @property
    def missing(self) -> list[Point]:
        """The points that the reply does not say back."""
        points = self.exchange.points
        return [point for point in points if self.rating.state(point.id) is PointState.MISSING]

    def doing(self, acts: Iterable[Act]) -> list[RatedSentence]:
        """The sentences that do one of ``acts``."""
        wanted = set(acts)
        return [found for found in self.rating.sentences if not wanted.isdisjoint(found.acts)]

    def plainly(self, point: Point) -> str:
        """``point`` in plain words to the coworker; empty where that is not simple."""
        return said_to_them(point, coworker(self.exchange.points))


def plainest(pieces: Sequence[Piece]) -> Piece:
    """The piece that does least, then the shortest, so that what it brings is due to the move."""
    return min(pieces, key=lambda piece: (len(piece.acts), len(piece.text), piece.text))

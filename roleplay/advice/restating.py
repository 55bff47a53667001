"""Points that were not said back, and words that were not one's own."""

from collections.abc import Iterator
from typing import Final

from roleplay.advice.case import Case, plainest
from roleplay.advice.edits import Change, early, without
from roleplay.advice.pieces import Piece
from roleplay.rubric import Act, Ladder
from roleplay.scenario import Point, PointKind
from roleplay.text.clean import plain
from roleplay.text.copying import copying

_COPIED: Final = 0.5
"""Share of a sentence's words that are the concern's own, from which on it is replaced."""

_FACTS: Final = frozenset({Act.RESTATE, Act.CHECK})
_FEELINGS: Final = frozenset({Act.RESTATE, Act.FEELING, Act.PERSPECTIVE, Act.APOLOGIZE})
"""What a reference's sentence may do that is tried for a point: no more than say it back."""


def saying_back(case: Case) -> Iterator[Change]:
    """The reply with a missing point said back, for each of them."""
    for point in case.missing:
        if piece := wording(case, point):
            move, said = say_back(case, piece)
            reply = early(case.reply, case.rating.sentences, piece.text)
            yield Change(move, Ladder.RESTATING, reply, points=said)


def say_back(case: Case, piece: Piece) -> tuple[str, tuple[str, ...]]:
    """The move that ``piece`` makes, naming all that it says back, and the points' ids."""
    said = [point for point in case.missing if point.id in piece.points]
    move = f"say back: {'; '.join(point.text for point in said)}"
    return move, tuple(point.id for point in said)


def wording(case: Case, point: Point) -> Piece | None:
    """A missing point as a reference says just that, else in plain words, else among others."""
    others = {found.id for found in case.missing} - {point.id}
    companions = _FEELINGS if point.kind is PointKind.FEELING else _FACTS
    saying = [piece for piece in case.pieces if point.id in piece.points]
    just = [
        piece for piece in saying if piece.points.isdisjoint(others) and piece.acts <= companions
    ]
    if not just and (plainly := case.plainly(point)):
        return Piece(plainly, points=frozenset([point.id]))
    return plainest(just or saying) if saying else None


def own_words(case: Case) -> Iterator[Change]:
    """The reply of a parrot with another wording in the place of what it copied."""
    concern = plain(case.exchange.concern)
    copied = [
        found
        for found in case.rating.sentences
        if copying(plain(found.text), concern).ratio >= _COPIED
    ]
    best = max(case.pieces, key=lambda piece: len(piece.points), default=Piece(""))
    spoken = filter(None, map(case.plainly, case.exchange.points))
    text = best.text if best.points else " ".join(spoken)
    if copied and text:
        yield Change("use your own words", Ladder.RESTATING, without(case.reply, copied, text))

"""Something kind or useful added to a reply."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from roleplay.advice.case import Case, plainest
from roleplay.advice.edits import Change, early, first, last, without
from roleplay.advice.pieces import Piece
from roleplay.feedback import WANTED
from roleplay.rubric import Act, Ladder

_LIFTS: Final[Mapping[Ladder, Mapping[Act, str]]] = {
    Ladder.EMPATHY: dict(WANTED[Ladder.EMPATHY]),
    Ladder.RESTATING: dict(WANTED[Ladder.RESTATING]),
    Ladder.COURTESY: {
        Act.THANK: "thank them for raising it",
        Act.GREET: "use their name or a greeting",
        Act.FOLLOWUP: "leave the door open",
    },
    Ladder.HELP: dict(WANTED[Ladder.HELP]),
}
"""Acts that may be added for a ladder, and the move in words."""

_NEUTRAL: Final[Mapping[tuple[Ladder, Act], str]] = {
    (Ladder.EMPATHY, Act.FEELING): "I can see how frustrating this is for you.",
    (Ladder.COURTESY, Act.THANK): "Thank you for telling me.",
    (Ladder.COURTESY, Act.GREET): "Hello.",
    (Ladder.COURTESY, Act.FOLLOWUP): "Please come to me any time.",
    (Ladder.HELP, Act.STEP): "I will look into it myself.",
    (Ladder.HELP, Act.TIME): "You will have an answer within the hour.",
    (Ladder.HELP, Act.FOLLOWUP): "I will let you know how it went.",
}
"""Said where no reference has a sentence for it."""

_AT_THE_END: Final = frozenset({Act.STEP, Act.TIME, Act.FOLLOWUP})
"""What happens next is said last."""

_COMPANIONS: Final[Mapping[Ladder, frozenset[Act]]] = {
    Ladder.EMPATHY: frozenset({Act.FEELING, Act.PERSPECTIVE, Act.APOLOGIZE, Act.RESTATE}),
    Ladder.RESTATING: frozenset({Act.RESTATE, Act.CHECK}),
    Ladder.COURTESY: frozenset({Act.THANK, Act.GREET, Act.POLITE, Act.APOLOGIZE}),
    Ladder.HELP: frozenset(
        {Act.STEP, Act.TIME, Act.FOLLOWUP, Act.OFFER, Act.POLITE, Act.CHECK, Act.EXPLAIN}
    ),
}
"""What a reference's sentence may do when it is tried for a ladder. One that does more would
bring more than the move that is named."""

_NO_ORDER: Final = re.compile(
    r"(?:an?|he|i|it|my|no|not|she|that|the|there|they|this|we|what|why|you|your)\b|.*\bplease\b",
    re.IGNORECASE,
)
"""What *please* cannot be put before; an order begins with what to do."""


def adding(
    case: Case, ladder: Ladder, own: Mapping[Act, str] = MappingProxyType({})
) -> Iterator[Change]:
    """Acts that lift ``ladder`` and are not there yet, as references do them, else in plain words.

    Args:
        case: The reply.
        ladder: What is to be lifted.
        own: Plain words for this scene, before the general ones.

    """
    moves = {act: move for act, move in _LIFTS[ladder].items() if not case.rating.said(act)}
    groups: dict[frozenset[Act], list[Piece]] = {}
    for piece in case.pieces:
        if piece.acts <= _COMPANIONS[ladder]:
            groups.setdefault(piece.acts & frozenset(moves), []).append(piece)
    groups.pop(frozenset(), None)
    plainly = {act: text for (of, act), text in _NEUTRAL.items() if of is ladder}
    for act, text in {**plainly, **own}.items():
        if act in moves:
            groups.setdefault(frozenset([act]), [Piece(text)])
    order = list(moves)
    # One thing to do before two at once, the most telling first.
    for acts in sorted(groups, key=lambda acts: (len(acts), min(map(order.index, acts)))):
        new = tuple(act for act in order if act in acts)
        reply = _put(case, plainest(groups[acts]).text, acts)
        yield Change(_listed([moves[act] for act in new]), ladder, reply, acts=new)


def _put(case: Case, text: str, acts: frozenset[Act]) -> str:
    """Where it reads naturally: greetings first, what happens next last, the rest in between."""
    if Act.GREET in acts:
        return first(case.reply, text)
    if not acts.isdisjoint(_AT_THE_END):
        return last(case.reply, text)
    return early(case.reply, case.rating.sentences, text)


def softened(case: Case) -> Iterator[Change]:
    """An order with *please* before it."""
    for sentence in case.doing([Act.DEMAND]):
        if not _NO_ORDER.match(sentence.text):
            text = f"Please {sentence.text[:1].lower()}{sentence.text[1:]}"
            reply = without(case.reply, [sentence], text)
            yield Change("ask instead of ordering", Ladder.COURTESY, reply)


def _listed(moves: Sequence[str]) -> str:
    return moves[0] if len(moves) == 1 else f"{', '.join(moves[:-1])}, and {moves[-1]}"

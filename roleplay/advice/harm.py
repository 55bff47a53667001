"""A reply without what harms."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from roleplay.advice.case import Case
from roleplay.advice.edits import Change, without
from roleplay.advice.restating import say_back, wording
from roleplay.feedback import harms, lowered_by, short
from roleplay.rating import RatedSentence, Status
from roleplay.rubric import CAPPING, Act, Ladder

_CUTS: Final[Mapping[Act, str]] = {
    Act.INSULT: "leave out what stings",
    Act.SARCASM: "leave out the sarcasm",
    Act.BLAME: "leave out whose fault it is",
    Act.DISMISS: "leave out what plays it down",
    Act.DEMAND: "leave out the order",
    Act.REFUSE: "leave out the refusal",
}


def cuts(case: Case) -> Iterator[Change]:
    """The reply without the sentences that do a harmful act, and without all that harms.

    What stings goes in any case: while it stands, leaving out something else is no advice.
    """
    held = [act for act in _CUTS if harms(act, case.rating)]
    stinging = case.doing(act for act in held if act in CAPPING[Ladder.COURTESY])
    groups = {_CUTS[act]: [act] for act in held}
    if len(case.doing(held)) > 1:
        groups["leave out what harms"] = held
    for words, acts in groups.items():
        sentences = case.doing(acts)
        if all(found in sentences for found in stinging):
            yield from _cut(case, words, acts)
    if held:
        yield from _instead(case, held)


def _cut(case: Case, words: str, acts: Sequence[Act]) -> Iterator[Change]:
    sentences = case.doing(acts)
    quotes = _quoted(sentences)
    unsure = case.rating.status is Status.UNSURE  # it may do no harm at all
    move = f"try it without {quotes}" if unsure else f"{words}: {quotes}"
    for ladder in _lowered(acts):
        yield Change(move, ladder, without(case.reply, sentences))


def _instead(case: Case, acts: Sequence[Act]) -> Iterator[Change]:
    """A missing point in the place of all that harms; often there is little else in it."""
    sentences = case.doing(acts)
    piece = wording(case, case.missing[0]) if case.missing else None
    if piece is None:
        return
    move, said = say_back(case, piece)
    for ladder in _lowered(acts):
        reply = without(case.reply, sentences, piece.text)
        yield Change(f"instead of {_quoted(sentences)} {move}", ladder, reply, points=said)


def _quoted(sentences: Sequence[RatedSentence]) -> str:
    return " and ".join(f"“{short(found.text, 60)}”" for found in sentences)


def _lowered(acts: Iterable[Act]) -> Iterable[Ladder]:
    return dict.fromkeys(ladder for act in acts for ladder in lowered_by(act))

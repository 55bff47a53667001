"""Which words of a reply make its levels, and what would change them."""

from collections.abc import Iterable, Iterator
from typing import Final

from roleplay.advice import advise
from roleplay.feedback import WANTED, LadderFeedback, short, write_feedback
from roleplay.rating import Exchange, Flag, PointState, Rater, Rating
from roleplay.rubric import ACT_WORDS, Ladder, whole
from roleplay.scenario import Scene
from roleplay.text.phrases import listed

QUOTE: Final = 60
"""Characters of a sentence that is quoted."""


def ladder_words(exchange: Exchange, rating: Rating, ladder: Ladder) -> str:
    """A level with the words that make it, as in ``empathy 2.1: “I'm sorry.” apologises``."""
    parts = because(exchange, rating, ladder)
    return f"{ladder} {rating.value(ladder):.1f}" + (f": {parts}" if parts else "")


def because(exchange: Exchange, rating: Rating, ladder: Ladder) -> str:
    """The sentences that make a level, with what they do, and what is missing; may be empty."""
    found = _of(exchange, rating, ladder)
    return ", ".join([*_quotes(found), *_lacking(exchange, rating, ladder)])


def quoted(exchange: Exchange, rating: Rating, ladder: Ladder) -> str:
    """The sentences that make a level, with what they do; may be empty."""
    return ", ".join(_quotes(_of(exchange, rating, ladder)))


async def moves(
    exchange: Exchange, rating: Rating, ladders: Iterable[Ladder], scene: Scene, rater: Rater
) -> list[str]:
    """What to do to lift ``ladders``: what has been tried and rated, else what is missing.

    Raises:
        ModelError: The model did not answer.

    """
    wanted = list(ladders)
    tried = {a.ladder: a for a in await advise(exchange, rating, rater, scene.weights)}
    said = []
    for ladder in wanted:
        if ladder in tried:
            found = tried[ladder]
            said.append(f"{found.move} ({ladder} {found.before:.1f} → {found.after:.1f})")
        else:
            said += _of(exchange, rating, ladder).missing[:2]
    return list(dict.fromkeys(said))


def _of(exchange: Exchange, rating: Rating, ladder: Ladder) -> LadderFeedback:
    return next(
        found for found in write_feedback(exchange, rating).ladders if found.ladder is ladder
    )


def _quotes(found: LadderFeedback) -> Iterator[str]:
    for text, act in found.because:
        yield f"“{short(text, QUOTE)}” {ACT_WORDS[act]}"


def _lacking(exchange: Exchange, rating: Rating, ladder: Ladder) -> Iterator[str]:
    """What a reply on this ladder's lower rungs does not do."""
    if whole(rating.value(ladder)) > 2:  # noqa: PLR2004 - level 3 is a good reply
        return
    if ladder is not Ladder.RESTATING:
        lacking = [ACT_WORDS[act] for act, _ in WANTED[ladder] if not rating.said(act)]
        if lacking:
            yield f"no sentence {listed(lacking, 'or')}"
        return
    if Flag.PARROT in rating.flags:
        yield "mostly in the coworker's own words"
    for state, does in (
        (PointState.WRONG, "gets wrong"),
        (PointState.MISSING, "does not say back"),
    ):
        points = [f"'{p.id}'" for p in exchange.points if rating.state(p.id) is state]
        if points:
            yield f"{does} {listed(points)}"

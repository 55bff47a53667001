"""Feedback on one reply: per ladder, one strength, and the one change worth most.

What went well comes before what did not. Nothing is claimed that the rating
does not say, and every piece of praise quotes the learner.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from roleplay.feedback.advice import Advice
from roleplay.feedback.beside import beside_words
from roleplay.feedback.sources import Sources, question_about
from roleplay.rating import (
    Exchange,
    Flag,
    Level,
    PointState,
    RatedSentence,
    Rating,
    Status,
)
from roleplay.rubric import (
    CAPPING,
    HARMFUL,
    LADDERS,
    LEVEL_WORDS,
    MAX_LEVEL,
    SCORED,
    Act,
    Ladder,
    whole,
)

RAISES: Final[Mapping[Ladder, tuple[Act, ...]]] = {
    Ladder.EMPATHY: (Act.PERSPECTIVE, Act.FEELING, Act.APOLOGIZE),
    Ladder.RESTATING: (Act.RESTATE, Act.CHECK),
    Ladder.COURTESY: (Act.THANK, Act.POLITE, Act.GREET, Act.APOLOGIZE, Act.FOLLOWUP),
    Ladder.HELP: (Act.STEP, Act.TIME, Act.FOLLOWUP, Act.OFFER),
}
"""Acts that lift a ladder, the most telling first."""

LOWERS: Final[Mapping[Ladder, tuple[Act, ...]]] = {
    Ladder.EMPATHY: (Act.INSULT, Act.SARCASM, Act.DISMISS, Act.BLAME),
    Ladder.RESTATING: (),
    Ladder.COURTESY: (Act.INSULT, Act.SARCASM, Act.BLAME, Act.DEMAND, Act.REFUSE, Act.DISMISS),
    Ladder.HELP: (Act.REFUSE,),
}
"""Acts that hold a ladder down, the worst first."""

WANTED: Final[Mapping[Ladder, tuple[tuple[Act, str], ...]]] = {
    Ladder.EMPATHY: (
        (Act.FEELING, "name what they feel"),
        (Act.PERSPECTIVE, "say why that makes sense, or what it costs them"),
    ),
    Ladder.RESTATING: ((Act.RESTATE, "say back what you heard, in your own words"),),
    Ladder.COURTESY: (
        (Act.THANK, "thank them for raising it"),
        (Act.POLITE, "ask instead of telling: could you, would you mind"),
        (Act.GREET, "use their name or a greeting"),
    ),
    Ladder.HELP: (
        (Act.STEP, "say what you will do"),
        (Act.TIME, "say when"),
        (Act.FOLLOWUP, "say how they will hear back"),
    ),
}
"""What a reply below the top of a ladder may lack: the act, and the move in words."""

STOP: Final[Mapping[Act, str]] = {
    Act.INSULT: "leave out what stings",
    Act.SARCASM: "say it straight, without the sarcasm",
    Act.BLAME: "leave out whose fault it is",
    Act.DISMISS: "do not play it down",
    Act.DEMAND: "ask instead of ordering",
    Act.REFUSE: "say what you can do, not only what you cannot",
}

WEAK: Final[Mapping[Ladder, str]] = {
    Ladder.EMPATHY: "They may not feel that you see their side.",
    Ladder.RESTATING: "They cannot tell yet whether you understood.",
    Ladder.COURTESY: "They may not feel respected.",
}
"""Headline for a reply whose weakest ladder is at 0 or 1."""

NEARLY: Final[Mapping[Ladder, str]] = {
    Ladder.EMPATHY: "Fair words, but they could be said to anybody.",
    Ladder.RESTATING: "They can tell that you heard a part of it.",
    Ladder.COURTESY: "Civil; a little warmth is missing.",
}
"""Headline for a reply whose weakest ladder is at 2."""

FLAG_WORDS: Final[Mapping[Flag, str]] = {
    Flag.PARROT: "These are mostly their own words. Say it back in yours.",
    Flag.COPIED_REFERENCE: "This is one of the author's references: shown, but not kept as a best.",
    Flag.TRUNCATED: "The reply is too long: its end was not read.",
}

NOWHERE: Final = Sources()
"""Nothing is known but the exchange."""


@dataclass(frozen=True)
class LadderFeedback:
    """One ladder in words.

    Attributes:
        ladder: Which.
        level: Level with its interval.
        words: The level in a word or two.
        because: Quoted sentences that did it, each with what it does.
        missing: Moves and points that are not there, as short imperatives.

    """

    ladder: Ladder
    level: Level
    words: str
    because: tuple[tuple[str, Act], ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Feedback:
    """What a person is told about one reply.

    Attributes:
        status: As the rating's.
        headline: One sentence that sums it up.
        strength: What went well, with a quotation; empty when nothing did.
        change: The one change worth most; empty when there is nothing to change. It promises
            a gain only where there is advice.
        ladders: The scored ladders and help, in the rubric's order; empty when unscored.
        covered, missed, wrong: Points in the author's words; drafted ones as quotations.
        notes: Flags in words.
        overall: 0 to 100; None when unscored.
        advice: Changes that were tried and rated, the best first.
        strange: Asks where details are from that nobody mentioned; empty when there are none.
        beside: What the reference most like it has besides; empty when nothing, or none.

    """

    status: Status
    headline: str
    strength: str = ""
    change: str = ""
    ladders: tuple[LadderFeedback, ...] = ()
    covered: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    overall: float | None = None
    advice: tuple[Advice, ...] = ()
    strange: str = ""
    beside: str = ""


def write_feedback(
    exchange: Exchange,
    rating: Rating,
    weights: Mapping[Ladder, float] | None = None,
    advice: tuple[Advice, ...] = (),
    sources: Sources = NOWHERE,
) -> Feedback:
    """Put ``rating`` into words.

    Args:
        exchange: What was rated; its points name what is missing.
        rating: What the rater said.
        weights: The scene's weights of the scored ladders.
        advice: What really re-rating the reply has shown; none where that was not tried.
        sources: Where its details may be from, beside the exchange.

    """
    if rating.status is Status.UNSCORED:
        return Feedback(rating.status, f"Not scored: {rating.why}. Please put it another way.")
    ladders = tuple(_ladder(ladder, exchange, rating) for ladder in LADDERS)
    return Feedback(
        status=rating.status,
        headline=_headline(rating),
        strength=_strength(ladders, rating),
        change=str(advice[0]) if advice else _change(ladders, rating, weights or {}),
        ladders=ladders,
        covered=_points(exchange, rating, PointState.COVERED),
        missed=_points(exchange, rating, PointState.MISSING),
        wrong=_points(exchange, rating, PointState.WRONG),
        notes=tuple(FLAG_WORDS[flag] for flag in rating.flags if flag in FLAG_WORDS),
        overall=rating.overall(weights),
        advice=advice,
        strange=question_about(exchange, sources),
        beside=beside_words(exchange, rating),
    )


def _points(exchange: Exchange, rating: Rating, state: PointState) -> tuple[str, ...]:
    points = (point for point in exchange.points if rating.state(point.id) is state)
    return tuple(exchange.shown(point) for point in points)


def _ladder(ladder: Ladder, exchange: Exchange, rating: Rating) -> LadderFeedback:
    level = rating.levels[ladder]
    reached = whole(level.value)
    low = reached <= 1
    telling = LOWERS[ladder] if low and _says(rating, LOWERS[ladder]) else RAISES[ladder]
    return LadderFeedback(
        ladder=ladder,
        level=level,
        words=LEVEL_WORDS[ladder][reached],
        because=tuple(_quotes(rating, telling)),
        missing=()
        if reached == len(LEVEL_WORDS[ladder]) - 1
        else _missing(ladder, exchange, rating),
    )


def _says(rating: Rating, acts: Iterable[Act]) -> bool:
    return any(rating.said(act) for act in acts)


def _quotes(rating: Rating, acts: tuple[Act, ...]) -> Iterable[tuple[str, Act]]:
    """At most two sentences that do the acts, each with the most telling act it does."""
    ranked = [
        (acts.index(act), number, sentence, act)
        for number, sentence in enumerate(rating.sentences)
        for act in [_first(sentence, acts)]
        if act is not None
    ]
    for _, _, sentence, act in sorted(ranked, key=lambda found: found[:2])[:2]:
        yield sentence.text, act


def _first(sentence: RatedSentence, acts: tuple[Act, ...]) -> Act | None:
    return next((act for act in acts if act in sentence.acts), None)


def _missing(ladder: Ladder, exchange: Exchange, rating: Rating) -> tuple[str, ...]:
    low = whole(rating.value(ladder)) <= 1
    stop = [STOP[act] for act in LOWERS[ladder] if low and rating.said(act)]
    if ladder is Ladder.RESTATING:
        wrong = [
            f"check what you said of this: {text}"
            for text in _points(exchange, rating, PointState.WRONG)
        ]
        missed = [f"say back: {text}" for text in _points(exchange, rating, PointState.MISSING)]
        own = ["use your own words"] if Flag.PARROT in rating.flags else []
        general = [] if exchange.points else _wanted(ladder, rating)
        return (*wrong, *own, *missed, *general)
    return (*stop, *_wanted(ladder, rating))


def _wanted(ladder: Ladder, rating: Rating) -> list[str]:
    return [words for act, words in WANTED[ladder] if not rating.said(act)]


def _headline(rating: Rating) -> str:
    if rating.status is Status.UNSURE:
        return f"A person should look at this one: {rating.why}."
    levels = {ladder: whole(rating.value(ladder)) for ladder in SCORED}
    if levels[Ladder.COURTESY] == 0 and any(rating.said(act) for act in CAPPING[Ladder.COURTESY]):
        return "That stung. Nothing polite makes up for it."
    wrong = any(point.state is PointState.WRONG for point in rating.points)
    if min(levels.values()) == MAX_LEVEL and not wrong:
        return "They will feel heard, understood and respected."
    weakest = min(SCORED, key=rating.value)
    if levels[weakest] > 2:  # noqa: PLR2004 - level 3 is a good reply
        return "A solid reply; there is a little more in it."
    return WEAK[weakest] if levels[weakest] < 2 else NEARLY[weakest]  # noqa: PLR2004 - the middle


def _strength(ladders: tuple[LadderFeedback, ...], rating: Rating) -> str:
    """The best ladder's most telling sentence, unless it hurts as well."""
    hurting = {found.text for found in rating.sentences if not HARMFUL.isdisjoint(found.acts)}
    for found in sorted(ladders, key=lambda ladder: -ladder.level.value):
        kind = [(text, act) for text, act in found.because if text not in hurting]
        if found.level.value >= 2 and kind:  # noqa: PLR2004 - below level 2 it is no strength
            text, act = kind[0]
            return f"“{short(text)}” {_EFFECTS.get(act, 'works.')}"
    return ""


_EFFECTS: Final[Mapping[Act, str]] = {
    Act.FEELING: "shows that you noticed how they feel.",
    Act.PERSPECTIVE: "shows that you see what this costs them.",
    Act.APOLOGIZE: "says sorry.",
    Act.RESTATE: "tells them that you listened.",
    Act.CHECK: "checks that you understood, before you act.",
    Act.THANK: "makes them glad that they came to you.",
    Act.POLITE: "leaves them their choice.",
    Act.GREET: "greets them as somebody welcome.",
    Act.FOLLOWUP: "leaves the door open.",
    Act.STEP: "tells them what happens now.",
    Act.TIME: "gives them a time to rely on.",
    Act.OFFER: "offers help.",
}


def short(text: str, limit: int = 110) -> str:
    """``text`` in ``limit`` characters, cut at a word."""
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"


def _change(
    ladders: tuple[LadderFeedback, ...], rating: Rating, weights: Mapping[Ladder, float]
) -> str:
    """The first thing to do on the ladder that has the most to gain; harm first.

    Harm is named only where a ladder that it lowers is low too: an act alone is
    recognised too loosely to be held against somebody.
    """
    harm = next((act for act in STOP if harms(act, rating)), None)
    if harm is not None:
        quote = short(_quote_of(rating, harm))
        if rating.status is Status.UNSURE:
            return f"Read this once more with their ears: “{quote}”"
        return f"{_sentence(STOP[harm])}: “{quote}”"
    open_ladders = [found for found in ladders if found.missing]
    if not open_ladders:
        return ""
    most = max(open_ladders, key=lambda found: _to_gain(found, weights))
    return f"{_sentence(most.missing[0])}."


def harms(act: Act, rating: Rating) -> bool:
    """Whether ``act`` is there and a ladder that it lowers is low too."""
    return rating.said(act) and any(whole(rating.value(ladder)) <= 1 for ladder in lowered_by(act))


def lowered_by(act: Act) -> tuple[Ladder, ...]:
    """The ladders that ``act`` holds down."""
    return tuple(ladder for ladder, acts in LOWERS.items() if act in acts)


def _to_gain(found: LadderFeedback, weights: Mapping[Ladder, float]) -> float:
    share = weights.get(found.ladder, 1.0) if found.ladder in SCORED else 0.5
    return (MAX_LEVEL - found.level.value) * share


def _quote_of(rating: Rating, act: Act) -> str:
    return next(sentence.text for sentence in rating.sentences if act in sentence.acts)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]

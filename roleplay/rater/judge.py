"""From the network's chances to a Rating: acts, points, levels, caps, intervals, status."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from roleplay.rater.backend import Chances
from roleplay.rater.bundle import Settings
from roleplay.rating import (
    Exchange,
    Flag,
    Level,
    PointFinding,
    PointState,
    RatedSentence,
    Rating,
    Status,
)
from roleplay.rubric import (
    ACT_WORDS,
    ACTS,
    CAP,
    CAPPING,
    COPY_CAP,
    LADDERS,
    MAX_LEVEL,
    SCORED,
    WRONG_CAP,
    Act,
    Ladder,
)
from roleplay.text.clean import plain
from roleplay.text.copying import Copying, copying, parrots, pasted
from roleplay.text.sentences import Sentence

Numbers = NDArray[np.floating]
WARM: Final = (Act.FEELING, Act.PERSPECTIVE, Act.APOLOGIZE, Act.THANK)
CONCRETE: Final = 2.5
"""Help from which on a reply is no mere outburst."""
SPREAD_FLOOR: Final = 0.25
"""Added to the spread, so that no interval shrinks to a point."""

_FLAGGED: Final[Mapping[Act, Flag]] = {
    Act.INSULT: Flag.INSULT,
    Act.SARCASM: Flag.SARCASM,
    Act.BLAME: Flag.BLAME,
    Act.DISMISS: Flag.DISMISS,
}


@dataclass(frozen=True)
class Evidence:
    """Everything a verdict rests on.

    Attributes:
        text: The reply as it was read, plain.
        sentences: The reply, split.
        chances: What the network said of it.
        copied: What it copies from the concern.
        truncated: Whether its end was not read.
        abusive: Whether a sentence openly abuses the listener, by its words.

    """

    text: str
    sentences: Sequence[Sentence]
    chances: Chances
    copied: Copying
    truncated: bool
    abusive: bool


def copies_reference(reply: str, references: Sequence[str]) -> bool:
    """Whether a plain ``reply`` is one of the references pasted back."""
    return any(pasted(copying(reply, plain(reference))) for reference in references)


def spread(above: Numbers) -> Numbers:
    """Standard deviation of the levels that the chances spread over, plus a floor.

    Args:
        above: Chance of being above level k on the last axis.

    """
    falling = np.minimum.accumulate(above, axis=-1)
    mean = falling.sum(-1)
    square = (falling * (2 * np.arange(MAX_LEVEL) + 1)).sum(-1)
    deviation: Numbers = np.sqrt(np.maximum(square - mean**2, 0)) + SPREAD_FLOOR
    return deviation


def chance_of_any(acts: Numbers, group: Sequence[Act]) -> Numbers:
    """Chance that a sentence does at least one act of ``group``, as if they came independently.

    Raters and network often disagree on which of the hurtful acts a sentence is; a
    cap only asks whether it is one of them.

    Args:
        acts: Chance of each act on the last axis.
        group: Which acts.

    """
    none: Numbers = np.prod(1 - acts[..., [ACTS.index(act) for act in group]], axis=-1)
    return 1 - none


def doubtful_act(
    acts: Numbers, levels: Numbers, suspect_from: Mapping[Act, float], sure: Sequence[Ladder]
) -> Act | None:
    """A capping act that is suspected, not sure, and at odds with the rest of the reply.

    Such a rating is two levels off about twice as often as others.

    Args:
        acts: Chance of each act, (sentences, 19).
        levels: Levels under their ceilings, (4,).
        suspect_from: From which chance on an act is suspected.
        sure: Ladders that are capped.

    """
    strongest = acts.max(axis=0, initial=0.0)
    kind = levels[LADDERS.index(Ladder.HELP)] >= CONCRETE or any(
        strongest[ACTS.index(act)] >= suspect_from[act] for act in WARM
    )
    for ladder, group in CAPPING.items():
        high = levels[LADDERS.index(ladder)] > CAP + 1
        for act in group if ladder not in sure and (kind or high) else ():
            if strongest[ACTS.index(act)] >= suspect_from[act]:
                return act
    return None


def sure_caps(acts: Numbers, caps: Mapping[Ladder, float | None]) -> tuple[Ladder, ...]:
    """Ladders that are capped by an act that is surely there."""
    chances = {
        ladder: chance_of_any(acts, group).max(initial=0.0) for ladder, group in CAPPING.items()
    }
    return tuple(
        ladder for ladder, sure in caps.items() if sure is not None and chances[ladder] >= sure
    )


def verdict(exchange: Exchange, evidence: Evidence, settings: Settings) -> Rating:
    """The rating of an exchange, but for its receipt."""
    chances = evidence.chances
    parrot = parrots(evidence.copied)
    capped = tuple(CAPPING) if evidence.abusive else sure_caps(chances.acts, settings.caps)
    levels = _levels(chances, settings, _ceilings(capped, parrot=parrot))
    points = _findings(exchange, chances, settings)
    why = next(_doubts(levels, points, chances, settings, capped), "")
    sentences = _rated(evidence.sentences, chances, settings)
    of_the_whole = {
        Flag.PARROT: parrot,
        Flag.COPIED_REFERENCE: copies_reference(evidence.text, exchange.references),
        Flag.TRUNCATED: evidence.truncated,
    }
    flags = {*_act_flags(sentences), *(flag for flag, there in of_the_whole.items() if there)}
    return Rating(
        status=Status.UNSURE if why else Status.SCORED,
        levels=levels,
        sentences=sentences,
        points=points,
        flags=tuple(sorted(flags)),
        why=why,
    )


def _ceilings(capped: Sequence[Ladder], *, parrot: bool) -> dict[Ladder, float]:
    """Highest level on each ladder."""
    ceilings = {ladder: CAP if ladder in capped else float(MAX_LEVEL) for ladder in LADDERS}
    if parrot:
        ceilings[Ladder.RESTATING] = COPY_CAP
    return ceilings


def _levels(
    chances: Chances, settings: Settings, ceilings: Mapping[Ladder, float]
) -> dict[Ladder, Level]:
    raw, spreads = chances.above.sum(-1), spread(chances.above)
    return {
        ladder: _level(
            float(raw[i]),
            float(spreads[i]) * settings.spread[ladder],
            ceilings[ladder],
        )
        for i, ladder in enumerate(LADDERS)
    }


def _level(value: float, half: float, ceiling: float) -> Level:
    """A level under its ceiling, rounded once; the interval keeps the level inside."""
    value = min(max(value, 0.0), ceiling)
    low, high = max(0.0, value - half), min(ceiling, value + half)
    return Level(round(value, 2), round(low, 2), round(high, 2))


def _doubts(
    levels: Mapping[Ladder, Level],
    points: Sequence[PointFinding],
    chances: Chances,
    settings: Settings,
    capped: Sequence[Ladder],
) -> Iterator[str]:
    """Reasons to have a person look, the most telling first."""
    values = np.array([levels[ladder].value for ladder in LADDERS])
    act = doubtful_act(chances.acts, values, settings.acts, capped)
    if act is not None:
        yield f"it may be that a sentence {ACT_WORDS[act]}, and the rest does not sound like it"
    wrong = any(point.state is PointState.WRONG for point in points)
    if wrong and levels[Ladder.RESTATING].value > WRONG_CAP:
        yield "it may be that a point is got wrong"
    for ladder in SCORED:
        level = levels[ladder]
        if level.high - level.low > settings.unsure_width[ladder]:
            yield f"the level of {ladder} is hard to tell"


def _rated(
    sentences: Sequence[Sentence], chances: Chances, settings: Settings
) -> tuple[RatedSentence, ...]:
    return tuple(
        RatedSentence(
            sentence.text,
            sentence.start,
            sentence.end,
            tuple(
                act for act, chance in zip(ACTS, row, strict=True) if chance >= settings.acts[act]
            ),
        )
        for sentence, row in zip(sentences, chances.acts.tolist(), strict=True)
    )


def _act_flags(sentences: Sequence[RatedSentence]) -> Iterator[Flag]:
    for sentence in sentences:
        yield from (_FLAGGED[act] for act in sentence.acts if act in _FLAGGED)


def _findings(exchange: Exchange, chances: Chances, settings: Settings) -> tuple[PointFinding, ...]:
    return tuple(
        PointFinding(point.id, _state(row, settings.wrong))
        for point, row in zip(exchange.points, chances.states.tolist(), strict=False)
    )


def _state(chances: Sequence[float], wrong_from: float) -> PointState:
    missing, covered, wrong = chances
    if wrong >= wrong_from:
        return PointState.WRONG
    return PointState.COVERED if covered >= missing else PointState.MISSING

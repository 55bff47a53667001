"""What figures of agreement mean, in plain words, by rules that are written down.

For each ladder, in this order:

1. With fewer than 20 marks nothing is said, but how many more it takes.
2. When marks or levels are all the same, or nearly, so that the kappa has no interval,
   agreement cannot be told from chance.
3. The *lower* end of the kappa's 95 % interval decides: from .8 on the model can
   stand for the person, from .6 on it can be used with a person for the unsure
   ones and for appeals.
4. Else, with the *upper* end below .6: mark by hand.
5. Else it is too early to say, and about how many marks it takes is estimated.

Beside that, the model is called too generous or too strict where the mean
difference is at least a quarter of a level and its interval leaves out 0; where
agreement is more than chance, a calibration may mend it.

.6 and .8 are where Landis and Koch (1977) begin "substantial" and "almost perfect".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, isnan
from typing import Final

from roleplay.classroom.people.agree import Agreement
from roleplay.rubric import SCORED
from roleplay.text.phrases import listed

FEWEST: Final = 20
"""Marks below which there is no verdict."""
CLOSE: Final = 0.8
GOOD: Final = 0.6
BIAS: Final = 0.25
MOST_ASKED: Final = 200
"""More marks than these are not asked for: the answer will not change."""


class Trust(StrEnum):
    """How far the model can be trusted on a ladder."""

    CLOSE = "close"
    GOOD = "good"
    POOR = "poor"
    OPEN = "open"
    """More marks would tell."""
    FEW = "too-few"
    FLAT = "flat"
    """One side never varies, or hardly ever."""


_NEARLY: Final = "nearly all marks and levels"
_WORST: Final = (Trust.POOR, Trust.FEW, Trust.FLAT, Trust.OPEN, Trust.GOOD, Trust.CLOSE)


@dataclass(frozen=True)
class Verdict:
    """What is said about one ladder.

    Attributes:
        trust: How far the model can be trusted.
        more: How many more marks it takes, about; 0 where they would not help.
        bias: How many levels the model is too generous (above 0) or too strict; 0 for neither.

    """

    trust: Trust
    more: int = 0
    bias: float = 0.0


def verdict(found: Agreement) -> Verdict:
    """What ``found`` means."""
    if found.n < FEWEST:
        return Verdict(Trust.FEW, FEWEST - found.n)
    shift = found.difference
    biased = abs(shift.value) >= BIAS and (shift.low > 0 or shift.high < 0)
    bias = shift.value if biased else 0.0
    kappa = found.qwk
    if isnan(kappa.value) or isnan(kappa.low):
        return Verdict(Trust.FLAT, bias=bias)
    if kappa.low >= GOOD:
        return Verdict(Trust.CLOSE if kappa.low >= CLOSE else Trust.GOOD, bias=bias)
    if kappa.high < GOOD:
        return Verdict(Trust.POOR, bias=bias)
    return Verdict(Trust.OPEN, _more(found), bias)


def _more(found: Agreement) -> int:
    """About how many more marks it takes for the interval to leave .6 on one side."""
    kappa = found.qwk
    gap = abs(kappa.value - GOOD)
    width = kappa.value - kappa.low if kappa.value > GOOD else kappa.high - kappa.value
    if gap == 0:
        return MOST_ASKED
    # An interval narrows with the square root of the marks.
    needed = ceil(min(found.n * (width / gap) ** 2, found.n + MOST_ASKED))
    return max(1, needed - found.n)


def overall(found: Sequence[Agreement]) -> Verdict:
    """The verdict on the model: that on the worst of the scored ladders."""
    scored = {one.ladder: one for one in found if one.ladder in SCORED}
    if len(scored) < len(SCORED):
        return Verdict(Trust.FEW, FEWEST)
    return min(map(verdict, scored.values()), key=lambda one: _WORST.index(one.trust))


def words(found: Agreement) -> str:
    """The verdict on a ladder, for a person."""
    said = verdict(found)
    return f"{found.ladder}: {'. '.join(_sentences(found, said))}."


def _sentences(found: Agreement, said: Verdict) -> Iterator[str]:
    match said.trust:
        case Trust.FEW:
            yield f"too few marks to say ({found.n}); mark {said.more} more"
        case Trust.FLAT:
            same = "all marks or all levels" if isnan(found.qwk.value) else _NEARLY
            yield f"it cannot be told: {same} are the same. Mark other replies"
        case Trust.CLOSE:
            yield "the model agrees with you closely. It can stand for your marks"
        case Trust.GOOD:
            yield "the model agrees with you well. Use it, and look at unsure ones and appeals"
        case Trust.POOR:
            yield "the model does not agree with you. Mark this ladder by hand"
        case Trust.OPEN:
            most = "or more" if said.more == MOST_ASKED else "more"
            yield f"too early to say; about {said.more} {most} marks would tell"
    if said.bias:
        more = "generous" if said.bias > 0 else "strict"
        remedy = ", so try `roleplay calibrate`" if found.qwk.low > 0 else ""
        yield f"It is {abs(said.bias):.1f} levels more {more} than you{remedy}"


def overall_words(found: Sequence[Agreement]) -> str:
    """The verdict on the model in a sentence."""
    said = overall(found)
    match said.trust:
        case Trust.CLOSE:
            return "For this class, the model can stand for your marks."
        case Trust.GOOD:
            return (
                "For this class, the model can be used; a person looks at unsure ones and appeals."
            )
        case Trust.POOR:
            poor = [one.ladder for one in found if verdict(one).trust is said.trust]
            poor = [ladder for ladder in poor if ladder in SCORED]
            return f"For this class, do not rely on the model for {listed(poor)}."
        case _:
            lacking = [ladder for ladder in SCORED if ladder not in {one.ladder for one in found}]
            why = f": there are no marks on {listed(lacking)}" if lacking else ""
            return f"It cannot be said yet how far the model can be trusted with this class{why}."

"""Examples: is each rated as its author expects, and is a weak one below the references?"""

import math
from dataclasses import dataclass
from typing import Final

from roleplay.authoring.problems import Report
from roleplay.authoring.review.evidence import RatedReply, RatedScene
from roleplay.authoring.review.reasons import Reason, reasons
from roleplay.authoring.review.words import because, ladder_words, moves, quoted
from roleplay.authoring.rules import Flaw, rule, warning
from roleplay.rating import Rater, RatingFacts
from roleplay.rubric import HARMFUL, SCORED, Act
from roleplay.scenario import Condition, holds
from roleplay.scenario.condition import Both, Call, Comparison, Either, Node, Not

OUTSIDE = rule(
    "S601",
    "an example that is not rated as it expects",
    "change the reply, or what you expect of it",
    Flaw("{reply: Not now., expect: courtesy <= 1}", "{reply: Not now., expect: «courtesy» >= 3}"),
    rated=True,
)
OUTRANKS = warning(
    "S604",
    "a weak example that is rated above a reference",
    "make the reference stronger: learners are compared with it",
    Flaw(
        "{reply: Not now., expect: courtesy <= 1}",
        "{reply: «So sorry; thank you for your worry.», expect: restating <= 2}",
    ),
    rated=True,
)
UNSURE = warning(
    "S607",
    "a reply that fails, and that the model is unsure of",
    "read it with the coworker's ears: if it is right as it stands, put it more plainly",
    Flaw(
        "{reply: Not now., expect: courtesy <= 1}",
        "{reply: Maybe please not., expect: «courtesy» <= 1}",
    ),
    rated=True,
)

_STRONG: Final = (3.0, 4.0)
_UPWARD: Final = frozenset({">", ">="})
_DOWNWARD: Final = frozenset({"<", "<="})


async def examples(rated: RatedScene, report: Report, rater: Rater) -> None:
    """Check every scored example of a scene."""
    for reply in rated.examples:
        expect = rated.scene.examples[reply.cited.number - 1].expect
        if not reply.scored:
            continue
        against = reasons(expect, RatingFacts.expected(reply.rating, rated.scene))
        if against:
            await _outside(rated, reply, against, report, rater)
        elif not reply.unsure and is_weak(expect):
            await _outranks(rated, reply, report, rater)


async def _outside(
    rated: RatedScene,
    reply: RatedReply,
    against: tuple[Reason, ...],
    report: Report,
    rater: Rater,
) -> None:
    told = [f"{reason}{_words(reply, reason)}" for reason in against]
    message = f"{reply.cited}: {'; '.join(told)}"
    span = reply.span
    if reply.expect:
        leaf = against[0].leaf
        width = len(leaf.name if isinstance(leaf, Comparison) else leaf.argument)
        span = reply.expect.part(leaf.offset, width)
    if reply.unsure:
        report(UNSURE, span, f"the model is unsure of {message} ({reply.rating.why})")
        return
    low = [reason.ladder for reason in against if reason.too_low and reason.ladder]
    changes = await moves(reply.exchange, reply.rating, low, rated.scene, rater) if low else []
    changes += [change for reason in against if (change := _change(rated, reply, reason))]
    fits = [fit for fit in map(_fitting, against) if fit]
    if fits:
        changes.append(f"{'or ' if changes else ''}expect {' and '.join(fits)}")
    report(OUTSIDE, span, message, "; ".join(changes))


def _words(reply: RatedReply, reason: Reason) -> str:
    """The words that make the level, if it is one that keeps the condition from holding."""
    if reason.ladder is None:
        return ""
    tell = because if reason.too_low else quoted
    found = tell(reply.exchange, reply.rating, reason.ladder)
    if not found and not reason.too_low:
        found = f"no sentence is found that lowers {reason.ladder}"
    return f": {found}" if found else ""


def _change(rated: RatedScene, reply: RatedReply, reason: Reason) -> str:
    """What to change for a reason that is no level that is too low."""
    leaf = reason.leaf
    if isinstance(leaf, Call):
        if leaf.name == "heard" and reason.wanted:
            points = (point for point in rated.scene.points if point.id == leaf.argument)
            return "".join(f"say back: {point.text}" for point in points)
        return ""
    if reason.ladder is None or reason.too_low:
        return ""
    found = quoted(reply.exchange, reply.rating, reason.ladder)
    return f"leave out what lifts {reason.ladder}: {found}" if found else ""


def _fitting(reason: Reason) -> str:
    """The comparison that the rating meets, in place of one that it does not."""
    leaf = reason.leaf
    if not isinstance(leaf, Comparison) or not reason.wanted:
        return ""
    if leaf.sign in _UPWARD:
        return f"{leaf.name} >= {math.floor(reason.value)}"
    if leaf.sign in _DOWNWARD:
        return f"{leaf.name} <= {math.ceil(reason.value)}"
    return f"{leaf.name} == {reason.value:g}" if leaf.sign == "==" else ""


def is_weak(expect: Condition) -> bool:
    """Whether no reply of level 3 or 4 on every scored ladder can meet ``expect``."""
    return not _can(expect.root, wanted=True)


def _can(node: Node, *, wanted: bool) -> bool:
    """Whether a strong reply can make ``node`` come out as ``wanted``."""
    match node:
        case Not(inner):
            return _can(inner, wanted=not wanted)
        case Both(left, right) | Either(left, right):
            either = isinstance(node, Either) is wanted
            return (any if either else all)(_can(part, wanted=wanted) for part in (left, right))
        case Comparison(name):
            strong = [_Strong(value) for value in _range(name)]
            return any(holds(Condition("", node), facts) is wanted for facts in strong)
        case call:
            harm = call.name == "wrong" or (call.name == "said" and Act(call.argument) in HARMFUL)
            return not (harm and wanted)


def _range(name: str) -> tuple[float, ...]:
    if name == "overall":
        return tuple(25 * level for level in _STRONG)
    return _STRONG if name in SCORED else tuple(map(float, range(5)))


@dataclass(frozen=True)
class _Strong:
    """The facts of a comparison alone."""

    value: float

    def number(self, _: str) -> float:
        return self.value

    def heard(self, _: str) -> bool:
        return True

    def wrong(self, _: str) -> bool:
        return False

    def said(self, _: str) -> bool:
        return True


async def _outranks(rated: RatedScene, reply: RatedReply, report: Report, rater: Rater) -> None:
    sure = [r for r in rated.references if r.scored and not r.unsure]
    if not sure:
        return
    lowest = min(sure, key=rated.overall)
    mine, theirs = round(rated.overall(reply)), round(rated.overall(lowest))
    if mine <= theirs:
        return
    ladder = max(SCORED, key=lambda name: reply.rating.value(name) - lowest.rating.value(name))
    message = (
        f"{reply.cited} is weak, but rated {mine} of 100, above {lowest.cited} with {theirs}: "
        f"{ladder_words(reply.exchange, reply.rating, ladder)}, "
        f"against {lowest.rating.value(ladder):.1f} in line {lowest.span.line}"
    )
    changes = await moves(lowest.exchange, lowest.rating, [ladder], rated.scene, rater)
    remedy = f"make {lowest.cited} stronger: {'; '.join(changes)}" if changes else ""
    report(OUTRANKS, reply.span, message, remedy)

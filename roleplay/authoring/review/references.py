"""References: does the model find them as strong as their author means them?

A scene trains the scored ladders that it does not weight below 1.
"""

from typing import Final

from roleplay.authoring.problems import Report
from roleplay.authoring.review.evidence import RatedReply, RatedScene
from roleplay.authoring.review.examples import UNSURE
from roleplay.authoring.review.words import ladder_words, moves
from roleplay.authoring.rules import Flaw, rule, warning
from roleplay.rating import PointState, Rater
from roleplay.rubric import SCORED, Ladder, whole
from roleplay.scenario import Scene

STRONG: Final = 3
"""The whole level that a reference should reach."""

TOO_LOW = warning(
    "S603",
    "a reference below level 3 on a ladder that its scene trains",
    "write what is missing into it; a ladder that this scene does not train has a weight below 1",
    Flaw(
        "- I am sorry, that is a worry. Let me see where your overtime has gone.",
        "- «Please wait while I look for your overtime.»",
    ),
    rated=True,
)
UNCOVERED = warning(
    "S606",
    "a point that no reference says back",
    "say it back in a reference, in other words; or put it more plainly, or leave it out",
    Flaw(
        "      - {id: now, need: to know what happens now}\n",
        "      - {id: now, need: to know what happens now}\n"
        "      - «{id: boss, fact: her boss has asked twice}»\n",
    ),
    rated=True,
)
UNSCORED = rule(
    "S608",
    "a reference or example that is not scored",
    "write it as a coworker would say it, in English",
    Flaw(
        "- I am sorry, that is a worry. Let me see where your overtime has gone.",
        "- «Xyzzy plugh.»",
    ),
    rated=True,
)


async def references(rated: RatedScene, report: Report, rater: Rater) -> None:
    """Check every reference of a scene, and that each point is in one of them."""
    for reply in rated.replies:
        if not reply.scored:
            message = f"{reply.cited} is not scored: {reply.rating.why}"
            report(UNSCORED, reply.span, message)
    scored = [reply for reply in rated.references if reply.scored]
    for reply in scored:
        await _strong(rated, reply, report, rater)
    for point, node in zip(rated.scene.points, rated.lines.points, strict=True):
        said = any(reply.rating.state(point.id) is PointState.COVERED for reply in scored)
        if scored and not said:
            report(UNCOVERED, node.span, f"no reference says back '{point.id}': {point.text}")


def trained(scene: Scene) -> tuple[Ladder, ...]:
    """The ladders that ``scene`` trains."""
    return tuple(ladder for ladder in SCORED if scene.weights.get(ladder, 1.0) >= 1)


async def _strong(rated: RatedScene, reply: RatedReply, report: Report, rater: Rater) -> None:
    rating = reply.rating
    low = [ladder for ladder in trained(rated.scene) if whole(rating.value(ladder)) < STRONG]
    if not low:
        return
    found = "; ".join(ladder_words(reply.exchange, rating, ladder) for ladder in low)
    if reply.unsure:
        message = f"the model is unsure of {reply.cited} ({rating.why}), which is rated {found}"
        report(UNSURE, reply.span, message)
        return
    changes = await moves(reply.exchange, rating, low, rated.scene, rater)
    report(TOO_LOW, reply.span, f"{reply.cited} is rated {found}", "; ".join(changes))

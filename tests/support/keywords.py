"""A judge for :class:`~support.rater.ScriptedRater` that looks for words, so that changes count."""

from typing import Final

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
from roleplay.rubric import HARMFUL, Act, Ladder
from roleplay.text.copying import copying
from roleplay.text.sentences import split_sentences

ACTS: Final = {
    "hello": Act.GREET,
    "thank": Act.THANK,
    "frustrating": Act.FEELING,
    "worried": Act.FEELING,
    "no wonder": Act.PERSPECTIVE,
    "i will": Act.STEP,
    "hour": Act.TIME,
    "let you know": Act.FOLLOWUP,
    "send me": Act.DEMAND,
    "idiot": Act.INSULT,
    "your fault": Act.BLAME,
    "no big deal": Act.DISMISS,
    "not my job": Act.REFUSE,
}
SAID: Final = {"overtime": "overtime", "worry": "rent", "today": "today"}
"""The word that covers each point of the small scenario."""


def by_keywords(exchange: Exchange) -> Rating:
    """Levels from the acts and points whose words are in the reply; a blank one is unscored."""
    reply = exchange.reply.lower()
    if not reply.strip():
        return Rating(Status.UNSCORED, why="the reply is empty")
    sentences = tuple(
        RatedSentence(part.text, part.start, part.end, _acts(part.text.lower()))
        for part in split_sentences(exchange.reply)
    )
    done = {act for sentence in sentences for act in sentence.acts}
    said = [point.id for point in exchange.points if SAID.get(point.id, "?") in reply]
    parrot = copying(reply, exchange.concern).ratio >= 0.5
    levels = {
        Ladder.EMPATHY: 1.0 + 1.5 * (Act.FEELING in done) + (Act.PERSPECTIVE in done),
        Ladder.RESTATING: min(1.25 * len(said), 2.0 if parrot else 4.0),
        Ladder.COURTESY: 2.0 + (Act.THANK in done) + 0.2 * (Act.GREET in done),
        Ladder.HELP: 1.0 + sum(act in done for act in (Act.STEP, Act.TIME, Act.FOLLOWUP)),
    }
    if done & HARMFUL:
        levels |= {Ladder.EMPATHY: 0.5, Ladder.COURTESY: 0.5, Ladder.HELP: 0.5}
    if "please" in reply and not done & HARMFUL:
        levels[Ladder.COURTESY] += 0.5
    return Rating(
        Status.SCORED,
        {ladder: Level(v, max(0, v - 0.5), min(4, v + 0.5)) for ladder, v in levels.items()},
        sentences,
        tuple(
            PointFinding(p.id, PointState.COVERED if p.id in said else PointState.MISSING)
            for p in exchange.points
        ),
        tuple([Flag.PARROT] if parrot else []),
        receipt="0" * 16,
    )


def _acts(text: str) -> tuple[Act, ...]:
    found = {act for word, act in ACTS.items() if word in text}
    polite = "please" in text
    return tuple(act for act in Act if act in found and not (polite and act is Act.DEMAND))

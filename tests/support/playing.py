"""Play the small scenario with a scripted rater, keeping everything."""

import asyncio
from collections.abc import Sequence

from roleplay.coach import take_turn
from roleplay.history import History
from roleplay.session import Begin, GoOn, Phase, Session, advance
from support.rater import ScriptedRater
from support.scenarios import small

KIND = "I am so sorry, your overtime is missing and the rent is due."
COLD = "Right."


def play(
    history: History, replies: Sequence[str] = (KIND,), rater: ScriptedRater | None = None
) -> int:
    """Play it to its end with these replies; returns the play's number."""
    session = advance(Session.start(small()), Begin())
    number = history.begin(session.scenario)
    for reply in replies:
        session = asyncio.run(take_turn(session, reply, rater or ScriptedRater())).session
        history.add(number, session.attempts[-1])
        session = advance(session, GoOn())
    assert session.phase is Phase.ENDED
    history.finish(number, session)
    return number

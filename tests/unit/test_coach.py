"""One turn through the coach."""

import pytest
from support.rater import ScriptedRater
from support.scenarios import small

from roleplay.coach import take_turn
from roleplay.errors import ModelError
from roleplay.rating import Status
from roleplay.session import Begin, InvalidEventError, Phase, Session, advance


def begun() -> Session:
    return advance(Session.start(small()), Begin())


async def test_a_turn_rates_moves_on_and_explains() -> None:
    rater = ScriptedRater()
    turn = await take_turn(begun(), "I am sorry about your overtime.", rater)
    assert turn.session.phase is Phase.FEEDBACK
    assert turn.session.attempts[0].rating == turn.rating
    assert turn.feedback.overall == turn.session.overall
    assert rater.seen[0].references == small().scenes["asks"].references


async def test_what_reaches_the_rater_and_the_record_is_sanitised() -> None:
    rater = ScriptedRater()
    turn = await take_turn(begun(), "sorry\x1b]0;owned\x07 \u202eDana", rater)
    assert rater.seen[0].reply == turn.session.attempts[0].reply == "sorry Dana"


async def test_an_unscored_reply_stays_in_the_scene() -> None:
    session = begun()
    turn = await take_turn(session, "   ", ScriptedRater())
    assert turn.session == session
    assert turn.feedback.status is Status.UNSCORED
    assert "empty" in turn.feedback.headline


async def test_a_failing_model_leaves_the_session_alone() -> None:
    session = begun()
    with pytest.raises(ModelError):
        await take_turn(session, "sorry", ScriptedRater(failures=1))
    assert session.phase is Phase.SCENE


async def test_replies_out_of_turn_are_refused() -> None:
    with pytest.raises(InvalidEventError):
        await take_turn(Session.start(small()), "sorry", ScriptedRater())

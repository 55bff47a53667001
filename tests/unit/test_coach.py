"""One turn through the coach."""

from collections.abc import Sequence

import pytest
from support.keywords import by_keywords
from support.rater import ScriptedRater
from support.scenarios import small

from roleplay.coach import take_turn
from roleplay.errors import ModelError
from roleplay.rating import Exchange, Rating, Status
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


async def test_a_turn_brings_advice_that_was_tried() -> None:
    rater = ScriptedRater(by_keywords)
    turn = await take_turn(begun(), "I will look.", rater)
    (best, *_) = turn.feedback.advice
    assert best.after - best.before >= 0.3
    assert turn.feedback.change == str(best)
    assert turn.session.attempts[0].reply == rater.seen[0].reply == "I will look."


async def test_a_model_that_dies_during_advice_does_not_cost_the_rating() -> None:
    class Dying(ScriptedRater):
        async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
            self.failures = len(self.seen)
            return await super().rate(exchanges)

    turn = await take_turn(begun(), "I will look.", Dying(by_keywords))
    assert turn.session.phase is Phase.FEEDBACK
    assert turn.feedback.advice == ()
    assert turn.feedback.change
    assert "→" not in turn.feedback.change


async def test_replies_out_of_turn_are_refused() -> None:
    with pytest.raises(InvalidEventError):
        await take_turn(Session.start(small()), "sorry", ScriptedRater())

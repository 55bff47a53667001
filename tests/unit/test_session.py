"""The session: no sequence of events breaks it, and the same events give the same session."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.rater import kind_or_cruel, rating_of
from support.scenarios import small

from roleplay.rating import Exchange, Flag, Rating, Status
from roleplay.scenario import Branch, Scenario
from roleplay.session import (
    Begin,
    BreakIn,
    Event,
    GoOn,
    InvalidEventError,
    LeaveDesk,
    LineTyped,
    Phase,
    Reply,
    Session,
    TryAgain,
    advance,
    preview,
)


def judged(scenario: Scenario, text: str, scene: str = "asks") -> Rating:
    return kind_or_cruel(Exchange.in_scene(scenario.scenes[scene], text))


def play(scenario: Scenario, *events: Event) -> Session:
    session = Session.start(scenario)
    for event in events:
        session = advance(session, event)
    return session


def reply(text: str, scenario: Scenario | None = None) -> Reply:
    return Reply(text, judged(scenario or small(), text))


WORDS = st.sampled_from(["sorry to hear it", "you idiot", "let me look", " ", "ok"])
EVENTS = st.one_of(
    st.builds(Begin),
    st.builds(LineTyped, st.text(max_size=12)),
    st.builds(BreakIn),
    WORDS.map(reply),
    st.builds(TryAgain),
    st.builds(GoOn),
    st.builds(LeaveDesk),
)


@given(st.lists(EVENTS, max_size=40), st.booleans())
def test_no_sequence_of_events_leaves_a_bad_state(events: list[Event], desk: bool) -> None:  # noqa: FBT001
    scenario = small(desk=desk)
    session, accepted = Session.start(scenario), []
    for event in events:
        try:
            moved = advance(session, event)
        except InvalidEventError:
            continue
        accepted.append(event)
        session = moved
        _is_sound(session)
    assert play(scenario, *accepted) == session


def _is_sound(session: Session) -> None:
    scenario = session.scenario
    assert set(session.path) <= set(scenario.scenes)
    assert all(0 <= mood <= 4 for mood in session.moods.values())
    assert (session.phase is Phase.FEEDBACK) <= bool(session.tries)
    assert (session.phase in {Phase.ENDED, Phase.DESK_AGAIN}) == (session.ending is not None)
    assert session.phase is not Phase.DESK_AGAIN or scenario.desk is not None
    assert len(session.standing) <= len(session.path)
    assert len(session.typed) <= len(scenario.desk.lines if scenario.desk else ())
    assert session.overall is None or 0 <= session.overall <= 100
    assert [attempt.number for attempt in session.tries] == list(range(1, len(session.tries) + 1))
    assert (preview(session) is not None) == (session.phase is Phase.FEEDBACK)


def test_a_kind_reply_calms_her_down_and_ends_well() -> None:
    session = play(small(), Begin(), reply("I am sorry"), GoOn())
    assert session.phase is Phase.ENDED
    assert session.ending == "relieved"
    assert session.moods["dana"] == 0
    assert session.unheard == ()


def test_an_insult_raises_her_mood_and_what_was_missed_is_said() -> None:
    session = play(small(), Begin(), reply("you idiot"), GoOn())
    assert session.path == ("asks", "again")
    assert session.mood == 3
    assert session.unheard == ("And my overtime?", "And today? Can you tell me today?")


def test_a_reply_taken_back_moves_no_mood_but_is_kept() -> None:
    session = play(small(), Begin(), reply("you idiot"), TryAgain(), reply("sorry"), GoOn())
    assert session.ending == "relieved"
    assert session.moods["dana"] == 0
    assert [attempt.reply for attempt in session.attempts] == ["you idiot", "sorry"]
    assert [attempt.reply for attempt in session.standing] == ["sorry"]


def test_an_unscored_reply_is_asked_again_and_costs_nothing() -> None:
    before = play(small(), Begin())
    after = advance(before, Reply(" ", judged(small(), " ")))
    assert after == before


def test_an_unsure_reply_counts() -> None:
    exchange = Exchange.in_scene(small().scenes["asks"], "hm")
    unsure = rating_of(exchange, status=Status.UNSURE, why="hard to tell")
    assert play(small(), Begin(), Reply("hm", unsure)).phase is Phase.FEEDBACK


def test_the_coworker_breaks_in_and_the_task_waits() -> None:
    scenario = small(desk=True)
    session = play(scenario, Begin(), LineTyped("a"))
    assert session.phase is Phase.DESK
    session = advance(session, LineTyped("b"))
    assert (session.phase, session.broke_in_at) == (Phase.SCENE, 2)
    session = advance(advance(session, reply("sorry", scenario)), GoOn())
    assert session.phase is Phase.DESK_AGAIN
    assert advance(session, LeaveDesk()).phase is Phase.ENDED
    assert advance(session, LineTyped("c")).phase is Phase.ENDED


def test_a_fast_typist_is_still_interrupted() -> None:
    scenario = small(desk=True, after_lines=None, lines=2)
    session = play(scenario, Begin(), LineTyped("a"), LineTyped("b"))
    assert session.phase is Phase.SCENE
    assert advance(advance(session, reply("sorry")), GoOn()).phase is Phase.ENDED


def test_a_reference_pasted_back_passes_nothing() -> None:
    exchange = Exchange.in_scene(small().scenes["asks"], "A strong reply.")
    pasted = rating_of(exchange, (4, 4, 4, 4), covered=["overtime"], flags=[Flag.COPIED_REFERENCE])
    session = play(small(), Begin(), Reply("A strong reply.", pasted), GoOn())
    assert session.overall == 100
    assert not session.passed


def test_events_out_of_turn_are_refused() -> None:
    with pytest.raises(InvalidEventError, match="GoOn is not possible in BRIEF"):
        advance(Session.start(small()), GoOn())


def test_conditions_see_levels_as_they_are_and_the_attempt() -> None:
    scenario = small()
    exchange = Exchange.in_scene(scenario.scenes["asks"], "x")
    nearly = rating_of(exchange, (2.49, 3, 3, 3), covered=["overtime"])
    session = play(scenario, Begin(), Reply("x", nearly))
    assert preview(session) == Branch("more")
    enough = rating_of(exchange, (2.5, 3, 3, 3), covered=["overtime"])
    branch = preview(play(scenario, Begin(), Reply("x", enough)))
    assert branch is not None
    assert branch.go == "relieved"

"""Numbers, times and names from nowhere are asked about, and nothing else is."""

from dataclasses import replace

import pytest
from support.rater import ScriptedRater, rating_of
from support.scenarios import small

from roleplay.coach import take_turn
from roleplay.feedback import Sources, write_feedback
from roleplay.rating import Exchange
from roleplay.scenario import Scenario
from roleplay.session import Begin, BreakIn, GoOn, Session, TryAgain, advance


def asked(reply: str, scenario: Scenario | None = None, scene: str = "asks") -> str:
    """The question about a reply to a scene of the small scenario."""
    scenario = scenario or small()
    exchange = Exchange.in_scene(scenario.scenes[scene], reply)
    sources = Sources.in_scene(scenario, scene)
    return write_feedback(exchange, rating_of(exchange), sources=sources).strange


def test_a_detail_from_nowhere_is_asked_about_with_where_it_was_looked_for() -> None:
    assert asked("You were told 3 pm.") == (
        "Where is “3 pm” from? It is neither in what Dana Ruiz said nor in your notes."
    )
    assert asked("Marisol told you 3 pm.", small(desk=True)) == (
        "Where is “3 pm” from? "
        "It is neither in what Dana Ruiz said nor in your notes nor on your desk."
    )
    assert asked("Was it 3 pm?", replace(small(), notes=())) == (
        "Where is “3 pm” from? It is not in what Dana Ruiz said."
    )


def test_several_are_asked_about_at_once_and_no_more_than_three() -> None:
    question = asked("It was Friday, 61 hours, B17 and Marisol, and you lost £90.")
    assert question.startswith("Where are “Friday”, “61” and “B17” from? They are neither in")


@pytest.mark.parametrize(
    "reply",
    [
        "Payroll closes at noon, Dana; Ms Ruiz, is 441 wrong, or 100.10?",
        "I'll be with you at 3 pm, in five minutes, or on Friday.",
        "The payroll office, five minutes before the run.",
        "",
    ],
)
def test_notes_desk_people_setting_and_promises_are_not_asked_about(reply: str) -> None:
    assert asked(reply, small(desk=True)) == ""


def test_what_may_have_been_said_on_any_way_here_is_known() -> None:
    scenario = small()
    early = replace(
        scenario.scenes["asks"], says="I asked Marisol at 3 pm.", narration="It is 4:20."
    )
    late = replace(scenario.scenes["more"], says="And bay B17?")
    scenario = replace(scenario, scenes={**scenario.scenes, "asks": early, "more": late})
    assert asked("So it was Marisol, at 3 pm, and it was 4:20.", scenario, "more") == ""
    assert "“B17”" in asked("It was bay B17.", scenario, "asks")  # nobody has said so yet


def test_an_author_s_reference_is_taken_as_given() -> None:
    scenario = small()
    scene = replace(scenario.scenes["asks"], references=("You were told 3 pm.",))
    scenario = replace(scenario, scenes={**scenario.scenes, "asks": scene})
    assert asked("You heard 3 pm.", scenario) == ""


def test_without_a_scenario_only_the_concern_is_known_and_names_are_let_be() -> None:
    exchange = Exchange("It was Friday, Dana, at bay B4.", "Where is my order for bay B4?")
    assert write_feedback(exchange, rating_of(exchange)).strange == (
        "Where is “Friday” from? It is not in what they said."
    )


async def test_what_was_promised_before_is_known_but_an_earlier_try_is_no_source() -> None:
    session = advance(Session.start(small()), Begin())
    rater = ScriptedRater()
    first = await take_turn(session, "You said Friday. I will come at 3 pm.", rater)
    assert "“Friday”" in first.feedback.strange
    assert "3 pm" not in first.feedback.strange
    again = await take_turn(advance(first.session, TryAgain()), "You said Friday.", rater)
    assert "“Friday”" in again.feedback.strange
    stands = await take_turn(advance(first.session, TryAgain()), "I will come at 3 pm.", rater)
    later = await take_turn(advance(stands.session, GoOn()), "It was 3 pm, as I said.", rater)
    assert later.feedback.strange == ""


async def test_the_desk_is_known_as_soon_as_it_is_there() -> None:
    session = advance(advance(Session.start(small(desk=True)), Begin()), BreakIn())
    turn = await take_turn(session, "That was 441, and 100.20; was it 999?", ScriptedRater())
    assert turn.feedback.strange.startswith("Where is “999” from?")

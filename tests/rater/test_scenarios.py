"""The shipped scenarios with the shipped model: worth playing, and played to their endings."""

import pytest

from roleplay import load_scenario, paths
from roleplay.authoring.review.reasons import reasons
from roleplay.coach import take_turn
from roleplay.rater.local import LocalRater
from roleplay.rating import Exchange, InProcess, RatingFacts, Status
from roleplay.scenario import Outcome, Scenario
from roleplay.session import Begin, BreakIn, GoOn, LeaveDesk, Phase, Session, advance

FILES = sorted(paths.scenarios().glob("*.yaml"))


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return load_scenario(request.param)


def test_the_six_are_there() -> None:
    assert {path.stem for path in FILES} >= {
        "two-minute-question",
        "third-asker-today",
        "angry-laptop",
        "steaming-mad",
        "boss-or-balances",
        "sister-store",
    }


def test_a_scenario_is_finished(scenario: Scenario) -> None:
    assert len(scenario.scenes) >= 3
    assert len(scenario.endings) >= 2
    assert {ending.outcome for ending in scenario.endings.values()} >= {Outcome.GOOD, Outcome.BAD}
    for scene in scenario.scenes.values():
        assert len(scene.references) >= 2
        assert len(scene.examples) >= 2
        assert any(point.unheard for point in scene.points)


async def play(scenario: Scenario, rater: LocalRater, choose: int | str) -> Session:
    """Play with the reference of that number, or with the same reply everywhere."""
    session = advance(Session.start(scenario), Begin())
    if session.phase is Phase.DESK:
        session = advance(session, BreakIn())
    while session.phase is Phase.SCENE:
        reply = choose if isinstance(choose, str) else session.scene.references[choose]
        session = (await take_turn(session, reply, InProcess(rater))).session
        session = advance(session, GoOn())
    return advance(session, LeaveDesk()) if session.phase is Phase.DESK_AGAIN else session


async def test_references_lead_to_a_good_ending(scenario: Scenario, rater: LocalRater) -> None:
    played = [await play(scenario, rater, number) for number in (0, 1)]
    assert all((session.overall or 0) >= scenario.pass_mark for session in played)
    assert not any(session.passed for session in played), "a reference pasted back is no pass"
    reached = [session.reached.outcome for session in played if session.reached]
    assert Outcome.BAD not in reached
    assert Outcome.GOOD in reached


@pytest.mark.parametrize("reply", ["Not now, I'm busy.", "Shut up, you idiot."])
async def test_a_brush_off_or_an_insult_does_not(
    scenario: Scenario, rater: LocalRater, reply: str
) -> None:
    session = await play(scenario, rater, reply)
    assert session.reached is not None
    assert session.reached.outcome is not Outcome.GOOD
    assert not session.passed
    people = scenario.people
    assert (
        any(session.moods[name] > people[name].mood for name in people)
        or max(person.mood for person in people.values()) == 4
    )


def test_most_examples_are_rated_as_their_authors_expect(rater: LocalRater) -> None:
    """The authors never saw the model; the share reached is a floor, not a goal."""
    met = []
    for path in FILES:
        for scene in load_scenario(path).scenes.values():
            exchanges = [Exchange.in_scene(scene, example.reply) for example in scene.examples]
            for example, rating in zip(scene.examples, rater.rate(exchanges), strict=True):
                scored = rating.status is not Status.UNSCORED
                facts = RatingFacts.expected(rating, scene)
                met.append(scored and not reasons(example.expect, facts))
    assert sum(met) / len(met) >= 0.8

"""In the shipped scenarios the authors' own words are asked about next to never."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from support.rater import rating_of

from roleplay import paths
from roleplay.authoring import ScenarioLibrary
from roleplay.feedback import Sources, write_feedback
from roleplay.rating import Exchange
from roleplay.scenario import Scenario


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory: pytest.TempPathFactory) -> list[Scenario]:
    library = ScenarioLibrary([paths.scenarios()], tmp_path_factory.mktemp("cache"))
    return [library.load(card.id) for card in library.cards()]


def asked(scenario: Scenario, scene: str, reply: str) -> str:
    """The question, where the references are not there to vouch for anything."""
    exchange = replace(Exchange.in_scene(scenario.scenes[scene], reply), references=())
    sources = Sources.in_scene(scenario, scene)
    return write_feedback(exchange, rating_of(exchange), sources=sources).strange


def references(scenarios: list[Scenario]) -> Iterator[tuple[Scenario, str, str]]:
    for scenario in scenarios:
        for scene in scenario.scenes.values():
            yield from ((scenario, scene.id, reference) for reference in scene.references)


def test_references_are_not_asked_about(scenarios: list[Scenario]) -> None:
    told = list(references(scenarios))
    questions = [question for one in told if (question := asked(*one))]
    assert len(questions) <= len(told) / 100, questions


def test_what_is_made_up_is_asked_about(scenarios: list[Scenario]) -> None:
    made_up = " You said it was bay QX77 and £8,431, and that Zebedee saw it."
    for scenario, scene, reference in references(scenarios):
        question = asked(scenario, scene, reference + made_up)
        assert "“QX77”" in question
        assert "“Zebedee”" in question

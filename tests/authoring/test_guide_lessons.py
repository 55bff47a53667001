"""The map of lessons: every scenario, as it is, and every row of every lesson."""

import re
from collections import defaultdict

import pytest
from support import guide

from roleplay import paths
from roleplay.authoring import load_scenario
from roleplay.scenario import Customer, Fundamental, Kind, Need, Scenario

SHIPPED = {path.stem: load_scenario(path) for path in sorted(paths.scenarios().glob("*.yaml"))}
LESSONS = 18
"""Rows of the five lessons."""

SITUATIONS = (
    "your boss",
    "another department",
    "a supplier",
    "a sister branch",
    "a customer from outside",
    "two days later",
    "a personal call",
    "finish a proposal",
    "the wrong department",
    "expense claim was rejected",
    "leave was denied",
    "sarcastic praise",
    "a repeat venter",
    "a terse second-language chat",
    "steaming mad",
    "two people at once",
)


def scenarios() -> list[list[str]]:
    return list(guide.rows(guide.between("<!-- scenarios -->", "<!-- end of scenarios -->")))


def lessons() -> dict[str, str]:
    table = guide.between("<!-- lessons -->", "<!-- end of lessons -->")
    return {row[0]: row[2] for row in guide.rows(table)}


def trained() -> dict[str, set[str]]:
    """The scenarios that train a row."""
    found = defaultdict(set)
    for row in scenarios():
        for number in row[5].split(", "):
            found[number].add(name(row))
    return found


def name(row: list[str]) -> str:
    match = re.fullmatch(r"\[([a-z0-9-]+)]\(\1\.yaml\)", row[0])
    assert match, row[0]
    return match[1]


def test_every_scenario_stands_there_once() -> None:
    assert [name(row) for row in scenarios()] == sorted(SHIPPED)


def test_it_is_described_as_it_is() -> None:
    for row in scenarios():
        scenario = SHIPPED[name(row)]
        assert row[1:4] == [scenario.kind, scenario.customer, scenario.need], row[0]


@pytest.mark.parametrize("choices", [Kind, Customer, Need])
def test_every_kind_customer_and_need_is_there(choices: type[Kind | Customer | Need]) -> None:
    said = {cell for row in scenarios() for cell in row[1:4]}
    assert set(choices) <= said


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_situation_is_there(situation: str) -> None:
    assert [row for row in scenarios() if situation in row[4]]


def test_every_row_of_the_lessons_is_trained() -> None:
    """By the scenarios that name it; a row that none names says what else trains it."""
    told, found = lessons(), trained()
    assert len(told) == LESSONS
    assert set(found) <= set(told)
    for number, by in told.items():
        named = {word for word in re.findall("[a-z0-9-]+", by) if word in SHIPPED}
        assert named == found[number], number
        assert named or re.search("every scenario|the column|roleplay", by), number


def of(kind: Kind) -> set[str]:
    return {name for name, scenario in SHIPPED.items() if scenario.kind is kind}


def knowing(scenario: Scenario) -> bool:
    return Fundamental.KNOWLEDGE in scenario.fundamentals


def test_what_a_scenario_trains_agrees_with_what_it_says_of_itself() -> None:
    found = trained()
    assert found["1.4"] == {name for name, scenario in SHIPPED.items() if knowing(scenario)}
    assert found["4.1"] == of(Kind.ANGRY_COWORKER)
    assert found["4.2"] == of(Kind.INTERRUPTION)

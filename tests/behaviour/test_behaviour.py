"""The shipped model does what the rubric asks, category by category, and keeps doing it."""

import sys
from collections import Counter

import pytest

from behaviour import suite
from behaviour.suite import Outcome, load_cases, load_gate, load_scenes, tally
from roleplay.rater.local import LocalRater

MIN_CASES = 300
MIN_OF_A_CATEGORY = 20
CATEGORIES = sorted(load_gate())


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    rated = suite.rate(load_cases(), load_scenes(), LocalRater.load())
    sys.stdout.write(suite.table(rated, load_gate()))
    return rated


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_category_passes_as_often_as_it_did(category: str, outcomes: list[Outcome]) -> None:
    passed, count = tally(outcomes)[category]
    lost = [outcome for outcome in outcomes if outcome.case.category == category]
    assert passed / count >= load_gate()[category], "\n" + "\n".join(suite.failing(lost))


def test_there_are_enough_cases_with_names_of_their_own() -> None:
    cases = load_cases()
    assert len(cases) >= MIN_CASES
    assert [name for name, n in Counter(case.id for case in cases).items() if n > 1] == []


def test_every_category_is_gated_and_large_enough_for_a_rate() -> None:
    sizes = Counter(case.category for case in load_cases())
    assert sorted(sizes) == CATEGORIES
    assert min(sizes.values()) >= MIN_OF_A_CATEGORY


def test_every_scene_is_there_and_used_in_many_ways() -> None:
    used = Counter(case.scene for case in load_cases())
    assert set(used) == set(load_scenes())
    assert min(used.values()) >= MIN_CASES // len(used) // 2


def test_no_case_is_there_twice() -> None:
    cases = load_cases()
    seen = Counter((case.scene, *sorted(case.replies.values())) for case in cases)
    assert [key for key, n in seen.items() if n > 1] == []

"""Every rule that needs ratings fires on its own failing example, and there alone."""

import pytest
from support.author import reviewed, sound

from roleplay.authoring.problems import Problems
from roleplay.authoring.rules import RULES, Rule
from roleplay.authoring.sample import SAMPLE

RATED = {code: rule for code, rule in RULES.items() if rule.rated}


def test_there_are_some() -> None:
    assert len(RATED) >= 8


def test_the_sample_has_no_findings() -> None:
    assert reviewed(SAMPLE) == ()


@pytest.mark.parametrize("rule", RATED.values(), ids=RATED)
def test_the_failing_example_of_a_rated_rule_fails_at_the_mark(rule: Rule) -> None:
    found = reviewed(rule.example.content().decode())
    assert [problem.code for problem in found] == [rule.code]
    [problem] = found
    span = rule.example.span()
    assert (problem.line, problem.col, problem.width) == (span.line, span.col, span.width)
    assert problem.severity is rule.severity
    assert problem.message
    assert problem.remedy


@pytest.mark.parametrize("rule", RATED.values(), ids=RATED)
def test_without_ratings_nothing_is_said_of_it(rule: Rule) -> None:
    problems = Problems()
    sound(rule.example.content().decode(), problems)
    assert not [problem for problem in problems.found if problem.code in RATED]

"""Tests in a scenario that can never hold are complained of without rating anything."""

from collections.abc import Callable
from pathlib import Path

import pytest

from roleplay.authoring.load import check_text
from roleplay.authoring.problems import Problem, Problems
from roleplay.authoring.sample import SAMPLE
from roleplay.scenario import Cited, CitedKind, Scenario

ProblemsOf = Callable[[bytes | str], tuple[Problem, ...]]


def with_test(entry: str, text: str = SAMPLE) -> str:
    return f"{text}tests:\n  - {{name: a test, {entry}}}\n"


def built(text: str) -> Scenario:
    problems = Problems()
    scenario = check_text(Path("x.yaml"), text.encode(), problems)
    assert scenario is not None, problems.found
    return scenario


def test_a_test_becomes_a_playthrough() -> None:
    text = with_test(
        "replies: [Not now., {example: 2}, ], path: [asks, waits], expect: mood <= 1, "
        "ending: relieved"
    )
    [test] = built(text).tests
    assert test.name == "a test"
    assert test.replies == ("Not now.", Cited(CitedKind.EXAMPLE, 2))
    assert test.path == ("asks", "waits")
    assert test.expect is not None
    assert test.expect.text == "mood <= 1"
    assert test.ending == "relieved"


@pytest.mark.parametrize(
    "entry",
    [
        "replies: [A.], ending: relieved",
        "replies: [A.], path: [asks]",
        "replies: [A.], path: [asks, waits]",
        "replies: [A., B.], path: [asks, waits], ending: walks-off",
        "replies: [A., {reference: 2}], ending: relieved",
        "replies: [A.], expect: mood <= 1 or overall >= 70",
    ],
)
def test_what_can_happen_is_let_pass(problems_of: ProblemsOf, entry: str) -> None:
    assert problems_of(with_test(entry)) == ()


@pytest.mark.parametrize(
    ("entry", "code", "message"),
    [
        ("replies: [A.], path: [waits]", "S502", "a path begins with the opening, 'asks'"),
        ("replies: [A.], path: [asks], ending: walks-off", "S502", "no branch of 'asks' goes"),
        ("replies: [A.], ending: walks-off", "S503", "1 reply cannot lead to 'walks-off'"),
        (
            "replies: [A., B., C.], ending: walks-off",
            "S503",
            "after 2 replies every path",
        ),
        ("replies: [A.], path: [asks, waits], ending: relieved", "S503", "1 reply for a path of 2"),
        ("replies: [A., B., C.], path: [asks, waits]", "S503", "3 replies for a path of 2 scenes"),
        ("replies: [A.], path: [asks, relieved]", "S501", "'relieved' is not a scene"),
        ("replies: [A., {example: 3}], ending: relieved", "S504", "'waits' has 2"),
        ("replies: [A., {reference: 0}], ending: relieved", "S111", "neither a reply nor"),
        ("replies: [{reference: 1, example: 1}], ending: relieved", "S111", "neither a reply nor"),
        ("replies: [3], ending: relieved", "S111", "neither a reply nor"),
        ('replies: [" "], ending: relieved', "S106", "this text is empty"),
        (f"replies: [{'x' * 1201}], ending: relieved", "S106", "longer than 1200"),
        ("replies: [A.], expect: mood <= 9", "S204", "mood is never 9"),
        ("replies: [A.], expect: mood <=", "S201", "expected a number"),
        ("replies: [A.], expect: heard(overtime)", "S506", "a test cannot ask for heard()"),
        ("replies: [], ending: relieved", "S107", "there must be at least 1"),
    ],
)
def test_what_cannot_is_not(problems_of: ProblemsOf, entry: str, code: str, message: str) -> None:
    [problem] = problems_of(with_test(entry))
    assert problem.code == code
    assert message in problem.message


def test_an_ending_in_a_path_is_told_where_it_belongs(problems_of: ProblemsOf) -> None:
    [problem] = problems_of(with_test("replies: [A.], path: [asks, relieved]"))
    assert problem.remedy == "a path names scenes: write 'ending: relieved'"


@pytest.mark.parametrize(
    ("find", "code"),
    [
        (
            "      - {when: empathy >= 2.5 and heard(overtime), mood_by: -2, go: relieved}\n",
            "S503",
        ),
        ('      - {reply: "Please wait, I will look now.", expect: help >= 2}\n', "S504"),
        ("      - {when: help >= 2, mood_by: -1, go: relieved}\n", "S502"),
    ],
)
def test_what_is_taken_away_is_missed_by_a_test(
    problems_of: ProblemsOf, find: str, code: str
) -> None:
    assert SAMPLE.count(find) == 1
    tests = (
        "tests:\n"
        "  - {name: a, replies: [{reference: 2}], ending: relieved}\n"
        "  - {name: b, replies: [A., {example: 2}], path: [asks, waits], ending: relieved}\n"
    )
    assert problems_of(SAMPLE + tests) == ()
    changed = SAMPLE.replace(find, "")
    assert code not in {p.code for p in problems_of(changed)}
    assert code in {p.code for p in problems_of(changed + tests)}


def test_nothing_is_said_of_paths_where_branches_lead_nowhere(problems_of: ProblemsOf) -> None:
    text = SAMPLE.replace("- {go: waits}", "- {go: wait}")
    found = problems_of(with_test("replies: [A.], path: [waits]", text))
    assert [problem.code for problem in found] == ["S301"]

"""A problem points at the characters that are meant."""

from collections.abc import Callable

import pytest

from roleplay.authoring.problems import Problem, Problems
from roleplay.authoring.render import as_text
from roleplay.authoring.sample import SAMPLE

Broken = Callable[[str, str], tuple[Problem, ...]]
ProblemsOf = Callable[[bytes | str], tuple[Problem, ...]]
WHEN = "when: help >= 2,"


def meant(problem: Problem) -> str:
    start = problem.col - 1
    return problem.source_line[start : start + problem.width]


@pytest.mark.parametrize(
    "condition",
    [
        "when: help >= 2 and hurd(now),",
        "when: 'help >= 2 and hurd(now)',",
        'when: "help >= 2 and hurd(now)",',
        "when:    help >= 2    and   hurd(now)  ,",
    ],
)
def test_a_condition_is_pointed_into(broken: Broken, condition: str) -> None:
    [problem] = broken(WHEN, condition)
    assert problem.code == "S201"
    assert meant(problem) == "hurd"
    assert "heard" in problem.remedy


@pytest.mark.parametrize(
    "condition",
    [
        "- when: >-\n          help >= 2 and\n          hurd(now)\n        go: relieved\n",
        '- when: "help >= 2 and \\\n          hurd(now)"\n        go: relieved\n',
        "- when: help >= 2 and\n          hurd(now)\n        go: relieved\n",
    ],
)
def test_a_condition_on_several_lines_is_pointed_at_where_it_starts(
    broken: Broken, condition: str
) -> None:
    [problem] = broken("- {when: help >= 2, mood_by: -1, go: relieved}\n", condition)
    assert (problem.code, problem.col) == ("S201", 15)
    assert problem.source_line.lstrip().startswith("- when:")


def test_a_missing_key_points_at_the_key_above(broken: Broken) -> None:
    [problem] = broken("{id: now, need: to know what happens now}", "{need: to know}")
    assert problem.code == "S102"
    assert meant(problem) == "{need: to know}"
    [problem] = broken("goal: Hear her out", "gaol: Hear her out")
    assert (problem.code, meant(problem)) == ("S101", "gaol")
    assert problem.remedy == "did you mean 'goal'?"


def test_a_missing_key_of_the_scenario_points_at_its_start(broken: Broken) -> None:
    [problem] = broken("title: A missing slip\n", "")
    assert (problem.code, problem.line, problem.col) == ("S102", 1, 1)
    assert problem.remedy == "add 'title: …': what the picker shows"


def test_every_problem_comes_in_one_run_in_the_order_of_the_file(problems_of: ProblemsOf) -> None:
    text = (
        SAMPLE.replace("minutes: 3", "minutes: three")
        .replace("opening: asks", "opening: ask")
        .replace("heard(overtime)", "heard(overtim)")
        .replace("mood_by: -1, go: relieved", "mood_bye: -1, go: releived")
        .replace("outcome: bad", "outcome: ugly")
    )
    problems = problems_of(text)
    assert [p.code for p in problems] == ["S103", "S302", "S202", "S101", "S301", "S104"]
    assert [p.line for p in problems] == sorted(p.line for p in problems)


def test_every_duplicate_is_reported(problems_of: ProblemsOf) -> None:
    text = SAMPLE.replace("minutes: 3", "minutes: 3\nminutes: 4\nkind: request").replace(
        "    who: dana\n    says", "    who: dana\n    who: dana\n    says"
    )
    problems = problems_of(text)
    assert [p.code for p in problems] == ["S013"] * 3
    assert "already there in line 8" in problems[0].message


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_marks_move_nothing(
    problems_of: ProblemsOf, line_end: str, mark: bytes
) -> None:
    text = SAMPLE.replace("kind: interruption", "kind: interuption").replace("\n", line_end)
    [problem] = problems_of(mark + text.encode())
    assert (problem.line, problem.col, meant(problem)) == (3, 7, "interuption")


def test_a_wide_character_moves_the_caret_by_two_columns(broken: Broken) -> None:
    [problem] = broken("{role: Payroll clerk, goal", "{role: 給与 ok, gaol")
    text = as_text(Problems([problem]))
    _, line, caret, _ = text.splitlines()
    assert caret.index("^") == line.index("gaol") + 2


def test_a_long_line_is_cut_around_the_caret(broken: Broken) -> None:
    [problem] = broken("says: So what do I do now?\n", "says: " + "So? " * 400 + "\n")
    assert problem.code == "S106"
    assert max(len(line) for line in as_text(Problems([problem])).splitlines()) < 180


def test_an_error_looks_like_a_compilers(broken: Broken) -> None:
    text = as_text(Problems(list(broken("mood_by: -2, go: relieved", "mood_by: -2, go: releived"))))
    assert text == (
        "x.yaml:34:69: error S301: 'releived' is not a scene or an ending\n"
        " 34 | …{when: empathy >= 2.5 and heard(overtime), mood_by: -2, go: releived}\n"
        "    |                                                              ^^^^^^^^\n"
        "    → did you mean 'relieved'?\n"
    )

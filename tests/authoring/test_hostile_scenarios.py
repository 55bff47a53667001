"""Whatever is in a file: problems, quickly, and nothing that a terminal obeys."""

import json
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from roleplay.authoring.problems import Problem, Problems
from roleplay.authoring.render import as_github, as_json, as_text
from roleplay.authoring.rules import Severity
from roleplay.authoring.sample import SAMPLE
from roleplay.authoring.source import MAX_BYTES
from roleplay.scenario import ConditionError, parse_condition
from roleplay.text.clean import sanitise

ProblemsOf = Callable[[bytes | str], tuple[Problem, ...]]

_BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(12)
)
_LINES = SAMPLE.splitlines()
_SHRUG = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize(
    "content",
    [
        _BOMB,
        "[" * 5000,
        "a: " + "{a: " * 5000,
        "- " * 5000,
        "? " * 5000,
        "".join(" " * n + "a:\n" for n in range(600)),
        "{" * 100_000,
        "a: [" + "b, " * 20_000 + "]",
        "\n".join(f"key{n}: 1" for n in range(5000)),
        "a" * (MAX_BYTES - 10),
        "!!python/object/apply:os.system [ls]",
        '"\\U00110000"',
        "%YAML 9.9\n---\na: b",
        "%TAG ! x\n---\na: b",
        b"\xff\xfe" + "title: x".encode("utf-16-le"),
        b"\x00" * 100,
        "",
    ],
)
def test_hostile_files_are_refused_quickly(problems_of: ProblemsOf, content: str | bytes) -> None:
    began = time.process_time()
    problems = problems_of(content)
    assert time.process_time() - began < 5
    assert any(p.severity is Severity.ERROR for p in problems)
    assert len(problems) <= 200


@_SHRUG
@given(st.data())
def test_a_scenario_with_lines_shuffled_or_lost_never_raises(
    problems_of: ProblemsOf, data: st.DataObject
) -> None:
    lines = data.draw(st.lists(st.sampled_from(_LINES), max_size=40))
    start = data.draw(st.integers(0, len(_LINES)))
    _shows(problems_of("\n".join([*_LINES[:start], *lines])))


@_SHRUG
@given(st.integers(0, len(SAMPLE)), st.integers(0, 12), st.text(max_size=8))
@example(100, 0, "\x1b[31m")
@example(100, 3, "\u202e")
def test_a_scenario_with_a_place_overwritten_never_raises(
    problems_of: ProblemsOf, at: int, cut: int, text: str
) -> None:
    written = SAMPLE[:at] + text + SAMPLE[at + cut :]
    _shows(problems_of(written.encode("utf-8", "surrogatepass")))


@_SHRUG
@given(st.text(alphabet="ab:-[]{}&*!|>'\"%@`#?, \n\t\\x0", max_size=60))
def test_nothing_that_looks_like_yaml_raises(problems_of: ProblemsOf, text: str) -> None:
    _shows(problems_of(text))


@_SHRUG
@given(st.binary(max_size=40))
def test_no_bytes_raise(problems_of: ProblemsOf, content: bytes) -> None:
    _shows(problems_of(content))


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                ["empathy", "mood", "heard", "said", "(", ")", ">=", "<", "2", "and", "not", "x"]
            ),
            max_size=30,
        ).map(" ".join),
    )
)
def test_a_condition_parses_or_says_where_it_does_not(text: str) -> None:
    try:
        condition = parse_condition(text)
    except ConditionError as caught:
        error = caught
    else:
        assert condition.text == text
        return
    assert 0 <= error.offset <= len(text)
    assert error.message


@pytest.mark.parametrize(
    ("find", "write"),
    [
        ("kind: interruption", 'kind: "\\e]0;owned\\a\\e[2J"'),
        ("kind: interruption", 'kind: "\\u202einterruption"'),
        ("difficulty: 1", '"\\e[31mdificulty": 1'),
        ("go: relieved}\n      - {go: waits", 'go: "\\e[5mrelieved"}\n      - {go: waits'),
        ("expect: courtesy <= 1", 'expect: "\\e[7m <= 1"'),
        ("heard(overtime)", "heard(\u202eovertime)"),
        ("title: A missing slip", "title: [\u202e\u200b]"),
    ],
)
def test_what_an_author_typed_is_shown_harmless(
    problems_of: ProblemsOf, find: str, write: str
) -> None:
    assert SAMPLE.count(find) == 1
    problems = problems_of(SAMPLE.replace(find, write))
    assert problems
    _shows(problems)


def _shows(found: tuple[Problem, ...]) -> None:
    problems = Problems(list(found))
    for text in (as_text(problems), as_github(problems)):
        assert sanitise(text) == text
    listed = as_json(problems)
    assert listed.isascii()
    assert len(json.loads(listed)["problems"]) == len(found)
    for problem in found:
        assert problem.line >= 1
        assert problem.col >= 1
        assert problem.message
        assert problem.remedy

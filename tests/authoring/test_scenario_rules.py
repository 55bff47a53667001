"""Every rule fires on its own failing example, at the right place, and on nothing else."""

from pathlib import Path

import pytest

from roleplay.authoring import check, load_scenario
from roleplay.authoring.rules import RULES, Rule, Severity
from roleplay.authoring.sample import SAMPLE

ACCOMPANIED = {
    "S306": {"S306", "S102"},  # the file has little more than a name
    "S305": {"S305", "S314"},
    "S315": {"S315", "S313", "S403"},
    "S014": {"S014", "S102"},
}


STATIC = {code: rule for code, rule in RULES.items() if not rule.rated}
"""The rest need ratings: test_rated_rules.py."""


def write(rule: Rule, folder: Path) -> Path:
    path = folder / rule.example.name
    if rule.example.exists:
        path.write_bytes(rule.example.content())
    return path


@pytest.mark.parametrize("rule", STATIC.values(), ids=STATIC)
def test_the_failing_example_of_a_rule_fails_at_the_mark(rule: Rule, tmp_path: Path) -> None:
    problems = check([write(rule, tmp_path)])
    found = [p for p in problems.sorted() if p.code == rule.code]
    assert found, f"{rule.code} did not fire; found {[p.code for p in problems.found]}"
    span = rule.example.span()
    assert (found[0].line, found[0].col) == (span.line, span.col)
    assert found[0].severity is rule.severity
    assert found[0].message
    assert found[0].remedy


@pytest.mark.parametrize("rule", STATIC.values(), ids=STATIC)
def test_one_mistake_is_one_problem(rule: Rule, tmp_path: Path) -> None:
    codes = {p.code for p in check([write(rule, tmp_path)]).found}
    errors = {code for code in codes if RULES[code].severity is Severity.ERROR}
    assert errors | {rule.code} <= ACCOMPANIED.get(rule.code, {rule.code})


@pytest.mark.parametrize("rule", STATIC.values(), ids=STATIC)
def test_the_caret_is_as_wide_as_what_is_meant(rule: Rule, tmp_path: Path) -> None:
    if "«" not in rule.example.write:
        return
    problem = next(p for p in check([write(rule, tmp_path)]).sorted() if p.code == rule.code)
    assert problem.width == rule.example.span().width


def test_the_sample_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "sample.yaml"
    path.write_text(SAMPLE, encoding="utf-8")
    assert check([path]).found == []
    assert load_scenario(path).title == "A missing slip"


def test_codes_are_in_order_and_titles_are_short() -> None:
    assert all(code[0] in "SP" and code[1:].isdigit() for code in RULES)
    assert all(len(rule.title) < 80 and rule.remedy for rule in RULES.values())

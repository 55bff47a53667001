"""Every rule of packs fires on its own failing example, and nothing else does."""

import string
from pathlib import Path

import pytest
from support.packs import flawed_zip

from roleplay.authoring.packs.check import check_pack
from roleplay.authoring.packs.rules import PACK_RULES, PackFlaw
from roleplay.authoring.problems import Problems
from roleplay.authoring.rules import RULES, Rule
from roleplay.text.clean import sanitise


@pytest.mark.parametrize("rule", PACK_RULES.values(), ids=PACK_RULES)
def test_the_failing_example_of_a_rule_breaks_it_alone(rule: Rule, tmp_path: Path) -> None:
    assert isinstance(rule.example, PackFlaw)
    path = flawed_zip(rule.example, tmp_path / "flawed.zip")
    problems = Problems()
    assert check_pack(path, problems).pack is None
    assert {problem.code for problem in problems.found} == {rule.code}
    found = problems.found[0]
    assert (found.file, found.line, found.col) == (str(path), 1, 1)
    assert found.message
    assert found.remedy
    for name, _ in rule.example.adds[:1]:
        if rule.code not in {"P203", "P207", "P211"}:  # they speak of several
            assert repr(name) in found.message
        assert sanitise(found.message) == found.message


def test_without_a_flaw_there_is_no_problem(tmp_path: Path) -> None:
    problems = Problems()
    pack = check_pack(flawed_zip(PackFlaw(), tmp_path / "sound.zip"), problems).pack
    assert problems.found == []
    assert pack is not None
    assert pack.scenarios == ("sample",)


def test_codes_are_of_packs_and_of_nobody_else() -> None:
    assert all(code[0] == "P" and set(code[1:]) <= set(string.digits) for code in PACK_RULES)
    assert not set(PACK_RULES) & set(RULES)
    assert all(len(rule.title) < 80 and rule.remedy for rule in PACK_RULES.values())

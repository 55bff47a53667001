"""``check --rules``: what is looked for, as a list; the authors' guide has it word for word."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from roleplay import paths
from roleplay.authoring.catalogue import GUIDE_END, GUIDE_START, as_markdown, rules
from roleplay.authoring.packs.rules import PACK_RULES
from roleplay.authoring.rules import RULES
from roleplay.cli.app import app, run

GUIDE = paths.scenarios() / "README.md"


def listed(output: str) -> str:
    result = CliRunner().invoke(app, ["check", "--rules", "--format", output])
    assert result.exit_code == 0
    return result.stdout


def test_every_rule_is_listed_once_and_in_order() -> None:
    codes = [rule.code for rule in rules()]
    assert sorted(codes) == sorted({**RULES, **PACK_RULES})
    rows = [line for line in as_markdown().splitlines() if line.startswith(("| S", "| P"))]
    assert [row.split(" | ")[0] for row in rows] == [f"| {code}" for code in codes]
    assert all(row.count(" | ") == 3 for row in rows)


def test_people_and_programs_can_read_it() -> None:
    found = json.loads(listed("json"))
    assert [rule["code"] for rule in found] == [rule.code for rule in rules()]
    assert set(found[0]) == {"code", "severity", "title", "remedy"}
    text = listed("text")
    for rule in rules():
        assert f"{rule.code}  {rule.severity}" in text
        assert rule.title in text
        assert rule.remedy in text
    assert listed("markdown") == as_markdown()


@pytest.mark.parametrize(
    "arguments",
    [["--rules", "--format", "github"], ["--rules", "x.yaml"], ["--format", "markdown"]],
)
def test_what_makes_no_sense_is_a_usage_error(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", *arguments]) == 2
    assert "→" in capsys.readouterr().err


def test_nothing_else_has_to_be_imported_for_the_list_to_be_whole() -> None:
    code = "from roleplay.authoring.catalogue import as_markdown; print(as_markdown(), end='')"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert found.stdout.decode() == as_markdown()


def test_the_guide_has_the_rules_as_they_are() -> None:
    """If it fails: put what ``roleplay check --rules --format markdown`` prints there."""
    _, mark, rest = GUIDE.read_text(encoding="utf-8").partition(GUIDE_START)
    assert mark, f"{GUIDE} has no line {GUIDE_START}"
    table, end, _ = rest.partition(GUIDE_END)
    assert end, f"{GUIDE} has no line {GUIDE_END}"
    assert table.strip() == as_markdown().strip()

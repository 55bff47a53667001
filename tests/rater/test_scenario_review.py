"""``check --rate`` and ``--play`` with the shipped model, on a scenario of the library."""

import json
from pathlib import Path
from typing import Any

import pytest

from roleplay import paths
from roleplay.cli.app import run
from roleplay.rater.bundle import MANIFEST

NAME = "two-minute-question"
TESTS = """\
tests:
  - {name: can pass, replies: [{reference: 1}], expect: overall >= 1}
  - {name: cannot pass, replies: [{example: 1}], expect: overall > 99}
"""


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """A copy of a shipped scenario with two tests added to its own."""
    text = (paths.scenarios() / f"{NAME}.yaml").read_text(encoding="utf-8")
    own = "\ntests:\n" in text
    path = tmp_path / f"{NAME}.yaml"
    path.write_text(text + (TESTS.removeprefix("tests:\n") if own else TESTS), encoding="utf-8")
    return path


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(["check", *arguments])
    return code, *capsys.readouterr()


def test_it_finds_what_is_wrong_and_remembers_without_the_model(
    scenario: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = (str(scenario), "--rate", "--play", "100", "--format", "json")
    code, out, err = checked(capsys, *arguments)
    found = json.loads(out)
    failing = [p for p in found["problems"] if p["code"] == "S602"]
    assert code == 4
    assert [p["message"].split(":")[0] for p in failing] == ["test 'cannot pass' fails"]
    assert {p["code"][:2] for p in found["problems"]} == {"S6"}
    assert all(p["line"] > 1 and p["message"] and p["remedy"] for p in found["problems"])
    assert "all kept from before" not in err
    _counts_add_up(found["play"])

    only_named = tmp_path / "model"
    only_named.mkdir()
    (only_named / MANIFEST).write_bytes((paths.model() / MANIFEST).read_bytes())
    monkeypatch.setenv(paths.MODEL_VARIABLE, str(only_named))
    again = checked(capsys, *arguments)
    assert again[:2] == (code, out)
    assert "all kept from before" in again[2]


def _counts_add_up(plays: list[dict[str, Any]]) -> None:
    [play] = plays
    assert (play["scenario"], play["learners"], play["seed"]) == (NAME, 100, 1)
    ended = sum(ending["learners"] for ending in play["endings"])
    assert ended + play["called_back"] + play["stuck"] == 100
    assert play["scenes"][0]["learners"] == 100
    assert {ending["outcome"] for ending in play["endings"] if ending["learners"]} >= {
        "good",
        "bad",
    }


def test_playing_alone_prints_a_table_and_no_findings(
    scenario: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = checked(capsys, str(scenario), "--play", "20", "--seed", "7")
    assert code == 0
    assert out.startswith(f"{NAME}: 20 random learners, seed 7\n")
    assert " ending " in out
    assert err.startswith("1 file, 0 errors, 0 warnings\n")

"""``graph`` as a user starts it."""

from pathlib import Path

import pytest

from roleplay.authoring.sample import SAMPLE
from roleplay.cli.app import run


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text(SAMPLE, encoding="utf-8")
    return tmp_path


def test_a_shipped_scenario_and_a_file_are_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["graph", "two-minute-question"]) == 0
    assert "● asks · opening · Baraka Mwangi" in capsys.readouterr().out
    assert run(["graph", "mine.yaml"]) == 0
    assert "● waits · Dana Ruiz" in capsys.readouterr().out


def test_the_ending_of_the_output_says_the_format(here: Path) -> None:
    for name, begins in [("a.mmd", "---\ntitle:"), ("a.gv", "digraph"), ("a.txt", "A missing")]:
        assert run(["graph", "mine.yaml", "-o", name]) == 0
        assert (here / name).read_text(encoding="utf-8").startswith(begins)
    assert run(["graph", "mine.yaml", "-o", "b.txt", "--format", "dot"]) == 0
    assert (here / "b.txt").read_text(encoding="utf-8").startswith("digraph")


def test_a_scenario_is_never_overwritten(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["graph", "mine.yaml", "-o", "mine.yaml"]) == 2
    assert (here / "mine.yaml").read_text(encoding="utf-8") == SAMPLE
    assert "looks like a scenario" in capsys.readouterr().err


def test_errors_are_shown_with_exit_4(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "mine.yaml").write_text(SAMPLE.replace("go: waits", "go: wait"), encoding="utf-8")
    assert run(["graph", "mine.yaml", "-o", "a.dot"]) == 4
    assert "S301" in capsys.readouterr().err
    assert not (here / "a.dot").exists()
    assert run(["graph", "nothing-like-it"]) == 4


def test_a_scenario_with_warnings_is_drawn(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "mine.yaml").write_text(SAMPLE.replace("opening: asks", "opening: waits"), "utf-8")
    assert run(["graph", "mine.yaml"]) == 0
    assert "● asks · no path leads here · Dana Ruiz" in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["graph", "mine.yaml", "-o", "nowhere/a.dot"]) == 4
    assert "cannot be written" in capsys.readouterr().err

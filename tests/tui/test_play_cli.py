"""``roleplay play`` and ``roleplay list`` as commands."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from roleplay.cli.app import run


def test_without_a_terminal_the_app_names_what_works(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["play"], ["play", "two-minute-question"]):
        assert run(arguments) == 2
        said = capsys.readouterr().err
        assert "There is no terminal" in said
        assert "--plain" in said
        assert "roleplay score" in said


def test_list_names_every_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:2] == ["id", "title"]
    assert any(line.startswith("two-minute-question") for line in lines)


def test_list_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "--json"]) == 0
    found = {card["id"]: card for card in json.loads(capsys.readouterr().out)}
    assert found["two-minute-question"]["interrupts"] is True


def test_listing_needs_neither_the_app_nor_the_model() -> None:
    code = (
        "import sys; from roleplay.cli.app import run; run(['list']);"
        "print([m for m in ('textual', 'torch', 'onnxruntime') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_an_unknown_scenario_in_lines(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    code = run(["play", "two-minute-questio", "--plain"])
    assert code in {4, 5}  # 5 without the model
    assert code == 5 or "two-minute-question" in capsys.readouterr().err
    assert not (data / "history.sqlite").exists()

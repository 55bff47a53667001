"""The options of ``check`` that need the model, where there is none."""

from pathlib import Path

import pytest

from roleplay import paths
from roleplay.authoring.sample import SAMPLE
from roleplay.cli.app import run


@pytest.fixture(autouse=True)
def no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.MODEL_VARIABLE, str(tmp_path / "nowhere"))


@pytest.mark.parametrize("option", [["--rate"], ["--play", "3"]])
def test_without_a_model_it_exits_5_and_says_so(
    option: list[str], sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(sample), *option]) == 5
    assert "There is no model at" in capsys.readouterr().err


def test_a_check_without_the_options_asks_for_none(sample: Path) -> None:
    assert run(["check", str(sample)]) == 0
    assert run(["check", str(sample), "--play", "0", "--seed", "3"]) == 0


@pytest.mark.parametrize("number", ["-1", "many", "1000000"])
def test_a_number_of_learners_that_makes_no_sense_is_a_usage_error(
    number: str, sample: Path
) -> None:
    assert run(["check", str(sample), "--play", number]) == 2


def test_what_is_invalid_is_told_and_not_rated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(SAMPLE.replace("mood: 2", "mood: 9"), encoding="utf-8")
    assert run(["check", str(path), "--rate"]) == 4
    out, err = capsys.readouterr()
    assert "error S105" in out
    assert "1 file with errors not rated" in err

"""A model folder with a byte too few is refused, and says which file it is."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from support.office import GOOD, exchange

from roleplay import paths
from roleplay.cli.app import run
from roleplay.errors import ModelError
from roleplay.rater.backend import Chances
from roleplay.rater.bundle import FILES, Bundle
from roleplay.rater.local import LocalRater


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    for name in (*FILES, "manifest.json"):
        shutil.copy(paths.model() / name, folder / name)
    return folder


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_lost_a_byte_is_named(copy: Path, name: str) -> None:
    damaged = copy / name
    damaged.write_bytes(damaged.read_bytes()[:-1])
    with pytest.raises(ModelError, match=name.replace(".", r"\.")) as caught:
        Bundle.open(copy)
    assert caught.value.exit_code == 5
    assert caught.value.hint


@pytest.mark.parametrize("name", [*FILES, "manifest.json"])
def test_a_missing_file_is_an_error(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(ModelError):
        Bundle.open(copy)


def test_a_folder_without_a_model_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model"):
        LocalRater.load(tmp_path)


def test_doctor_says_whether_the_digests_hold(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ROLEPLAY_MODEL", str(copy))
    assert run(["doctor"]) == 0
    assert "every digest holds" in capsys.readouterr().out
    weights = copy / "rater.safetensors"
    weights.write_bytes(b"x" + weights.read_bytes()[1:])
    assert run(["doctor"]) == 5
    assert "rater.safetensors is damaged" in capsys.readouterr().out


def test_doctor_and_card_say_what_is_missing(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ROLEPLAY_MODEL", str(copy))
    (copy / "manifest.json").write_text("[]")
    assert run(["doctor"]) == 5
    assert "manifest.json is damaged" in capsys.readouterr().out
    assert run(["model", "card"]) == 5
    assert "README.md cannot be read" in capsys.readouterr().err


class _Broken:
    """A backend whose answers are not numbers."""

    def __init__(self, inner: object) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)

    def read(self, *arguments: object) -> Chances:
        found: Chances = self._inner.read(*arguments)  # type: ignore[attr-defined]
        return found._replace(above=np.full_like(found.above, np.nan))


def test_what_is_not_a_number_is_an_error_and_never_a_level() -> None:
    rater = LocalRater.load()
    rater._backend = _Broken(rater._backend)  # type: ignore[assignment]
    with pytest.raises(ModelError, match="not a number"):
        rater.rate([exchange(GOOD)])

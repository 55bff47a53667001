"""The app under test keeps its theme and drafts in a folder of the test's own."""

from pathlib import Path

import pytest

from roleplay.authoring.sample import SAMPLE


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Move the learner's data away from this machine's."""
    monkeypatch.setenv("ROLEPLAY_DATA", str(tmp_path))
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    return tmp_path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A scenario to preview."""
    path = tmp_path / "late-badge.yaml"
    path.write_text(SAMPLE, encoding="utf-8")
    return path

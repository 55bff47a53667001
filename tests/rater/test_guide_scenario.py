"""The scenario that the authors' guide writes holds by the shipped model."""

from pathlib import Path

import pytest
from support import guide

from roleplay.cli.app import run


def test_its_examples_and_tests_come_out_as_they_expect(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / guide.NAME
    path.write_text(guide.finished(), encoding="utf-8")
    assert run(["check", "--rate", str(path)]) == 0, capsys.readouterr().out

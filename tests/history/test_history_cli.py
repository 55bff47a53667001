"""``roleplay history`` as somebody calls it."""

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest
from support.playing import COLD, KIND, play

from roleplay import paths
from roleplay.cli import history as commands
from roleplay.cli.app import run
from roleplay.history import History

FORMULA = "=1+1, I am sorry"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ROLEPLAY_DATA", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def played() -> None:
    with History.open(paths.history()) as history:
        play(history, [KIND])
        play(history, [COLD, FORMULA])


def test_nothing_yet(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history"]) == 0
    output = capsys.readouterr()
    assert output.out == ""
    assert "Nothing has been practised yet" in output.err
    assert run(["history", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert list(home.iterdir()) == []


@pytest.mark.usefixtures("played")
def test_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history"]) == 0
    head, first, second = capsys.readouterr().out.splitlines()
    assert head.split() == ["when", "scenario", "ending", "overall", "passed", "replies"]
    assert first.split()[2:] == ["Small", "relieved", "90", "yes", "1"]
    assert second.split()[2:] == ["Small", "relieved", "66", "no", "2"]


@pytest.mark.usefixtures("played")
def test_for_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", "--json"]) == 0
    first, _ = json.loads(capsys.readouterr().out)
    assert (first["scenario"], first["overall"], first["passed"]) == ("small", 90, True)
    assert first["started"].endswith("+00:00")


@pytest.mark.usefixtures("played")
def test_an_export_is_a_table_that_score_reads(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["history", "export", "--learner", "Ann"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert tuple(rows[0]) == commands.COLUMNS
    assert [(row["scene"], row["reply"], row["attempt"], row["id"]) for row in rows] == [
        ("asks", KIND, "1", "1"),
        ("asks", COLD, "1", "2"),
        ("more", "'" + FORMULA, "1", "3"),
    ]
    assert {row["learner"] for row in rows} == {"Ann"}
    out = home / "mine.csv"
    assert run(["history", "export", "-o", str(out)]) == 0
    assert capsys.readouterr().err == f"3 replies → {out}\n"
    assert rated_replies(out) == [KIND, COLD, FORMULA]


def rated_replies(path: Path) -> list[str]:
    """What ``score`` would hand to a rater."""
    from roleplay.classroom import Added, Row, rows_in  # noqa: PLC0415 - only here
    from roleplay.classroom.columns import check  # noqa: PLC0415
    from roleplay.classroom.tables.formats import open_table  # noqa: PLC0415

    table = open_table(path)
    check(table, Added(explain=True, intervals=True))
    rows: list[Row] = list(rows_in([table]))
    return [row.text("reply") for row in rows]


@pytest.mark.usefixtures("played")
def test_delete_asks(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", "delete"]) == 2
    assert "--yes" in capsys.readouterr().err
    asked = io.StringIO("n\n")
    monkeypatch.setattr(asked, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdin", asked)
    assert run(["history", "delete"]) == 130
    with History.open(paths.history()) as history:
        assert len(history.plays()) == 2
    assert run(["history", "delete", "--yes"]) == 0
    assert "Deleted 2 plays." in capsys.readouterr().err
    assert KIND.encode() not in paths.history().read_bytes()


def test_delete_with_nothing_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", "delete", "--yes"]) == 0
    assert "Deleted 0 plays." in capsys.readouterr().err


@pytest.mark.usefixtures("played")
def test_a_damaged_history_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    paths.history().write_bytes(b"junk" * 2000)
    assert run(["history"]) == 0
    assert "damaged-1" in capsys.readouterr().err


@pytest.mark.usefixtures("played")
def test_a_newer_history_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(paths.history()) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    assert run(["history", "delete", "--yes"]) == 4
    assert "newer roleplay" in capsys.readouterr().err

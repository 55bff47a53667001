"""Where tables come from and go to: files, patterns, several of them, pipes."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from support.rater import ScriptedRater
from support.shelf import Shelf, objects, read, run, table
from support.workbooks import COLUMNS, cells, workbook

from roleplay.classroom import Options
from roleplay.classroom.tables.formats import open_table
from roleplay.classroom.tables.reading import Reading
from roleplay.classroom.tables.source import sources
from roleplay.cli import app, library, scoring
from roleplay.errors import InputError, UsageError

ROW = b"concern,reply\nWhere?,Sorry.\n"


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "make_rater", lambda *_: ScriptedRater())
    monkeypatch.setattr(library, "make_library", Shelf)


def given(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Standard input with ``data`` in it."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))


def names(folder: Path, *patterns: str) -> list[str]:
    return [source.label for source in sources(folder / pattern for pattern in patterns)]


class TestSeveral:
    def test_patterns(self, tmp_path: Path) -> None:
        for name in ("class-2.csv", "class-10.csv", "other.csv", "class-1.txt", "sub/class-3.csv"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(ROW)
        (tmp_path / "class-folder.csv").mkdir()
        assert names(tmp_path, "class-*.csv") == ["class-10.csv", "class-2.csv"]
        assert names(tmp_path, "other.csv", "class-?.csv") == ["other.csv", "class-2.csv"]
        assert names(tmp_path, "**/class-3.csv") == ["class-3.csv"]
        with pytest.raises(UsageError, match=r"no file like .*nothing-\*\.csv"):
            names(tmp_path, "nothing-*.csv")
        with pytest.raises(UsageError, match="named twice"):
            names(tmp_path, "class-2.csv", "class-*.csv")

    def test_a_file_that_is_named_like_a_pattern(self, tmp_path: Path) -> None:
        (tmp_path / "class[1].csv").write_bytes(ROW)
        (tmp_path / "class1.csv").write_bytes(ROW)
        assert names(tmp_path, "class[1].csv") == ["class[1].csv"]

    def test_a_column_says_which_table(self, tmp_path: Path) -> None:
        one = table(tmp_path, "Sorry.", "Well.", name="one.csv")
        two = workbook(
            tmp_path / "two.xlsx", (*COLUMNS, "group"), ("Bob", "small", "asks", "Hm", 7)
        )
        three = tmp_path / "three.jsonl"
        three.write_text(json.dumps({"id": "x", "concern": "Where?", "reply": "So."}) + "\n{}\n")
        counts = run([one, two, three], tmp_path / "out.csv")
        assert (counts.rows, counts.failed) == (5, 1)
        rows = read(tmp_path / "out.csv")
        assert list(rows[0])[:8] == [*COLUMNS, "group", "id", "concern", "table"]
        assert [(row["table"], row["id"], row["reply"], row["group"]) for row in rows] == [
            ("one.csv", "row 1", "Sorry.", ""),
            ("one.csv", "row 2", "Well.", ""),
            ("two.xlsx", "row 3", "Hm", "7"),
            ("three.jsonl", "x", "So.", ""),
        ]
        (failed,) = read(tmp_path / "out.csv.errors.csv")
        assert (failed["table"], failed["line"], failed["id"]) == ("three.jsonl", "2", "5")

    @pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "xlsx", "parquet"])
    def test_columns_that_only_one_has_are_empty_in_the_other(
        self, tmp_path: Path, ending: str
    ) -> None:
        (tmp_path / "a.csv").write_bytes(b"concern,reply,mark\nWhere?,Sorry.,5\n")
        (tmp_path / "b.csv").write_bytes(b"concern,reply,note\nWhere?,Well.,x\n")
        out = tmp_path / f"out.{ending}"
        run([tmp_path / "a.csv", tmp_path / "b.csv"], out)
        found = [
            (record.cells.get("mark") or "", record.cells.get("note") or "", record.cells["table"])
            for record in open_table(out).records()
        ]
        assert found == [("5", "", "a.csv"), ("", "x", "b.csv")]

    def test_one_table_needs_no_such_column(self, tmp_path: Path) -> None:
        run(table(tmp_path, "Sorry."), tmp_path / "out.csv")
        assert "table" not in read(tmp_path / "out.csv")[0]

    def test_a_column_of_that_name(self, tmp_path: Path) -> None:
        for name in "ab":
            (tmp_path / f"{name}.csv").write_bytes(b"concern,reply,table\nWhere?,Sorry.,7\n")
        both = [tmp_path / "a.csv", tmp_path / "b.csv"]
        assert run(both[0], tmp_path / "out.csv").scored == 1
        with pytest.raises(InputError, match="'table' would be overwritten") as error:
            run(both, tmp_path / "out.csv")
        assert "--prefix" in error.value.hint
        run(both, tmp_path / "out.csv", Options(prefix="m_"))
        assert [row["m_table"] for row in read(tmp_path / "out.csv")] == ["a.csv", "b.csv"]

    def test_tables_of_one_name(self, tmp_path: Path) -> None:
        for folder in "ab":
            (tmp_path / folder).mkdir()
            table(tmp_path / folder, "Sorry.")
        run([tmp_path / "a/class.csv", tmp_path / "b/class.csv"], tmp_path / "out.csv")
        found = [row["table"] for row in read(tmp_path / "out.csv")]
        assert found == [str(tmp_path / "a/class.csv"), str(tmp_path / "b/class.csv")]

    def test_no_table_is_overwritten(self, tmp_path: Path) -> None:
        table(tmp_path, "Sorry.", name="a.csv")
        table(tmp_path, "Sorry.", name="b.csv")
        with pytest.raises(UsageError, match=r"b\.csv would be overwritten"):
            run([tmp_path / "*.csv"], tmp_path / "b.csv")


@pytest.mark.usefixtures("scripted")
class TestPipes:
    @pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "xlsx", "parquet"])
    def test_every_format_goes_through(
        self,
        tmp_path: Path,
        ending: str,
        monkeypatch: pytest.MonkeyPatch,
        capfdbinary: pytest.CaptureFixture[bytes],
    ) -> None:
        made = tmp_path / f"made.{ending}"
        run(table(tmp_path, "Sorry.", "=Well."), made, Options(prefix="a_"))
        given(monkeypatch, made.read_bytes())
        assert app.run(["score", "-", "-o", "-", "--to", ending, "--from", ending]) == 0
        output = capfdbinary.readouterr()
        assert b"2 scored" in output.err
        assert "→ standard output" in output.err.decode()
        back = tmp_path / f"back.{ending}"
        back.write_bytes(output.out)
        found = [record.cells["reply"] for record in open_table(back).records()]
        assert found == ["Sorry.", "'=Well." if ending in {"csv", "tsv"} else "=Well."]

    @pytest.mark.parametrize("ending", ["csv", "jsonl", "xlsx", "parquet"])
    def test_it_says_what_it_is(
        self,
        tmp_path: Path,
        ending: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        made = tmp_path / f"made.{ending}"
        run(table(tmp_path, "Sorry."), made)
        given(monkeypatch, made.read_bytes())
        assert app.run(["verify", "-"]) == 0
        assert capsys.readouterr().out.startswith("1 row: 1 holds")

    def test_csv_unless_it_is_said(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        given(monkeypatch, b"concern|reply\nWhere?|Sorry.\n")
        assert app.run(["score", "-", "-o", "-"]) == 0
        assert capsys.readouterr().out.startswith("concern|reply|id|empathy|")

    @pytest.mark.parametrize("array", [b'[{"concern": "a"}]', b"[\n  {\n", b" [\r\n", b"["])
    def test_an_array_is_told_in_a_pipe_too(
        self, array: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        given(monkeypatch, array)
        assert app.run(["score", "-", "-o", "-"]) == 4
        assert "standard input: this is one JSON array" in capsys.readouterr().err

    def test_a_column_in_brackets_is_none(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        given(monkeypatch, b"[note],concern,reply\nx,Where?,Sorry.\n")
        assert app.run(["score", "-", "-o", "-"]) == 0
        assert capsys.readouterr().out.startswith("[note],concern,reply,")

    def test_failed_rows_are_told(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        given(monkeypatch, ROW + b"Where?\n\x1b[2Jx,a,b\n")
        assert app.run(["score", "-", "-o", "-"]) == 3
        output = capsys.readouterr()
        assert len(output.out.splitlines()) == 2
        assert output.err.splitlines()[:3] == [
            "table,line,id,error",
            "stdin,3,2,1 cells under 2 columns",
            "stdin,4,3,3 cells under 2 columns",
        ]
        assert "what failed" not in output.err

    def test_nothing_is_said_when_it_fails(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        given(monkeypatch, b'concern,reply\nWhere?,"Sorry.\n')
        assert app.run(["score", "-", "-o", "-"]) == 4
        output = capsys.readouterr()
        assert output.out == ""
        assert "standard input:2: a quoted cell" in output.err

    def test_no_workbook_for_a_terminal(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        path = table(tmp_path, "Sorry.")
        assert app.run(["score", str(path), "-o", "-", "--to", "xlsx"]) == 2
        assert "nothing for a terminal" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["class.csv", "-o", "out.csv", "--to", "xlsx"], "ends like csv, but --to says xlsx"),
            (["class.csv", "-o", "out.csv", "--from", "xlsx"], "--from is for - and for files"),
            (["class.csv", "-o", "out.csv", "--delimiter", "::"], "cannot stand between cells"),
            (["class.csv", "-o", "out.csv", "--delimiter", '"'], "cannot stand between cells"),
            (["class.csv", "-o", "out.csv", "--to", "pdf"], "pdf"),
            (["-", "-", "-o", "out.csv"], "- is named twice"),
        ],
    )
    def test_calls_that_make_no_sense(
        self,
        arguments: list[str],
        said: str,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.chdir(tmp_path)
        table(tmp_path, "Sorry.")
        assert app.run(["score", *arguments]) == 2
        assert said in capsys.readouterr().err

    def test_files_whose_ending_says_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "class.txt"
        path.write_bytes(ROW)
        out = tmp_path / "graded.dat"
        assert app.run(["score", str(path), "--from", "csv", "-o", str(out), "--to", "tsv"]) == 0
        assert out.read_text().startswith("concern\treply\t")
        done = ["verify", str(out), "--from", "tsv"]
        assert app.run(done) == 0

    def test_options_of_one_format_reach_it(self, tmp_path: Path) -> None:
        path = tmp_path / "class.csv"
        path.write_bytes("concern;;reply\nWhere, then?;;Désolé.\n".encode("cp1252"))
        call = ["score", str(path), "-o", str(tmp_path / "out.csv"), "--encoding", "cp1252"]
        assert app.run([*call, "--delimiter", "semicolon"]) == 0
        assert read(tmp_path / "out.csv", ";")[0]["reply"] == "Désolé."
        book = workbook(tmp_path / "a.xlsx", sheets={"A": [COLUMNS], "B": [COLUMNS]})
        out = str(tmp_path / "out.jsonl")
        assert app.run(["score", str(book), "-o", out]) == 4
        assert app.run(["score", str(book), "-o", out, "--sheet", "B"]) == 0


def test_temporary_copies_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    given(monkeypatch, ROW)
    found = open_table(Path("-"), Reading())
    assert len(list(tmp_path.iterdir())) == 1
    assert [record.cells["reply"] for record in found.records()] == ["Sorry."]
    del found
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_is_read_once(tmp_path: Path) -> None:
    """As in ``roleplay score <(…)``: a pipe cannot be read again, and tables are."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    program = f"open({str(pipe)!r}, 'wb').write({ROW!r})"
    with subprocess.Popen([sys.executable, "-c", program]):
        assert run(pipe, tmp_path / "out.csv").scored == 1


def test_any_format_to_any_other(tmp_path: Path) -> None:
    """A rated table goes through all of them, and still says the same."""
    last = table(tmp_path, "Sorry.", "=Well.\r\nNo", "", "“So”")
    for number, ending in enumerate(["xlsx", "parquet", "tsv", "jsonl", "xlsx", "csv", "parquet"]):
        out = tmp_path / f"{number}.{ending}"
        run(last, out, Options(prefix=f"p{number}_"))
        last = out
    rows = pq.read_table(last).to_pylist()
    assert [row["reply"] for row in rows] == ["Sorry.", "=Well.\r\nNo", "", "“So”"]
    assert [row["p6_receipt"] for row in rows] == [row["p0_receipt"] for row in rows]
    assert rows[0]["p6_empathy"] == 3.6
    assert rows[0]["p5_empathy"] == "3.60"
    run(last, tmp_path / "last.xlsx", Options(prefix="z_"))
    assert [row["z_empathy"] for row in cells(tmp_path / "last.xlsx")] == [3.6, 1.5, None, 1.5]
    run(last, tmp_path / "last.jsonl", Options(prefix="z_"))
    assert objects(tmp_path / "last.jsonl")[0]["p6_acts"] == rows[0]["p6_acts"]

"""Rated tables as workbooks: texts are texts, numbers are numbers, nothing is cut."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from support.rater import ScriptedRater
from support.shelf import objects, read, run, table
from support.workbooks import cells, workbook

from roleplay.classroom import Options
from roleplay.classroom.draft import Draft
from roleplay.classroom.tables.formats import FORMATS
from roleplay.classroom.tables.xlsx_cells import MAX_TEXT, escaped, unescaped
from roleplay.classroom.tables.xlsx_writer import XlsxWriter
from roleplay.errors import InputError, ModelError, UsageError

FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\tx", "  =1", "＝1", "#N/A", "#REF!"]  # noqa: RUF001


def written(path: Path, **cells: object) -> Any:  # noqa: ANN401 - a cell of openpyxl
    """The cell that comes of a value that passes through."""
    source = path.with_name("class.jsonl")
    source.write_text(json.dumps({"concern": "Where?", "reply": "Sorry.", **cells}) + "\n")
    run(source, path)
    sheet = load_workbook(path)["graded"]
    ((name, _),) = cells.items()
    (column,) = (cell.column for cell in sheet[1] if cell.value == name)
    return sheet.cell(2, column)


def test_levels_are_numbers_and_the_rest_is_text(tmp_path: Path) -> None:
    path = table(tmp_path, "Sorry.", "", name="007.csv")
    run(path, tmp_path / "out.xlsx")
    first, second = cells(tmp_path / "out.xlsx")
    assert (first["empathy"], first["overall"], first["status"]) == (3.6, 90, "scored")
    assert first["acts"] == "apologize | feeling | restate | step"
    assert (second["empathy"], second["reply"], second["why"]) == (None, None, "the reply is empty")
    assert (first["id"], second["id"]) == ("1", "2")
    sheet = load_workbook(tmp_path / "out.xlsx")["graded"]
    assert sheet["F2"].number_format == "0.00"
    assert sheet.freeze_panes == "A2"


def test_what_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    path = tmp_path / "class.jsonl"
    rows = [{"concern": "Where?", "reply": text, text: text} for text in FORMULAS]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    rater = ScriptedRater()
    run(path, tmp_path / "out.xlsx", rater=rater)
    found = load_workbook(tmp_path / "out.xlsx")["graded"]
    texts = [cell for row in found.iter_rows() for cell in row if cell.value in FORMULAS]
    assert len(texts) == 3 * len(FORMULAS)  # twice on each row, once in the header
    assert {cell.data_type for cell in texts} == {"s"}
    plain = {cell.value for cell in texts if not cell.quotePrefix}
    assert plain == {"#N/A", "#REF!"}  # the others stay text when somebody edits them
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert {exchange.reply for exchange in rater.seen} >= {"=1+1", "-1+1"}


@pytest.mark.parametrize("raw", [True, False])
def test_a_guard_that_is_not_needed_goes(tmp_path: Path, *, raw: bool) -> None:
    """CSV has a ' before formulas; a workbook and JSON Lines say what was typed."""
    path = table(tmp_path, "'=1+1", "'quoted'")
    for name in ("out.xlsx", "out.jsonl", "out.parquet"):
        run(path, tmp_path / name, Options(raw=raw))
    assert [row["reply"] for row in cells(tmp_path / "out.xlsx")] == ["=1+1", "'quoted'"]
    assert [row["reply"] for row in objects(tmp_path / "out.jsonl")] == ["=1+1", "'quoted'"]
    run(tmp_path / "out.parquet", tmp_path / "back.csv", Options(prefix="b_"))
    assert [row["reply"] for row in read(tmp_path / "back.csv")] == ["'=1+1", "'quoted'"]


@pytest.mark.parametrize(
    ("value", "shown", "kind"),
    [
        (7, 7, "n"),
        (1.5, 1.5, "n"),
        (True, True, "b"),
        (10**14, 10**14, "n"),
        (12345678901234567890, "12345678901234567890", "s"),
        (["a", "b"], "a | b", "s"),
        ({"a": 1}, '{"a": 1}', "s"),
        (None, None, "n"),
        ("", None, "n"),
        ("007", "007", "s"),
        ("1e5", "1e5", "s"),
        ("2026-01-02", "2026-01-02", "s"),
        ("a\x07b\r\n", "a_x0007_b_x000D_\n", "s"),
        ("_x0041_", "_x005F_x0041_", "s"),
    ],
)
def test_values_that_pass_through(tmp_path: Path, value: object, shown: object, kind: str) -> None:
    cell = written(tmp_path / "out.xlsx", thing=value)
    assert (cell.value, cell.data_type) == (shown, kind)


def test_dates_stay_dates(tmp_path: Path) -> None:
    path = tmp_path / "class.xlsx"
    source = written(path, day="x")
    book = source.parent.parent
    source.value, source.number_format = 46024.25, "yyyy-mm-dd hh:mm"
    book.save(path)
    run(path, tmp_path / "out.xlsx", Options(prefix="b_"))
    (row,) = cells(tmp_path / "out.xlsx")
    assert row["day"].isoformat() == "2026-01-02T06:00:00"
    run(tmp_path / "out.xlsx", tmp_path / "out.csv", Options(prefix="c_"))
    (texts,) = read(tmp_path / "out.csv")
    assert texts["day"] == "2026-01-02T06:00:00"


def test_a_text_that_fits_in_no_cell_fails_its_row(tmp_path: Path) -> None:
    replies = ["Sorry. " * 6000, "Sorry.", "x" * MAX_TEXT, "\N{SLIGHTLY SMILING FACE}" * 20_000]
    counts = run(table(tmp_path, *replies), tmp_path / "out.xlsx")
    assert (counts.rows, counts.scored, counts.failed) == (4, 2, 2)
    assert [row["reply"] for row in cells(tmp_path / "out.xlsx")] == [replies[1], replies[2]]
    first, second = read(tmp_path / "out.xlsx.errors.csv")
    assert (
        "a text of 42,000 characters does not fit in a cell, which holds 32,767" in first["error"]
    )
    assert "40,000 characters" in second["error"]
    assert (first["line"], second["id"]) == ("2", "4")


def test_more_rows_than_a_sheet_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = {**FORMATS, "xlsx": FORMATS["xlsx"].__class__(**{**vars(FORMATS["xlsx"]), "most": 2})}
    monkeypatch.setattr("roleplay.classroom.tables.formats.FORMATS", few)
    with pytest.raises(UsageError, match="would have 3 rows, and cannot have more than 2") as error:
        run(table(tmp_path, "a", "b", "c"), tmp_path / "out.xlsx")
    assert ".parquet" in error.value.hint
    assert run(table(tmp_path, "a", "b"), tmp_path / "out.xlsx").rows == 2


def test_headers_that_do_not_fit(tmp_path: Path) -> None:
    for columns, said in [
        (map(str, range(16_385)), "16385 columns"),
        (["x" * 40_000], "In the header, a text of 40,000 characters"),
    ]:
        draft = Draft(tmp_path / "out.xlsx")
        with pytest.raises(InputError, match=said):
            XlsxWriter(draft).begin(columns)
        draft.drop()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["xlsx", "parquet"])
def test_a_run_that_stops_leaves_the_old_table(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"out.{ending}"
    out.write_text("yesterday's work")
    with pytest.raises(ModelError):
        run(table(tmp_path, "Sorry."), out, rater=ScriptedRater(failures=99))
    assert out.read_text() == "yesterday's work"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["class.csv", out.name]


@pytest.mark.parametrize("text", ["", "a_b", "_x0041", "\0\x1f\ufffe", "\r\n", "_x005F_", "_" * 9])
def test_what_is_escaped_reads_back(text: str) -> None:
    assert unescaped(escaped(text)) == text


def test_points_of_a_workbook_are_those_of_its_scene(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "class.xlsx",
        ("concern", "points", "reply"),
        ("Where?", "it is late | need: a date", "'=Sorry."),
    )
    rater = ScriptedRater()
    run(path, tmp_path / "out.csv", rater=rater)
    (exchange,) = rater.seen
    assert [point.kind.value for point in exchange.points] == ["fact", "need"]
    assert exchange.reply == "=Sorry."  # as a workbook has it that was a CSV file once

"""How marks by people come into a report: which of them count, and that each finds its reply."""

import json
from pathlib import Path

import pytest
from support.markup import Node, parsed
from support.reports import make, rated, rated_table, report
from support.shelf import Shelf

from roleplay.classroom.report import Places, Report
from roleplay.errors import InputError
from roleplay.receipt import Receipt


def own(folder: Path, marks: str, *, id_: str = "1") -> Node:
    page = report(folder, rated("Ann", 2.0, id=id_), marks=marks)
    return parsed(page).one("article", id="learner-1")


def test_the_last_row_of_each_marker_counts(tmp_path: Path) -> None:
    found = own(tmp_path, "id,empathy,marker\n1,0,Joan\n1,4,Piet\n1,2,Joan\n").text
    assert "3 by hand (model 2.00)" in found


def test_a_mark_that_was_taken_back_is_none(tmp_path: Path) -> None:
    found = own(tmp_path, "id,empathy,marker\n1,4,Joan\n1,,Joan\n").text
    assert "by hand" not in found


def test_rows_that_nobody_filled_in_are_no_marks(tmp_path: Path) -> None:
    assert "by hand" not in own(tmp_path, "id,reply,empathy\n1,I will look.,\n").text


def test_a_comment_alone_is_shown(tmp_path: Path) -> None:
    assert "See me – Joan" in own(tmp_path, "id,help,marker,comment\n1,,Joan,See me\n").text  # noqa: RUF001


@pytest.mark.parametrize("name", ["007", "=1+1"])
def test_ids_are_texts(tmp_path: Path, name: str) -> None:
    assert "4 by hand" in own(tmp_path, f"id,empathy\n{name},4\n", id_=name).text


def test_json_lines(tmp_path: Path) -> None:
    given = tmp_path / "marks.jsonl"
    given.write_text(json.dumps({"id": 1, "empathy": 4, "comment": None}) + "\n", "utf-8")
    table, page = rated_table(tmp_path, rated("Ann", 2.0)), tmp_path / "class.html"
    Report.prepare(table, Places(page), given).write(Shelf())
    assert "4 by hand (model 2.00)" in parsed(page.read_text("utf-8")).text


def test_marks_of_another_reply_are_refused(tmp_path: Path) -> None:
    receipts = [str(Receipt.of("model", "scene", text)) for text in ("I will look.", "Go away.")]
    table = rated_table(tmp_path, rated("Ann", receipt=receipts[0]))
    head = "id,empathy,receipt\n"
    with pytest.raises(InputError, match=r"marks.csv:2: the reply '1' in .* is not the one"):
        make(table, tmp_path / "class.html", marks=f"{head}1,4,{receipts[1]}\n")
    assert not (tmp_path / "class.html").exists()
    assert "by hand" in make(table, tmp_path / "class.html", marks=f"{head}1,4,{receipts[0]}\n")[1]

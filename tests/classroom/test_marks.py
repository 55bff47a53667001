"""Levels given by a person are read as they are, or named as what they are not."""

from pathlib import Path

import pytest

from roleplay.classroom.marks import Marks
from roleplay.errors import InputError
from roleplay.rubric import Ladder


def read(folder: Path, text: str, name: str = "marks.csv") -> Marks:
    path = folder / name
    path.write_text(text, "utf-8")
    return Marks.read(path)


def test_levels_marker_and_comment(tmp_path: Path) -> None:
    marks = read(tmp_path, "id,empathy,help,marker,comment\n007,3,,Joan,'=Well\n008,,0.0,,\n")
    (first,) = marks.of("007")
    assert first.levels == {Ladder.EMPATHY: 3}
    assert (first.marker, first.comment) == ("Joan", "=Well")
    (second,) = marks.of("008")
    assert second.levels == {Ladder.HELP: 0}
    assert marks.of("7") == ()
    marks.check_met()


def test_rows_that_nobody_filled_in_are_no_marks(tmp_path: Path) -> None:
    assert len(read(tmp_path, "id,reply,empathy\n1,Sorry.,\n2,Hm.,4\n")) == 1


def test_json_lines(tmp_path: Path) -> None:
    marks = read(tmp_path, '{"id": 7, "empathy": 4, "comment": null}\n', "marks.jsonl")
    assert [mark.levels for mark in marks.of("7")] == [{Ladder.EMPATHY: 4}]


def test_two_people_may_mark_a_row(tmp_path: Path) -> None:
    marks = read(tmp_path, "id,empathy,marker\n1,4,Joan\n1,2,Piet\n")
    assert [mark.marker for mark in marks.of("1")] == ["Joan", "Piet"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,empathy\n1,5\n", "line 2: empathy is '5', not a whole level from 0 to 4"),
        ("id,empathy\n1,2.5\n", "line 2: empathy is '2.5'"),
        ("id,empathy\n1,-1\n", "line 2: empathy is '-1'"),
        ("id,empathy\n1,good\n", "line 2: empathy is 'good'"),
        ("id,empathy\n1,nan\n", "line 2: empathy is 'nan'"),
        ("id,empathy\n,2\n", "line 2: there is no id"),
        ("id,empathy\n1,2\n1,3\n", "line 3: '1' is marked in line 2 already"),
        ("id,empathy\n1,2,3\n", "line 2: 3 cells under 2 columns"),
        ("id,empathy\n1,5\n2,6\n", "line 3: empathy is '6'"),
        ("id,comment\n1,good\n", "is no table of marks"),
        ("name,empathy\n1,3\n", "is no table of marks"),
        ("id,empathy,empathy\n1,3,3\n", "there are two columns 'empathy'"),
    ],
)
def test_what_is_no_mark(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    assert said in caught.value.message


def test_marks_of_rows_that_are_not_there(tmp_path: Path) -> None:
    marks = read(tmp_path, "id,empathy\n1,2\n2,2\n3,3\n")
    for row in ("1", "2", "2"):
        marks.of(row)
    with pytest.raises(InputError) as caught:
        marks.check_met()
    assert "line 3: 2 rows have the id '2'" in caught.value.message
    assert "line 4: no row has the id '3'" in caught.value.message
    assert "line 2" not in caught.value.message

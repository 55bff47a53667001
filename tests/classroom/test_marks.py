"""Marks by people: read with their lines, added to byte for byte, and they win."""

import json
import os
import stat
from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path

import pytest
from openpyxl import Workbook
from support.graded import HEAD, graded, mark, marks, reply
from support.shelf import objects, read

from roleplay.classroom.draft import Draft
from roleplay.classroom.graded import GradedTable
from roleplay.classroom.marks import Marks, read_marks, standing
from roleplay.classroom.people.appending import COLUMNS, MarksFile
from roleplay.classroom.people.pairs import groups_of, paired, read_pairs
from roleplay.classroom.report.by_hand import ByHand
from roleplay.errors import InputError, RoleplayError, UsageError
from roleplay.rubric import Ladder
from roleplay.text import spelling

FOUR = [reply(n, (1.5, 2, 3, 4)) for n in range(3)]


def refused(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_marks(path)
    return error.value.message


def test_marks_are_read(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("id;empathy;help;note\n007;3;;x\n8;2.0;4;y\n", encoding="utf-8")
    found = read_marks(path).rows
    assert [(m.line, m.id, m.levels) for m in found] == [
        (2, "007", {Ladder.EMPATHY: 3}),
        (3, "8", {Ladder.EMPATHY: 2, Ladder.HELP: 4}),
    ]


def test_a_workbook_of_marks_is_read(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["id", "empathy", "marker", "comment"], [7, 3, "Ann", "=warm"], ["8", "2", None]):
        book.active.append(row)
    book.active["D2"].data_type = "s"
    book.save(tmp_path / "marks.xlsx")
    first, second = read_marks(tmp_path / "marks.xlsx").rows
    assert (first.id, first.levels, first.marker, first.comment) == (
        "7",
        {Ladder.EMPATHY: 3},
        "Ann",
        "=warm",
    )
    assert (second.id, second.levels, second.marker) == ("8", {Ladder.EMPATHY: 2}, "")


def test_no_remedy_names_an_option_that_is_about_the_other_table(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_bytes("id,empathy,comment\n1,2,schön\n".encode("cp1252"))
    with pytest.raises(InputError, match="csv:2: this is not UTF-8") as error:
        read_marks(path)
    assert error.value.hint == "save it as UTF-8, or as a workbook (.xlsx) with one sheet"


def test_there_is_a_remedy_without_an_option(tmp_path: Path) -> None:
    book = Workbook()
    for sheet in (book.active, book.create_sheet("Other")):
        sheet.append(["id", "empathy"])
        sheet.append([7, 3])
    book.save(tmp_path / "marks.xlsx")
    with pytest.raises(InputError, match="any of the sheets 'Sheet', 'Other'") as error:
        read_marks(tmp_path / "marks.xlsx")
    assert error.value.hint == "save it as UTF-8, or as a workbook (.xlsx) with one sheet"

    (tmp_path / "marks.txt").write_text("id,empathy\n7,3\n", encoding="utf-8")
    with pytest.raises(UsageError, match="this is not read") as ending:
        read_marks(tmp_path / "marks.txt")
    assert ending.value.hint == "let its name end in what it is, such as .csv or .xlsx"


def test_everything_that_is_wrong_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    text = "id,empathy,receipt\n1,2.5,\n2,5,\n3,-1,\n4,good,\n,3,\n6,3,nonsense\n7,3,\n8,3\n"
    said = refused(path, text)
    assert said.splitlines() == [
        "7 marks cannot be read:",
        f"  {path}:2: empathy is '2.5'; levels are whole, from 0 to 4",
        f"  {path}:3: empathy is '5'; levels are whole, from 0 to 4",
        f"  {path}:4: empathy is '-1'; levels are whole, from 0 to 4",
        f"  {path}:5: empathy is 'good'; levels are whole, from 0 to 4",
        f"  {path}:6: there is no id, so nobody knows which reply is meant",
        f"  {path}:7: 'nonsense' is no receipt; leave the cell empty",
        f"  {path}:9: 2 cells under 3 columns",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,empathy\nAnn,3\n", "there is no column 'id'"),
        ("id,comment\n1,good\n", "there is no column 'empathy'"),
        ("id,empathy,empathy\n1,2,3\n", "two columns 'empathy'"),
    ],
)
def test_what_is_no_table_of_marks(tmp_path: Path, text: str, said: str) -> None:
    assert said in refused(tmp_path / "marks.csv", text)


@pytest.mark.parametrize(
    ("head", "wrong", "right"),
    [
        ("id,Empathy", "Empathy", "empathy"),
        ("ID,empathy", "ID", "id"),
        ("id,RESTATING,comment", "RESTATING", "restating"),
        ("id,empathy, courtesy ", " courtesy ", "courtesy"),
        ("id,empathy,Marker", "Marker", "marker"),
        ("id,empathy,Comment", "Comment", "comment"),
        ("id,empathy,Receipt", "Receipt", "receipt"),
    ],
)
def test_a_header_in_other_letters_is_not_passed_over(
    tmp_path: Path, head: str, wrong: str, right: str
) -> None:
    """What stands below would be lost without a word."""
    path = tmp_path / "marks.csv"
    path.write_text(f"{head}\n{','.join('1' for _ in head.split(','))}\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_marks(path)
    assert error.value.message == f"{path}: there is no column {right!r}, but {wrong!r}."
    assert error.value.hint == f"rename {wrong!r} to {right!r}"


def test_columns_of_ones_own_are_let_be(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("id,empathy,marker,Marker,Learner\n1,2,Ann,Bo,Cy\n", encoding="utf-8")
    (mark,) = read_marks(path).rows
    assert mark.marker == "Ann"


def test_very_many_problems_are_counted(tmp_path: Path) -> None:
    said = refused(tmp_path / "marks.csv", "id,empathy\n" + "1,9\n" * 40)
    assert said.startswith("40 marks")
    assert said.endswith("… and 28 more")


def test_marks_win_over_the_model_and_both_are_there(tmp_path: Path) -> None:
    table = GradedTable.open(graded(tmp_path, FOUR))
    found = read_marks(
        marks(
            tmp_path / "m.csv",
            [
                mark(1, (4, "", 1), marker="Ann"),
                mark(1, (1,), marker="Bo"),
                mark(1, ("", "", 2), marker="Ann"),  # takes empathy back
            ],
        )
    )
    first, second, _ = table.rows()
    on = standing(first, found)
    assert (on[Ladder.EMPATHY].model, on[Ladder.EMPATHY].person) == (1.5, 1)
    assert on[Ladder.EMPATHY].counts == 1
    assert (on[Ladder.RESTATING].person, on[Ladder.RESTATING].counts) == (None, 2)
    assert on[Ladder.COURTESY].counts == 2
    assert {one.counts for one in standing(second, found).values()} == {1.5, 2, 3, 4}
    assert len(found.rows) == 3  # all are kept
    assert found.markers == ("Ann", "Bo")


def test_the_mean_of_several_markers_counts(tmp_path: Path) -> None:
    table = GradedTable.open(graded(tmp_path, [reply(1, (1, 1, 1, 1)), "unscored"]))
    given = [mark(n, (level,), marker=name) for n in (1, 2) for name, level in [("a", 2), ("b", 3)]]
    found = read_marks(marks(tmp_path / "m.csv", given))
    scored, unscored = table.rows()
    assert standing(scored, found)[Ladder.EMPATHY].counts == 2.5
    alone = standing(unscored, found)
    assert (alone[Ladder.EMPATHY].model, alone[Ladder.EMPATHY].counts) == (None, 2.5)
    assert alone[Ladder.HELP].counts is None


def test_ids_that_nobody_has_are_named(tmp_path: Path) -> None:
    given = marks(tmp_path / "m.csv", [mark(1, (3,)), mark("l", (3,)), mark(22, (3,))])
    with pytest.raises(InputError) as error:
        read_pairs(graded(tmp_path, FOUR), given)
    assert error.value.message.splitlines()[0] == "2 marks have no reply:"
    assert f"{given}:3: no reply in {tmp_path / 'graded.jsonl'} has the id 'l'" in str(error.value)
    assert f"{given}:4: no reply" in str(error.value)


@pytest.mark.parametrize(("there", "marked"), [("2", " 2 "), (" 2", "2"), ("2 ", "2 ")])
def test_blanks_around_an_id_are_not_part_of_it(tmp_path: Path, there: str, marked: str) -> None:
    path = graded(tmp_path, FOUR)
    rows = objects(path)
    rows[1]["id"] = there
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    _, pairs = read_pairs(path, marks(tmp_path / "m.csv", [mark(marked, (3,))]))
    assert [pair.graded.id for pair in pairs] == ["2"]


def test_an_id_that_a_program_made_a_number_has_its_own_hint(tmp_path: Path) -> None:
    table = graded(tmp_path, [reply(n, (1, 2, 3, 4)) for n in range(10)])
    rows = objects(table)
    rows[2]["id"] = "3.0"
    table.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    given = marks(tmp_path / "m.csv", [mark("1.0", (3,)), mark("3.0", (3,))])
    with pytest.raises(InputError) as error:
        read_pairs(table, given)
    (said,) = error.value.message.splitlines()[1:]
    assert said.endswith("has the id '1.0'; did you mean '1'?")
    by_hand = ByHand(read_marks(given), "", str(table))
    for one in GradedTable.open(table).rows():
        by_hand.of(one.row)
    with pytest.raises(InputError) as error:
        by_hand.check()
    (said,) = error.value.message.splitlines()[1:]
    assert said.endswith("has the id '1.0'; did you mean '1'?")


def test_ids_that_are_there_twice_are_listed_once(tmp_path: Path) -> None:
    table = graded(tmp_path, FOUR)
    rows = [{**row, "id": "7"} for row in objects(table)]
    table.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with pytest.raises(InputError, match=r"; one of: 7$"):
        read_pairs(table, marks(tmp_path / "m.csv", [mark("x", (3,))]))


def test_a_spelling_is_looked_for_only_where_it_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def counting(word: str, known: Collection[str], n: int) -> list[str]:
        looked.append(word)
        return get_close_matches(word, known, n)

    monkeypatch.setattr(spelling, "get_close_matches", counting)
    given = marks(tmp_path / "m.csv", [mark(n, (3,)) for n in range(10, 210)])
    with pytest.raises(InputError) as error:
        read_pairs(graded(tmp_path, FOUR), given)
    said = error.value.message.splitlines()
    assert (said[0], said[-1]) == ("200 marks have no reply:", "  … and 188 more")
    assert len(said) == 14
    assert said[1].endswith("has the id '10'; did you mean '1'?")
    assert said[12].endswith("has the id '21'; did you mean '2'?")
    assert len(looked) == 12


def test_marks_of_another_reply_are_refused(tmp_path: Path) -> None:
    table = graded(tmp_path, FOUR)
    receipts = [row["receipt"] for row in objects(table)]
    head = (*HEAD, "receipt")
    given = [mark(1, (3,), receipt=receipts[0]), mark(2, (3,), receipt=receipts[0])]
    with pytest.raises(InputError, match=r"m.csv:3: the reply '2' in .* is not the one"):
        read_pairs(table, marks(tmp_path / "m.csv", given, head))
    _, pairs = read_pairs(table, marks(tmp_path / "m.csv", given[:1], head))
    assert [pair.graded.id for pair in pairs] == ["1"]


def test_two_replies_with_one_id_cannot_be_marked(tmp_path: Path) -> None:
    path = graded(tmp_path, FOUR)
    rows = objects(path)
    rows[2]["id"] = "1"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    table = GradedTable.open(path)
    with pytest.raises(InputError, match="jsonl:3: there is another reply with the id '1' in line"):
        paired(table, read_marks(marks(tmp_path / "m.csv", [mark(1, (3,))])))
    assert len(paired(table, read_marks(marks(tmp_path / "m.csv", [mark(2, (3,))])))) == 1


def test_intervals_go_by_learners_where_there_are_enough(tmp_path: Path) -> None:
    replies = [reply(n, (1, 2, 3, 4)) for n in range(20)]
    given = marks(tmp_path / "m.csv", [mark(n, (3,)) for n in range(1, 21)])
    _, pairs = read_pairs(graded(tmp_path, replies), given)
    assert (groups_of(pairs).over, groups_of(pairs).count) == ("learners", 10)
    assert groups_of(pairs[:7]).over == "replies"
    assert (groups_of(pairs[:2], 2).over, groups_of(pairs[:1], 2).over) == ("learners", "replies")


def test_replies_of_nobody_are_groups_of_their_own(tmp_path: Path) -> None:
    """Also where a learner is called what such a reply is called."""
    replies = [reply(n, (1, 2, 3, 4)) for n in range(20)]
    given = marks(tmp_path / "m.csv", [mark(n, (3,)) for n in range(1, 21)])
    names = ["", "", *"1abcdefgh1abcdefgh"]
    found = groups_of(read_pairs(graded(tmp_path, replies, names), given)[1])
    assert (found.over, found.learners, found.count) == ("learners", 9, 11)
    assert found.words == "9 learners and 2 nameless replies"


@pytest.mark.parametrize("name", ["m.csv", "m.tsv", "m.jsonl"])
def test_rows_are_added_and_the_old_ones_stay(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    MarksFile(path).add(
        {"id": "=1", "empathy": 3, "comment": "=hostile, “x”\nyes", "marker": "Ann"}
    )
    before = path.read_bytes()
    MarksFile(path, marker="Bo").add({"id": "007", "empathy": 0, "help": None, "marker": "Bo"})
    assert path.read_bytes().startswith(before)
    first, second = read_marks(path).rows
    assert (first.id, first.levels, first.marker) == ("=1", {Ladder.EMPATHY: 3}, "Ann")
    assert first.comment == "=hostile, “x” yes"
    assert (second.id, second.levels, second.marker) == ("007", {Ladder.EMPATHY: 0}, "Bo")
    assert not [other for other in tmp_path.iterdir() if other != path]


def test_a_table_of_ones_own_is_added_to_in_its_own_way(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    head = "\ufeffcomment;own;id;empathy;restating;courtesy;help;receipt;picked"
    old = head + "\r\nx;y;5;1;;;;;"  # no end of line
    path.write_bytes(old.encode())
    path.chmod(0o640)
    MarksFile(path).add({"id": "6", "courtesy": 4, "comment": "a;b", "picked": "random"})
    assert path.read_bytes().decode() == old + '\r\n"a;b";;6;;;4;;;random\r\n'
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [row["id"] for row in read(path, ";")] == ["5", "6"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("m.xlsx", "", "marks are added to .csv, .tsv, .jsonl"),
        ("no/m.csv", "", "There is no folder"),
        ("m.csv", "id,reply\n1,x\n", "there is no column 'empathy'"),
        (
            "m.csv",
            "id,empathy,help,comment,receipt\n1,2,3,,\n",
            "has no columns restating, courtesy, marker and picked, and what belongs in them",
        ),
        (
            "m.csv",
            "id,empathy,restating,courtesy,help,comment,marker,picked\n",
            "has no column receipt, and what belongs in it would be lost",
        ),
    ],
)
def test_where_marks_cannot_be_added(tmp_path: Path, name: str, text: str, said: str) -> None:
    path = tmp_path / name
    if text:
        path.write_text(text, encoding="utf-8")
    with pytest.raises((InputError, UsageError), match=said):
        MarksFile(path, marker="Ann")
    assert path.exists() == bool(text)
    assert not text or path.read_text(encoding="utf-8") == text


def test_a_mark_says_what_was_marked_in_a_table_of_ones_own_too(tmp_path: Path) -> None:
    """Else a mark of another reply could not be refused; only who marked may be left out."""
    path = tmp_path / "m.csv"
    path.write_text("id,empathy,restating,courtesy,help,comment\n1,2,,,,\n", encoding="utf-8")
    with pytest.raises(InputError, match="no columns picked and receipt") as error:
        MarksFile(path)
    assert error.value.hint == (
        "add those headings in it, with empty cells below, or name a new file with -o"
    )
    path.write_text(
        "id,empathy,restating,courtesy,help,comment,picked,receipt\n1,2,,,,,,\n", encoding="utf-8"
    )
    table = graded(tmp_path, FOUR)
    receipt = objects(table)[2]["receipt"]
    MarksFile(path).add({"id": "2", "empathy": 3, "picked": "random", "receipt": receipt})
    with pytest.raises(InputError, match=r"the reply '2' in .* is not the one that was marked"):
        read_pairs(table, path)


def test_a_row_that_cannot_be_written_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "m.csv"
    MarksFile(path).add({"id": "1", "empathy": 3})
    before = path.read_bytes()

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RoleplayError, match="No space left"):
        MarksFile(path).add({"id": "2", "empathy": 3})
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_rows_of_two_sittings_at_once_are_all_there(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    one, other = MarksFile(path), MarksFile(path)
    for n in range(5):
        one.add({"id": f"a{n}", "empathy": 1})
        other.add({"id": f"b{n}", "empathy": 2})
    assert [m.id for m in read_marks(path).rows] == [f"{s}{n}" for n in range(5) for s in "ab"]
    assert tuple(read(path)[0]) == COLUMNS


def test_a_draft_that_is_dropped_leaves_nothing(tmp_path: Path) -> None:
    assert Marks().rows == ()
    draft = Draft(tmp_path / "m.csv")
    draft.write("x")
    draft.drop()
    assert list(tmp_path.iterdir()) == []

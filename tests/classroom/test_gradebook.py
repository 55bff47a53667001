"""A Canvas export is filled: one column changes, and not another byte."""

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplay.classroom.export.attempts import Grade, Learner
from roleplay.classroom.export.canvas import Canvas
from roleplay.classroom.export.cells import CsvSyntaxError, records, replaced
from roleplay.classroom.export.gradebook import Gradebook
from roleplay.classroom.export.outcome import Outcome
from roleplay.errors import InputError, UsageError

EXPORT = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Notes,Mad (4321),Mad (99),Current Score\r\n"
    ",,,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,,20.00,(read only),(read only)\r\n"
    '"Able, Anne",118,S1,aable,"Sec ""1""\nand 2",=1+1,,,88.00\r\n'
    "Öz Bar,119,S2,BBar,Sec 1,,12.00,3,\n"
    '"=Cal",120,S3,ccal,Sec 1,,EX,,\r\n'
    "Dee,121,S4,ddee,Sec 1,,N/A,,\r\n"
    '"Student, Test",122,,f00,Sec 1,,,,'
)


def book(folder: Path, text: str | bytes = EXPORT) -> Gradebook:
    path = folder / "export.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return Gradebook.read(path)


def grade(learner: str, overall: float | None) -> Grade:
    return Grade(Learner(learner, learner), "small", (), overall)


def filled(
    gradebook: Gradebook, grades: Sequence[Grade], match: str = "SIS Login ID"
) -> tuple[str, Outcome]:
    out = io.StringIO(newline="")
    canvas = Canvas(gradebook, gradebook.assignment("Mad (4321)"), match)
    outcome = canvas.write(out, grades)
    return out.getvalue(), outcome


def test_nothing_but_the_cell_changes(tmp_path: Path) -> None:
    gradebook = book(tmp_path)
    text, outcome = filled(gradebook, [grade("aable", 78.5), grade("bbar", 100)])
    assert text == EXPORT.replace('and 2",=1+1,,', 'and 2",=1+1,15.70,').replace("12.00", "20.00")
    assert outcome.written == 2
    assert outcome.notes == ["1 of them replace another grade that was there."]


def test_without_grades_every_byte_stays(tmp_path: Path) -> None:
    assert filled(book(tmp_path), [])[0] == EXPORT


def test_who_cannot_get_a_grade_is_named_and_keeps_the_cell(tmp_path: Path) -> None:
    given_ = [grade("ccal", 50), grade("ddee", 50), grade("nobody", 50), grade("aable", None)]
    text, outcome = filled(book(tmp_path), given_)
    assert text == EXPORT
    assert [str(learner) for learner, _ in outcome.unplaced] == ["ccal", "ddee", "nobody"]
    assert [why.split(" of ")[0] for _, why in outcome.unplaced] == [
        "is excused there",
        "the assignment is not for them",
        "not in the column 'SIS Login ID'",
    ]
    assert [one.learner.id for one in outcome.pending] == ["aable"]


@pytest.mark.parametrize(
    ("match", "name"), [("ID", "118"), ("SIS User ID", "s1"), ("Student", "Able, Anne")]
)
def test_students_are_known_by_the_column_that_is_named(
    tmp_path: Path, match: str, name: str
) -> None:
    text, _ = filled(book(tmp_path), [grade(name, 10)], match)
    assert "=1+1,2.00," in text


def test_a_row_that_is_no_student_gets_no_grade(tmp_path: Path) -> None:
    _, outcome = filled(book(tmp_path), [grade("Points Possible", 10)], "Student")
    assert len(outcome.unplaced) == 1


def test_two_students_of_one_name_are_not_told_apart_by_guessing(tmp_path: Path) -> None:
    twice = EXPORT.replace("BBar", "AABLE")
    with pytest.raises(InputError, match="2 students"):
        filled(book(tmp_path, twice), [grade("aable", 10)])
    with pytest.raises(InputError, match="two learners"):
        filled(book(tmp_path), [grade("aable", 10), grade("AABLE", 20)])


@pytest.mark.parametrize("wanted", ["Mad (4321)", "4321"])
def test_an_assignment_is_found_by_title_and_id(tmp_path: Path, wanted: str) -> None:
    assert book(tmp_path).assignment(wanted) == 6


@pytest.mark.parametrize("wanted", ["Mad", "Notes", "Current Score", "SIS Login ID", "Med (4321)"])
def test_no_other_column_is_one(tmp_path: Path, wanted: str) -> None:
    with pytest.raises(InputError):
        book(tmp_path).assignment(wanted)


@pytest.mark.parametrize(
    ("points", "cell"),
    [("20.00", "15.00"), ('"20,00"', "15.00"), ('"1,000.00"', "750.00")],
)
def test_grades_are_scaled_to_the_points_possible(tmp_path: Path, points: str, cell: str) -> None:
    gradebook = book(tmp_path, EXPORT.replace("20.00", points))
    assert f"=1+1,{cell}," in filled(gradebook, [grade("aable", 75)])[0]


def test_points_are_said_once(tmp_path: Path) -> None:
    silent = book(tmp_path, EXPORT.replace("20.00", ""))
    at, out = silent.assignment("Mad (4321)"), io.StringIO(newline="")
    with pytest.raises(InputError, match="does not say what can be reached"):
        Canvas(silent, at).write(out, [grade("aable", 75)])
    Canvas(silent, at, points=10).write(out, [grade("aable", 75)])
    assert "=1+1,7.50," in out.getvalue()
    with pytest.raises(UsageError, match="says that 20 can be reached, and --points says 10"):
        Canvas(book(tmp_path), at, points=10).write(out, [grade("aable", 75)])
    Canvas(book(tmp_path), at, points=20).write(out, [grade("aable", 75)])
    assert "=1+1,15.00," in out.getvalue()


@pytest.mark.parametrize("points", ["(read only)", "0.00", "-5", "ten"])
def test_points_that_no_grade_fits_are_refused(tmp_path: Path, points: str) -> None:
    gradebook = book(tmp_path, EXPORT.replace("20.00", points))
    with pytest.raises(InputError, match="Points Possible"):
        filled(gradebook, [grade("aable", 75)])


def test_semicolons_are_read_and_kept(tmp_path: Path) -> None:
    text = (
        "Student;ID;SIS Login ID;Section;Mad (4321)\n"
        "    Points Possible;;;;10,00\n"
        '"Able; Anne";118;aable;Sec 1;7,5\n'
    )
    assert filled(book(tmp_path, text), [grade("aable", 80)])[0] == text.replace("7,5", "8.00")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "no gradebook"),
        (b"learner,reply\nAnn,Hi\n", "no gradebook"),
        (b"Student,ID,Mad (4321)\nAnn,1,\n", "no gradebook"),
        (b'Student,ID,Section,Mad (4321)\nAnn,1,"S,\n', "line 2: a quoted cell"),
        (b'Student,ID,Section,Mad (4321)\nAnn,1,"S"1,\n', "line 2: text after"),
        (b"Student,ID,Section,Mad (4321)\nAnn,1,S\n", ":2: 3 cells under 4 columns"),
        ("Student,ID,Section\nÖz,1,S\n".encode("cp1252"), ":2: this is not UTF-8"),
        ("Student,ID,Section\n".encode("utf-16"), "this is UTF-16"),
    ],
)
def test_what_is_no_export_is_refused(tmp_path: Path, text: bytes, said: str) -> None:
    with pytest.raises(InputError) as error:
        book(tmp_path, text)
    assert said in error.value.message


def test_an_export_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        Gradebook.read(tmp_path / "none.csv")


CELL = st.text(st.sampled_from('a,";\r\n=é '), max_size=6)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & set('",\r\n') else text


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), max_size=5), st.data())
def test_any_cell_is_found_and_changed_alone(table: list[list[str]], data: st.DataObject) -> None:
    text = "".join(",".join(map(_quoted, row)) + "\r\n" for row in table)
    found = list(records(text, ","))
    assert [[cell.text for cell in row.cells] for row in found] == table
    if table:
        row = data.draw(st.integers(0, len(table) - 1))
        at = data.draw(st.integers(0, len(table[row]) - 1))
        changed = replaced(text, {found[row].cells[at]: "78.50"})
        table[row][at] = "78.50"
        assert [[cell.text for cell in one.cells] for one in records(changed, ",")] == table
        assert len(changed) - len(text) == 5 - len(_quoted(found[row].cells[at].text))


@given(st.text(st.sampled_from('a,"\r\n'), max_size=12))
def test_whatever_it_is_it_is_read_or_refused(text: str) -> None:
    try:
        found = list(records(text, ","))
    except CsvSyntaxError:
        return
    assert (
        replaced(text, {cell: text[cell.start : cell.end] for r in found for cell in r.cells})
        == text
    )

"""Workbooks as they are found: the right rows, or an error that names the cell."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.shelf import objects, read, run
from support.workbooks import COLUMNS, FOOT, HEAD, MAIN, changed, made_of, row, workbook

from roleplay.classroom import Options
from roleplay.classroom.row import Record
from roleplay.classroom.tables.formats import open_table
from roleplay.classroom.tables.reading import Reading
from roleplay.errors import InputError

ANN = ("Ann", "small", "asks", "Sorry.")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "class.xlsx"


def records(path: Path, sheet: str | None = None) -> list[Record]:
    return list(open_table(path, Reading(sheet=sheet)).records())


def column(path: Path, name: str) -> list[object]:
    return [record.cells[name] for record in records(path)]


def one(path: Path, *names: str, values: Sequence[object]) -> Any:  # noqa: ANN401 - what came out
    """What comes out of a row with extra columns in JSON Lines."""
    workbook(path, (*COLUMNS, *names), (*ANN, *values))
    run(path, path.with_name("out.jsonl"))
    (found,) = objects(path.with_name("out.jsonl"))
    return [found[name] for name in names]


@pytest.mark.parametrize(
    ("value", "text"),
    [(7, "7"), (7.0, "7"), ("007", "007"), ("7.0", "7.0"), (7.5, "7.5"), (10**14, "1" + "0" * 14)],
)
def test_ids_are_what_the_cell_says(path: Path, value: object, text: str) -> None:
    assert one(path, "id", "attempt", values=(value, value)) == [text, text]


def test_zeros_that_only_the_number_format_shows(path: Path) -> None:
    workbook(path, (*COLUMNS, "id", "student"), (*ANN, 7, 42))

    def pad(sheet: Any) -> None:  # noqa: ANN401 - of openpyxl
        sheet["E2"].number_format = "000"
        sheet["F2"].number_format = "0000"

    (record,) = records(changed(path, pad))
    assert (record.cells["id"], record.cells["student"]) == ("007", "0042")


def test_numbers_stay_numbers_and_dates_are_iso(path: Path) -> None:
    values = (
        7,
        7.5,
        True,
        date(2026, 1, 2),
        datetime(2026, 1, 2, 3, 4, 5),  # noqa: DTZ001 - a workbook knows no time zones
        time(3, 4),
        timedelta(hours=30, minutes=5),
        None,
    )
    names = ("n", "x", "done", "day", "at", "clock", "taken", "nothing")
    assert one(path, *names, values=values) == [
        7,
        7.5,
        True,
        "2026-01-02",
        "2026-01-02T03:04:05",
        "03:04:00",
        "30:05:00",
        None,
    ]


def test_a_date_for_an_id(path: Path) -> None:
    assert one(path, "id", values=[date(2026, 1, 2)]) == ["2026-01-02"]


def test_empty_rows_are_left_out_and_rows_keep_their_numbers(path: Path) -> None:
    workbook(path, (), COLUMNS, (), ANN, ("", None), ("Bob", "small", "asks", ""), ANN)
    assert [record.line for record in records(path)] == [4, 6, 7]
    counts = run(path, path.with_name("out.csv"))
    assert (counts.rows, counts.scored, counts.unscored) == (3, 2, 1)


def test_a_cell_beside_the_table_is_named(path: Path) -> None:
    workbook(path, (*COLUMNS, None, None), (*ANN, None, "see me"), ANN)
    counts = run(path, path.with_name("out.csv"))
    assert (counts.scored, counts.failed) == (1, 1)
    (failed,) = read(path.with_name("out.csv.errors.csv"))
    assert failed["error"] == "Class!F2 has no column name above it"
    assert (failed["line"], failed["table"]) == ("2", "class.xlsx")


def test_the_only_sheet_that_can_be_meant(path: Path) -> None:
    notes = [("what", "why"), ("a", "b")]
    workbook(path, sheets={"Notes": notes, "Class": [COLUMNS, ANN], "Empty": []})
    assert column(path, "learner") == ["Ann"]


def test_sheets_are_not_guessed(path: Path) -> None:
    bob = ("Bob", "small", "asks", "Well.")
    workbook(path, sheets={"Monday": [COLUMNS, ANN], "Tuesday": [COLUMNS, bob]})
    with pytest.raises(InputError, match="any of the sheets 'Monday', 'Tuesday'") as error:
        records(path)
    assert error.value.hint == "name one, such as --sheet 'Monday'"
    (record,) = records(path, "Tuesday")
    assert record.cells["learner"] == "Bob"
    with pytest.raises(InputError, match="no sheet 'Tusday'") as error:
        records(path, "Tusday")
    assert "Tuesday" in error.value.hint


def test_a_workbook_with_nothing_in_it(path: Path) -> None:
    with pytest.raises(InputError, match="is empty"):
        open_table(workbook(path))
    path.write_bytes(b"")
    with pytest.raises(InputError, match="is empty"):
        open_table(path)


def test_columns_that_will_not_do(path: Path) -> None:
    workbook(path, (*COLUMNS, "reply"), ANN)
    with pytest.raises(InputError, match="two columns 'reply'"):
        run(path, path.with_name("out.csv"))
    workbook(path, ("learner", "scenario", "scene", "Reply"), ANN)
    with pytest.raises(InputError, match="no column 'reply'") as error:
        run(path, path.with_name("out.csv"))
    assert error.value.hint == "rename 'Reply' to 'reply'"


@pytest.mark.parametrize("merged", ["A2:A3", "C2:D2", "F5:G9"])
def test_merged_cells_are_named(path: Path, merged: str) -> None:
    workbook(path, COLUMNS, ANN, ANN)
    changed(path, lambda sheet: sheet.merge_cells(merged))
    with pytest.raises(InputError) as error:
        run(path, path.with_name("out.csv"))
    assert f"the cells Class!{merged} are merged" in error.value.message
    assert "unmerge" in error.value.hint


def test_cells_that_are_merged_above_the_table(path: Path) -> None:
    """They are the header, then; so it says what is missing."""
    workbook(path, ("Our class",), COLUMNS, ANN)
    changed(path, lambda sheet: sheet.merge_cells("A1:D1"))
    with pytest.raises(InputError, match="no column 'reply'"):
        run(path, path.with_name("out.csv"))


FORMULA = '<c r="{}" t="str"><f>B2&amp;"x"</f><v>{}</v></c>'
BARE = '<c r="{}"><f>B2&amp;"x"</f></c>'
ERROR = '<c r="{}" t="e"><f>Sorry</f><v>#NAME?</v></c>'
SMALL = ("Ann", "small", "asks")
BOOK = (
    f'<workbook xmlns="{MAIN}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Sheet" sheetId="1" r:id="rId1"/></sheets><calcPr/></workbook>'
)


def test_a_formula_is_what_it_came_to(path: Path) -> None:
    cells = (*SMALL, FORMULA.format("D2", "Sorry."), FORMULA.format("E2", ""))
    made_of(path, HEAD, row(1, *COLUMNS, "note"), row(2, *cells), FOOT)
    (record,) = records(path)
    assert (record.cells["reply"], record.cells["note"]) == ("Sorry.", None)


def test_formulas_without_a_result_and_errors_are_named(path: Path) -> None:
    made_of(
        path,
        HEAD,
        row(1, *COLUMNS, "note"),
        row(2, *SMALL, BARE.format("D2")),
        row(3, *SMALL, ERROR.format("D3")),
        row(4, *SMALL, "Sorry.", BARE.format("E4")),
        row(5, *SMALL, "Sorry.", ERROR.format("E5")),
        FOOT,
    )
    counts = run(path, path.with_name("out.csv"), Options(raw=True))
    assert (counts.scored, counts.failed) == (2, 2)
    first, second = read(path.with_name("out.csv.errors.csv"))
    assert first["error"].startswith("Sheet!D2 has a formula whose result is not stored; open it")
    assert second["error"].startswith("Sheet!D3 has the error #NAME?; was a text that begins")
    rows = read(path.with_name("out.csv"))
    assert [found["note"] for found in rows] == ['=B2&"x"', "#NAME?"]


def test_formulas_that_were_never_calculated(path: Path) -> None:
    """As openpyxl writes them: with an empty place for the result."""
    said = '="Let me "&"look."'
    workbook(
        path,
        ("id", *COLUMNS, "note"),
        (1, *SMALL, said, None),
        ("=1+1", *SMALL, "Sorry.", None),
        (3, '="Ann"', "small", "asks", "Sorry.", None),
        (4, *SMALL, "Sorry.", '=IF(TRUE,"late","")'),
    )
    counts = run(path, path.with_name("out.csv"), Options(raw=True))
    assert (counts.scored, counts.unscored, counts.failed) == (1, 0, 3)
    failed = read(path.with_name("out.csv.errors.csv"))
    assert [found["line"] for found in failed] == ["2", "3", "4"]
    for found, cell in zip(failed, ("E2", "A3", "B4"), strict=True):
        assert found["error"].startswith(f"Class!{cell} has a formula whose result is not stored")
        assert "open it in a spreadsheet program and save it" in found["error"]
    (kept,) = read(path.with_name("out.csv"))
    assert (kept["id"], kept["note"]) == ("4", '=IF(TRUE,"late","")')


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
def test_a_formula_that_passes_through_leaves_as_a_text(path: Path, ending: str) -> None:
    workbook(path, (*COLUMNS, "note"), (*ANN, "=1+1"))
    out = path.with_name(f"out.{ending}")
    run(path, out)
    (record,) = open_table(out).records()
    assert record.cells["note"] == ("'=1+1" if ending == "csv" else "=1+1")


@pytest.mark.parametrize("stated", ["1", "true", "0", None])
def test_a_result_that_the_next_program_is_to_find(path: Path, stated: str | None) -> None:
    """Some programs write 0 for every formula, and leave it to the next to calculate."""
    told = "" if stated is None else f' fullCalcOnLoad="{stated}"'
    zero, found = '<c r="D{}"><f>B2</f><v>{}</v></c>', "Sorry."
    made_of(
        path,
        HEAD,
        row(1, *COLUMNS, "marks"),
        row(2, *SMALL, zero.format(2, 0)),
        row(3, *SMALL, FORMULA.format("D3", found)),
        row(4, *SMALL, "Sorry.", zero.replace("D{}", "E4").format(0)),
        FOOT,
        others={"xl/workbook.xml": BOOK.replace("<calcPr/>", f"<calcPr{told}/>").encode()},
    )
    zeros, text, passing = records(path)
    if stated in {"1", "true"}:
        assert zeros.error.startswith("Sheet!D2 has a formula whose result is not stored")
        assert passing.cells["marks"] == "=B2"
    else:
        assert (zeros.cells["reply"], zeros.error) == ("0", "")
        assert passing.cells["marks"] == 0
    assert (text.cells["reply"], text.error, passing.error) == (found, "", "")


def test_shared_and_rich_texts(path: Path) -> None:
    shared = "<c t='s'><v>{}</v></c>"
    texts = (
        "<si><t>Ann</t></si>"
        "<si><r><t xml:space='preserve'>So </t></r><r><rPr><b/></rPr><t>sorry.</t></r></si>"
        "<si><t>可以</t><rPh sb='0' eb='1'><t>keyi</t></rPh></si>"
        "<si><t>_x005F_x0041_ a_x000D_\nb _xD83D_ x005F_</t></si>"
    )
    values = (shared.format(0), "small", "asks", shared.format(1), shared.format(2))
    made_of(
        path,
        HEAD,
        row(1, *COLUMNS, "word", "odd"),
        row(2, *values, shared.format(3)),
        FOOT,
        texts=texts,
    )
    (record,) = records(path)
    assert list(record.cells.values()) == [
        "Ann",
        "small",
        "asks",
        "So sorry.",
        "可以",
        "_x0041_ a\r\nb _xD83D_ x005F_",
    ]


def test_shared_texts_may_be_many(path: Path) -> None:
    replies = [f"Sorry {n}. " + "é" * 200 for n in range(4000)]
    shared = (f"<c t='s'><v>{n}</v></c>" for n in reversed(range(4000)))
    made_of(
        path,
        HEAD,
        row(1, "concern", "reply"),
        *(row(n, "Where?", cell) for n, cell in enumerate(shared, 2)),
        FOOT,
        texts="".join(f"<si><t>{reply}</t></si>" for reply in replies),
    )
    assert column(path, "reply") == list(reversed(replies))


def test_rows_and_cells_need_not_be_named(path: Path) -> None:
    """Some programs leave out which row and column it is; others leave out empty ones."""
    made_of(
        path,
        HEAD,
        b"<row><c t='inlineStr'><is><t>concern</t></is></c>"
        b"<c t='inlineStr'><is><t>reply</t></is></c></row>",
        b"<row r='900'><c r='B900' t='inlineStr'><is><t>Sorry.</t></is></c></row>",
        b"<row><c r='A901' t='inlineStr'><is><t>Where?</t></is></c></row>",
        FOOT,
    )
    assert [(record.line, *record.cells.values()) for record in records(path)] == [
        (900, "", "Sorry."),
        (901, "Where?", ""),
    ]


def test_a_sheet_that_says_it_is_larger_than_it_is(path: Path) -> None:
    """The size in the file is often wrong, and must not be believed."""
    head = HEAD.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    made_of(path, head, row(1, "concern", "reply"), row(2, "Where?", "Sorry."), FOOT)
    assert len(records(path)) == 1
    head = HEAD.replace(b"<sheetData>", b'<dimension ref="A1"/><sheetData>')
    made_of(path, head, row(1, "concern", "reply"), row(2, "Where?", "Sorry."), FOOT)
    assert len(records(path)) == 1

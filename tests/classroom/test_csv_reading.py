"""CSV files as they are found: the right rows, or an error that names the line."""

from pathlib import Path

import pytest
from support.shelf import read, run

from roleplay.classroom.row import Record
from roleplay.classroom.tables.csv_table import CsvTable
from roleplay.classroom.tables.formats import open_table
from roleplay.classroom.tables.reading import Reading
from roleplay.errors import InputError, UsageError

HEAD = "learner,scenario,scene,reply"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "class.csv"


def opened(path: Path, encoding: str | None = None) -> CsvTable:
    table = open_table(path, Reading(encoding))
    assert isinstance(table, CsvTable)
    return table


def records(path: Path, encoding: str | None = None) -> list[Record]:
    return list(opened(path, encoding).records())


def replies(path: Path, encoding: str | None = None) -> list[object]:
    return [record.cells["reply"] for record in records(path, encoding)]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-mark", "utf-16-be-mark", "utf-32"]
)
def test_encodings_that_say_what_they_are(path: Path, encoding: str) -> None:
    text = f"{HEAD}\nZoë,small,asks,“Sorry” 可以\n"
    if encoding.endswith("-mark"):
        path.write_bytes(("\ufeff" + text).encode(encoding.removesuffix("-mark")))
    else:
        path.write_bytes(text.encode(encoding))
    (record,) = records(path)
    assert record.cells == {
        "learner": "Zoë",
        "scenario": "small",
        "scene": "asks",
        "reply": "“Sorry” 可以",
    }


def test_another_encoding_is_named_with_its_line(path: Path) -> None:
    rows = [f"Zo\u00eb{n},small,asks,caf\u00e9" for n in range(3)]
    path.write_bytes("\n".join([HEAD, "Ann,small,asks,fine", *rows]).encode("cp1252"))
    with pytest.raises(InputError, match=r"class\.csv:3: this is not UTF-8 \(byte 0xEB\)") as error:
        records(path)
    assert "--encoding cp1252" in error.value.hint
    assert replies(path, "cp1252") == ["fine", "café", "café", "café"]


def test_the_line_is_found_far_into_a_file(path: Path) -> None:
    lines = [HEAD, *(f"Ann,small,asks,fine {n}" for n in range(20_000))]
    path.write_bytes("\r\n".join(lines).encode() + b"\r\nAnn,small,asks,caf\xe9\r\n")
    with pytest.raises(InputError, match=r"class\.csv:20002: this is not UTF-8"):
        records(path)


def test_utf_16_without_a_mark(path: Path) -> None:
    path.write_bytes(f"{HEAD}\nAnn,small,asks,fine\n".encode("utf-16-le"))
    with pytest.raises(InputError) as error:
        run(path, path.with_name("out.csv"))
    assert "utf-16" in error.value.hint
    assert replies(path, "utf-16-le") == ["fine"]


def test_a_mark_under_a_named_encoding(path: Path) -> None:
    for marked, named in [("utf-8-sig", "UTF8"), ("utf-16", "utf-16"), ("utf-16", "utf-16-le")]:
        path.write_bytes(f"{HEAD}\nAnn,small,asks,fine\n".encode(marked))
        assert opened(path, named).columns == tuple(HEAD.split(","))


def test_an_unknown_encoding(path: Path) -> None:
    path.write_text(HEAD)
    for name in ("klingon", "rot13", "undefined"):
        with pytest.raises(UsageError, match="no encoding"):
            records(path, name)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR only"])
@pytest.mark.parametrize("quoted", [False, True])
def test_delimiters_and_line_ends(path: Path, delimiter: str, end: str, quoted: bool) -> None:  # noqa: FBT001
    rows = [["learner", "scenario", "scene", "reply"], ["Ann", "small", "asks", "fine"]]
    if quoted:
        rows = [[f'"{cell}"' for cell in row] for row in rows]
        rows[1][3] = f'"one, two; three\t{end}four"'
    path.write_bytes(end.join(delimiter.join(row) for row in [*rows, rows[1]]).encode())
    table = opened(path)
    assert table.delimiter == delimiter
    expected = f"one, two; three\t{end}four" if quoted else "fine"
    assert replies(path) == [expected] * 2


def test_lines_are_physical(path: Path) -> None:
    path.write_bytes(
        b'\n"learner","scenario","scene",\n'  # the blank line counts
        b'"Ann","small","asks","one\r\ntwo\n\nfour"\n'
    )
    with pytest.raises(InputError):
        run(path, path.with_name("out.csv"))
    path.write_bytes(
        b"\nlearner,scenario,scene,reply\n"
        b'Ann,small,asks,"one\r\ntwo\n\nfour"\n'
        b"\n"
        b",,,\n"  # nothing in it: a spreadsheet's leftover
        b"Bob,small,asks,five,six\n"
        b'Cy,small,"as\nks",seven\n'
        b"Di,small\n"
    )
    assert [(record.line, record.error) for record in records(path)] == [
        (3, ""),
        (9, "5 cells under 4 columns"),
        (10, ""),
        (12, "2 cells under 4 columns"),
    ]
    counts = run(path, path.with_name("out.csv"))
    assert (counts.rows, counts.scored, counts.failed) == (4, 1, 3)
    failed = read(path.with_name("out.csv.errors.csv"))
    assert [(row["line"], row["id"]) for row in failed] == [("9", "2"), ("10", "3"), ("12", "4")]


def test_a_quote_that_is_never_closed(path: Path) -> None:
    path.write_text(f'{HEAD}\nAnn,small,asks,fine\nBob,small,asks,"oh no\nCy,small,asks,fine\n')
    with pytest.raises(InputError, match=r"class\.csv:3: a quoted cell .* never closed") as error:
        run(path, path.with_name("out.csv"))
    assert error.value.exit_code == 4
    assert not path.with_name("out.csv").exists()


def test_text_after_a_quoted_cell(path: Path) -> None:
    path.write_text(f'{HEAD}\nAnn,small,asks,"He said "no" to me"\n')
    with pytest.raises(InputError, match=r"class\.csv:2: text after") as error:
        records(path)
    assert "twice" in error.value.hint


def test_a_broken_quote_in_the_header(path: Path) -> None:
    path.write_text('learner,"reply\nAnn,fine\n')
    with pytest.raises(InputError, match=r"class\.csv:1: a quoted cell"):
        records(path)


def test_zero_bytes_are_kept_and_not_rated(path: Path) -> None:
    path.write_bytes(f"{HEAD}\nAnn,small,asks,So\0rry\n".encode())
    assert replies(path) == ["So\0rry"]
    run(path, path.with_name("out.csv"))
    (row,) = read(path.with_name("out.csv"))
    assert (row["reply"], row["empathy"]) == ("So\0rry", "3.60")


def test_long_cells(path: Path) -> None:
    long = "Sorry. " * 30_000
    path.write_text(f'{HEAD}\nAnn,small,asks,{long}\nAnn,small,asks,"{long}"\n')
    assert replies(path) == [long, long]


def test_an_endless_line_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roleplay.classroom.tables.decoding.MAX_LINE", 1000)
    path.write_text(f"{HEAD}\nAnn,small,asks,{'a' * 2000}\n")
    with pytest.raises(InputError, match=r"class\.csv:2: a line of more than 1000 characters"):
        records(path)


def test_an_endless_cell_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roleplay.classroom.tables.csv_table.MAX_LINE", 1000)
    path.write_text(f'{HEAD}\nAnn,small,asks,"' + "never closed\n" * 200)
    with pytest.raises(InputError, match=r"class\.csv:2: a cell of more than 1000") as error:
        records(path)
    assert "never closed" in error.value.hint


def test_ids_stay_text(path: Path) -> None:
    path.write_text(f"id,{HEAD},mark,when\n007,1e5,small,asks,fine,NA,2026-01-02\n")
    run(path, path.with_name("out.csv"))
    (row,) = read(path.with_name("out.csv"))
    assert [row[name] for name in ("id", "learner", "mark", "when")] == [
        "007",
        "1e5",
        "NA",
        "2026-01-02",
    ]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "is empty", "header"),
        ("\n\n", "is empty", "header"),
        ("learner,scenario,scene,Reply\n", "no column 'reply'", "rename 'Reply' to 'reply'"),
        ("learner,scenario,scene, reply\n", "no column 'reply'", "rename ' reply' to 'reply'"),
        ("learner:scenario:scene:reply\n", "no column 'reply'", "it needs"),
        ("learner,reply\n", "no column 'scenario'", "'concern' for scenes of your own"),
        ("scenario,reply\n", "no column 'scene'", "it needs"),
        (HEAD + ",reply\n", "two columns 'reply'", ""),
        (HEAD + ",overall,status\n", "'overall', 'status' would be overwritten", "--prefix"),
    ],
)
def test_headers_that_will_not_do(path: Path, text: str, message: str, hint: str) -> None:
    path.write_text(text)
    with pytest.raises(InputError) as error:
        run(path, path.with_name("out.csv"))
    assert message in error.value.message
    assert hint in error.value.hint


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("class.xls", "save it as .xlsx"),
        ("class.ods", "save it as .xlsx"),
        ("class.csv.gz", "unpack it"),
        ("class.txt", "it ends in none of .csv, .tsv, .jsonl, .xlsx, .parquet; say"),
        ("class", "say what it is with --"),
    ],
)
def test_endings_that_say_nothing(tmp_path: Path, name: str, hint: str) -> None:
    path = tmp_path / name
    path.write_text(HEAD)
    with pytest.raises(UsageError, match="this is not read") as error:
        open_table(path)
    assert hint in error.value.hint
    good = tmp_path / "good.csv"
    good.write_text(HEAD)
    with pytest.raises(UsageError, match="this is not written") as error:
        run(good, tmp_path / f"out-{name}")
    assert hint in error.value.hint


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no"):
        open_table(tmp_path / "missing.csv")
    with pytest.raises(UsageError, match="is a folder"):
        open_table(tmp_path)


class TestDelimiterThatTheFileNames:
    """A first line ``sep=;``, by which Excel goes, is no header."""

    @pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"'])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-mark"])
    def test_it_is_gone_by(self, path: Path, first: str, encoding: str) -> None:
        mark = "\ufeff" if encoding.endswith("-mark") else ""
        text = f"{mark}{first}\r\nconcern;note, own;reply\r\nWhy?;a,b;Sorry\r\n;x\r\nWhy?;;No\r\n"
        path.write_bytes(text.encode(encoding.removesuffix("-mark")))
        table = opened(path)
        assert (table.delimiter, table.columns) == (";", ("concern", "note, own", "reply"))
        found = [(record.line, record.cells.get("reply")) for record in table.records()]
        assert found == [(3, "Sorry"), (4, None), (5, "No")]
        counts = run(path, path.with_name("out.csv"))
        assert (counts.rows, counts.scored, counts.failed) == (3, 2, 1)
        (failed,) = read(path.with_name("out.csv.errors.csv"))
        assert (failed["line"], failed["error"]) == ("4", "2 cells under 3 columns")
        assert "sep=" not in path.with_name("out.csv").read_text("utf-8-sig")

    @pytest.mark.parametrize("delimiter", ["\t", "~"])
    def test_whichever_it_is(self, path: Path, delimiter: str) -> None:
        rows = [delimiter.join(cells) for cells in (("concern", "reply"), ("Why, now; so?", "No"))]
        path.write_text("\n".join([f"sep={delimiter}", *rows]), encoding="utf-8")
        assert [record.cells["concern"] for record in records(path)] == ["Why, now; so?"]

    def test_it_says_more_than_the_ending(self, tmp_path: Path) -> None:
        path = tmp_path / "class.tsv"
        path.write_text("sep=;\nconcern;reply\nWhy?;No\n", encoding="utf-8")
        assert replies(path) == ["No"]

    def test_a_person_says_more_than_the_file(self, path: Path) -> None:
        """As with an encoding that is named; the line is no header either way."""
        path.write_text("sep=;\nconcern,reply\nWhy; how?,No\n", encoding="utf-8")
        (record,) = open_table(path, Reading(delimiter=",")).records()
        assert record.cells == {"concern": "Why; how?", "reply": "No"}

    def test_lines_of_errors_are_those_of_the_file(self, path: Path) -> None:
        path.write_text('sep=;\nconcern;reply\nWhy?;"No\n', encoding="utf-8")
        with pytest.raises(InputError, match=r"class\.csv:3: a quoted cell of this row is never"):
            records(path)
        path.write_text('sep=;\nconcern;reply\nWhy?;"No" no\n', encoding="utf-8")
        with pytest.raises(InputError, match=r"class\.csv:3: text after the end"):
            records(path)

    def test_there_is_nothing_after_it(self, path: Path) -> None:
        path.write_text("sep=;\n", encoding="utf-8")
        with pytest.raises(InputError, match="is empty"):
            records(path)

    @pytest.mark.parametrize("text", ["sep=,reply\na,b\n", "sep=\na\n", "\nsep=;\na;b\n"])
    def test_what_only_looks_like_it_is_a_header(self, path: Path, text: str) -> None:
        path.write_text(text, encoding="utf-8")
        assert opened(path).columns[0].startswith("sep=")


@pytest.mark.parametrize("title", ["My class, spring", "My class"])
def test_a_title_above_the_header(path: Path, title: str) -> None:
    path.write_text(f"{title}\n{HEAD}\nAnn,small,asks,Sorry.\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column 'reply'") as error:
        run(path, path.with_name("out.csv"))
    assert error.value.hint == (
        f"its columns are {', '.join(map(repr, title.split(',')))}; it needs 'scenario', 'scene' "
        "and 'reply'; if that is a title, remove it, since the first row must be the header"
    )


def test_a_header_that_lacks_a_column_is_no_title(path: Path) -> None:
    path.write_text("id,learner,text\n1,Ann,Sorry.\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column 'reply'") as error:
        run(path, path.with_name("out.csv"))
    assert "title" not in error.value.hint

"""The corpus of nasty tables: each comes out right, or is refused by its line."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.rater import ScriptedRater
from support.shelf import read, run

from roleplay.classroom import Options
from roleplay.classroom.tables.reading import PLAIN, Reading
from roleplay.errors import InputError

LONG = "Sorry. " * 30_000


@dataclass(frozen=True)
class Right:
    """A table whose replies are known; ``bad`` has the lines that fail, with the reason."""

    name: str
    data: bytes
    replies: tuple[str, ...]
    bad: tuple[tuple[str, str], ...] = ()
    reading: Reading = PLAIN
    file: str = "class.csv"


@dataclass(frozen=True)
class Wrong:
    """A table that is refused, with the line that is named and the remedy."""

    name: str
    data: bytes
    message: str
    hint: str
    file: str = "class.csv"


def lines(*rows: str, end: str = "\n", encoding: str = "utf-8") -> bytes:
    return (end.join(rows) + end).encode(encoding)


HEAD = "id,concern,reply"
RIGHT = [
    Right("plain", lines(HEAD, "007,Why?,Sorry."), ("Sorry.",)),
    Right("byte order mark", lines(HEAD, "007,Why?,Désolé.", encoding="utf-8-sig"), ("Désolé.",)),
    Right("UTF-16", lines(HEAD, "007,Why?,“So” 可", encoding="utf-16"), ("“So” 可",)),
    Right(
        "cp1252, named",
        lines(HEAD, "007,Why?,Désolé…", encoding="cp1252"),
        ("Désolé…",),
        reading=Reading(encoding="cp1252"),
    ),
    Right("semicolons", lines("id;concern;reply", "007;Why, now?;So, yes"), ("So, yes",)),
    Right("tabs", lines("id\tconcern\treply", "007\tWhy?\tSo, yes; no"), ("So, yes; no",)),
    Right("bars", lines("id|concern|reply", "007|Why?|So"), ("So",)),
    Right(
        "any delimiter",
        lines("id~concern~reply", "007~Why?~So~", '008~Why?~"a~b"'),
        ("a~b",),
        bad=(("2", "4 cells under 3 columns"),),
        reading=Reading(delimiter="~"),
    ),
    Right("tabs by ending", lines("id\tconcern\treply", "7\tA|B,C;D\tSo"), ("So",), file="c.tsv"),
    Right("CR only", lines(HEAD, "007,Why?,So", "008,Why?,No", end="\r"), ("So", "No")),
    Right("mixed line ends", b"id,concern,reply\r\n1,a,b\n2,a,c\r3,a,d", ("b", "c", "d")),
    Right("line ends in quotes", lines(HEAD, '1,a,"b\r\nc\nd\re"'), ("b\r\nc\nd\re",)),
    Right("quotes", lines(HEAD, '1,a,"say ""so"""', '2,a,5" wide'), ('say "so"', '5" wide')),
    Right("long cells", lines(HEAD, f"1,a,{LONG}", f'2,a,"{LONG}"'), (LONG, LONG)),
    Right("zero bytes", lines(HEAD, "1,a,So\0rry"), ("So\0rry",)),
    Right(
        "ragged rows",
        lines(HEAD, "1,a,b,c", "2,a,b", "3,a", "", ",,", "4,a,c"),
        ("b", "c"),
        bad=(("2", "4 cells under 3 columns"), ("4", "2 cells under 3 columns")),
    ),
    Right("not a number", lines(HEAD, "1e5,NA,null", "0x1F,None,TRUE"), ("null", "TRUE")),
    Right("other line ends", lines(HEAD, "1,a,b\u2028c\x0bd\x85"), ("b\u2028c\x0bd\x85",)),
    Right("markup", lines(HEAD, "1,a,[/b][@click=app.quit]x"), ("[/b][@click=app.quit]x",)),
    Right("no last line end", lines(HEAD, "1,a,b")[:-1], ("b",)),
    Right("a header alone", lines(HEAD), ()),
]
WRONG = [
    Wrong(
        "cp1252",
        lines(HEAD, "1,a,b", "2,a,Désolé", encoding="cp1252"),
        "class.csv:3: this is not UTF-8 (byte 0xE9)",
        "--encoding cp1252",
    ),
    Wrong(
        "UTF-16 without a mark",
        lines(HEAD, "1,a,b", encoding="utf-16-le"),
        "zero bytes in the header",
        "--encoding utf-16-le",
    ),
    Wrong(
        "half of a character",
        lines(HEAD, "1,a,b")[:-1] + b"\xe2\x80",
        "class.csv:2: this is not UTF-8",
        "save it as UTF-8",
    ),
    Wrong(
        "a quote that is never closed",
        lines(HEAD, "1,a,b", '2,a,"b', "3,a,c"),
        "class.csv:3: a quoted cell of this row is never closed",
        'twice: ""',
    ),
    Wrong(
        "text after a quote",
        lines(HEAD, '1,a,"say "so""'),
        "class.csv:2: text after the end of a quoted cell",
        'twice: ""',
    ),
    Wrong("a column twice", lines(HEAD + ",reply", "1,a,b,c"), "two columns 'reply'", ""),
    Wrong("another header", lines("id,text", "1,b"), "no column 'reply'", "its columns are 'id'"),
    Wrong("nothing", b"", "is empty", "it needs a header"),
    Wrong("nothing but a mark", b"\xef\xbb\xbf", "is empty", "it needs a header"),
    Wrong("blank lines", b"\n\r\n,,\n", "is empty", "it needs a header"),
    Wrong("a picture", b"\x89PNG\r\n\x1a\n" + bytes(100), "this is not UTF-8", "save it as UTF-8"),
    Wrong("JSON Lines", lines('{"reply": "a"}'), "no column 'reply'", "its columns are"),
    Wrong("CSV", lines(HEAD, "1,a,b"), "no JSON object in it", "line 1: not JSON", "class.jsonl"),
    Wrong("CSV", lines(HEAD, "1,a,b"), "is no XLSX file", "save it as .xlsx", "class.xlsx"),
    Wrong("CSV", lines(HEAD, "1,a,b"), "cannot be read as Parquet", "write it again", "c.parquet"),
    Wrong("lines that end elsewhere", b"id,concern,reply 1,a,b", "no column 'reply'", ""),
]


@pytest.mark.parametrize("case", RIGHT, ids=lambda case: case.name)
@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_right(case: Right, ending: str, tmp_path: Path) -> None:
    path, out = tmp_path / case.file, tmp_path / f"out.{ending}"
    path.write_bytes(case.data)
    rater = ScriptedRater()
    options = Options(reading=case.reading)
    counts = run(path, out, options, rater)
    assert counts.rows == len(case.replies) + len(case.bad)
    assert counts.failed == len(case.bad)
    if ending == "jsonl":
        rows = [json.loads(line) for line in out.read_bytes().decode().split("\n") if line]
        assert [row["reply"] for row in rows] == list(case.replies)
        assert all(isinstance(row["id"], str) for row in rows)
    else:
        delimiter = case.reading.delimiter or out.read_text("utf-8-sig")[len("id") : len("id") + 1]
        assert [row["reply"] for row in read(out, delimiter)] == list(case.replies)
    errors = tmp_path / f"out.{ending}.errors.csv"
    failed = read(errors) if case.bad else []
    assert [(row["line"], row["error"]) for row in failed] == list(case.bad)
    assert errors.exists() == bool(case.bad)


@pytest.mark.parametrize("case", WRONG, ids=lambda case: f"{case.name} as {case.file}")
def test_wrong(case: Wrong, tmp_path: Path) -> None:
    path, out = tmp_path / case.file, tmp_path / "out.csv"
    path.write_bytes(case.data)
    out.write_text("yesterday's work")
    with pytest.raises(InputError) as error:
        run(path, out)
    assert case.message in error.value.message
    assert str(path) in error.value.message
    assert case.hint in error.value.hint
    assert out.read_text() == "yesterday's work"


def test_ids_that_look_like_numbers(tmp_path: Path) -> None:
    """``007`` is ``007`` on every way from one format to another."""
    ids = ["007", "1e5", "1.0", "-0", "TRUE", "2026-01-02", "12345678901234567890", "0x1F", " 7"]
    (tmp_path / "0.csv").write_bytes(lines(HEAD, *(f"{name},a,b" for name in ids)))
    last = tmp_path / "0.csv"
    for number, ending in enumerate(
        ["tsv", "xlsx", "jsonl", "parquet", "xlsx", "parquet", "csv"], 1
    ):
        run(last, tmp_path / f"{number}.{ending}", Options(prefix=f"p{number}_"))
        last = tmp_path / f"{number}.{ending}"
    assert [row["id"] for row in read(last)] == ids

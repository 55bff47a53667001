"""Workbooks that must not be opened: refused at once, with the reason."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.shelf import run
from support.workbooks import FOOT, HEAD, MAIN, SHEET, made_of, row

from roleplay.classroom.tables import xlsx_guard, xlsx_survey
from roleplay.classroom.tables.formats import open_table
from roleplay.errors import InputError

TOP = row(1, "concern", "reply")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "class.xlsx"


def refused(path: Path) -> str:
    with pytest.raises(InputError) as error:
        sum(1 for _ in open_table(path).records())
    assert error.value.exit_code == 4
    assert error.value.hint
    assert str(path) in error.value.message
    return error.value.message


def noise(size: int) -> bytes:
    """A comment that does not pack."""
    return b"<!--" + os.urandom(size // 2).hex().encode() + b"-->"


OPENS = """
import re, sys, time
from pathlib import Path
from roleplay.classroom.tables.formats import open_table
from roleplay.errors import InputError
import roleplay.classroom.tables.xlsx_table
start = time.monotonic()
try:
    open_table(Path(sys.argv[1]))
except InputError as error:
    taken = time.monotonic() - start
    # Not ru_maxrss: that begins with the memory of the process that started this one.
    memory = re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1]
    print(taken, memory, error.message, sep="|")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells the peak memory")
def test_a_zip_bomb_is_refused_in_a_moment(path: Path) -> None:
    """300 MB in 300 kB, as it was measured: opening it takes 716 MB."""
    made_of(path, HEAD, *[b" " * 1_000_000] * 300, FOOT, packed=6)
    assert path.stat().st_size < 320_000
    done = subprocess.run(
        [sys.executable, "-c", OPENS, str(path)], capture_output=True, text=True, check=True
    )
    taken, memory, message = done.stdout.split("|")
    assert "is not opened, because it would unpack to 300," in message
    assert float(taken) < 1
    assert int(memory) < 200_000


def test_a_large_table_is_no_bomb(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_guard, "SMALL", 1000)
    made_of(path, HEAD, TOP, *(row(n, "Where?", f"Sorry {n}.") for n in range(2, 3000)), FOOT)
    assert sum(1 for _ in open_table(path).records()) == 2998


def test_more_than_any_table_has(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_guard, "MAX_UNPACKED", 100_000)
    made_of(path, HEAD, TOP, noise(100_000), FOOT)
    assert "it would unpack to 1" in refused(path)


def test_sizes_that_are_lied_about(path: Path) -> None:
    """A part is never read beyond the size that was added up."""
    made_of(path, HEAD, TOP, *[b" " * 1_000_000] * 40, FOOT)
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        real = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
    assert data.count(real) >= 1
    path.write_bytes(data.replace(real, (1000).to_bytes(4, "little")))
    assert "is damaged" in refused(path)


def giant_row() -> Iterator[bytes]:
    """A row whose cells pack well, with noise between them so that the ratio looks fine."""
    yield from (HEAD, TOP, b"<row>")
    for _ in range(20):
        yield b"<c/>" * 20_000 + noise(10_000)
    yield from (b"</row>", FOOT)


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        (list(giant_row()), "more than 250,000 XML elements in one piece"),
        (
            [
                HEAD,
                TOP,
                b"<row>" + noise(400_000) + b"<c><v>",
                *[b"1" * 1_000_000] * 17,
                b"</v></c></row>",
            ],
            "more than 16,777,216 bytes of XML in one piece",
        ),
        ([HEAD, TOP, b"<row>", b"<a>" * 5000, b"</a>" * 5000, b"</row>"], "nested more than 100"),
        ([b"<!DOCTYPE a [<!ENTITY x 'yyyy'>]>", HEAD, TOP], "declares XML entities"),
        (
            ["<?xml version='1.0' encoding='utf-16'?><!DOCTYPE a []><a/>".encode("utf-16")],
            "entities",
        ),
    ],
    ids=["cells", "text", "depth", "entities", "entities in UTF-16"],
)
def test_xml_that_would_fill_the_memory(path: Path, parts: list[bytes], why: str) -> None:
    made_of(path, *parts, FOOT)
    message = refused(path)
    assert why in message
    assert message.endswith(f"in {SHEET}.")


def test_xml_that_would_fill_the_memory_in_other_parts(path: Path) -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * 260_000}</cellXfs></styleSheet>'
    made_of(path, HEAD, TOP, FOOT, others={"xl/styles.xml": styles.encode()})
    assert "250,000 XML elements in one piece, in xl/styles.xml" in refused(path)
    texts = "<si>" + "<r><t>a</t></r>" * 130_000 + "</si>"
    made_of(path, HEAD, TOP, FOOT, texts=texts)
    assert "250,000 XML elements in one piece, in xl/sharedStrings.xml" in refused(path)


def test_more_rows_than_a_sheet_has(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(xlsx_survey._UNIT, xlsx_survey.SHEET, (2, "row", 10))
    made_of(path, HEAD, TOP, b"<row/>" * 10, FOOT)
    assert "more than 10 rows or texts" in refused(path)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([TOP, row(2_000_000_000, "a", "b")], "row 2000000000 of 'Sheet' comes after row 1"),
        ([TOP, row(3, "a", "b"), row(2, "a", "b")], "row 2 of 'Sheet' comes after row 3"),
        ([TOP, row(2, "a", "b"), row(2, "a", "b")], "row 2 of 'Sheet' comes after row 2"),
        ([TOP, row(0, "a", "b"), row(2, "a", "b")], "row 0 of 'Sheet' comes after row 1"),
        ([row(1, "<c t='s'><v>5</v></c>")], "cannot be read"),
        ([row(1, "<c t='s'><v>-1</v></c>")], "cannot be read"),
        ([TOP, row(2, "<c s='99'><v>5</v></c>")], "cannot be read"),
        ([row(1, "<c r='ZZZZZ1'><v>5</v></c>")], "cannot be read"),
        ([TOP, row(2, "<c t='b'><v>maybe</v></c>")], "after row 1, cannot be read"),
        ([TOP, b"<row>"], "is damaged: mismatched tag"),
    ],
)
def test_sheets_that_make_no_sense(path: Path, rows: list[bytes], why: str) -> None:
    made_of(path, HEAD, *rows, FOOT)
    assert why in refused(path)


def test_numbers_that_are_none(path: Path) -> None:
    made_of(
        path, HEAD, row(1, "concern", "reply", "n"), row(2, "a", "b", "<c><v>1e999</v></c>"), FOOT
    )
    assert run(path, path.with_name("out.jsonl")).scored == 1
    assert '"n": "inf"' in path.with_name("out.jsonl").read_text()


def test_files_that_are_no_workbook(path: Path) -> None:
    path.write_text("learner,reply\nAnn,Sorry.\n")
    assert "is no XLSX file" in refused(path)
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    assert "is an old Excel file, or has a password" in refused(path)
    path.write_bytes(b"PK\x03\x04" + bytes(500))
    assert "is damaged" in refused(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert "cannot be read" in refused(path)
    made_of(path, HEAD, TOP, FOOT)
    path.write_bytes(path.read_bytes()[:-100])
    assert "is damaged" in refused(path)


def test_parts_that_are_packed_strangely(path: Path) -> None:
    made_of(path, HEAD, TOP, FOOT)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/more.xml", "<a/>")
    assert "packed in a way that no workbook is" in refused(path)
    made_of(path, HEAD, TOP, FOOT)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, HEAD + FOOT)
    assert "two of its parts have the same name" in refused(path)


def test_strict_workbooks_are_not_taken_for_empty_ones(path: Path) -> None:
    strict = b'<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'
    made_of(path, HEAD, TOP, FOOT, others={"xl/workbook.xml": strict})
    assert "“Strict Open XML” workbook; save it as a plain one" in refused(path)


def test_pictures_and_broken_drawings_do_no_harm(path: Path) -> None:
    others = {"xl/media/image1.png": bytes(range(256)), "xl/drawings/vml.xml": b"<a><br></a>"}
    made_of(path, HEAD, TOP, row(2, "Where?", "Sorry."), FOOT, others=others)
    assert sum(1 for _ in open_table(path).records()) == 1

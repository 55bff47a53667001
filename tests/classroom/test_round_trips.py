"""Any text goes in, and comes out as it went in, in every format."""

import asyncio
import csv
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.rater import ScriptedRater
from support.shelf import Shelf, run
from support.workbooks import FOOT, made_of
from support.workbooks import HEAD as SHEET_HEAD

from roleplay.classroom import Options, Verification
from roleplay.classroom.tables.formats import open_table
from roleplay.classroom.tables.xlsx_cells import escaped

ENDINGS = ("csv", "tsv", "jsonl", "xlsx", "parquet")
COLUMNS = ("id", "concern", "reply", "note")
# Surrogates are no text.
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MARKUP = st.text(
    st.sampled_from(list("\",;\t\r\n '=+-@|_x0041\0\x07é\u2028\ufeff\ufffe<&]>")), max_size=12
)
TEXTS = ANY | MARKUP
ROWS = st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=4)


def write(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """A table as a program other than ours would write it."""
    match path.suffix:
        case ".csv" | ".tsv":
            with path.open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(
                    file,
                    COLUMNS,
                    delimiter="\t" if path.suffix == ".tsv" else ",",
                    quoting=csv.QUOTE_ALL,
                )
                writer.writeheader()
                writer.writerows(rows)
        case ".jsonl":
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        case ".parquet":
            pq.write_table(pa.Table.from_pylist([dict(row) for row in rows]), path)
        case _:
            lines = [dict(zip(COLUMNS, COLUMNS, strict=True)), *rows]
            made_of(path, SHEET_HEAD, *(_sheet_row(row) for row in lines), FOOT)


def _sheet_row(row: Mapping[str, str]) -> bytes:
    cells = (escaped(text).translate(XML) for text in row.values())
    texts = (f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' for text in cells)
    return f"<row>{''.join(texts)}</row>".encode()


XML = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;"})


def back(path: Path) -> list[dict[str, Any]]:
    """The columns that passed through, where an empty cell is an empty text."""
    table = open_table(path)
    return [{name: record.cells[name] or "" for name in COLUMNS} for record in table.records()]


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=25, deadline=None)
@given(texts=ROWS)
def test_in_and_out(ending: str, texts: list[tuple[str, str, str]]) -> None:
    rows = [
        dict(zip(COLUMNS, (f"n{i}", "Why?", *row[1:]), strict=True)) for i, row in enumerate(texts)
    ]
    with tempfile.TemporaryDirectory() as name:
        path, out = Path(name) / f"class.{ending}", Path(name) / f"out.{ending}"
        write(path, rows)
        assert back(path) == rows
        counts = run(path, out, Options(raw=True))
        assert counts.rows == len(rows)
        assert counts.failed == 0
        assert back(out) == rows


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=15, deadline=None)
@given(texts=ROWS)
def test_through_another_format(ending: str, texts: list[tuple[str, str, str]]) -> None:
    """From JSON Lines into any format and back: guards come and go, and nothing else does."""
    rows = [dict(zip(COLUMNS, (row[0] or "x", "Why?", *row[1:]), strict=True)) for row in texts]
    with tempfile.TemporaryDirectory() as name:
        first, middle, last = (
            Path(name) / f"{n}.{e}" for n, e in enumerate(("jsonl", ending, "jsonl"))
        )
        write(first, rows)
        run(first, middle, Options(prefix="a_"))
        run(middle, last, Options(prefix="b_"))
        assert back(last) == rows
        found: list[object] = []
        for path in (middle, last):
            job = Verification.prepare(path, "b_" if path == last else "a_")
            asyncio.run(job.run(ScriptedRater(), Shelf(), found.append))
        assert found == []

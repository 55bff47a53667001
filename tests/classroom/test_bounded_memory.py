"""A table may be larger than the memory, in every format."""

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.workbooks import FOOT, HEAD, made_of, row

from roleplay.classroom.columns import Added
from roleplay.classroom.draft import Draft, drafting
from roleplay.classroom.tables import parquet_writer
from roleplay.classroom.tables.formats import Target, format_for, open_table

ROWS = 2500
REPLY = "Sorry. " * 1000
WHOLE = ROWS * len(REPLY)
"""Bytes of the texts together: 17.5 million."""


@contextmanager
def within(most: int) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < most


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "xlsx", "parquet"])
def test_rows_are_not_kept(tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_writer, "MOST_TEXT", WHOLE // 20)
    out = tmp_path / f"out.{ending}"
    open_table(written(tmp_path / f"warm.{ending}", 1))  # so that modules do not count
    with within(WHOLE // 3):
        written(out, ROWS)
    with within(WHOLE // 3):
        assert sum(1 for _ in open_table(out).records()) == ROWS


def test_shared_texts_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "class.xlsx"
    cells = (f"<c t='s'><v>{n}</v></c>" for n in range(ROWS))
    made_of(
        path,
        HEAD,
        row(1, "concern", "reply"),
        *(row(n, "Where?", cell) for n, cell in enumerate(cells, 2)),
        FOOT,
        texts="".join(f"<si><t>{n} {REPLY}</t></si>" for n in range(ROWS)),
    )
    written(tmp_path / "warm.xlsx", 1)
    with within(WHOLE // 3):
        replies = (str(record.cells["reply"]) for record in open_table(path).records())
        assert all(reply == f"{n} {REPLY}" for n, reply in enumerate(replies))


def written(path: Path, rows: int) -> Path:
    with drafting(draft := Draft(path)):
        writer = format_for(path).write(draft, Target((), Added()))
        writer.begin(("n", "reply", "empathy"))
        for n in range(rows):
            writer.write({"n": str(n), "reply": f"{n} {REPLY}"}, {"empathy": 3.0})
        writer.end()
    return path

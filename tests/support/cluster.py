"""What a worker of another process can be given: it finds this module there, too."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from support.rater import ScriptedRater
from support.shelf import Shelf

REPLIES = ("Sorry {}.", "You idiot {}.", "Well {}.", "", None)


@dataclass(frozen=True)
class ScriptedKit:
    """Makes scripted raters and shelves; ``failures`` as of :class:`ScriptedRater`."""

    failures: int = 0

    def stamp(self) -> str:
        return "scripted"

    def rater(self) -> ScriptedRater:
        return ScriptedRater(failures=self.failures)

    def library(self) -> Shelf:
        return Shelf()


def class_of(folder: Path, rows: int) -> list[Path]:
    """Two Parquet tables, of so many rows together, of all kinds, some of which fail."""
    made = [_row(number) for number in range(rows)]
    kinds = pa.schema([(name, pa.string()) for name in _row(0)])
    every = pa.Table.from_pylist(made, kinds).append_column("n", pa.array(range(rows), pa.int16()))
    paths = [folder / "a.parquet", folder / "b.parquet"]
    cut = rows * 2 // 3
    pq.write_table(every.slice(0, cut), paths[0], row_group_size=13)
    pq.write_table(every.slice(cut).drop_columns(["learner"]), paths[1])
    return paths


def _row(number: int) -> Mapping[str, str | None]:
    reply = REPLIES[number % len(REPLIES)]
    return {
        "learner": f"Ann {number % 7}",
        "scenario": "nowhere" if number % 31 == 30 else "small",
        "scene": "asks",
        "reply": reply and reply.format(number % 50),
    }

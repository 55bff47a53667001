"""Columns that are none of the rater's business come out as they went in."""

import csv
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from support.shelf import read, run

from roleplay.classroom import Options
from roleplay.classroom.formulas import defuse

# Surrogates are no text; a cell of nothing but them could not be written in the first place.
CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
MARKUP = st.text(st.sampled_from(list("\",;\t\r\n '=|\0é\u2028")), max_size=8)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(CELLS | MARKUP, CELLS | MARKUP), min_size=1, max_size=5))
def test_csv_round_trip(rows: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        path, out = Path(name) / "class.csv", Path(name) / "out.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(["before", "concern", "reply", "after"])
            writer.writerows([before, "Where?", "Sorry.", after] for before, after in rows)
        assert run(path, out, Options(raw=True)).scored == len(rows)
        assert [(row["before"], row["after"]) for row in read(out)] == rows
        run(path, out)
        assert [(row["before"], row["after"]) for row in read(out)] == [
            (defuse(before), defuse(after)) for before, after in rows
        ]

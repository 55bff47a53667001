"""What a learner typed is never calculated."""

import asyncio
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.rater import ScriptedRater
from support.shelf import Shelf, objects, read, run, table

from roleplay.classroom import Options, Verification
from roleplay.classroom.formulas import defuse, protect, restore

FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\0x",
    "  =1",
    "\n=1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "＝1",  # noqa: RUF001 - full-width, as are the next three
    "＋1",  # noqa: RUF001
    "－1",  # noqa: RUF001
    "＠1",  # noqa: RUF001
    "﹦1",
    "\N{MINUS SIGN}1",
    '=HYPERLINK("http://x","y")',
    "- I will look",
]
HARMLESS = ["", "fine", "a=1", "-5", "-5.25", "'quoted'", "1+1", "(=1)", "é", "'", "  "]


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_defused(text: str) -> None:
    assert defuse(text) == "'" + text
    assert restore(defuse(text)) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_the_rest_is_left_alone(text: str) -> None:
    assert defuse(text) == text
    assert restore(text) == text


@given(st.text())
def test_twice_is_once_and_back_is_back(text: str) -> None:
    assert defuse(defuse(text)) == defuse(text)
    if not text.startswith("'"):
        assert restore(defuse(text)) == text


@pytest.mark.parametrize("text", ["'=1", "''=1", "' =1", "'fine"])
def test_what_looks_guarded_and_is_not(tmp_path: Path, text: str) -> None:
    """JSON Lines have no guards, so there it is what the learner typed."""
    assert restore(protect(text)) == text
    path, out = tmp_path / "class.jsonl", tmp_path / "graded.csv"
    row = {"scenario": "small", "scene": "asks", "reply": text}
    path.write_text(json.dumps(row) + "\n")
    run(path, out)
    found: list[object] = []
    asyncio.run(Verification.prepare(out).run(ScriptedRater(), Shelf(), found.append))
    assert found == []
    run(out.rename(tmp_path / "again.csv"), tmp_path / "back.jsonl", Options(prefix="new_"))
    assert objects(tmp_path / "back.jsonl")[0]["reply"] == text


def test_in_a_rated_table(tmp_path: Path) -> None:
    path = table(tmp_path, *FORMULAS)
    rater = ScriptedRater()
    run(path, tmp_path / "out.csv", rater=rater)
    rows = read(tmp_path / "out.csv")
    assert [row["reply"] for row in rows] == ["'" + text for text in FORMULAS]
    assert {row["empathy"] for row in rows} == {"1.50"}
    seen = {exchange.reply for exchange in rater.seen}
    assert "=1+1" in seen
    assert not any(reply.startswith("'") for reply in seen)


def test_raw_and_json_lines_stay_as_they_are(tmp_path: Path) -> None:
    path = table(tmp_path, *FORMULAS)
    run(path, tmp_path / "out.csv", Options(raw=True))
    assert [row["reply"] for row in read(tmp_path / "out.csv")] == FORMULAS
    run(path, tmp_path / "out.jsonl")
    assert [row["reply"] for row in objects(tmp_path / "out.jsonl")] == FORMULAS


def test_a_rated_table_rated_again_is_the_same_question(tmp_path: Path) -> None:
    first, second = ScriptedRater(), ScriptedRater()
    run(table(tmp_path, *FORMULAS), tmp_path / "once.csv", rater=first)
    run(tmp_path / "once.csv", tmp_path / "twice.csv", Options(prefix="again_"), rater=second)
    assert first.seen == second.seen
    once, twice = read(tmp_path / "once.csv"), read(tmp_path / "twice.csv")
    assert [row["reply"] for row in once] == [row["reply"] for row in twice]


def test_errors_are_defused_too(tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    path.write_text("id,scenario,scene,reply\n=cmd,nowhere,asks,fine\n")
    run(path, tmp_path / "out.csv")
    (row,) = read(tmp_path / "out.csv.errors.csv")
    assert row["id"] == "'=cmd"

"""JSON Lines: a bad line is a bad row."""

import json
from pathlib import Path

import pytest
from support.shelf import objects, read, run

from roleplay.errors import InputError

GOOD = {"learner": "Ann", "scenario": "small", "scene": "asks", "reply": "Sorry."}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "class.jsonl"


def test_bad_lines(path: Path) -> None:
    good = json.dumps(GOOD)
    bad = [
        "{not json",
        "[1, 2]",
        '{"reply": "a", "reply": "b"}',
        '{"reply": NaN}',
        '{"reply": "\\ud800"}',
        "[" * 100_000,
        '{"n": ' + "9" * 5000 + "}",
        json.dumps({**GOOD, "reply": None}),
        json.dumps({**GOOD, "reply": 5}),
        json.dumps({**GOOD, "scene": ["asks"]}),
        json.dumps({"learner": "Ann"}),
    ]
    path.write_text("\n".join([good, *bad, "", good]))
    counts = run(path, path.with_name("out.jsonl"))
    assert (counts.rows, counts.scored, counts.failed) == (13, 2, 11)
    assert [row["id"] for row in objects(path.with_name("out.jsonl"))] == ["1", "13"]
    failed = read(path.with_name("out.jsonl.errors.csv"))
    assert [int(row["line"]) for row in failed] == list(range(2, 13))
    said = " ".join(row["error"] for row in failed)
    for words in ("not JSON", "not an object, but list", "'reply' is there twice", "NaN", "nested"):
        assert words in said
    for words in ("surrogate", "there is no reply", "reply must be text", "scene must be text"):
        assert words in said


def test_nothing_but_bad_lines(path: Path) -> None:
    path.write_text("learner,reply\nAnn,fine\n")
    with pytest.raises(InputError, match="no JSON object") as error:
        run(path, path.with_name("out.jsonl"))
    assert "line 1: not JSON" in error.value.hint


def test_values_pass_through_as_they_are(path: Path) -> None:
    extra = {"id": 7, "mark": 1.50, "tags": ["a", {"b": None}], "done": True, "note": "=1+1"}
    path.write_text(json.dumps({**GOOD, **extra}) + "\n", encoding="utf-8-sig")
    run(path, path.with_name("out.jsonl"))
    (row,) = objects(path.with_name("out.jsonl"))
    assert {name: row[name] for name in extra} == extra
    assert list(row)[:9] == [*GOOD, *extra]
    assert row["flags"] == []
    assert row["acts"] == ["apologize", "feeling", "restate", "step"]
    assert (row["empathy"], row["empathy_low"], row["empathy_high"]) == (3.6, 3.1, 4.0)
    run(path, path.with_name("out.csv"))
    (cells,) = read(path.with_name("out.csv"))
    assert [cells[name] for name in extra] == ["7", "1.5", '["a", {"b": null}]', "true", "'=1+1"]
    assert cells["acts"] == "apologize | feeling | restate | step"
    assert "empathy_low" not in cells


def test_intervals_collide_only_where_they_are_written(path: Path) -> None:
    path.write_text(json.dumps({**GOOD, "empathy_low": 1}))
    assert run(path, path.with_name("out.csv")).scored == 1
    with pytest.raises(InputError, match="'empathy_low' would be overwritten"):
        run(path, path.with_name("out.jsonl"))


def test_rows_with_different_keys(path: Path) -> None:
    path.write_text(json.dumps(GOOD) + "\n" + json.dumps({**GOOD, "id": "x", "group": "b"}))
    run(path, path.with_name("out.csv"))
    first, second = read(path.with_name("out.csv"))
    assert (first["id"], first["group"]) == ("1", "")
    assert (second["id"], second["group"]) == ("x", "b")

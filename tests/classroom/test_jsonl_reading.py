"""JSON Lines: a bad line is a bad row."""

import json
from pathlib import Path

import pytest
from support.shelf import objects, read, run

from roleplay.errors import InputError, UsageError

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


@pytest.mark.parametrize("indent", [None, 0, 2])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_array_is_told_from_lines(path: Path, indent: int | None, encoding: str) -> None:
    """Its last object may stand on a line of its own, and would be taken for all of them."""
    path.write_text("\n " + json.dumps([GOOD, GOOD], indent=indent), encoding=encoding)
    with pytest.raises(InputError) as error:
        run(path, path.with_name("out.jsonl"))
    assert error.value.message == f"{path}: this is one JSON array, and not JSON Lines."
    assert error.value.hint == "write one object a line, as `jq -c '.[]'` does"
    path.write_text(f"[\n{json.dumps(GOOD)},\n{json.dumps(GOOD)}\n]\n", encoding=encoding)
    with pytest.raises(InputError, match="one JSON array"):
        run(path, path.with_name("out.jsonl"))


def test_an_array_among_the_lines_is_a_bad_row(path: Path) -> None:
    path.write_text(f"{json.dumps([1, 2])}\n{json.dumps(GOOD)}\n", encoding="utf-8")
    counts = run(path, path.with_name("out.jsonl"))
    assert (counts.scored, counts.failed) == (1, 1)
    (failed,) = read(path.with_name("out.jsonl.errors.csv"))
    assert failed["error"] == "not an object, but list"


def test_an_object_over_several_lines(path: Path) -> None:
    path.write_text(json.dumps(GOOD, indent=2), encoding="utf-8")
    with pytest.raises(InputError, match="no JSON object in it") as error:
        run(path, path.with_name("out.jsonl"))
    assert error.value.hint.startswith("write one object a line, as `jq -c .` does; line 1: not")


@pytest.mark.parametrize("out", [False, True])
def test_another_ending_has_a_remedy(path: Path, *, out: bool) -> None:
    other = path.with_name("class.json")
    path.write_text(json.dumps(GOOD), encoding="utf-8")
    other.write_text(json.dumps([GOOD]), encoding="utf-8")
    with pytest.raises(UsageError, match=r"class\.json: this is not") as error:
        run(path, other) if out else run(other, path.with_name("out.jsonl"))
    assert error.value.hint == (
        "JSON Lines (.jsonl) are read and written: one object a line; "
        "`jq -c '.[]'` makes them of an array"
    )


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
    assert (first["id"], first["group"]) == ("row 1", "")
    assert (second["id"], second["group"]) == ("x", "b")

"""Parquet: types stay where they can, and ids are texts."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.rater import ScriptedRater
from support.shelf import objects, read, run, table

from roleplay.classroom import Options
from roleplay.classroom.tables import parquet_writer
from roleplay.classroom.tables.formats import open_table
from roleplay.errors import InputError

BASE: dict[str, list[Any]] = {"concern": ["Where?"], "reply": ["Sorry."]}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "class.parquet"


def write(path: Path, **columns: Any) -> None:  # noqa: ANN401 - lists or Arrow arrays
    size = len(next(iter(columns.values()))) if columns else 1
    base = {name: values * size for name, values in BASE.items()}
    pq.write_table(pa.table({**base, **columns}), path)


def through(path: Path, values: Any) -> tuple[Any, str, object]:  # noqa: ANN401 - see above
    """Values of a column after Parquet, CSV and JSON Lines."""
    write(path, thing=values)
    for ending in ("parquet", "csv", "jsonl"):
        run(path, path.with_name(f"out.{ending}"))
    (text,) = (row["thing"] for row in read(path.with_name("out.csv")))
    (value,) = (row["thing"] for row in objects(path.with_name("out.jsonl")))
    return (
        pq.read_table(path.with_name("out.parquet")).column("thing").combine_chunks(),
        text,
        value,
    )


@pytest.mark.parametrize(
    ("kind", "value", "text", "in_json"),
    [
        (pa.string(), "a", "a", "a"),
        (pa.large_string(), "a", "a", "a"),
        (pa.int64(), 7, "7", 7),
        (pa.uint8(), 7, "7", 7),
        (pa.float64(), 7.5, "7.5", 7.5),
        (pa.float64(), float("nan"), "", None),
        (pa.float32(), float("inf"), "Infinity", "inf"),
        (pa.bool_(), True, "true", True),
        (pa.date32(), date(2026, 1, 2), "2026-01-02", "2026-01-02"),
        (
            pa.timestamp("us"),
            datetime(2026, 1, 2, 3, 4, 5, 6),  # noqa: DTZ001 - a type without a zone
            "2026-01-02T03:04:05.000006",
            "2026-01-02T03:04:05.000006",
        ),
        (pa.timestamp("ns"), 1, *["1970-01-01 00:00:00.000000001"] * 2),
        (pa.timestamp("ns"), 1000, *["1970-01-01T00:00:00.000001"] * 2),
        (pa.duration("ns"), 1, "1", "1"),
        (pa.time64("ns"), 1, *["00:00:00.000000001"] * 2),
        (pa.duration("s"), timedelta(seconds=90), "0:01:30", "0:01:30"),
        (pa.decimal128(10, 2), Decimal("1.20"), "1.20", "1.20"),
        (pa.binary(), b"text", "text", "text"),
        (pa.binary(), b"\xff", "/w==", "/w=="),
        (pa.list_(pa.string()), ["a", "b"], "a | b", ["a", "b"]),
        (pa.list_(pa.string()), ["a", None], '["a", null]', ["a", None]),
        (pa.list_(pa.date32()), [date(2026, 1, 2)], '["2026-01-02"]', '["2026-01-02"]'),
        (pa.struct([("a", pa.int8())]), {"a": 1}, '{"a": 1}', {"a": 1}),
        (pa.map_(pa.string(), pa.int8()), [("a", 1)], '[["a", 1]]', '[["a", 1]]'),
    ],
    ids=str,
)
def test_columns_that_pass_through_keep_their_type(
    path: Path, kind: pa.DataType, value: object, text: str, in_json: object
) -> None:
    values = pa.array([value], kind)
    after, in_csv, jsonl = through(path, values)
    assert after.type == kind
    assert str(after) == str(values)
    assert (in_csv, jsonl) == (text, in_json)


def test_dictionaries_and_columns_of_nothing(path: Path) -> None:
    after, text, value = through(path, pa.array(["a"]).dictionary_encode())
    assert (after.to_pylist(), text, value) == (["a"], "a", "a")
    after, text, value = through(path, pa.nulls(1))
    assert (after.to_pylist(), text, value) == ([None], "", None)


@pytest.mark.parametrize(
    ("value", "text"), [(7, "7"), (7.0, "7"), (7.5, "7.5"), (True, "true"), ("007", "007")]
)
def test_ids_become_texts(path: Path, value: object, text: str) -> None:
    write(path, id=[value], learner=[value])
    run(path, path.with_name("out.parquet"))
    found = pq.read_table(path.with_name("out.parquet"))
    assert found.schema.field("id").type == pa.string()
    assert found.column("id").to_pylist() == found.column("learner").to_pylist() == [text]


def test_replies_that_are_missing_or_bytes(path: Path) -> None:
    pq.write_table(
        pa.table({"concern": ["Where?"] * 3, "reply": pa.array([b"Sorry.", None, b""])}), path
    )
    counts = run(path, path.with_name("out.csv"))
    assert (counts.scored, counts.unscored, counts.failed) == (1, 1, 1)
    (failed,) = read(path.with_name("out.csv.errors.csv"))
    assert (failed["line"], failed["error"]) == ("2", "there is no reply")


def test_points_and_references_are_lists(path: Path) -> None:
    points = [[{"fact": "it is late"}, {"need": "a date", "id": "date"}]]
    write(path, points=points, references=[["One.", "Two | three."]])
    rater = ScriptedRater()
    run(path, path.with_name("out.parquet"), rater=rater)
    again = ScriptedRater()
    run(path.with_name("out.parquet"), path.with_name("b.csv"), Options(prefix="b_"), again)
    (exchange,) = rater.seen
    assert rater.seen == again.seen
    assert [point.id for point in exchange.points] == ["1", "date"]
    assert exchange.references == ("One.", "Two | three.")


def test_json_lines_get_the_type_that_holds_all_values(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {
            "id": 7,
            "n": 1,
            "x": 1,
            "mixed": 1,
            "yes": True,
            "tags": ["a"],
            "long": 2**70,
            "none": None,
        },
        {"id": "b", "n": None, "x": 1.5, "mixed": "a", "yes": False, "tags": [], "long": 1},
    ]
    path = tmp_path / "class.jsonl"
    own: dict[str, Any] = {
        "concern": "Where?",
        "reply": "Sorry.",
        "points": [{"fact": "late"}, "b"],
    }
    path.write_text("".join(json.dumps(own | row) + "\n" for row in rows))
    run(path, tmp_path / "out.parquet")
    found = pq.read_table(tmp_path / "out.parquet")
    kinds = {field.name: str(field.type) for field in found.schema}
    assert {name: kinds[name] for name in rows[0]} == {
        "id": "string",
        "n": "int64",
        "x": "double",
        "mixed": "string",
        "yes": "bool",
        "tags": "list<element: string>",
        "long": "string",
        "none": "string",
    }
    assert found.column("id").to_pylist() == ["7", "b"]
    assert found.column("mixed").to_pylist() == ["1", "a"]
    assert found.column("points").to_pylist() == [["fact: late", "b"]] * 2
    assert kinds["empathy"] == kinds["overall"] == kinds["help_high"] == "double"
    assert kinds["flags"] == kinds["missed"] == "list<element: string>"


def test_tables_whose_types_differ(tmp_path: Path) -> None:
    for name, values in (("a", [1]), ("b", ["x"])):
        write(tmp_path / f"{name}.parquet", thing=values)
    tables = [tmp_path / "a.parquet", tmp_path / "b.parquet", table(tmp_path, "Sorry.")]
    run(tables, tmp_path / "out.parquet")
    assert pq.read_table(tmp_path / "out.parquet").column("thing").to_pylist() == ["1", "x", None]


def test_many_row_groups_in_order(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_writer, "MOST_ROWS", 100)
    replies = [f"Sorry {n}." for n in range(1000)]
    pq.write_table(
        pa.table({"concern": ["Where?"] * 1000, "reply": replies}), path, row_group_size=7
    )
    out = path.with_name("out.parquet")
    assert run(path, out).scored == 1000
    assert pq.ParquetFile(out).num_row_groups == 10
    assert pq.read_table(out).column("reply").to_pylist() == replies
    assert [record.line for record in open_table(out).records()] == list(range(1, 1001))


def test_long_texts_go_early(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_writer, "MOST_TEXT", 1000)
    write(path, note=["x" * 600] * 5)
    run(path, path.with_name("out.parquet"))
    assert pq.ParquetFile(path.with_name("out.parquet")).num_row_groups >= 3


def test_a_table_without_rows(path: Path) -> None:
    write(path, note=pa.array([], pa.string()))
    assert run(path, path.with_name("out.parquet")).rows == 0
    assert "empathy" in pq.read_schema(path.with_name("out.parquet")).names


def test_files_that_are_damaged_or_none(path: Path) -> None:
    for data in (b"", b"PAR1", b"learner,reply\n", b"PAR1" + bytes(100) + b"PAR1"):
        path.write_bytes(data)
        with pytest.raises(InputError, match="cannot be read as Parquet") as error:
            open_table(path)
        assert "\n" not in error.value.message
    write(path, note=[str(n) for n in range(5000)])
    data = path.read_bytes()
    path.write_bytes(data[:200] + bytes(4000) + data[4200:])
    with pytest.raises(InputError, match="cannot be read as Parquet"):
        run(path, path.with_name("out.csv"))
    assert not path.with_name("out.csv").exists()


def test_two_columns_of_one_name(path: Path) -> None:
    columns = [pa.array(["a"])] * 3
    pq.write_table(pa.Table.from_arrays(columns, ["concern", "reply", "reply"]), path)
    with pytest.raises(InputError, match="two columns 'reply'"):
        run(path, path.with_name("out.csv"))

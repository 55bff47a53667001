"""Slices of Parquet tables, rated by a worker: the same rows as without one. Needs no Ray."""

import pickle
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.cluster import ScriptedKit, class_of
from support.rater import ScriptedRater
from support.shelf import run, table

from roleplay.classroom import Job, Options
from roleplay.classroom.settled import Settled
from roleplay.classroom.shard import WHOLE, Shard
from roleplay.classroom.slices import Failure, Worker, slices_of
from roleplay.classroom.tables.parquet_table import ParquetTable
from roleplay.classroom.tables.source import Source
from roleplay.errors import InputError, ModelError, UsageError


def by_slices(job: Job, workers: int, kit: ScriptedKit | None = None) -> list[Settled]:
    """Rate each slice with a worker of its own, and write what they send back."""
    kit = kit or ScriptedKit()
    found: list[Settled] = []
    with job.writing() as scribe:
        for part in slices_of(job, workers):
            worker = pickle.loads(pickle.dumps(Worker(kit, kit.stamp(), job.added)))  # noqa: S301
            answer = pickle.loads(pickle.dumps(worker.rate(part)))  # noqa: S301
            assert isinstance(answer, list), answer
            scribe.counts.rows += len(part.lines)
            scribe.write(answer)
            found += answer
    return found


@pytest.mark.parametrize("workers", [1, 2, 40])
@pytest.mark.parametrize("shard", [WHOLE, Shard(1, 3), Shard(2, 3), Shard(3, 3)], ids=str)
def test_the_output_is_the_same_to_the_byte(tmp_path: Path, workers: int, shard: Shard) -> None:
    paths = class_of(tmp_path, 200)
    options = Options(explain=True, shard=shard, prefix="m_")
    counts = run(paths, tmp_path / "local.parquet", options)
    found = by_slices(Job.prepare(paths, tmp_path / "sliced.parquet", options), workers)
    assert len(found) == counts.rows == len(shard.rows(200))
    for ending in ("", ".errors.csv"):
        local, sliced = (tmp_path / f"{name}.parquet{ending}" for name in ("local", "sliced"))
        assert local.exists() == sliced.exists()
        assert not local.exists() or local.read_bytes() == sliced.read_bytes()


def test_slices_have_every_row_once(tmp_path: Path) -> None:
    job = Job.prepare(class_of(tmp_path, 200), tmp_path / "out.parquet", Options())
    for workers in (1, 3, 7, 1000):
        rows = [row for part in slices_of(job, workers) for row in part.rows()]
        assert [row.number for row in rows] == list(range(1, 201))
        sizes = [len(part.lines) for part in slices_of(job, workers)]
        assert 0 < max(sizes) <= max(1, -(-200 // (4 * workers)))


@pytest.mark.parametrize("group", [1, 7, 50, 1000])
def test_a_part_of_a_file_is_what_is_there(tmp_path: Path, group: int) -> None:
    path = tmp_path / "class.parquet"
    pq.write_table(pa.table({"n": list(range(50))}), path, row_group_size=group)
    found = ParquetTable(Source.of(path))
    assert found.size == 50
    everything = list(found.records())
    for start in (1, 2, 7, 8, 49, 50, 51):
        for stop in (start, start + 1, 30, 51, 99):
            assert (
                list(found.part(range(start, stop))) == everything[start - 1 : max(start, stop) - 1]
            )


def test_values_that_only_arrow_has_survive_the_way(tmp_path: Path) -> None:
    path = tmp_path / "class.parquet"
    columns = {
        "when": pa.array([date(2026, 1, 2)]),
        "fine": pa.array([1], pa.timestamp("ns")),
        "sum": pa.array([Decimal("1.20")]),
        "bytes": pa.array([b"\xff"]),
    }
    pq.write_table(pa.table({"concern": ["Where?"], "reply": ["Sorry."], **columns}), path)
    by_slices(Job.prepare([path], tmp_path / "out.parquet", Options()), 1)
    found = pq.read_table(tmp_path / "out.parquet")
    for name, values in columns.items():
        assert found.column(name).combine_chunks().equals(values)


def test_a_table_without_rows(tmp_path: Path) -> None:
    paths = class_of(tmp_path, 0)
    assert by_slices(Job.prepare(paths, tmp_path / "out.parquet", Options()), 3) == []
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 0


def test_the_model_is_loaded_once(tmp_path: Path) -> None:
    job = Job.prepare(class_of(tmp_path, 60), tmp_path / "out.parquet", Options())
    made: list[ScriptedRater] = []

    @dataclass(frozen=True)
    class Counting(ScriptedKit):
        def rater(self) -> ScriptedRater:
            made.append(ScriptedRater())
            return made[-1]

    worker = Worker(Counting(), Counting().stamp(), job.added)
    assert made == []
    for part in slices_of(job, 2):
        assert isinstance(worker.rate(part), list)
    assert len(made) == 1


def test_another_model_on_another_machine_is_no_rating(tmp_path: Path) -> None:
    job = Job.prepare(class_of(tmp_path, 9), tmp_path / "out.parquet", Options())
    worker = Worker(ScriptedKit(), "another", job.added)
    answer = worker.rate(next(slices_of(job, 1)))
    assert isinstance(answer, Failure)
    assert isinstance(answer.error, ModelError)
    assert "another model" in answer.error.message


def test_a_model_that_fails_says_so_from_afar(tmp_path: Path) -> None:
    job = Job.prepare(class_of(tmp_path, 9), tmp_path / "out.parquet", Options())
    kit = ScriptedKit(failures=9)
    answer = Worker(kit, kit.stamp(), job.added).rate(next(slices_of(job, 1)))
    sent = pickle.loads(pickle.dumps(answer))  # noqa: S301
    assert isinstance(sent.error, ModelError)
    assert (sent.error.message, sent.error.hint) == ("The model stopped.", "try again")


def test_a_table_that_changed_meanwhile(tmp_path: Path) -> None:
    (path, *_) = paths = class_of(tmp_path, 20)
    job = Job.prepare(paths, tmp_path / "out.parquet", Options())
    part = next(slices_of(job, 1))
    pq.write_table(pq.read_table(path).slice(0, 1), path)
    answer = Worker(ScriptedKit(), ScriptedKit().stamp(), job.added).rate(part)
    assert isinstance(answer, Failure)
    assert isinstance(answer.error, InputError)


def test_only_parquet(tmp_path: Path) -> None:
    job = Job.prepare([table(tmp_path, "Sorry.")], tmp_path / "out.parquet", Options())
    with pytest.raises(UsageError, match="Parquet files only") as error:
        list(slices_of(job, 1))
    assert ".parquet" in error.value.hint

"""``score --engine ray``: on Ray where it is installed, and what is said where it is not."""

import asyncio
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from support.cluster import ScriptedKit, class_of
from support.rater import ScriptedRater
from support.shelf import run, table

from roleplay.classroom import Job, Options
from roleplay.classroom.calibration import Calibration
from roleplay.cli import clustering, scoring
from roleplay.cli.app import run as call
from roleplay.errors import ModelError, UsageError
from roleplay.rating import Exchange
from roleplay.receipt import Receipt
from roleplay.rubric import Ladder

ROWS = 200
TESTS = Path(__file__).parents[1]

needs_ray = pytest.mark.skipif(
    find_spec("ray") is None, reason="Ray is not installed: pip install 'roleplay[cluster]'"
)
# Ray starts a dozen processes, and leaves files and sockets to its own end.
quiet = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def ray_here() -> Iterator[None]:
    """Ray on this machine, with what the tests know on its path."""
    from roleplay.classroom.cluster import connected  # noqa: PLC0415 - only where Ray is

    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("RAY_ADDRESS", raising=False)
        patch.setenv("PYTHONPATH", os.pathsep.join(map(str, (TESTS.parent, TESTS))))
        with connected(None):
            yield


@needs_ray
@quiet
@pytest.mark.usefixtures("ray_here")
class TestWithRay:
    def test_the_same_levels_row_by_row(self, tmp_path: Path) -> None:
        from roleplay.classroom.cluster import rate  # noqa: PLC0415

        paths, done = class_of(tmp_path, ROWS), list[int]()
        counts = run(paths, tmp_path / "local.parquet")
        job = Job.prepare(paths, tmp_path / "ray.parquet", Options())
        assert rate(job, ScriptedKit(), workers=2, progress=done.append) == counts
        assert sum(done) == counts.rows == ROWS
        assert counts.failed > 0
        local, ray = (pq.read_table(tmp_path / f"{name}.parquet") for name in ("local", "ray"))
        assert ray.schema.equals(local.schema)
        for here, there in zip(local.to_pylist(), ray.to_pylist(), strict=True):
            assert there == here
        failed = [tmp_path / f"{name}.parquet.errors.csv" for name in ("local", "ray")]
        assert failed[0].read_bytes() == failed[1].read_bytes()

    def test_a_model_that_fails_ends_the_run(self, tmp_path: Path) -> None:
        from roleplay.classroom.cluster import rate  # noqa: PLC0415

        out = tmp_path / "out.parquet"
        job = Job.prepare(class_of(tmp_path, 20), out, Options())
        with pytest.raises(ModelError, match="The model stopped"):
            rate(job, ScriptedKit(failures=99), workers=1)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.parquet", "b.parquet"]


@needs_ray
def test_the_command_with_the_real_model(tmp_path: Path) -> None:
    paths = class_of(tmp_path, 30)
    for name, *options in (("local.parquet",), ("ray.parquet", "--engine", "ray")):
        program = "from roleplay.cli import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", program, "score", *paths, "-o", tmp_path / name, *options],
            env={name: value for name, value in os.environ.items() if name != "RAY_ADDRESS"}
            | {"PYTHONPATH": str(TESTS.parent)},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "30 rows = " in done.stderr
    local, ray = (tmp_path / f"{name}.parquet" for name in ("local", "ray"))
    assert local.read_bytes() == ray.read_bytes()


@needs_ray
def test_a_cluster_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (path, _) = class_of(tmp_path, 20)
    options = ["--engine", "ray", "--address", "127.0.0.1:1"]
    assert call(["score", str(path), "-o", str(tmp_path / "out.parquet"), *options]) == 2
    assert "There is no Ray cluster at 127.0.0.1:1" in capsys.readouterr().err
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.usefixtures("without_ray")
def test_without_ray(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (path, _) = class_of(tmp_path, 20)
    assert call(["score", str(path), "-o", str(tmp_path / "out.parquet"), "--engine", "ray"]) == 2
    said = capsys.readouterr().err
    assert "--engine ray needs Ray." in said
    assert "pip install 'roleplay[cluster]'" in said


def test_workers_are_given_the_calibration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "make_rater", lambda *_: ScriptedRater())
    exchange = Exchange("I am sorry.", "Where is it?")
    (before,) = asyncio.run(scoring.make_rater().rate([exchange]))
    receipt = Receipt.parse(before.receipt)
    becomes = {Ladder.EMPATHY: (0.0, 0.5, 1.0, 1.5, 2.0)}
    own = Calibration(receipt.model, receipt.rubric, becomes)
    kit = pickle.loads(pickle.dumps(clustering.Kit(scoring.BackendName.ONNX, own)))  # noqa: S301
    (after,) = asyncio.run(kit.rater().rate([exchange]))
    assert after.value(Ladder.EMPATHY) == pytest.approx(before.value(Ladder.EMPATHY) / 2)
    assert after.receipt == f"{before.receipt}+{own.digest}"


@pytest.mark.parametrize("options", [["--resume"], ["--pilot", "3"]])
def test_what_a_cluster_cannot(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path, "Sorry.")
    said = ["score", str(path), "-o", str(tmp_path / "out.csv"), "--engine", "ray", *options]
    assert call(said) == 2
    assert f"{options[0]} does not work with --engine ray" in capsys.readouterr().err


def test_an_address_is_of_a_cluster() -> None:
    with pytest.raises(UsageError, match="--address is for --engine ray"):
        clustering.check(clustering.EngineName.LOCAL, "auto", {})


@pytest.fixture
def without_ray(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where Ray is not installed."""
    monkeypatch.setattr(clustering, "find_spec", lambda _: None)

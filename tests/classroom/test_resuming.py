"""Runs that are killed, stopped, or find the disk full, and what the next one makes of it."""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from support.processes import command, environment, rated, score
from support.shelf import read, table

from roleplay.classroom.job import CHUNK

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")

ROWS = 700
PACE = 0.002
KEPT = ".out.csv.roleplay-run"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, int]:
    """A table, what an uninterrupted run makes of it, and how many replies that rates."""
    folder = tmp_path_factory.mktemp("whole")
    # One in seven is a copy, and the rows after the second third are copies of the first ones.
    numbers = (n - n % 7 if n % 7 == 1 else n % (2 * ROWS // 3) for n in range(ROWS))
    path = table(folder, *(f"I will look at {n}." for n in numbers))
    done = score(path, "-o", folder / "out.csv", log=folder / "log")
    assert done.returncode == 0, done.stderr
    return path, (folder / "out.csv").read_bytes(), len(rated(folder / "log"))


def begun(*arguments: object, log: Path, before: str = "") -> subprocess.Popen[str]:
    """A run that has just begun, and takes more than a second."""
    process = subprocess.Popen(
        command(*arguments, before=before),
        env=environment(log, PACE),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_killed_and_resumed(tmp_path: Path, whole: tuple[Path, bytes, int], seed: int) -> None:
    path, right, different = whole
    out, log = tmp_path / "out.csv", tmp_path / "log"
    out.write_text("yesterday's work")
    dice = Random(seed)
    for resume in ([], ["--resume"]):
        process = begun(path, "-o", out, *resume, log=log)
        time.sleep(dice.uniform(0.05, 0.6))
        process.kill()
        process.communicate()
        assert out.read_text() == "yesterday's work"
    done = score(path, "-o", out, "--resume", log=log)
    assert done.returncode == 0, done.stderr
    assert out.read_bytes() == right
    assert names(tmp_path) == ["log", "out.csv"]
    assert len(set(rated(log))) == different
    assert len(rated(log)) <= different + 2 * CHUNK, "more was lost than what was being rated"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopped_and_resumed(
    tmp_path: Path, whole: tuple[Path, bytes, int], number: signal.Signals
) -> None:
    path, right, _ = whole
    out, log = tmp_path / "out.csv", tmp_path / "log"
    process = begun(path, "-o", out, log=log)
    while len(rated(log)) < 100:
        time.sleep(0.01)
    process.send_signal(number)
    _, said = process.communicate(timeout=5)
    assert process.returncode == 128 + number, said
    found = re.search(r"(\d+) ratings are kept. The same command with --resume goes on", said)
    assert found is not None, said
    kept = int(found[1])
    assert len(rated(log)) - CHUNK <= kept <= len(rated(log))
    assert names(tmp_path) == [KEPT, "log"]
    refused = score(path, "-o", out, log=log)
    assert refused.returncode == 2
    assert "--resume goes on from there" in refused.stderr
    before = len(rated(log))
    done = score(path, "-o", out, "--resume", log=log)
    assert f"Going on with {kept} ratings" in done.stderr
    assert out.read_bytes() == right
    assert len(rated(log)[before:]) == len(set(rated(log)[before:]))


def test_whoever_wants_a_signal_ignored_is_obeyed(
    tmp_path: Path, whole: tuple[Path, bytes, int]
) -> None:
    """As under nohup."""
    path, right, _ = whole
    out, log = tmp_path / "out.csv", tmp_path / "log"
    ignore = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
    process = begun(path, "-o", out, log=log, before=ignore)
    while not rated(log):
        time.sleep(0.01)
    process.send_signal(signal.SIGHUP)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert out.read_bytes() == right


def test_thrown_away_and_begun_anew(tmp_path: Path, whole: tuple[Path, bytes, int]) -> None:
    path, right, different = whole
    out, log = tmp_path / "out.csv", tmp_path / "log"
    process = begun(path, "-o", out, log=log)
    while len(rated(log)) < 100:
        time.sleep(0.01)
    process.kill()
    process.communicate()
    log.unlink()
    done = score(path, "-o", out, "--restart", log=log)
    assert done.returncode == 0, done.stderr
    assert len(rated(log)) == different
    assert out.read_bytes() == right


FULL = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
"""
"""No file may grow beyond 60,000 bytes, which is how a test gets a full disk."""


def test_a_disk_that_fills_up(tmp_path: Path, whole: tuple[Path, bytes, int]) -> None:
    path, right, different = whole
    out, log = tmp_path / "out.csv", tmp_path / "log"
    out.write_text("yesterday's work")
    done = score(path, "-o", out, log=log, before=FULL)
    assert done.returncode == 1
    assert "cannot be used" in done.stderr or "cannot be written" in done.stderr
    assert "ratings are kept. The same command with --resume" in done.stderr
    assert "Traceback" not in done.stderr
    assert out.read_text() == "yesterday's work"
    assert names(tmp_path) == [KEPT, "log", "out.csv"]
    done = score(path, "-o", out, "--resume", log=log)
    assert done.returncode == 0, done.stderr
    assert out.read_bytes() == right
    assert len(rated(log)) <= different + CHUNK


def test_resuming_what_was_never_begun(tmp_path: Path) -> None:
    path, log = table(tmp_path, "I will look."), tmp_path / "log"
    done = score(path, "-o", tmp_path / "out.csv", "--resume", log=log)
    assert done.returncode == 0
    assert "Nothing to resume" in done.stderr
    assert len(read(tmp_path / "out.csv")) == 1


def test_both_at_once_make_no_sense(tmp_path: Path) -> None:
    path, log = table(tmp_path, "I will look."), tmp_path / "log"
    done = score(path, "-o", tmp_path / "out.csv", "--resume", "--restart", log=log)
    assert done.returncode == 2
    assert "contradict" in done.stderr


def test_standard_output_cannot_be_resumed(tmp_path: Path, whole: tuple[Path, bytes, int]) -> None:
    path, right, different = whole
    log = tmp_path / "log"
    refused = score(path, "-o", "-", "--resume", log=log)
    assert refused.returncode == 2
    assert "cannot be resumed" in refused.stderr
    process = begun(path, "-o", "-", log=log)
    while len(rated(log)) < 100:
        time.sleep(0.01)
    process.terminate()
    shown, said = process.communicate(timeout=10)
    assert (process.returncode, shown) == (128 + signal.SIGTERM, "")
    assert said == "Stopped.\nWhat goes to standard output cannot be resumed.\n"
    log.unlink()
    done = score(path, "-o", "-", log=log)
    assert done.stdout.removeprefix("begun\n").encode() == right.replace(b"\r\n", b"\n")
    assert len(rated(log)) == different
    assert names(tmp_path) == ["log"]


def test_a_draft_that_was_left_by_a_killed_run_goes(tmp_path: Path) -> None:
    path, log = table(tmp_path, "I will look."), tmp_path / "log"
    for name in ("out.csv", "out.csv.errors.csv", "out.csv.jsonl"):
        (tmp_path / f".{name}.0123abcd.part").write_text("half")
    assert score(path, "-o", tmp_path / "out.csv", log=log).returncode == 0
    other = ".out.csv.jsonl.0123abcd.part"  # of another output, which may be in the making
    assert names(tmp_path) == [other, "class.csv", "log", "out.csv"]

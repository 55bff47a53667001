"""Files that appear whole or not at all, and what killed processes leave of them."""

import asyncio
import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from support.rater import ScriptedRater
from support.reports import make, rated, rated_table
from support.shelf import Shelf, read, run, table

from roleplay.classroom import Job, Options
from roleplay.classroom.draft import Draft, drafting, sweep, sweep_folder
from roleplay.classroom.export.hand_in import put
from roleplay.classroom.export.outcome import Outcome
from roleplay.classroom.piped import Piped
from roleplay.errors import RoleplayError
from roleplay.rating import Exchange, Rating

LOCKS = pytest.mark.skipif(sys.platform == "win32", reason="files are held in another way there")

KILLED = """
import os, sys
from pathlib import Path
from support.rater import ScriptedRater
from support.reports import make, rated, rated_table
from support.shelf import run
class Killed(ScriptedRater):
    async def rate(self, exchanges):
        os.kill(os.getpid(), 9)
run(Path(sys.argv[1]), Path(sys.argv[2]), None, Killed())
"""


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def killed(path: Path, out: Path, **environment: str) -> None:
    """Rate ``path`` in a process that is killed before anything is rated."""
    tests = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, path, out],
        env=os.environ | {"PYTHONPATH": f"{tests.parent}{os.pathsep}{tests}"} | environment,
        check=False,
    )
    assert done.returncode == -9


def test_all_or_none(tmp_path: Path) -> None:
    def fail() -> None:
        one, other = Draft(tmp_path / "one"), Draft(tmp_path / "other")
        with drafting(one, other):
            one.write("1")
            other.write("2")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert names(tmp_path) == []
    with drafting(one := Draft(tmp_path / "one")):
        one.write("1")
        assert not (tmp_path / "one").exists()
    assert names(tmp_path) == ["one"]


@LOCKS
@pytest.mark.parametrize("name", ["out.csv", "out.jsonl", "out.xlsx", "out.parquet"])
def test_what_a_killed_run_leaves_goes_with_the_next(tmp_path: Path, name: str) -> None:
    path, elsewhere = table(tmp_path, *["I am sorry."] * 3), tmp_path / "elsewhere"
    elsewhere.mkdir()
    out = tmp_path / name
    killed(path, out, TMPDIR=str(elsewhere))
    assert names(elsewhere) == [], "replies are left where nobody looks for them"
    left = [found for found in names(tmp_path) if found.endswith(".part")]
    assert left or name != "out.xlsx"
    assert run(path, out).scored == 3
    assert names(tmp_path) == ["class.csv", "elsewhere", name]


@LOCKS
def test_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("yesterday's work")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    path = table(tmp_path, "I am sorry.")
    (tmp_path / ".real.csv.0123abcd.part").write_text("half")
    run(path, tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert names(tmp_path) == ["class.csv", "link.csv", "real.csv"]
    assert len(read(tmp_path / "real.csv")) == 1


@LOCKS
@pytest.mark.parametrize("how", [sweep, lambda target: sweep_folder(target.parent)])
def test_what_somebody_is_writing_stays(tmp_path: Path, how: Callable[[Path], None]) -> None:
    target = tmp_path / "report.html"
    (tmp_path / ".report.html.0123abcd.part").write_text("left")
    (tmp_path / ".report.html.part").write_text("not ours")
    with drafting(draft := Draft(target)):
        draft.write("<html>")
        how(target)
        assert len(names(tmp_path)) == 2
    assert names(tmp_path) == [".report.html.part", "report.html"]
    assert target.read_text() == "<html>"


@LOCKS
def test_nobody_else_can_read_what_waits_for_standard_output() -> None:
    before = os.umask(0o022)
    try:
        piped = Piped()
        piped.write("somebody's reply")
    finally:
        os.umask(before)
    folder = piped.target.parent
    assert folder.parent == Path(tempfile.gettempdir()).resolve()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(names(folder)) == 1
    piped.drop()


@pytest.mark.parametrize("rows", [1, 3, 9])
def test_a_table_that_is_changed_while_it_is_rated(tmp_path: Path, rows: int) -> None:
    path, out = table(tmp_path, *["I am sorry."] * 5), tmp_path / "out.csv"
    out.write_text("yesterday's work")
    job = Job.prepare([path], out, Options())

    class Slow(ScriptedRater):
        async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
            table(tmp_path, *["I am sorry."] * rows)
            return await super().rate(exchanges)

    with pytest.raises(RoleplayError, match=r"class\.csv was changed while it was rated"):
        asyncio.run(job.run(Slow(), Shelf()))
    assert out.read_text() == "yesterday's work"
    assert names(tmp_path) == ["class.csv", "out.csv"]


@LOCKS
def test_reports_and_grades_sweep_too(tmp_path: Path) -> None:
    """What a killed command has left is full of replies and names."""
    out = rated_table(tmp_path, *(rated(f"Learner {n}", 3.0) for n in range(5)))
    own = tmp_path / "own"
    own.mkdir()
    for name in ("class.html", "moodle.csv", "own/learner-1.html"):
        place = tmp_path / name
        place.with_name(f".{place.name}.0123abcd.part").write_text("half")
    make(out, tmp_path / "class.html", feedback=own)
    put(tmp_path / "moodle.csv", lambda sink: Outcome(written=len([sink.write("x")])))
    assert not [name for name in (*names(tmp_path), *names(own)) if name.endswith(".part")]

"""Damage, full disks, other processes: practice goes on, and nothing is lost unsaid."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from support.playing import COLD, KIND, play
from support.scenarios import small

from roleplay.errors import HistoryError
from roleplay.history import History

TESTS = Path(__file__).parents[1]


def python(script: str, *arguments: object) -> subprocess.Popen[str]:
    paths = os.pathsep.join(map(str, (TESTS.parent, TESTS)))
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finished(process: subprocess.Popen[str]) -> str:
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0, output
    return output


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite"


@pytest.fixture
def kept(path: Path) -> Path:
    """A history with one play of several pages."""
    with History.open(path) as history:
        play(history, [COLD * 3000, KIND])
    return path


@pytest.mark.parametrize("junk", [b"not a database, but a shopping list" * 400, b"\0" * 8192])
def test_junk_is_set_aside(path: Path, junk: bytes) -> None:
    path.write_bytes(junk)
    with History.open(path) as history:
        assert "damaged-1" in history.notice
        play(history)
        assert len(history.plays()) == 1
    assert path.with_name("history.sqlite.damaged-1").read_bytes() == junk
    with History.open(path) as history:
        assert history.notice == ""
        assert len(history.plays()) == 1


def test_flipped_pages_are_set_aside_and_each_is_kept(kept: Path) -> None:
    whole = kept.read_bytes()
    for page in range(1, len(whole) // 4096):
        flipped = bytearray(whole)
        flipped[page * 4096 : page * 4096 + 64] = b"\xff" * 64
        kept.write_bytes(flipped)
        with History.open(kept) as history:
            play(history)
            assert len(history.plays()) == (1 if history.notice else 2)
        aside = kept.with_name(f"history.sqlite.damaged-{page}")
        if aside.exists():
            assert aside.read_bytes() == flipped
        else:  # a page that holds nothing; keep the count of names in step
            aside.touch()


def test_a_file_cut_short_is_set_aside(kept: Path) -> None:
    kept.write_bytes(kept.read_bytes()[:5000])
    with History.open(kept) as history:
        assert "damaged-1" in history.notice
        assert history.plays() == []


def test_a_newer_schema_is_refused_and_not_touched(kept: Path) -> None:
    with sqlite3.connect(kept) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    before = kept.read_bytes()
    with pytest.raises(HistoryError, match="newer roleplay") as caught:
        History.open(kept)
    assert "ROLEPLAY_DATA" in caught.value.hint
    assert caught.value.exit_code == 4
    assert kept.read_bytes() == before


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with History.open(tmp_path / "file" / "history.sqlite") as history:
        assert history.notice.startswith("your practice is not being saved: ")
        play(history)
        assert history.standings()["small"].plays == 1
        with pytest.raises(HistoryError, match="cannot be deleted"):
            history.delete()


READ_ONLY = """
import os, sys
from pathlib import Path
from support.playing import play
from roleplay.history import History
if os.geteuid() == 0:  # root may write anywhere; nobody may not
    os.seteuid(65534)
with History.open(Path(sys.argv[1])) as history:
    play(history)
    print(len(history.plays()), history.notice)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX")
@pytest.mark.parametrize("there", [True, False], ids=["a history", "no history"])
def test_a_read_only_home(*, there: bool) -> None:
    with tempfile.TemporaryDirectory() as name:  # tmp_path lets only its owner in
        path = Path(name) / "history.sqlite"
        if there:
            with History.open(path) as history:
                play(history)
            path.chmod(0o444)  # readable for nobody
        Path(name).chmod(0o555)
        output = finished(python(READ_ONLY, path))
        Path(name).chmod(0o755)
        assert output.startswith("2 your practice" if there else "1 your practice")
        assert "not being saved" in output


def test_a_full_disk_in_the_middle_of_a_play(kept: Path) -> None:
    history = History.open(kept)
    (pages,) = history._db.execute("PRAGMA page_count").fetchone()
    history._db.execute(f"PRAGMA max_page_count = {pages}")
    play(history, [COLD * 9000, KIND])
    assert history.notice == "your practice is not being saved: the disk is full"
    assert [play.attempts for play in history.plays()] == [2, 2]
    assert history.standings()["small"].plays == 2
    history.close()
    with History.open(kept) as again:
        assert again.notice == ""
        assert len(again.attempts()) == 2


def test_damage_while_it_is_open(kept: Path) -> None:
    history = History.open(kept)
    history._db.execute("PRAGMA cache_size = 0")
    whole = kept.read_bytes()
    kept.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    number = play(history)
    assert "is damaged" in history.notice
    assert play(history) == number + 1  # practice goes on
    history.close()
    with History.open(kept) as again:
        assert "damaged-1" in again.notice


def test_a_use_after_close_is_a_bug(kept: Path) -> None:
    history = History.open(kept)
    history.close()
    with pytest.raises(sqlite3.ProgrammingError):
        history.plays()


NO_ROOM = """
import resource, sys
from pathlib import Path
from support.playing import play
from roleplay.history import History
path = Path(sys.argv[1])
limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
with History.open(path) as history:
    play(history, ["Well. " * 2000, "Sorry. " * 2000])
    print(len(history.plays()), len(history.attempts()), history.notice)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="resource limits are POSIX")
@pytest.mark.parametrize("limit", [0, 2000, 8000, 20_000, 40_000])
def test_no_room_for_files(path: Path, limit: int) -> None:
    output = finished(python(NO_ROOM, path, limit))
    assert output.startswith("1 2 your practice is not being saved: ")
    with History.open(path) as history:
        assert history.notice == ""  # whole transactions, or nothing
        assert len(history.plays()) <= 1


WRITER = """
import sys
from pathlib import Path
from support.playing import COLD, KIND, play
from roleplay.history import History
with History.open(Path(sys.argv[1])) as history:
    for n in range(int(sys.argv[2])):
        play(history, [f"{COLD} {sys.argv[3]} {n}", KIND])
    assert history.notice == "", history.notice
"""


def test_four_processes_lose_nothing(path: Path) -> None:
    processes = [python(WRITER, path, 15, name) for name in "abcd"]
    for process in processes:
        finished(process)
    with History.open(path) as history:
        assert history.standings()["small"].plays == 60
        replies = {attempt.reply for attempt in history.attempts()}
    assert replies == {KIND} | {f"{COLD} {name} {n}" for name in "abcd" for n in range(15)}


KILLED = """
import os, signal, sys
from pathlib import Path
from support.rater import kind_or_cruel
from support.scenarios import small
from roleplay.history import History
from roleplay.rating import Exchange
from roleplay.session import Attempt
history = History.open(Path(sys.argv[1]))
scene = small().scenes["asks"]
rating = kind_or_cruel(Exchange.in_scene(scene, "Sorry."))
history.add(history.begin(small()), Attempt("asks", 0, 1, "Sorry.", rating, 90.0))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_a_killed_process_loses_nothing(path: Path) -> None:
    process = python(KILLED, path)
    process.communicate(timeout=60)
    assert process.returncode == -9
    with History.open(path) as history:
        assert [attempt.reply for attempt in history.attempts()] == ["Sorry."]


SENTINEL = "xylophone-4711"


def test_delete_leaves_no_trace(path: Path) -> None:
    path.with_name("history.sqlite.damaged-1").write_text(SENTINEL)
    with History.open(path) as history:
        for n in range(5):
            play(history, [f"{SENTINEL} {n} " * 300, f"Sorry. {SENTINEL}"])
        assert holders(path)
        assert history.delete() == 5
        assert holders(path) == []  # while it is still open
        assert history.standings() == {}
        play(history)
        assert history.standings()["small"].plays == 1
    assert holders(path) == []


def holders(path: Path) -> list[Path]:
    return [file for file in path.parent.iterdir() if SENTINEL.encode() in file.read_bytes()]


def test_delete_says_when_somebody_still_reads(kept: Path) -> None:
    reader = sqlite3.connect(kept)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM attempt").fetchone()
    with History.open(kept) as history:
        history._db.execute("PRAGMA busy_timeout = 100")
        with pytest.raises(HistoryError, match="history") as caught:
            history.delete()
        assert "close every other roleplay" in caught.value.hint
        reader.close()
        history.delete()


def test_a_deleted_play_stays_deleted(kept: Path) -> None:
    with History.open(kept) as playing, History.open(kept) as deleting:
        number = playing.begin(small())
        (attempt, *_) = playing.attempts()
        deleting.delete()
        kept_play = deleting.begin(small())
        assert kept_play > number
        playing.add(number, attempt)  # type: ignore[arg-type]  # as good as a session's
        assert playing.attempts() == []

"""A few rows first: what is said, what is asked, and that nothing is rated twice."""

import os
import pty
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.processes import command, environment, rated, score
from support.shelf import read, table

REPLIES = [f"I will look at {n}. Thank you." for n in range(40)]
KEPT = ".out.csv.roleplay-run"


def test_a_pilot_says_what_to_expect_and_stops(tmp_path: Path) -> None:
    path, out, log = table(tmp_path, *REPLIES), tmp_path / "out.csv", tmp_path / "log"
    done = score(path, "-o", out, "--pilot", 10, log=log)
    assert done.returncode == 0
    said = done.stderr.splitlines()
    assert said[:2] == [
        "Pilot: 10 of 40 rows, drawn at random.",
        "10 rows = 10 scored + 0 unsure + 0 unscored + 0 failed",
    ]
    assert re.fullmatch(r"empathy +0 +10 +0 +0 +0", said[4])
    assert re.fullmatch(r"courtesy +0 +0 +0 +10 +0", said[6])
    assert re.fullmatch(r"time +about \d+ s for all 40 rows", said[8])
    assert said[9].startswith("Its ratings are kept. The same command with --resume")
    assert not out.exists()
    drawn = rated(log)
    assert len(drawn) == len(set(drawn)) == 10
    assert drawn != [repr(reply) for reply in REPLIES[:10]]


def test_its_ratings_are_not_made_again(tmp_path: Path) -> None:
    path, out, log = table(tmp_path, *REPLIES), tmp_path / "out.csv", tmp_path / "log"
    score(path, "-o", out, "--pilot", 10, log=log)
    again = score(path, "-o", out, "--pilot", 10, log=log)
    assert again.returncode == 0, again.stderr
    assert len(rated(log)) == 10
    refused = score(path, "-o", out, log=log)
    assert refused.returncode == 2
    assert "are kept, of a pilot or of a run that was stopped" in refused.stderr
    assert "about" not in again.stderr, "known ratings say nothing about time"
    done = score(path, "-o", out, "--resume", log=log)
    assert done.returncode == 0, done.stderr
    assert sorted(rated(log)) == sorted(map(repr, REPLIES))
    assert [row["reply"] for row in read(out)] == REPLIES
    assert not (tmp_path / KEPT).exists()


def test_what_fails_is_named(tmp_path: Path) -> None:
    path, log = tmp_path / "class.csv", tmp_path / "log"
    path.write_text("scenario,scene,reply\nsmall,asks,You idiot.\nsmal\x1b[2J,asks,Sorry.\n")
    done = score(path, "-o", tmp_path / "out.csv", "--pilot", 99, log=log)
    assert done.returncode == 0
    assert "2 rows = 1 scored + 0 unsure + 0 unscored + 1 failed" in done.stderr
    assert "class.csv:3: there is no scenario" in done.stderr
    assert "\x1b" not in done.stderr


def test_a_pilot_of_a_shard_is_drawn_from_it(tmp_path: Path) -> None:
    path, log = table(tmp_path, *REPLIES), tmp_path / "log"
    done = score(path, "-o", tmp_path / "o.csv", "--pilot", 5, "--shard", "2/4", log=log)
    assert "5 of 10 rows" in done.stderr
    assert set(rated(log)) < {repr(reply) for reply in REPLIES[10:20]}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("answer", "rows"), [("y", 40), ("n", 30), ("", 30)])
def test_in_a_terminal_it_asks(tmp_path: Path, answer: str, rows: int) -> None:
    path, out, log = table(tmp_path, *REPLIES), tmp_path / "out.csv", tmp_path / "log"
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(path, "-o", out, "--pilot", 30),
        env=environment(log, 0.02) | {"TERM": "xterm", "COLUMNS": "100"},
        stdin=theirs,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        shown = until(ours, "all 40 rows? [y/N]")
        os.write(ours, f"{answer}\n".encode())
        shown += until(ours, "")
    assert process.returncode == 0
    assert "rows/s" in shown, "the bar says how fast it goes"
    assert len(rated(log)) == rows
    assert out.exists() == (answer == "y")
    assert ("ratings are kept" in shown) == (answer != "y")


def until(terminal: int, text: str) -> str:
    """What is shown until ``text``, or until the end without one."""
    seen, end = "", time.monotonic() + 60
    while time.monotonic() < end and not (text and text in seen):
        try:
            seen += os.read(terminal, 65536).decode(errors="replace")
        except OSError:  # the other side has been closed
            break
    return seen

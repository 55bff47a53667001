"""``roleplay score`` in a process of its own, with a rater that tells what it rates."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).parents[1]

SCORE: Final = """
import hashlib, os, sys, time
from support.keywords import by_keywords
from support.rater import ScriptedRater
from support.shelf import Shelf
from roleplay.cli import library, scoring
from roleplay.cli.app import run

PACE, LOG = float(os.environ["PACE"]), os.environ["LOG"]

class Logged(ScriptedRater):
    async def rate(self, exchanges):
        time.sleep(PACE * len(exchanges))
        with open(LOG, "a", encoding="utf-8") as log:
            log.writelines(f"{found.reply!r}\\n" for found in exchanges)
        return await super().rate(exchanges)

scoring.make_rater, library.make_library = lambda *_: Logged(by_keywords), Shelf
print("begun", flush=True)
sys.exit(run(["score", *sys.argv[1:]]))
"""


def command(*arguments: object, before: str = "") -> list[str]:
    """What to run; ``before`` is code that comes first."""
    return [sys.executable, "-c", before + SCORE, *map(str, arguments)]


def environment(log: Path, pace: float = 0.0) -> dict[str, str]:
    """Its environment: where it notes each reply, and the seconds that one takes."""
    paths = os.pathsep.join(map(str, (TESTS.parent, TESTS)))
    return os.environ | {"PYTHONPATH": paths, "LOG": str(log), "PACE": str(pace)}


def score(
    *arguments: object, log: Path, pace: float = 0.0, before: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run ``roleplay score`` to its end."""
    return subprocess.run(
        command(*arguments, before=before),
        env=environment(log, pace),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def rated(log: Path) -> list[str]:
    """What was rated, in order, by all runs with this log."""
    return log.read_text("utf-8").splitlines() if log.exists() else []

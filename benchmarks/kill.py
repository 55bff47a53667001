"""Kill a run at random moments, resume it, and compare: the same bytes, nothing rated twice.

Run: python benchmarks/kill.py [--rows 5000] [--kills 20] [--model]
Each line is one run, killed with SIGKILL at a random moment of the time that a whole
run takes, and resumed. ``again`` is how many replies were rated by both: whatever was
being rated when the signal came, at most a chunk of 32. Without ``--model`` a stand-in
rates, whose levels come from a digest, since the matter is what is kept and not its worth.
"""

import argparse
import csv
import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from roleplay.cli import scoring
from roleplay.cli.app import run
from roleplay.cli.scoring import BackendName
from roleplay.rating import Exchange, Level, Rater, Rating, Status
from roleplay.receipt import digest
from roleplay.rubric import LADDERS
from roleplay.wire import exchange_data

LOG, MODEL = "KILL_LOG", "KILL_MODEL"
"""Variables by which a run is told where to log, and that the model shall rate."""
SECONDS_A_REPLY = 0.0005


class StandIn:
    """Rates by a digest of the reply, at a steady pace."""

    async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
        """See :class:`roleplay.rating.Rater`."""
        time.sleep(SECONDS_A_REPLY * len(exchanges))  # noqa: ASYNC251 - so does the model
        return [self._rated(exchange) for exchange in exchanges]

    def _rated(self, exchange: Exchange) -> Rating:
        found = hashlib.sha256(exchange.reply.encode()).digest()
        values = [round(byte / 255 * 4, 2) for byte in found[: len(LADDERS)]]
        levels = {name: Level(v, v, v) for name, v in zip(LADDERS, values, strict=True)}
        return Rating(Status.SCORED, levels, receipt=str(exchange.receipt("stand-in")))


class Logged:
    """Notes each reply that ``rater`` has rated, in a file that survives the process."""

    def __init__(self, rater: Rater, log: Path) -> None:
        self._rater = rater
        self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
        """See :class:`roleplay.rating.Rater`."""
        rated = await self._rater.rate(exchanges)
        digests = (digest(exchange_data(exchange)) for exchange in exchanges)
        os.write(self._log, "".join(f"{found}\n" for found in digests).encode())
        return rated


def child(arguments: list[str]) -> int:
    """``roleplay score`` with a rater that keeps a log."""
    real = scoring.make_rater

    def make(backend: BackendName = BackendName.ONNX, workers: int | None = None) -> Rater:
        rater = real(backend, workers) if MODEL in os.environ else StandIn()
        return Logged(rater, Path(os.environ[LOG]))

    scoring.make_rater = make
    return run(["score", *arguments])


def write_table(path: Path, rows: int) -> None:
    """Rows with scenes of their own; one in ten replies is a copy."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["id", "concern", "reply"])
        for number in range(rows):
            order = number - 9 if number % 10 == 9 else number  # noqa: PLR2004 - one in ten
            cells = f"Where is order {order % 6}?", f"I am sorry about order {order}."
            table.writerow([f"{number:06}", *cells])


def started(table: Path, out: Path, log: Path, *options: str) -> subprocess.Popen[bytes]:
    """A run in a process of its own."""
    call = [sys.executable, __file__, "--child", str(table), "-o", str(out), *options]
    environment = {**os.environ, LOG: str(log)}
    return subprocess.Popen(call, env=environment, stderr=subprocess.DEVNULL)


def finished(process: subprocess.Popen[bytes]) -> None:
    """Wait for a run that must succeed."""
    if process.wait():
        raise SystemExit(f"{process.args!r} ended with {process.returncode}")


class Place(NamedTuple):
    """Where a run reads, writes and notes what it rates."""

    table: Path
    out: Path
    log: Path

    def killed(self, moment: float) -> bool:
        """Start afresh and kill the run after so many seconds; False if it had ended by then."""
        self.out.unlink(missing_ok=True)
        self.log.write_text("")
        process = started(*self)
        time.sleep(moment)
        process.kill()
        return process.wait() != 0

    def rated(self) -> list[str]:
        """Digests of what was rated, by all runs since the last that was killed."""
        return self.log.read_text().split()

    def alone(self) -> bool:
        """Whether nothing else is in the folder."""
        return sorted(self.table.parent.iterdir()) == sorted(self)


def one(place: Place, moment: float, right: bytes) -> bool | None:
    """Kill, resume and compare; None if the run had ended before its time."""
    if not place.killed(moment):
        return None
    before = len(place.rated())
    finished(started(*place, "--resume"))
    after = place.rated()
    same, alone = place.out.read_bytes() == right, place.alone()
    word = ("the same" if same else "DIFFERENT") + ("" if alone else ", FILES LEFT")
    print(f"{moment:>8.2f} s{before:>8,}{len(after) - len(set(after)):>8,}  {word}", flush=True)
    return same and alone


def main() -> None:
    """Print a line a kill, and whether all is well."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=5000)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--model", action="store_true", help="rate with the model")
    chosen = options.parse_args()
    os.environ.update({MODEL: "1"} if chosen.model else {})
    found: list[bool] = []
    dice = random.Random(chosen.rows)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder:
        place = Place(*(Path(folder) / name for name in ("class.csv", "out.csv", "log")))
        write_table(place.table, chosen.rows)
        start = time.perf_counter()
        finished(started(*place))
        whole, right = time.perf_counter() - start, place.out.read_bytes()
        different = len(set(place.rated()))
        print(f"{chosen.rows:,} rows, {different:,} different, {whole:.1f} s without a kill")
        print(f"{'killed at':>10}{'rated':>8}{'again':>8}  bytes")
        while len(found) < chosen.kills:
            good = one(place, dice.uniform(0, whole), right)
            found += [] if good is None else [good]
    print(f"{sum(found)} of {chosen.kills} resumed runs wrote the same bytes and left no file")
    sys.exit(not all(found))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        sys.exit(child(sys.argv[2:]))
    main()

"""What a class costs: rows a second and peak memory of ``roleplay score`` as a whole process.

Run: python benchmarks/class.py [--rows 1000 10000 100000] [--workers 1 2] [--equal 0.2]
A class is a few scenes and many replies. The replies are put together from the
sentences of the rated ones, so all but the share ``--equal`` are different; that
share is copied from earlier rows. How much a real class copies is not known: 0.2 is
an assumption, and since equal replies are rated once, the different ones per second are
printed too. Every run is a fresh process. At the end: what 10^8 rows would cost by the
processor time of the largest run, which other work on the machine hardly changes.
"""

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from roleplay import paths
from roleplay.authoring.library import ScenarioLibrary

CALL = (sys.executable, "-c", "from roleplay.cli import main; main()", "score")
HEADS = ("rows", "different", "workers", "seconds", "cpu s", "rows/s", "different/s", "peak MiB")
SMALL = 30
FEW = ("angry-laptop", "third-asker-today", "two-minute-question")
CLUSTER = 10**8
CORES = 1000
KIB = 1024 if sys.platform != "darwin" else 1
"""Bytes in a unit of ``ru_maxrss``."""


class Run(NamedTuple):
    """What a run of ``rows`` rows took; ``different`` is how many of them are not copies."""

    rows: int
    different: int
    workers: int
    seconds: float
    cpu: float
    peak: float


def sentences(ratings: Path) -> list[list[str]]:
    """The rated replies, sentence by sentence."""
    with (ratings / "replies.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [[found["text"] for found in row["sentences"]] for row in rows]


def openings(scenarios: Collection[str] = ()) -> list[tuple[str, str]]:
    """The first scene of each scenario, or of each shipped one."""
    library = ScenarioLibrary([paths.scenarios()], paths.cache())
    names = scenarios or sorted(library.ids())
    return [(name, library.load(name).opening) for name in names]


def write_class(
    path: Path, rows: int, equal: float, replies: list[list[str]], scenes: list[tuple[str, str]]
) -> int:
    """Write a table of ``rows`` rows, a row at a time; returns how many are different."""
    dice = random.Random(rows)  # noqa: S311 - no secret
    pool = [text for reply in replies for text in reply]
    made: list[tuple[str, str, str]] = []
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["learner", "scenario", "scene", "reply"])
        for number in range(rows):
            if made and dice.random() < equal:
                row = dice.choice(made)
            else:
                length = len(dice.choice(replies))
                row = (*dice.choice(scenes), " ".join(dice.sample(pool, length)))
                made.append(row)
            table.writerow([f"Learner {number % 997}", *row])
    return len(set(made))


def measured(table: Path, *options: str) -> tuple[float, float, float]:
    """Seconds, seconds of processor time, and peak memory in MiB of one run."""
    start = time.perf_counter()
    call = [*CALL, str(table), "-o", str(table.with_suffix(".out.csv")), *options]
    process = subprocess.Popen(call, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(call)} ended with {process.returncode}")
    took = time.perf_counter() - start
    return took, used.ru_utime + used.ru_stime, used.ru_maxrss * KIB / 2**20


def handfuls(folder: Path, replies: list[list[str]]) -> None:
    """Print what a few rows take: of the sample class's three scenarios, and of all."""
    table = folder / "few.csv"
    for scenarios in (FEW, ()):
        scenes = openings(scenarios)
        write_class(table, SMALL, 0, replies, scenes)
        measured(table)  # reads the model's files into the system's cache
        print(f"{SMALL} different rows of {len(scenes)} scenarios: ", end="")
        print(f"{measured(table)[0]:.2f} s", end="; ")
        print(f"with --explain: {measured(table, '--explain')[0]:.2f} s (whole processes)")
    print()


def cluster(runs: list[Run], price: float) -> None:
    """Say what very many rows would cost, by the largest run with one worker."""
    largest = max(runs, key=lambda run: (run.rows, -run.workers))
    hours = largest.cpu / largest.rows * CLUSTER / 3600
    shard = CLUSTER // CORES
    print(f"\n10^8 rows of this kind, by the processor time of {largest.rows:,} rows:")
    print(f"  {hours:,.0f} core hours, {hours * price:,.0f} at an assumed {price} a core hour")
    print(f"  {hours / CORES:,.1f} hours on {CORES:,} cores, as score --shard i/{CORES}")
    print(f"  a shard has {shard:,} rows; copies are found within a shard, not across shards")


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, nargs="+", default=[1000, 10_000, 100_000])
    options.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    options.add_argument("--equal", type=float, default=0.2, help="share of rows that are copies")
    options.add_argument("--price", type=float, default=0.04, help="of a core for an hour")
    options.add_argument("--ratings", type=Path, default=paths.model() / "ratings")
    chosen = options.parse_args()
    replies = sentences(chosen.ratings)
    runs: list[Run] = []
    with tempfile.TemporaryDirectory() as folder:
        handfuls(Path(folder), replies)
        print("".join(f"{head:>12}" for head in HEADS))
        scenes = openings()
        for rows in chosen.rows:
            table = Path(folder) / f"{rows}.csv"
            different = write_class(table, rows, chosen.equal, replies, scenes)
            for workers in chosen.workers:
                found = Run(rows, different, workers, *measured(table, "--workers", str(workers)))
                runs.append(found)
                print(
                    f"{rows:>12,}{different:>12,}{workers:>12}{found.seconds:>12.1f}{found.cpu:>12.1f}"
                    f"{rows / found.seconds:>12.1f}{different / found.seconds:>12.1f}"
                    f"{found.peak:>12.0f}",
                    flush=True,
                )
    cluster(runs, chosen.price)


if __name__ == "__main__":
    main()

"""Whole-process times of the commands that people wait for.

Run: python benchmarks/startup.py
Prints the median of five runs, and its ratio to a bare ``python -c pass`` on the
same machine in the same minute, since machines differ.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROLEPLAY = str(Path(sys.executable).parent / "roleplay")
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "roleplay --help": [ROLEPLAY, "--help"],
    "roleplay list": [ROLEPLAY, "list"],
    "roleplay check": [ROLEPLAY, "check"],
    "roleplay rate": [ROLEPLAY, "rate", "I am sorry.", "--concern", "My overtime is missing."],
}
RUNS = 5


def seconds(command: list[str]) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Time each command in turn, round after round, so that drift hits all alike."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS + 1):
        for name, command in COMMANDS.items():
            times[name].append(seconds(command))
    bare = statistics.median(times["python -c pass"][1:])
    for name, found in times.items():
        median = statistics.median(found[1:])
        print(f"{name:<18}{median:7.3f} s  {median / bare:6.1f} times python")


if __name__ == "__main__":
    main()

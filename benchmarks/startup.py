"""Whole-process times of the commands that people wait for, and of the app's first screen.

Run: python benchmarks/startup.py
Prints the median of five runs, and its ratio to a bare ``python -c pass`` on the
same machine in the same minute, since machines differ. The first screen is there
when the picker's heading has been drawn on a terminal of 80 by 24.
"""

import fcntl
import os
import pty
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROLEPLAY = str(Path(sys.executable).parent / "roleplay")
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "roleplay --help": [ROLEPLAY, "--help"],
    "roleplay list": [ROLEPLAY, "list"],
    "roleplay check": [ROLEPLAY, "check"],
    "roleplay rate": [ROLEPLAY, "rate", "I am sorry.", "--concern", "My overtime is missing."],
}
HEADING = b"roleplay"
RUNS = 5


def whole_process(command: list[str]) -> float:
    """Seconds of one run."""
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - start


def first_screen() -> float:
    """Seconds until the picker is drawn; the app is then ended."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color"}
    start = time.perf_counter()
    with subprocess.Popen(
        [ROLEPLAY], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    ) as app:
        seen = b""
        while HEADING not in seen:
            seen += os.read(ours, 65536)
        took = time.perf_counter() - start
        app.kill()
    os.close(ours)
    os.close(theirs)
    return took


def main() -> None:
    """Time each in turn, round after round, so that drift hits all alike."""
    timed: dict[str, Callable[[], float]] = {
        name: partial(whole_process, command) for name, command in COMMANDS.items()
    }
    timed["first screen"] = first_screen
    times: dict[str, list[float]] = {name: [] for name in timed}
    with tempfile.TemporaryDirectory() as data:
        os.environ["ROLEPLAY_DATA"] = data
        for _ in range(RUNS + 1):
            for name, run in timed.items():
                times[name].append(run())
    bare = statistics.median(times["python -c pass"][1:])
    for name, found in times.items():
        median = statistics.median(found[1:])
        print(f"{name:<18}{median:7.3f} s  {median / bare:6.1f} times python")


if __name__ == "__main__":
    main()

"""A scenario file under way: looked at over and over, read when it has changed and settled."""

import hashlib
import stat
import time
from datetime import datetime
from pathlib import Path
from typing import Final

from roleplay.authoring.load import check_tree
from roleplay.authoring.outline import Outline
from roleplay.authoring.problems import Problem, Problems
from roleplay.authoring.read import UNREADABLE, read_text
from roleplay.authoring.rules import Severity
from roleplay.authoring.source import START, Source, read_bytes
from roleplay.practice import Fault, Reading

SETTLED: Final = 2
"""Looks in a row that must find the same before it is read: an editor may still be writing."""
PATIENCE: Final = 8
"""As many for a file that is empty or gone: many editors save by way of that."""
FRESH: Final = 3.0
"""Seconds for which a file is read even if it seems unchanged: some clocks tick slowly."""

_Mark = tuple[int, int, int]


class DraftFile:
    """A scenario in a file; see :class:`roleplay.practice.Draft`."""

    def __init__(self, path: Path) -> None:
        """Nothing is read yet."""
        self.path = path
        self._mark: _Mark | None = None
        self._found: tuple[str, bytes | str] = ("", "")
        self._read = ""
        self._waiting = ""
        self._looks = 0

    def look(self) -> Reading | None:
        """What the file says now, if that is news; the first look is."""
        key, content = self._look()
        self._looks = self._looks + 1 if key == self._waiting else 1
        self._waiting = key
        whole = isinstance(content, bytes) and content.strip()
        if key == self._read or (self._read and self._looks < (SETTLED if whole else PATIENCE)):
            return None
        self._read = key
        return _reading(self.path, content, self._mark)

    def _look(self) -> tuple[str, bytes | str]:
        """A key that changes with the file, and its content or why there is none."""
        try:
            facts = self.path.stat()
            mark = (facts.st_mtime_ns, facts.st_size, facts.st_ino)
            if mark == self._mark and abs(time.time() - facts.st_mtime) > FRESH:
                return self._found
            self._mark = mark
            if stat.S_ISREG(facts.st_mode):  # a pipe would wait for somebody to write into it
                content = read_bytes(self.path)
                self._found = (hashlib.sha256(content).hexdigest(), content)
            else:
                self._found = ("other", "it is no file")
        except OSError as error:
            self._mark = None
            self._found = ("gone", error.strerror or "it is not there")
        return self._found


def _reading(path: Path, content: bytes | str, mark: _Mark | None) -> Reading:
    problems = Problems()
    if isinstance(content, str):
        message = f"the file cannot be read: {content}"
        problems.add(UNREADABLE, Source(str(path)), START, message)
        return Reading(None, _faults(problems))
    report, tree = read_text(str(path), content, problems)
    scenario = check_tree(path, report, tree)
    outline = Outline(tree) if tree else None
    places = {**outline.scene_keys, **outline.endings} if outline else {}
    return Reading(
        scenario,
        _faults(problems),
        more=sum(problems.left_out.values()),
        places={name: span.line for name, span in places.items()},
        saved=datetime.fromtimestamp(mark[0] / 1e9).astimezone() if mark else None,
    )


def _faults(problems: Problems) -> tuple[Fault, ...]:
    """What is wrong, by place; what keeps it from being played comes first."""
    found = [_fault(problem) for problem in problems.sorted()]
    return tuple(sorted(found, key=lambda fault: not fault.serious))


def _fault(problem: Problem) -> Fault:
    return Fault(
        serious=problem.severity is Severity.ERROR,
        message=problem.message,
        remedy=problem.remedy,
        line=problem.line,
        col=problem.col,
        source_line=problem.source_line,
        width=problem.width,
    )

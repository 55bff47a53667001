"""A scenario file's text, and places in it."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

MAX_BYTES: Final = 256 * 1024
"""Ten times the longest scenario; the parser needs two seconds for that much."""
# YAML's line ends. str.splitlines() knows more, and lines must be counted as the parser does.
_LINE_END: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(frozen=True, order=True)
class Span:
    """A place in a file: line and column from 1, and how many characters it is wide."""

    line: int
    col: int
    width: int = 1


START: Final = Span(1, 1)
"""Where a problem of the whole file is shown."""


@dataclass(frozen=True)
class Source:
    """What was read from a file.

    Attributes:
        file: The file as the user named it.
        text: Its text; empty when it could not be read.

    """

    file: str
    text: str = ""

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text, without their ends."""
        return tuple(_LINE_END.split(self.text))

    def line(self, number: int) -> str:
        """A line, counted from 1; empty when there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def at(self, offset: int) -> Span:
        """The place of the character at ``offset`` of the text."""
        before = _LINE_END.split(self.text[:offset])
        return Span(len(before), len(before[-1]) + 1)

    def between(self, line: int, col: int, end_line: int, end_col: int) -> Span:
        """The place from one position to another, counted from 0; cut at the end of its line."""
        stop = end_col if end_line == line else len(self.line(line + 1).rstrip())
        return Span(line + 1, col + 1, max(1, stop - col))


def read_bytes(path: Path) -> bytes:
    """The file's bytes, but not many more than a scenario may have.

    Raises:
        OSError: It cannot be read.

    """
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)

"""The authors' guide, taken apart."""

import re
from collections.abc import Iterator
from typing import Final

from roleplay import paths

GUIDE: Final = paths.scenarios() / "README.md"
NAME: Final = "late-badge.yaml"
"""The scenario that the guide writes step by step."""

_BLOCK: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def text() -> str:
    """The whole guide."""
    return GUIDE.read_text(encoding="utf-8")


def between(start: str, end: str) -> str:
    """What stands between the line ``start`` and the next ``end``."""
    _, mark, rest = text().partition(f"{start}\n")
    assert mark, f"{GUIDE} has no line {start}"
    inside, close, _ = rest.partition(end)
    assert close, f"{GUIDE} has no line {end} after {start}"
    return inside


def chapter(title: str) -> str:
    """A chapter without its heading."""
    chapters = re.split(r"^## ", text(), flags=re.MULTILINE)
    [found] = [body for body in chapters if body.startswith(f"{title}\n")]
    return found.removeprefix(title)


def blocks(markdown: str, language: str = "") -> list[str]:
    """The fenced blocks in a language, or those without one."""
    return [body for name, body in _BLOCK.findall(markdown) if name == language]


def prose(markdown: str) -> str:
    """What stands outside of blocks."""
    return _BLOCK.sub("", markdown)


def rows(markdown: str) -> Iterator[list[str]]:
    """The cells of the rows of a table; its head is left out."""
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    for line in lines[2:]:
        yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def code(cell: str) -> list[str]:
    """What a cell has in backticks."""
    return re.findall("`([^`]+)`", cell)


def finished() -> str:
    """The scenario that the guide ends up with."""
    [body] = blocks(between(f"<!-- file: {NAME} -->", "</details>"), "yaml")
    return body

"""Show problems: as a compiler does, as JSON, or as GitHub annotations."""

import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Final

from roleplay.authoring.formats import Format
from roleplay.authoring.problems import Problem, Problems, one_line
from roleplay.authoring.rules import Severity
from roleplay.text.clean import sanitise

_BEFORE, _AFTER = 60, 40
"""Characters of a long line that are shown before and after the place that is meant."""


def as_text(problems: Problems) -> str:
    """Place, message, source line, caret and remedy of each problem."""
    blocks = [_block(problem) for problem in problems.sorted()]
    left_out = sum(problems.left_out.values())
    if left_out:
        blocks.append(f"… and {left_out} more\n")
    return "\n".join(blocks)


def as_json(problems: Problems) -> str:
    """One object; every character that is not ASCII is escaped, so nothing needs cleaning."""
    listed = [asdict(problem) for problem in problems.sorted()]
    counts = {f"{severity}s": problems.count(severity) for severity in Severity}
    return json.dumps({**counts, "problems": listed}, indent=2) + "\n"


def as_github(problems: Problems) -> str:
    """Workflow commands, which GitHub shows beside the line in a pull request."""
    return "".join(
        f"::{p.severity} file={_property(p.file)},line={p.line},col={p.col},"
        f"title={_property(p.code)}::{_data(f'{p.message} → {p.remedy}')}\n"
        for p in problems.sorted()
    )


RENDERERS: Final[Mapping[Format, Callable[[Problems], str]]] = {
    Format.TEXT: as_text,
    Format.JSON: as_json,
    Format.GITHUB: as_github,
}


def _block(problem: Problem) -> str:
    where = f"{one_line(problem.file)}:{problem.line}:{problem.col}"
    head = f"{where}: {problem.severity} {problem.code}: {problem.message}\n"
    gutter = len(str(problem.line)) + 1
    shown, indent, width = _excerpt(problem)
    lines = ""
    if shown.strip():
        lines = f" {problem.line} | {shown}\n {' ' * gutter}| {' ' * indent}{'^' * max(1, width)}\n"
    return f"{head}{lines} {' ' * gutter}→ {problem.remedy}\n"


def _excerpt(problem: Problem) -> tuple[str, int, int]:
    """The line cut around the place that is meant, cleaned, with the caret's indent and width."""
    line, start = problem.source_line, problem.col - 1
    stop = start + problem.width
    before = _clean(line[max(0, start - _BEFORE) : start])
    meant = _clean(line[start : min(stop, start + _BEFORE)])
    after = _clean(line[start + len(line[start:stop][:_BEFORE]) :][:_AFTER])
    if start > _BEFORE:
        before = "…" + before
    if len(line) > min(stop, start + _BEFORE) + _AFTER:
        after += "…"
    return f"{before}{meant}{after}".rstrip(), _columns(before), _columns(meant)


def _clean(text: str) -> str:
    return sanitise(text).replace("\n", " ").replace("\t", " ")


def _columns(text: str) -> int:
    """Columns that ``text`` takes in a terminal: some characters take two, some none."""
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")

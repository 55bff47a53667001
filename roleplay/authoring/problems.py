"""What is wrong with scenarios, collected; the same code serves ``check`` and loading.

Reading and checking never raise at the first fault: they add to :class:`Problems`
and read on. Whoever needs a sound scenario looks at what was collected afterwards.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from roleplay.authoring.rules import Rule, Severity
from roleplay.authoring.source import Source, Span
from roleplay.errors import InputError
from roleplay.text.clean import in_a_line

MAX_SHOWN: Final = 100
"""Problems of one severity that are kept for a file; a hostile file could have a million."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where it is, and what to do about it.

    Attributes:
        code: The rule's code, such as ``S102``.
        message: What is wrong; safe to show.
        remedy: What to do about it; safe to show.
        line, col: From 1, counted in characters.
        source_line: The line as it stands in the file: **not** safe to show.
        width: Characters that are meant, from ``col``.

    """

    code: str
    severity: Severity
    message: str
    remedy: str
    file: str
    line: int
    col: int
    source_line: str = ""
    width: int = 1


class ScenarioError(InputError):
    """A scenario is invalid.

    Attributes:
        problems: What is wrong with it, warnings included.

    """

    def __init__(self, message: str, problems: Sequence[Problem], *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.problems = tuple(problems)


@dataclass
class Problems:
    """Collects what is wrong with one or more files.

    Attributes:
        left_out: Problems beyond :data:`MAX_SHOWN` of a file, by severity.

    """

    found: list[Problem] = field(default_factory=list)
    left_out: Counter[Severity] = field(default_factory=Counter)
    _kept: Counter[tuple[str, Severity]] = field(default_factory=Counter)

    def add(self, rule: Rule, source: Source, span: Span, message: str, remedy: str = "") -> None:
        """Note that ``rule`` is broken at ``span``; the rule's own remedy stands in for none."""
        if self._kept[source.file, rule.severity] >= MAX_SHOWN:
            self.left_out[rule.severity] += 1
            return
        self._kept[source.file, rule.severity] += 1
        self.found.append(
            Problem(
                code=rule.code,
                severity=rule.severity,
                message=one_line(message),
                remedy=one_line(remedy or rule.remedy),
                file=source.file,
                line=span.line,
                col=span.col,
                source_line=source.line(span.line),
                width=span.width,
            )
        )

    def sorted(self) -> tuple[Problem, ...]:
        """The problems by place; files in the order in which they were first complained of."""
        order = {name: n for n, name in enumerate(dict.fromkeys(p.file for p in self.found))}
        key = lambda p: (order[p.file], p.line, p.col, p.code)  # noqa: E731 - used once, right here
        return tuple(sorted(self.found, key=key))

    def count(self, severity: Severity) -> int:
        """How many problems of this severity there are, left out or not."""
        return self.left_out[severity] + sum(p.severity is severity for p in self.found)

    def errors_in(self, file: str) -> int:
        """How many errors of this file are kept: 0 only if there are none."""
        return self._kept[file, Severity.ERROR]


@dataclass(frozen=True)
class Report:
    """Adds problems of one file; what reading and checking are handed."""

    source: Source
    problems: Problems

    def __call__(self, rule: Rule, span: Span, message: str, remedy: str = "") -> None:
        """Note that ``rule`` is broken at ``span``."""
        self.problems.add(rule, self.source, span, message, remedy)

    @property
    def sound(self) -> bool:
        """Whether no error of this file has been reported."""
        return not self.problems.errors_in(self.source.file)

    def knows(self, span: Span) -> bool:
        """Whether something at this very place has been reported."""
        place = (self.source.file, span.line, span.col)
        return any((p.file, p.line, p.col) == place for p in self.problems.found)


def one_line(text: str, limit: int = 300) -> str:
    """``text`` safe to show, on one line, and not longer than ``limit``."""
    clean = in_a_line(text[: 4 * limit])
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"

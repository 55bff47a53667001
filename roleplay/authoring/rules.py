"""The registry of rules.

A rule stands beside the code that reports it::

    UNKNOWN_KEY = rule("S101", "an unknown key", "…", Flaw("who: dana", "«whom»: dana"))

Every rule carries a failing example: an edit of the sample scenario in which the
first ``«`` stands where the caret must, and ``»`` where it must end. A test runs them all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from roleplay.authoring.sample import SAMPLE
from roleplay.authoring.source import Source, Span

_MARKS: Final = str.maketrans("", "", "«»")


@dataclass(frozen=True)
class Flaw:
    """A failing example.

    Attributes:
        find: What to replace in the sample; empty to write a whole file instead.
        write: What to write; ``«…»`` marks what the problem must point at, else it is 1:1.
        name: The file's name.
        sample: What is edited; the sample scenario unless the rule is about another file.
        exists: Whether there is such a file at all.

    """

    find: str
    write: str
    name: str = "sample.yaml"
    exists: bool = True
    sample: str = SAMPLE

    def _marked(self) -> str:
        if self.find and self.sample.count(self.find) != 1:
            message = f"{self.find!r} is not in the sample exactly once"
            raise ValueError(message)
        return self.sample.replace(self.find, self.write) if self.find else self.write

    def content(self) -> bytes:
        """The file; a lone surrogate stands for a byte that is not UTF-8."""
        return self._marked().translate(_MARKS).encode("utf-8", "surrogateescape")

    def span(self) -> Span:
        """Where the problem must be."""
        marked = self._marked()
        before, mark, rest = marked.partition("«")
        if not mark:
            return Span(1, 1)
        place = Source("", before).at(len(before))
        return Span(place.line, place.col, max(1, rest.find("»")))


def in_tests(write: str) -> Flaw:
    """A failing example: the sample with ``write`` as the entries of ``tests``."""
    end = SAMPLE[-40:]
    return Flaw(end, f"{end}tests:\n{write}")


class Severity(StrEnum):
    """Whether a scenario can be played in spite of a problem."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Rule:
    """Something that a scenario must or should obey.

    Attributes:
        title: What breaks it, in a few words.
        remedy: What to do, where the place of the problem does not tell better.
        example: A file that breaks it.
        rated: Whether replies must be rated to tell; ``check --rate`` looks for it.

    """

    code: str
    title: str
    remedy: str
    example: Flaw
    severity: Severity = Severity.ERROR
    rated: bool = False


_RULES: dict[str, Rule] = {}
RULES: Final[Mapping[str, Rule]] = MappingProxyType(_RULES)
"""By code; complete once :mod:`roleplay.authoring.load` and, for the rated rules,
:mod:`roleplay.authoring.review` are imported."""


def rule(
    code: str,
    title: str,
    remedy: str,
    example: Flaw,
    severity: Severity = Severity.ERROR,
    *,
    rated: bool = False,
) -> Rule:
    """Register a rule."""
    if code in _RULES:
        message = f"two rules are called {code}"
        raise ValueError(message)
    _RULES[code] = Rule(code, title, remedy, example, severity, rated)
    return _RULES[code]


def warning(code: str, title: str, remedy: str, example: Flaw, *, rated: bool = False) -> Rule:
    """Register a rule that a playable scenario may break."""
    return rule(code, title, remedy, example, Severity.WARNING, rated=rated)

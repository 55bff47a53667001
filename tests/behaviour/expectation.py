"""The language in which a case of the behavioural suite says what it expects.

::

    expectation = check { "or" check }
    check       = reply "." ladder sign ( number | reply "." ladder [ ("+" | "-") number ] )
                | reply "~" reply "by" number
                | reply "unscored"
                | reply ".acts" ( "has" | "lacks" ) act
    sign        = "<" | "<=" | ">" | ">="

``a ~ b by 0.5``: no scored ladder of the two is further apart. A check of levels
or acts fails when a reply in it is unscored. It is not the language of a
scenario's ``expect``, which sees one reply only.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from roleplay.rating import Rating, Status
from roleplay.rubric import ACTS, LADDERS, SCORED, Act, Ladder

_SIGNS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_REPLY: Final = r"[a-z][a-z0-9]*"
_NUMBER: Final = r"\d+(?:\.\d+)?"
_LADDER: Final = "|".join(LADDERS)
_COMPARED: Final = re.compile(
    rf"(?P<left>{_REPLY})\.(?P<ladder>{_LADDER}) (?P<sign><=|>=|<|>) "
    rf"(?:(?P<level>{_NUMBER})|(?P<right>{_REPLY})\.(?P<other>{_LADDER})"
    rf"(?: (?P<shift>[+-] {_NUMBER}))?)"
)
_ALIKE: Final = re.compile(rf"(?P<left>{_REPLY}) ~ (?P<right>{_REPLY}) by (?P<by>{_NUMBER})")
_UNSCORED: Final = re.compile(rf"(?P<reply>{_REPLY}) unscored")
_TAGGED: Final = re.compile(
    rf"(?P<reply>{_REPLY})\.acts (?P<verb>has|lacks) (?P<act>{'|'.join(ACTS)})"
)

Ratings = Mapping[str, Rating]


class Check(Protocol):
    """One alternative of an expectation."""

    @property
    def replies(self) -> frozenset[str]:
        """The replies it speaks of."""

    def holds(self, ratings: Ratings) -> bool:
        """Whether it is so."""


@dataclass(frozen=True)
class Compared:
    """A level against a number, or against another level moved by ``shift``."""

    left: str
    ladder: Ladder
    sign: str
    right: str | None
    other: Ladder
    shift: float

    @property
    def replies(self) -> frozenset[str]:
        """One or two."""
        return frozenset(key for key in (self.left, self.right) if key)

    def holds(self, ratings: Ratings) -> bool:
        """Compare, to the hundredth that levels are rounded to."""
        if not _scored(ratings, self.replies):
            return False
        base = ratings[self.right].value(self.other) if self.right else 0.0
        bound = round(base + self.shift, 2)
        return _SIGNS[self.sign](ratings[self.left].value(self.ladder), bound)


@dataclass(frozen=True)
class Alike:
    """Two replies that must be rated the same, give or take ``by``."""

    left: str
    right: str
    by: float

    @property
    def replies(self) -> frozenset[str]:
        """Both."""
        return frozenset((self.left, self.right))

    def holds(self, ratings: Ratings) -> bool:
        """Compare all scored ladders."""
        if not _scored(ratings, self.replies):
            return False
        left, right = ratings[self.left], ratings[self.right]
        gaps = (abs(left.value(ladder) - right.value(ladder)) for ladder in SCORED)
        return all(round(gap, 2) <= self.by for gap in gaps)


@dataclass(frozen=True)
class Unscored:
    """A reply that must get no levels."""

    reply: str

    @property
    def replies(self) -> frozenset[str]:
        """The one."""
        return frozenset((self.reply,))

    def holds(self, ratings: Ratings) -> bool:
        """Look at its status."""
        return not _scored(ratings, self.replies)


@dataclass(frozen=True)
class Tagged:
    """An act that some sentence of a reply must do, or none may."""

    reply: str
    act: Act
    wanted: bool

    @property
    def replies(self) -> frozenset[str]:
        """The one."""
        return frozenset((self.reply,))

    def holds(self, ratings: Ratings) -> bool:
        """Look through its sentences."""
        return _scored(ratings, self.replies) and ratings[self.reply].said(self.act) is self.wanted


@dataclass(frozen=True)
class Expectation:
    """An expectation with the text it was written as; one of its checks must hold."""

    text: str
    checks: tuple[Check, ...]

    @property
    def replies(self) -> frozenset[str]:
        """The replies it speaks of."""
        return frozenset[str]().union(*(check.replies for check in self.checks))

    def holds(self, ratings: Ratings) -> bool:
        """Whether it is so; KeyError for a reply that was not rated."""
        return any(check.holds(ratings) for check in self.checks)


def parse(text: str) -> Expectation:
    """Read an expectation.

    Raises:
        ValueError: It does not follow the grammar.

    """
    return Expectation(text, tuple(_check(part) for part in text.split(" or ")))


def _check(text: str) -> Check:
    if found := _COMPARED.fullmatch(text):
        ladder = Ladder(found["ladder"])
        other = Ladder(found["other"]) if found["other"] else ladder
        shift = (found["level"] or found["shift"] or "0").replace(" ", "")
        return Compared(found["left"], ladder, found["sign"], found["right"], other, float(shift))
    if found := _ALIKE.fullmatch(text):
        return Alike(found["left"], found["right"], float(found["by"]))
    if found := _UNSCORED.fullmatch(text):
        return Unscored(found["reply"])
    if found := _TAGGED.fullmatch(text):
        return Tagged(found["reply"], Act(found["act"]), found["verb"] == "has")
    raise ValueError(f'cannot read "{text}"; write for example "a.empathy <= 1.5"')


def _scored(ratings: Ratings, replies: frozenset[str]) -> bool:
    return all(ratings[reply].status is not Status.UNSCORED for reply in replies)

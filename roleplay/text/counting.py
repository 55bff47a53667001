"""Number words as digits: ``six hundred and forty`` is 640, ``third`` is 3."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_UNITS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_ORDINALS: Final = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth"),
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES: Final = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
    **{word: value for value, word in enumerate(_ORDINALS, 1)},
    **{word[:-1] + "ieth": 10 * value for value, word in enumerate(_TENS, 2)},
    "twice": 2,
    "dozen": 12,
    "hundred": 100,
    "thousand": 1000,
    "million": 1_000_000,
}
_MULTIPLIERS: Final = ("dozen", "hundred", "thousand", "million")
_GROUPS: Final = ("thousand", "million")
_WORD: Final = re.compile(
    rf"\b(?:{'|'.join(sorted(_VALUES, key=len, reverse=True))})\b", re.IGNORECASE
)
_JOINT: Final = re.compile(r"-|\s+(?:and\s+)?", re.IGNORECASE)
_DIGIT_BEFORE: Final = re.compile(r"[0-9][\s-]?$")
_LONGEST: Final = 12  # words of one number; keeps "million million …" a number that fits


@dataclass(frozen=True)
class Folded:
    """A text with digits for number words, and where each of its characters came from.

    Attributes:
        text: With digits.
        starts, ends: For each character, the range in the text before that it stands for.

    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass
class _Count:
    """A number as it is read word by word."""

    start: int
    end: int
    whole: int
    part: int
    words: int = 1

    @property
    def value(self) -> int:
        return self.whole + self.part

    def takes(self, word: str) -> bool:
        """Read one more word, if it goes on with this number."""
        value = _VALUES[word]
        if self.words == _LONGEST:
            return False
        if word in _GROUPS:
            self.whole, self.part = self.whole + max(1, self.part) * value, 0
        elif word in _MULTIPLIERS:
            self.part = max(1, self.part) * value
        elif _goes_on(self.part or self.whole, value):
            self.part += value
        else:
            return False
        self.words += 1
        return True


def _goes_on(before: int, value: int) -> bool:
    """Whether ``value`` continues ``before``: twenty-five, a hundred and twenty, not nine nine."""
    after_tens = before % 100 >= 20 and before % 10 == 0 and value < 10  # noqa: PLR2004
    after_hundreds = before >= 100 and before % 100 == 0 and value < 100  # noqa: PLR2004
    return after_tens or after_hundreds


def fold(text: str) -> Folded:
    """``text`` with digits for number words; "1.5 million" stays as it is, and so do letters."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def keep(start: int, end: int) -> None:
        pieces.append(text[start:end])
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))

    done = 0
    for count in _counts(text):
        keep(done, count.start)
        digits = str(count.value)
        pieces.append(digits)
        starts.extend([count.start] * len(digits))
        ends.extend([count.end] * len(digits))
        done = count.end
    keep(done, len(text))
    return Folded("".join(pieces), tuple(starts), tuple(ends))


def _counts(text: str) -> Iterator[_Count]:
    count: _Count | None = None
    for match in _WORD.finditer(text):
        word = match.group().lower()
        if count and _JOINT.fullmatch(text, count.end, match.start()) and count.takes(word):
            count.end = match.end()
            continue
        if count:
            yield count
            count = None
        if word in _MULTIPLIERS and _DIGIT_BEFORE.search(
            text[max(0, match.start() - 2) : match.start()]
        ):
            continue
        value = _VALUES[word]
        group = word in _GROUPS
        count = _Count(*match.span(), whole=value * group, part=value * (not group))
    if count:
        yield count

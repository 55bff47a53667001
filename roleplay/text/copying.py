"""Find out how much of a reply is copied from the concern or from a reference.

Greedy string tiling (Wise 1993, as in JPlag) over words whose grammatical
person is folded: "my slip is wrong" and "your slip is wrong" are the same run,
so swapping *I* and *you* does not hide a copy.
"""

import re
from dataclasses import dataclass
from typing import Final

MIN_TILE: Final = 4
"""Words in a row that count as copied; shorter runs are how people talk."""

_WORD: Final = re.compile(r"[\w']+(?:[.,:]\d+)*")
_PERSON: Final = {
    **dict.fromkeys(("i", "we", "you", "me", "us", "they", "them"), "<person>"),
    **dict.fromkeys(("my", "our", "your", "mine", "ours", "yours", "their"), "<person's>"),
    **dict.fromkeys(("am", "are", "is", "was", "were", "be", "been"), "<be>"),
    **dict.fromkeys(("i'm", "we're", "you're", "they're"), "<person> <be>"),
    **dict.fromkeys(("i've", "we've", "you've", "have", "has"), "<have>"),
}


@dataclass(frozen=True)
class Copying:
    """How much of a reply stands in a source, word for word but for I and you.

    Attributes:
        ratio: Share of the reply's words inside copied runs, 0 to 1.
        longest: Words in the longest copied run.
        coverage: Share of the source's words that the reply copies, 0 to 1.

    """

    ratio: float
    longest: int
    coverage: float


NOTHING: Final = Copying(0.0, 0, 0.0)


def fold(text: str) -> list[str]:
    """The words of ``text`` in lower case with grammatical person folded away."""
    words: list[str] = []
    for match in _WORD.finditer(text.lower().replace("’", "'")):  # noqa: RUF001 - typographic apostrophe
        words.extend(_PERSON.get(match.group(), match.group()).split())
    return words


def copying(reply: str, source: str, min_tile: int = MIN_TILE) -> Copying:
    """Measure what ``reply`` copies from ``source``.

    Longest runs are matched first, and a word is matched once. A run that is
    only numbers is a key term, not a copy, and is not counted.
    """
    left, right = fold(reply), fold(source)
    if not left or not right:
        return NOTHING
    tiles = _tiles(left, right, min_tile)
    copied = sum(tiles)
    return Copying(copied / len(left), max(tiles, default=0), copied / len(right))


def _tiles(left: list[str], right: list[str], min_tile: int) -> list[int]:
    free_left, free_right = [True] * len(left), [True] * len(right)
    tiles: list[int] = []
    while True:
        at_left, at_right, length = _longest(left, right, free_left, free_right)
        if length < min_tile:
            return tiles
        free_left[at_left : at_left + length] = [False] * length
        free_right[at_right : at_right + length] = [False] * length
        if not all(word[0].isdigit() for word in left[at_left : at_left + length]):
            tiles.append(length)


def _longest(
    left: list[str], right: list[str], free_left: list[bool], free_right: list[bool]
) -> tuple[int, int, int]:
    best = (0, 0, 0)
    previous = [0] * (len(right) + 1)
    for i, word in enumerate(left):
        current = [0] * (len(right) + 1)
        if free_left[i]:
            for j, other in enumerate(right):
                if word == other and free_right[j]:
                    run = current[j + 1] = previous[j] + 1
                    if run > best[2]:
                        best = (i - run + 1, j - run + 1, run)
        previous = current
    return best

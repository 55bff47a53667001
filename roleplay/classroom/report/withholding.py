"""Find the names of a class in what people wrote, and put something in their place."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from roleplay.classroom.report.common import COMMON

WITHHELD: Final = "[name]"

_GONE: Final = "\0"
"""Stands for what was withheld while a text is gone through; no cleaned text has it."""
_TWICE: Final = re.compile(rf"{_GONE}(?:[\s,.]*{_GONE})+")
_PIECE: Final = re.compile(
    r"[^\W_]+n['’]t(?![^\W_])"  # noqa: RUF001 - "don't" is nobody's name, nor is what follows in "it's"
    r"|['’](?:s|m|d|re|ve|ll)(?![^\W_])"  # noqa: RUF001 - typographic apostrophe
    r"|[^\W_]+",
    re.IGNORECASE,
)
_GAP: Final = re.compile(r"\.|(?:[^\w.!?;:\n]|_){1,3}")
"""Between two parts of a name."""
_INITIAL: Final = re.compile(r"(?:[^\w!?;:\n]|_){1,3}")
"""The same, before or after an initial."""
_OPENS: Final = re.compile(r"(?:(?:^|\n)[\s>*•–—-]*|[.!?:;…\"“‘(\[])\s*$")  # noqa: RUF001 - as typed
_ADDRESSED: Final = re.compile(r"\b(?:mr|mrs|ms|mx|miss|dr|prof)\.?\s*$", re.IGNORECASE)
_SIGNS: Final = re.compile(r"[.,!]?[^\S\n]*(?:$|\n)")
_LOOK_BACK: Final = 8
"""Characters before a word that say whether it opens a sentence."""
_LONG_NUMBER: Final = 5
"""Digits from which a number is somebody's, and not one of hours or pounds."""
_LEAST_JOINED: Final = 5
"""Letters of a name without its spaces; fewer may be a word."""
_WORDS_OF_ONE_LETTER: Final = frozenset({"a", "i"})
_NOBODY: Final[frozenset[int]] = frozenset()

_SYLLABLES: Final = (
    r"\u3041-\u309f\u30a1-\u30fa\u30fc-\u312f\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3"
)
_MORE: Final = r"\u3005-\u3007\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
_LETTERS: Final = r"\u0e01-\u0e4e\u0e81-\u0ece\u0f40-\u0fbc\u1000-\u109f\u1780-\u17d3"
_UNSPACED: Final = re.compile(rf"[{_SYLLABLES}{_MORE}{_LETTERS}]+")
"""Scripts in which nothing stands between a name and the next word, or its ending."""
_SPELT: Final = re.compile(rf"[{_LETTERS}]")
_FEWEST: Final = 2
_FEWEST_SPELT: Final = 4
"""Letters of a name that is looked for inside of words; two of them are half a syllable."""


class _Piece(NamedTuple):
    """A run of letters and digits: where it stands, and what it is without case and accents."""

    start: int
    end: int
    key: str


class Withholding:
    """Withholds the names of a class.

    A name is taken apart into its words, without case and accents. What is withheld:

    * a whole name in any case, its words joined or not, or two words of the same name
      beside each other in any order, with initials between them; if all of them are
      common words, and not the whole name, only with capitals;
    * one word of a name by itself, unless it has a single letter, or two without a capital;
    * one that is a common word too, such as Will or Grace, only with a capital in the
      middle of a sentence, after a title or an initial, or where it signs its own
      learner's text; so a name that is nothing but such a word is left in "will", "WILL"
      and "Will you wait?", where most likely nobody is meant;
    * a number of five digits or more, and a shorter one only in its own learner's texts;
    * in scripts without spaces a whole name wherever its letters stand, inside of words too.

    A single letter is no name, and neither is one in "don't" or "it's".
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._parts = [tuple(piece.key for piece in _pieces(_composed(name))) for name in names]
        self._whole = frozenset(parts for parts in self._parts if _tells(parts))
        joined = {"".join(parts) for parts in self._whole if _words(parts) - COMMON}
        self._whole |= {(name,) for name in joined if len(name) >= _LEAST_JOINED}
        self._whole |= {tuple(found) for parts in self._whole if len(found := _words(parts)) == 1}
        having: dict[str, set[int]] = {}
        for learner, parts in enumerate(self._parts):
            for part in parts:
                having.setdefault(part, set()).add(learner)
        self._having = {part: frozenset(learners) for part, learners in having.items()}
        self._inside = _inside(map(_composed, names))

    def clean(self, text: str, learner: int | None = None) -> str:
        """``text`` without names; by ``learner``, if it is somebody's."""
        text = _composed(text)
        if self._inside is not None:
            text = self._inside.sub(_GONE, text)
        own = frozenset(self._parts[learner]) if learner is not None else frozenset[str]()
        return _TWICE.sub(_GONE, "".join(self._without(text, own))).replace(_GONE, WITHHELD)

    def _without(self, text: str, own: frozenset[str]) -> Iterator[str]:
        pieces = list(_pieces(text))
        at = end = 0
        while at < len(pieces):
            stop = self._together(text, pieces, at)
            if stop == at and self._is_name(text, pieces, at, own):
                stop += 1
            if stop > at:
                yield text[end : pieces[at].start] + _GONE
                end = pieces[stop - 1].end
            at = max(stop, at + 1)
        yield text[end:]

    def _together(self, text: str, pieces: Sequence[_Piece], at: int) -> int:
        """Where what begins ``at`` and is a name without a doubt ends; ``at`` if it is none."""
        names, stop = self._having.get(pieces[at].key, _NOBODY), at + 1
        while names and stop < len(pieces) and _beside(text, pieces[stop - 1], pieces[stop]):
            both = names & self._having.get(pieces[stop].key, _NOBODY)
            if not both:
                break
            names, stop = both, stop + 1
        keys = tuple(piece.key for piece in pieces[at:stop])
        if not self._is_doubtless(names, keys, text, pieces[at:stop]):
            wholes = (n for n in range(len(keys), 0, -1) if keys[:n] in self._whole)
            stop = at + next(wholes, 0)
        # "Ines I am sorry" has a name, and then a sentence.
        while stop > at + 1 and pieces[stop - 1].key in _WORDS_OF_ONE_LETTER:
            if text.startswith(".", pieces[stop - 1].end) or not _words(keys):
                break
            stop -= 1
        return stop

    def _is_doubtless(
        self, names: Iterable[int], keys: Sequence[str], text: str, pieces: Sequence[_Piece]
    ) -> bool:
        """Whether neighbours that are parts of the same names are meant for a name."""
        words = _words(keys)
        if len(keys) == 1 or not words:
            return False
        if words <= COMMON and (len(words) == 1 or not _have_capitals(text, pieces)):
            return False
        return _is_word(keys[0]) or self._follow(names, keys)

    def _follow(self, names: Iterable[int], keys: Sequence[str]) -> bool:
        """Whether an initial stands in a name where it stands here, before its next word."""
        first = tuple(keys[:2])
        return any(
            first == self._parts[name][n : n + 2]
            for name in names
            for n in range(len(self._parts[name]))
        )

    def _is_name(self, text: str, pieces: Sequence[_Piece], at: int, own: frozenset[str]) -> bool:
        """Whether a piece by itself is to be withheld."""
        start, end, key = pieces[at]
        if key not in self._having or len(key) < 2:  # noqa: PLR2004 - a letter
            return False
        if key.isdigit():
            return len(key) >= _LONG_NUMBER or key in own
        word = text[start:end]
        if key not in COMMON:
            return len(key) > 2 or not word[0].islower()  # noqa: PLR2004 - "li" may be half of a word
        if not word.isascii():  # with an accent it is no such word
            return True
        if word[0].islower() or word.isupper():
            return False
        if _OPENS.search(text, max(0, start - _LOOK_BACK), start) is None:
            return True
        return (
            _ADDRESSED.search(text, max(0, start - _LOOK_BACK), start) is not None
            or self._has_initial(text, pieces, at)
            or (key in own and _SIGNS.match(text, end) is not None)
        )

    def _has_initial(self, text: str, pieces: Sequence[_Piece], at: int) -> bool:
        """Whether an initial of the same name stands before a piece, with its point."""
        before = pieces[at - 1] if at else None
        if before is None or len(before.key) != 1 or not text.startswith(".", before.end):
            return False
        same = self._having[pieces[at].key] & self._having.get(before.key, _NOBODY)
        return bool(same) and _beside(text, before, pieces[at])


def key_of(word: str) -> str:
    """``word`` without case and accents."""
    if word.isascii():
        return word.lower()
    bare = unicodedata.normalize("NFKD", word.upper().casefold()).casefold()
    return _composed("".join(char for char in bare if not unicodedata.combining(char)))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


class _Shapes(dict[int, int]):
    """Of each character one of the same kind; accents and vowel signs are letters."""

    def __missing__(self, code: int) -> int:
        self[code] = ord("x") if unicodedata.category(chr(code)).startswith("M") else code
        return self[code]


_SHAPES: Final = _Shapes()


def _pieces(text: str) -> Iterator[_Piece]:
    shape = text if text.isascii() else text.translate(_SHAPES)
    for match in _PIECE.finditer(shape):
        start, end = match.span()
        yield _Piece(start, end, key_of(text[start:end]))


def _beside(text: str, one: _Piece, other: _Piece) -> bool:
    gap = _INITIAL if 1 in {len(one.key), len(other.key)} else _GAP
    return gap.fullmatch(text, one.end, other.start) is not None


def _have_capitals(text: str, pieces: Iterable[_Piece]) -> bool:
    return not any(text[piece.start].islower() for piece in pieces)


def _is_word(key: str) -> bool:
    return len(key) > 1 and (not key.isdigit() or len(key) >= _LONG_NUMBER)


def _words(parts: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(_is_word, parts))


def _tells(parts: Sequence[str]) -> bool:
    """Whether these parts are a name in any case, and nothing else."""
    words = _words(parts)
    if not words:
        return len(parts) > 1
    return len(words) > 1 or not words <= COMMON


def _inside(names: Iterable[str]) -> re.Pattern[str] | None:
    """What finds the names in scripts without spaces; None where there are none."""
    found: dict[str, set[str]] = {}
    for name in names:
        runs = _UNSPACED.findall(name)
        letters = "".join(runs)
        if len(letters) >= (_FEWEST_SPELT if _SPELT.search(letters) else _FEWEST):
            whole = r"[^\w]{0,3}".join(map(re.escape, runs))
            found.setdefault(letters[0], set()).add(whole[1:])
    ways = (
        # By their first letters, so that few are tried in each place; the longest first.
        f"{first}(?:{'|'.join(sorted(rest, key=lambda way: (-len(way), way)))})"
        for first, rest in sorted(found.items())
    )
    return re.compile("|".join(ways)) if found else None

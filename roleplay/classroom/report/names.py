"""What learners are called in a report: by their names, or by pseudonyms."""

import random
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Protocol

NAMELESS: Final = "no name"
WITHHELD: Final = "[name]"

_WORD: Final = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")  # noqa: RUF001 - typographic apostrophe
_PIECE: Final = re.compile(r"[^\W_]+")
_TWICE: Final = re.compile(rf"{re.escape(WITHHELD)}(?:[\s,.]*{re.escape(WITHHELD)})+")
_OPENS: Final = re.compile(r"(?:^|[.!?:;\n\"“‘(])\s*$")  # noqa: RUF001 - typographic quotes
_LONG_NUMBER: Final = 5
"""Digits from which a number is somebody's, and not one of hours or pounds."""
_WORDS_TOO: Final = frozenset(
    {
        *("an", "april", "art", "august", "banks", "bell", "best", "bill", "black", "brown"),
        *("chance", "chase", "cook", "dawn", "day", "dean", "do", "drew", "early", "faith"),
        *(
            "frank",
            "good",
            "grace",
            "grant",
            "green",
            "hall",
            "hand",
            "he",
            "hill",
            "home",
            "hope",
            "in",
        ),
        *("joy", "june", "king", "lane", "little", "long", "love", "mark", "may", "mercy"),
        *(
            "miles",
            "moon",
            "my",
            "no",
            "oh",
            "page",
            "park",
            "patience",
            "pay",
            "pearl",
            "penny",
            "price",
        ),
        *("rice", "rich", "river", "rob", "rose", "see", "sharp", "short", "sky", "small"),
        *("so", "star", "sue", "summer", "sun", "sunny", "van", "ward", "white", "will", "win"),
        *("wise", "you", "young"),
    }
)
"""Names that are words as well, and so are left alone where they are written as one."""


class Names(Protocol):
    """What learners are called; a learner is a number, the place in a list."""

    hidden: bool
    """Whether names are withheld, and with them what leads back to them."""

    @property
    def order(self) -> Sequence[int]:
        """The learners as they follow one another on paper."""

    def of(self, learner: int) -> str:
        """What a learner is called."""

    def clean(self, text: str, learner: int | None = None) -> str:
        """``text`` as it may be shown; by ``learner``, if it is somebody's."""


class RealNames:
    """Learners are called what they are called, and follow one another by that."""

    hidden = False

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self.order: Sequence[int] = sorted(range(len(names)), key=lambda n: _rank(names[n]))

    def of(self, learner: int) -> str:
        """See :class:`Names`."""
        return self._names[learner] or NAMELESS

    def clean(self, text: str, learner: int | None = None) -> str:  # noqa: ARG002 - as the others
        """See :class:`Names`."""
        return text


class Pseudonyms:
    """Learners are called by numbers that are drawn for this run and written down nowhere.

    So the same learner has another number in the next report, and no number leads
    back to a name, not even for somebody who knows the class. Names of learners
    inside of texts are replaced word by word, however they are accented. A name that
    is a word too, such as Will or Grace, is replaced where it has a capital, at the
    beginning of a sentence only in the learner's own texts.
    """

    hidden = True

    def __init__(self, names: Sequence[str], draw: random.Random | None = None) -> None:
        self.order: Sequence[int] = range(len(names))
        drawn = list(self.order)
        (draw or random.SystemRandom()).shuffle(drawn)
        self.order = drawn
        width = len(str(len(names)))
        self._called = {learner: f"Learner {n:0{width}}" for n, learner in enumerate(drawn, 1)}
        self._words = frozenset(word for name in names for word in _words(name))
        self._own = names

    def of(self, learner: int) -> str:
        """See :class:`Names`."""
        return self._called[learner]

    def clean(self, text: str, learner: int | None = None) -> str:
        """See :class:`Names`."""
        own = frozenset(_words(self._own[learner])) if learner is not None else frozenset()
        text = unicodedata.normalize("NFC", text)
        pieces = "".join(self._withheld(text, own))
        return _TWICE.sub(WITHHELD, pieces)

    def _withheld(self, text: str, own: frozenset[str]) -> Iterator[str]:
        end = 0
        for match in _WORD.finditer(text):
            yield text[end : match.start()]
            opens = _OPENS.search(text, max(0, match.start() - 4), match.start()) is not None
            yield self._word(match.group(), own, opens=opens)
            end = match.end()
        yield text[end:]

    def _word(self, word: str, own: frozenset[str], *, opens: bool) -> str:
        """``word``, or what stands in for the names in it."""
        if self._is_name(word, own, opens=opens):
            return WITHHELD
        return _PIECE.sub(
            lambda found: (
                WITHHELD if self._is_name(found.group(), own, opens=opens) else found.group()
            ),
            word,
        )

    def _is_name(self, word: str, own: frozenset[str], *, opens: bool) -> bool:
        key = _key(word)
        if key not in self._words:
            return False
        if key.isdigit():
            return key in own or len(key) >= _LONG_NUMBER
        capital = not word[0].islower()
        if key in _WORDS_TOO:
            return capital and (key in own or not opens)
        return capital or len(key) > 2  # noqa: PLR2004 - "li" may be half of a word


def _rank(name: str) -> tuple[bool, str, str]:
    """By the alphabet; the nameless last."""
    return not name, _key(name), name


def _words(name: str) -> Iterable[str]:
    """The words of a name that would tell it, whole and in pieces, folded."""
    for match in _WORD.finditer(name):
        yield _key(match.group())
        yield from (_key(piece) for piece in _PIECE.findall(match.group()) if len(piece) > 1)


def _key(word: str) -> str:
    """``word`` without case and accents."""
    bare = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))  # noqa: RUF001
    return "".join(char for char in bare if not unicodedata.combining(char))

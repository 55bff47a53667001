"""Which words two texts share, whatever their endings."""

from functools import lru_cache
from typing import Final

from roleplay.text.clauses import content_words
from roleplay.text.counting import fold

_ROOT: Final = 4
"""Letters that stand for a word, as in ``worry`` and ``worried``. Few others meet by that."""


@lru_cache(maxsize=512)  # one text is compared with many
def roots(text: str) -> frozenset[str]:
    """The words of ``text`` that carry content, without their endings; numbers as digits."""
    words = (word.partition("'")[0] for word in content_words(fold(text).text))
    return frozenset(word if word[:1].isdigit() else word[:_ROOT] for word in words)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the words of both that are in each, 0 to 1; 0 where there is none."""
    return len(one & other) / max(1, len(one | other))

"""Replies as hurried fingers type them, so that spelling neither earns nor costs anything."""

import random
from collections.abc import Sequence
from typing import Final

NOISY: Final = 0.2
"""Share of replies that are mistyped in a pass."""
_SLIPS: Final = 0.06
"""Share of a mistyped reply's words with a slip in them."""
_LEAST: Final = 4
"""Letters a word must have for a slip; in shorter ones it may make another word."""


def mistyped(sentences: Sequence[str], rng: random.Random) -> tuple[str, ...]:
    """The same words with small slips, perhaps in lower case, perhaps without apostrophes."""
    lower, bare = rng.random() < 0.5, rng.random() < 0.5  # noqa: PLR2004 - a coin
    found = []
    for sentence in sentences:
        text = " ".join(_slip(word, rng) for word in sentence.split())
        text = text.lower() if lower else text
        found.append(text.replace("'", "").rstrip(".") if bare else text)
    return tuple(text or sentence for text, sentence in zip(found, sentences, strict=True))


def _slip(word: str, rng: random.Random) -> str:
    """Two letters swapped, one lost or one doubled, now and then; numbers are left alone."""
    if len(word) < _LEAST or not word.isalpha() or rng.random() >= _SLIPS:
        return word
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(3)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    return word[:at] + word[at] + word[at:]

"""What the rater does not rate: nothing, no words, and what is not English.

Careful to let dialect, typing errors and shorthand through: on the 4,544 rated
replies this stops none that the raters took as an ordinary reply. What it lets
through by mistake meets the model, which has seen gibberish too.
"""

import re
from collections.abc import Callable
from typing import Final

from roleplay.text.clean import plain

EMPTY: Final = "the reply is empty"
NO_WORDS: Final = "there are no words in it"
NOT_ENGLISH: Final = "it is not English, or not words; only English is rated"

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_MIN_WORDS: Final = 3
_KNOWN_SHARE: Final = 0.55
_FUNCTION_SHARE: Final = 0.1

_FUNCTION_WORDS: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "to",
        "of",
        "in",
        "on",
        "at",
        "for",
        "from",
        "with",
        "by",
        "about",
        "and",
        "or",
        "but",
        "if",
        "so",
        "as",
        "than",
        "then",
        "this",
        "that",
        "these",
        "those",
        "it",
        "its",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "am",
        "do",
        "does",
        "did",
        "have",
        "has",
        "had",
        "will",
        "would",
        "can",
        "could",
        "should",
        "may",
        "might",
        "must",
        "i",
        "me",
        "my",
        "we",
        "us",
        "our",
        "u",
        "you",
        "your",
        "he",
        "him",
        "his",
        "she",
        "her",
        "they",
        "them",
        "their",
        "who",
        "what",
        "when",
        "where",
        "why",
        "how",
        "there",
        "here",
        "not",
        "no",
        "yes",
        "just",
        "up",
        "out",
        "get",
        "got",
        "im",
        "ive",
        "ill",
        "id",
        "youre",
        "thats",
        "whats",
        "dont",
        "cant",
        "wont",
        "didnt",
        "isnt",
        "wasnt",
        "havent",
        "couldnt",
        "shouldnt",
        "lets",
        "ur",
        "r",
        "pls",
        "plz",
        "ok",
        "sorry",
        "thanks",
        "thx",
        "ta",
        "please",
        "hi",
        "hey",
        "hello",
        "yeah",
        "lol",
    ]
)


def reason_not_to_rate(reply: str, concern: str, known: Callable[[str], bool]) -> str:
    """Why ``reply`` is not rated; empty when it is.

    Args:
        reply: As typed.
        concern: Its words, names above all, count as known.
        known: Whether a lower-case word is in the model's vocabulary of whole words.

    """
    text = plain(reply)
    if not text:
        return EMPTY
    words = [word.lower() for word in _WORD.findall(text)]
    if not words:
        return "" if any(char.isdigit() for char in text) else NO_WORDS
    if len(words) < _MIN_WORDS:
        return "" if any(word.isascii() for word in words) else NOT_ENGLISH
    spoken = frozenset(word.lower() for word in _WORD.findall(plain(concern)))
    function_share = sum(word in _FUNCTION_WORDS for word in words) / len(words)
    fine = sum(word in _FUNCTION_WORDS or word in spoken or _whole(word, known) for word in words)
    strange = fine / len(words) < _KNOWN_SHARE and function_share <= _FUNCTION_SHARE
    return NOT_ENGLISH if strange else ""


def _whole(word: str, known: Callable[[str], bool]) -> bool:
    stem, _, _ = word.partition("'")
    return known(word) or known(stem)

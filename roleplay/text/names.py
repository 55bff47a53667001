"""Find names in a reply: words with a capital that nothing else accounts for."""

import re
from collections.abc import Iterator
from typing import Final

from roleplay.text.sentences import split_sentences

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")  # noqa: RUF001 - typographic apostrophe
_POSSESSIVE: Final = re.compile(r"['’]s?$")  # noqa: RUF001 - typographic apostrophe
_OPENING: Final = re.compile(r"(?:^|[\"“‘(\[:;–—*•]|\s'|\.\.\.|…|\s-)\s*['\"]?$")  # noqa: RUF001 - as typed
_NO_NAMES: Final = frozenset(
    {
        *("afternoon", "bye", "cheers", "christ", "christmas", "dear", "dr", "easter", "english"),
        *("evening", "frau", "god", "goodbye", "hello", "herr", "hey", "hi", "highness", "i'd"),
        *("i'll", "i'm", "i've", "internet", "jesus", "kind", "lady", "lord", "lordship", "madam"),
        *("majesty", "miss", "mister", "morning", "mr", "mrs", "ms", "mx", "no", "ok", "okay"),
        *("please", "prof", "regards", "sincerely", "sir", "so", "sorry", "thank", "thanks"),
        *("well", "yes", "you", "your", "yours"),
    }
)
_INTRODUCED: Final = re.compile(
    r"\b(?:i['’]m|i am|my name is|regards|sincerely|wishes|yours),?\s+$",  # noqa: RUF001
    re.IGNORECASE,
)
"""Stands before the speaker's own name, which they may choose."""

_TITLE_CASE: Final = 4  # words from which on a sentence of capitals is a way of typing


def bare_words(text: str) -> Iterator[str]:
    """Each word of ``text`` as a name in it would be written, without a possessive."""
    return (_POSSESSIVE.sub("", match.group()) for match in _WORD.finditer(text))


def find_names(text: str) -> Iterator[tuple[int, str]]:
    """Where names stand in ``text``, each word by itself, and the name without a possessive.

    A capital at the start of a sentence makes no name, and neither do words all in
    capitals, sentences typed with capitals throughout, or what the speakers call themselves.
    """
    for sentence in split_sentences(text):
        words = list(_WORD.finditer(sentence.text))
        capitals = [word for word in words if _has_capital(word.group())]
        if len(words) >= _TITLE_CASE and 2 * len(capitals) > len(words):
            continue
        for word in capitals:
            if not _accounted_for(word, sentence.text):
                yield sentence.start + word.start(), _POSSESSIVE.sub("", word.group())


def _accounted_for(word: re.Match[str], sentence: str) -> bool:
    before = sentence[: word.start()]
    if _OPENING.search(before[-8:]) or _INTRODUCED.search(before[-20:]):
        return True
    return word.group().lower().replace("’", "'") in _NO_NAMES  # noqa: RUF001


def _has_capital(word: str) -> bool:
    return word[0].isupper() and any(char.islower() for char in word[1:])

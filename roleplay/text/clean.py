"""Make text that somebody typed or wrote safe to show, and plain to rate.

Terminals obey escape sequences wherever they come from, and a user interface
toolkit passes them on. So text is cleaned twice: :func:`sanitise` on the way in
and on the way to a screen, :func:`plain` before the model reads it.
"""

import re
import unicodedata
from typing import Final

MAX_REPLY: Final = 4000
"""Characters of a reply that are kept; a longer one is cut and flagged ``truncated``."""

_ESCAPE_SEQUENCE: Final = re.compile(
    r"\x1b\][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC: title, clipboard, links
    r"|\x1b[PX^_][^\x1b\x9c]*(?:\x1b\\|\x9c)?"  # DCS, SOS, PM, APC
    r"|[\x1b]\[[0-?]*[ -/]*[@-~]?"  # CSI
    r"|\x9b[0-?]*[ -/]*[@-~]?"  # CSI, one byte
    r"|\x1b[ -/]*[0-~]?"
)
_KEEP: Final = frozenset("\n\t")
_LINE_ENDS: Final = re.compile("\r\n|\r|\x85|\u2028|\u2029|\x0b|\x0c")
_NOTHING_TO_DO: Final = re.compile(r"[\n\t -~]*")
_HOMOGLYPHS: Final = str.maketrans(
    "аеорсухіјѕԁӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧοАВЕКМНОРСТХ",  # noqa: RUF001 - Cyrillic and Greek twins of Latin letters
    "aeopcyxijsdlABEZHIKMNOPTYXoABEKMHOPCTX",
)
_QUOTES: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "…": "..."})  # noqa: RUF001


def sanitise(text: str) -> str:
    r"""Return ``text`` without anything that a terminal would obey or hide.

    Escape sequences, control, bidirectional and other invisible format
    characters, lone surrogates and private-use characters go; line ends become
    ``\n``. The result contains only printable characters, newlines and tabs, and
    sanitising it again changes nothing.
    """
    if _NOTHING_TO_DO.fullmatch(text):
        return text
    text = _LINE_ENDS.sub("\n", text)
    text = _ESCAPE_SEQUENCE.sub("", text)
    return "".join(char for char in text if char in _KEEP or not _is_invisible(char))


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"}


def plain(text: str) -> str:
    """Return ``text`` as the model reads it: one line, one spelling of each character.

    Compatibility forms are folded (NFKC), look-alike letters of other scripts
    inside Latin words become Latin, typographic quotes straight, white space
    single. Two texts that a person reads as the same give the same result.
    """
    text = unicodedata.normalize("NFKC", sanitise(text)).translate(_QUOTES)
    words = (_latin(word) for word in text.split())
    return " ".join(words)


def _latin(word: str) -> str:
    if word.isascii() or not any(char.isascii() and char.isalpha() for char in word):
        return word
    return word.translate(_HOMOGLYPHS)


def in_a_line(text: str) -> str:
    """``text`` safe to show, on one line."""
    return " ".join(sanitise(text).split())

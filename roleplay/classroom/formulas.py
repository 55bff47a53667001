"""Keep a spreadsheet from running what a learner typed.

Spreadsheets take a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a
formula, also after white space and in full-width letters. A ``'`` in front makes
it text (OWASP ASVS 1.2.10).
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

GUARD: Final = "'"

_FIRST: Final = frozenset("\t\r\0")
_MINUS: Final = "\N{MINUS SIGN}"
_STARTS: Final = frozenset("=+-@" + _MINUS)
_NUMBER: Final = re.compile(r"-\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Guards:
    """How a format keeps texts from being calculated.

    Attributes:
        written: Whether it needs a ``'`` in front of them.
        read: Whether a ``'`` in front of one is taken away when it is read.

    """

    written: bool = False
    read: bool = False

    def passed(self, text: str, source: "Guards") -> str:
        """A text of another table as it is written, so that the same is read again.

        Args:
            text: Of the other table.
            source: The guards of that table's format.

        """
        if source == self:
            return text
        text = restore(text) if source.read else text
        return protect(text) if self.read else text


NONE: Final = Guards()
"""Of formats that nobody calculates."""


def defuse(text: str) -> str:
    """Return ``text`` as a spreadsheet can show it without calculating. Doing it twice is once."""
    return GUARD + text if _is_formula(text) else text


def restore(text: str) -> str:
    """Return ``text`` without the guard of :func:`defuse`, as the learner typed it."""
    return text[1:] if _looks_guarded(text) else text


def protect(text: str) -> str:
    """Return ``text`` so that :func:`restore` gives it back, where it begins as if guarded."""
    return GUARD + text if _looks_guarded(text) else text


def _looks_guarded(text: str) -> bool:
    bare = text.lstrip(GUARD)
    return bare != text and _is_formula(bare)


def _is_formula(text: str) -> bool:
    if text[:1] in _FIRST and text:
        return True
    first = next((char for char in text if not _is_blank(char)), "")
    if unicodedata.normalize("NFKC", first)[:1] not in _STARTS or not first:
        return False
    # A negative number is a number in every spreadsheet, and harmless.
    return _NUMBER.fullmatch(text) is None


def _is_blank(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in {"Cc", "Cf"}

"""The nearest spelling of a name that is not known."""

from collections.abc import Collection
from difflib import get_close_matches
from typing import Final

_LISTED: Final = 20
_LONGEST_WORD: Final = 60  # difflib takes its time with long ones


def nearest(word: str, known: Collection[str]) -> str:
    """The known word that was probably meant; empty when none is near."""
    close = get_close_matches(word[:_LONGEST_WORD].lower(), known, n=1)
    return close[0] if close else ""


def did_you_mean(word: str, known: Collection[str]) -> str:
    """A remedy: the nearest spelling, else all that are known if those are few."""
    close = nearest(word, known)
    if close:
        return f"did you mean '{close}'?"
    return "one of: " + ", ".join(known) if 0 < len(known) <= _LISTED else ""

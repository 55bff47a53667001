"""Between what stands in a cell of a workbook and what it says."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from roleplay.classroom.cells import Held

MAX_TEXT: Final = 32_767
"""UTF-16 units that a cell holds."""

_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE: Final = re.compile(
    "[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]"  # XML has no way to write them, or loses them
    r"|_(?=x[0-9A-Fa-f]{4}_)"  # else the text would be read back as an escape
)
_SURROGATES: Final = range(0xD800, 0xE000)
_ZEROS: Final = re.compile("0{2,}")
_TIME: Final = re.compile("[hs]", re.IGNORECASE)
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)
_DIGITS: Final = 10**15
"""Below it a spreadsheet shows whole numbers as they are."""
_FIRST_DAY: Final = date(1900, 3, 1)
"""Before it, spreadsheets disagree about which day is which."""


def escaped(text: str) -> str:
    """How a workbook writes ``text``: what XML has not as ``_x000D_``."""
    return _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(text: str) -> str:
    """What such a text says."""
    return _ESCAPED.sub(_char, text) if "_x" in text else text


def _char(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if code in _SURROGATES else chr(code)


def length(text: str) -> int:
    """How long ``text`` is for a workbook, to which an emoji is two characters."""
    return len(text) + sum(char > "\uffff" for char in text)


def number(value: float, number_format: str) -> int | float | str:
    """What a number says: 7.0 is 7, and under the format ``000`` it is the text 007."""
    if abs(value) < _DIGITS and value == int(value):
        value = int(value)
        if value >= 0 and _ZEROS.fullmatch(number_format):
            return str(value).zfill(len(number_format))
    return value


def moment(value: datetime | date | time | timedelta, number_format: str) -> Held:
    """A date or time, as it is shown under ``number_format``, in ISO 8601."""
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return Held(f"{minutes // 60}:{minutes % 60:02}:{seconds:02}", value)
    if isinstance(value, datetime) and value.time() == time() and not _has_time(number_format):
        value = value.date()
    return Held(value.isoformat(), value)


def _has_time(number_format: str) -> bool:
    return _TIME.search(_LITERAL.sub("", number_format)) is not None


def storable(held: Held) -> bool:
    """Whether a workbook can hold the date, time or duration, to its last digit."""
    match held.moment:
        case datetime() as found:
            return found.tzinfo is None and found.date() >= _FIRST_DAY and _whole(found.microsecond)
        case date() as found:
            return found >= _FIRST_DAY
        case time() as found:
            return found.tzinfo is None and _whole(found.microsecond)
        case timedelta() as found:
            return found >= timedelta() and not found.microseconds
        case _:
            return False


def _whole(microseconds: int) -> bool:
    return microseconds % 1000 == 0

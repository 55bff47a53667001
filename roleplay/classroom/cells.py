"""Values as the text of a cell, for formats that have nothing but text."""

import json
import math
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Final

from roleplay.scenario import PointKind

SEPARATOR: Final = " | "

_SEPARATED: Final = re.compile(r"(?<=\s)\|(?=\s)")


@dataclass(frozen=True)
class Held:
    """A value that only some formats have: a date, say. In the others it is its text.

    Attributes:
        text: What it says; a date in ISO 8601.
        moment: The same for a format that has dates, times and durations of its own.
        scalar: The same as Arrow has it, which may be finer than a microsecond.

    """

    text: str
    moment: date | time | timedelta | None = None
    scalar: object = None

    def __str__(self) -> str:
        """What it says."""
        return self.text


def split_cell(text: str) -> list[str]:
    """The items of a cell that lists several."""
    return [item.strip() for item in _SEPARATED.split(f" {text} ") if item.strip()]


def items_of(text: str) -> list[Any]:
    """The items of a cell, also of one that :func:`cell_text` could only write as JSON."""
    if text.startswith("["):
        with suppress(ValueError, RecursionError):
            found = json.loads(text)
            if isinstance(found, list) and all(isinstance(item, str | dict) for item in found):
                return found
    return split_cell(text)


def cell_text(value: object) -> str:
    """A value that passes through, as text that reads back as what it says."""
    match value:
        case str():
            return value
        case None:
            return ""
        case Held():
            return value.text
        case float() if math.isnan(value):
            return ""
        case list() if all(_item(item) for item in value):
            return SEPARATOR.join(_item(item) for item in value)
        case _:
            return json.dumps(value, ensure_ascii=False, default=str)


def known_text(value: object) -> object:
    """A cell of a column that is read: its text, so that an id is what it says; None when empty.

    Lists stay lists, since points and references come so.
    """
    match value:
        case None | str() | list():
            return value
        case float() if value.is_integer():
            return str(int(value))
        case float() if math.isnan(value):
            return None
        case _:
            return cell_text(value)


def listed(value: list[Any]) -> list[str] | None:
    """A list as one of texts, where a point is ``fact: …``; None when it is more than that."""
    texts = [_text(item) for item in value]
    return None if any(text is None for text in texts) else [text or "" for text in texts]


def rated_text(value: object) -> str:
    """A value of the rater's: numbers with two decimals, lists with a bar between."""
    return f"{value:.2f}" if isinstance(value, float) else cell_text(value)


def _item(item: Any) -> str:  # noqa: ANN401 - any JSON value
    """A text that can stand between bars; empty for anything else."""
    text = _text(item)
    return text if text is not None and split_cell(text) == [text] else ""


def _text(item: Any) -> str | None:  # noqa: ANN401 - any JSON value
    """A text, or a point such as ``{"fact": "…"}`` as ``fact: …``; None for anything else."""
    if isinstance(item, dict) and len(item) == 1:
        ((kind, text),) = item.items()
        item = f"{kind}: {text}" if kind in tuple(PointKind) and isinstance(text, str) else None
    return item if isinstance(item, str) else None

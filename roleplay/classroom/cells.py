"""Values as the text of a cell, for formats that have nothing but text."""

import json
import re
from contextlib import suppress
from typing import Any, Final

from roleplay.scenario import PointKind

SEPARATOR: Final = " | "

_SEPARATED: Final = re.compile(r"(?<=\s)\|(?=\s)")


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
        case list() if all(_item(item) for item in value):
            return SEPARATOR.join(_item(item) for item in value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def rated_text(value: object) -> str:
    """A value of the rater's: numbers with two decimals, lists with a bar between."""
    return f"{value:.2f}" if isinstance(value, float) else cell_text(value)


def _item(item: Any) -> str:  # noqa: ANN401 - any JSON value
    """A text, or a point such as ``{"fact": "…"}`` as ``fact: …``; empty for anything else."""
    if isinstance(item, dict) and len(item) == 1:
        ((kind, text),) = item.items()
        item = f"{kind}: {text}" if kind in tuple(PointKind) and isinstance(text, str) else None
    return item if isinstance(item, str) and split_cell(item) == [item] else ""

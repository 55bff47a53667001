"""Texts as YAML: whatever they are, they come back as they were."""

import json
import re
import textwrap
from typing import Final

from roleplay.authoring.nodes import resolve

_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w ,.;!?()/'’“”…-]*[\w,.;!?)'’”…-])?")  # noqa: RUF001 - as typed
_WIDTH: Final = 96
_SHORT: Final = 60


def scalar(text: str) -> str:
    """``text`` on one line, in quotes if it needs them. Not for ``[a, b]`` and ``{a: b}``."""
    if _PLAIN.fullmatch(text) and isinstance(resolve(text), str):
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """``text`` in double quotes."""
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a YAML string


def folded(text: str, indent: int) -> str:
    """``text`` as what follows ``key:`` or ``-``: in lines ``indent`` deep, if it is long prose."""
    if len(text) <= _SHORT:
        return scalar(text)
    width = max(20, _WIDTH - indent)
    lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    if " ".join(lines) != text:
        return quoted(text)  # white space that folding would lose
    margin = "\n" + " " * indent
    return ">-" + margin + margin.join(lines)

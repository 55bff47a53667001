"""Split a reply into sentences, keeping where each stood."""

import re
from dataclasses import dataclass
from typing import Final

_BREAK: Final = re.compile(
    r"(?<=[.!?…])[\"')\]]*\s+(?=[\"'(\[]*[^\s])|\n+",
)
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|vs|etc|approx|dept|ext|st|e\.g|i\.e|a\.m|p\.m)\."
    r"|(?<!\w['\u2019])\b[a-z]\.)$",  # an initial, but not the t of "isn't"
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\b(?:no|nr)\.$", re.IGNORECASE)
_ELLIPSIS: Final = re.compile(r"(?:\.\.\.|…)[\"')\]]*$")
_WORD: Final = re.compile(r"\w")


@dataclass(frozen=True)
class Sentence:
    """One sentence of a reply and the half-open character range it had there."""

    text: str
    start: int
    end: int


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Split ``text`` at sentence ends and line breaks.

    Abbreviations, initials, decimal numbers and an ellipsis that a small letter
    follows do not end a sentence. Pieces without a letter or digit join the
    sentence before them. Every character that is not white space is in
    exactly one sentence; empty text gives an empty tuple.
    """
    pieces: list[Sentence] = []
    start = 0
    for match in _BREAK.finditer(text):
        if "\n" not in match.group() and _runs_on(text, start, match):
            continue
        pieces = _append(pieces, text, start, match.end())
        start = match.end()
    return tuple(_append(pieces, text, start, len(text)))


def _runs_on(text: str, start: int, match: re.Match[str]) -> bool:
    before = text[start : match.start()]
    follows = text[match.end() : match.end() + 1]
    if _ABBREVIATION.search(before):
        # "at 5 p.m. Then …" ends a sentence, "dr. Osei" does not.
        return not (follows.isupper() and before.lower().endswith(("a.m.", "p.m.", "etc.")))
    if _NUMBER.search(before):
        return follows.isdigit()  # "No. 5" runs on, "No. I cannot" does not
    return bool(_ELLIPSIS.search(before)) and follows.islower()


def _append(pieces: list[Sentence], text: str, start: int, end: int) -> list[Sentence]:
    raw = text[start:end]
    stripped = raw.strip()
    if not stripped:
        return pieces
    begin = start + len(raw) - len(raw.lstrip())
    stop = begin + len(stripped)
    if pieces and not _WORD.search(stripped):
        last = pieces[-1]
        return [*pieces[:-1], Sentence(text[last.start : stop], last.start, stop)]
    return [*pieces, Sentence(stripped, begin, stop)]

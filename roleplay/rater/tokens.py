"""Turn a scene and a reply into token ids for the model.

The scene (concern and points) is encoded once and kept; every reply is encoded
after it and looks back at it. So the two have token sequences of their own.
Used by the fit and at run time, which is what keeps them equal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tokenizers import Tokenizer

from roleplay.errors import ModelError
from roleplay.text.clean import plain
from roleplay.text.copying import Copying, copying

MAX_CONCERN: Final = 256
MAX_POINT: Final = 48
MAX_POINTS: Final = 12
MAX_REPLY: Final = 320
COPY_FEATURES: Final = 3

SCENE, NEW, SHARED, DETAIL, POINT, REFERENCE = range(6)
"""Segments: what a position is. Of a reply's own pieces, whether the scene has them too (SHARED),
and whether it is a number, day or time that the scene does not have (DETAIL)."""
SEGMENTS: Final = 6
POINT_AT, REFERENCE_AT = 510, 511
"""Positions of the probes, the same for all of a kind, so that their order says nothing."""
_SHORT: Final = 3
"""Shared pieces of up to so many letters are mostly grammar and are not marked."""
_DAYS: Final = {
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("today", "tomorrow", "yesterday", "tonight", "morning", "noon", "afternoon", "evening"),
    *("midnight", "january", "february", "march", "april", "june", "july", "august"),
    *("september", "october", "november", "december"),
    *("day", "days", "week", "weeks", "month", "months", "year", "years"),
    *("hour", "hours", "minute", "minutes"),
}
_NUMBERS: Final = {
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "twenty", "thirty"),
    *("forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "thousand"),
    *("half", "once", "twice", "first", "second", "third", "fourth", "fifth"),
}
_DETAILS: Final = frozenset(_DAYS | _NUMBERS)


@dataclass(frozen=True)
class ContextTokens:
    """A scene as the model reads it: ``[CLS] concern [SEP] point [SEP] …``.

    Attributes:
        ids: Token ids, at most 512.
        points: Half-open token range of each point, in the order given.

    """

    ids: tuple[int, ...]
    points: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class ReplyTokens:
    """A reply as the model reads it: ``[CLS] sentence [SEP] sentence [SEP] …``.

    Attributes:
        ids: Token ids.
        segments: One segment for each.
        sentences: Half-open token range of each sentence; empty for one that was cut off.
        truncated: Whether words were left out because the reply is too long.

    """

    ids: tuple[int, ...]
    segments: tuple[int, ...]
    sentences: tuple[tuple[int, int], ...]
    truncated: bool


class Tokens:
    """The word-piece tokenizer of the base model with the project's own layout."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        """Wrap ``tokenizer``; padding and truncation that it brings are switched off."""
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self._cls, self._sep = map(self._id, ("[CLS]", "[SEP]"))

    def _id(self, token: str) -> int:
        found = self._tokenizer.token_to_id(token)
        if found is None:
            message = f"The tokenizer has no {token} token."
            raise ModelError(message, hint="use the tokenizer of a BERT model")
        return int(found)

    @classmethod
    def load(cls, path: Path) -> "Tokens":
        """Read a ``tokenizer.json``."""
        return cls(Tokenizer.from_file(str(path)))

    def knows(self, word: str) -> bool:
        """Whether a lower-case word is one piece of its own, as common English words are."""
        return self._tokenizer.token_to_id(word) is not None

    def pieces(self, text: str) -> list[int]:
        """Word-piece ids of ``text`` after :func:`~roleplay.text.clean.plain`."""
        ids: list[int] = self._tokenizer.encode(plain(text), add_special_tokens=False).ids
        return ids

    def context(self, concern: str, points: Sequence[tuple[str, str]]) -> ContextTokens:
        """Encode a scene; ``points`` are (kind, text) with kind fact, feeling or need."""
        ids = [self._cls, *self.pieces(concern)[:MAX_CONCERN], self._sep]
        spans = []
        for kind, text in points[:MAX_POINTS]:
            # Twelve long points fit beside a long concern only if each gives way a little.
            room = min(MAX_POINT, (512 - MAX_CONCERN - 2) // min(len(points), MAX_POINTS) - 1)
            piece = self.pieces(f"{kind}: {text}")[:room]
            spans.append((len(ids), len(ids) + len(piece)))
            ids += [*piece, self._sep]
        return ContextTokens(tuple(ids), tuple(spans))

    def reply(self, sentences: Sequence[str], scene: Iterable[int]) -> ReplyTokens:
        """Encode the sentences of a reply to a scene, given as its token ids."""
        ids, spans, truncated = [self._cls], [], False
        for sentence in sentences:
            room = max(0, MAX_REPLY - len(ids) - 1)
            pieces = self.pieces(sentence)
            truncated |= len(pieces) > room
            kept = pieces[:room]
            spans.append((len(ids), len(ids) + len(kept)))
            ids += [*kept, self._sep] if kept else []
        known = frozenset(scene)
        segments = tuple(self._segment(piece, known) for piece in ids)
        return ReplyTokens(tuple(ids), segments, tuple(spans), truncated)

    def _segment(self, piece: int, scene: frozenset[int]) -> int:
        word = str(self._tokenizer.id_to_token(piece)).removeprefix("##")
        if piece in scene:
            return SHARED if len(word) > _SHORT or word.isdigit() else NEW
        return DETAIL if word.isdigit() or word in _DETAILS else NEW


def places(length: int, points: int, references: int) -> tuple[list[int], list[int]]:
    """Positions of a sequence and its probes, and the segments of the probes."""
    positions = [*range(length), *[POINT_AT] * points, *[REFERENCE_AT] * references]
    return positions, [*[POINT] * points, *[REFERENCE] * references]


def copy_features(copied: Copying) -> tuple[float, float, float]:
    """What the model is told about copying, each from 0 to 1."""
    return (copied.ratio, copied.coverage, min(copied.longest, 20) / 20)


def copy_features_of(reply: str, concern: str) -> tuple[float, float, float]:
    """:func:`copy_features` of a reply to a concern."""
    return copy_features(copying(plain(reply), plain(concern)))

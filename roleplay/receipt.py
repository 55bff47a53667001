"""The receipt of a score: which model, rubric, scene and reply it is for, each by a digest.

Four parts, so that a score that no longer holds can say what changed; and a fifth
where an assessor's calibration has moved the levels.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from roleplay import rubric

DIGITS: Final = 8
"""Hex digits of a part. It tells an edit from none; it is no seal against a forger."""

_PART: Final = re.compile(f"[0-9a-f]{{{DIGITS}}}")


class Part(StrEnum):
    """What a score depends on, in the order in which it stands in a receipt."""

    MODEL = "model"
    RUBRIC = "rubric"
    SCENE = "scene"
    REPLY = "reply"
    CALIBRATION = "calibration"


_SCORE: Final = (Part.MODEL, Part.RUBRIC, Part.SCENE, Part.REPLY)
_PLUS: Final = "+"


@dataclass(frozen=True)
class Receipt:
    """Digests of what a score is for.

    As text, ``model-rubric-scene-reply``, with ``+calibration`` behind it where there is one.
    """

    model: str
    rubric: str
    scene: str
    reply: str
    calibration: str = ""

    @classmethod
    def of(cls, model: str, scene: str, reply: str) -> Self:
        """The receipt of a score under the rubric of this version.

        Args:
            model: Digest of the model's files.
            scene: Digest of what was answered.
            reply: Taken byte by byte, as typed.

        """
        parts = (model, rubric.substance(), scene, reply)
        return cls(*(digest(part)[:DIGITS] for part in parts))

    @classmethod
    def parse(cls, text: str) -> Self:
        """The receipt that reads ``text``.

        Raises:
            ValueError: It is none, or one of before there were parts.

        """
        score, plus, calibration = text.partition(_PLUS)
        parts = [*score.split("-"), *([calibration] if plus else [])]
        known = score.count("-") + 1 == len(_SCORE) and all(map(_PART.fullmatch, parts))
        if not known:
            raise ValueError(f"no receipt: {text!r}")
        return cls(*parts)

    def __str__(self) -> str:
        """As it stands in a table."""
        score = "-".join(self._part(part) for part in _SCORE)
        return score + (_PLUS + self.calibration if self.calibration else "")

    def changed(self, other: Self) -> tuple[Part, ...]:
        """The parts in which two receipts differ, in their order; none when they are equal."""
        return tuple(part for part in Part if self._part(part) != other._part(part))

    def _part(self, part: Part) -> str:
        found: str = getattr(self, part.value)
        return found


def digest(value: object) -> str:
    """SHA-256 of plain data, in hex; lists and tuples count as the same."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

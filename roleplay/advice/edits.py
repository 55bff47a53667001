"""A changed reply, and the cuts and insertions that make one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from roleplay.rating import RatedSentence
from roleplay.rubric import Act, Ladder

_CLOSED: Final = tuple(".!?…,;:-–—\"')”’")  # noqa: RUF001 - typographic quotes and dashes


@dataclass(frozen=True)
class Change:
    """A reply with one thing done differently.

    Attributes:
        move: What is done, as a short imperative; may quote an author or the learner.
        ladder: What it is meant to lift.
        reply: The whole reply with the change; not for the learner's eyes.
        acts: Acts that must be found in it, or the move was not made.
        points: Ids of points that must be found covered in it.

    """

    move: str
    ladder: Ladder
    reply: str
    acts: tuple[Act, ...] = ()
    points: tuple[str, ...] = ()


def first(reply: str, text: str) -> str:
    """``reply`` with ``text`` before it."""
    return _joined(text, reply)


def early(reply: str, sentences: Sequence[RatedSentence], text: str) -> str:
    """``reply`` with ``text`` at its front, but after a greeting that opens it."""
    if not sentences or Act.GREET not in sentences[0].acts:
        return first(reply, text)
    end = sentences[0].end
    return _joined(reply[:end], text, reply[end:])


def last(reply: str, text: str) -> str:
    """``reply`` with ``text`` after it."""
    return _joined(reply, text)


def without(reply: str, sentences: Sequence[RatedSentence], text: str = "") -> str:
    """``reply`` without ``sentences``; ``text`` stands where the first of them stood."""
    parts, at = [], 0
    for number, sentence in enumerate(sentences):
        parts += [reply[at : sentence.start], "" if number else text]
        at = sentence.end
    return _joined(*parts, reply[at:])


def _joined(*parts: str) -> str:
    """Parts as running text; one that just stops gets its full stop."""
    stripped = [part.strip() for part in parts if part.strip()]
    ended = [part if part.endswith(_CLOSED) else f"{part}." for part in stripped[:-1]]
    return " ".join([*ended, *stripped[-1:]])

"""Draft the points of a concern that came without any: its own clauses, sorted and sifted.

An author's points are better: they put together what belongs together, and name a
feeling that was only heard between the lines. These let a learner know what was
missed where nobody has written points. ``benchmarks/drafting.py`` measures them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from roleplay.text.clauses import COMMANDS, FUNCTION_WORDS, content_words, split_clauses, words_of
from roleplay.text.clean import plain, sanitise
from roleplay.text.speech import (
    CLOSERS,
    CONSEQUENCE,
    FACT,
    FEELING,
    NEED,
    OPEN_QUESTION,
    OPENERS,
    TELLING,
    is_filler,
    kind_of,
)

MAX_POINTS: Final = 5
"""Points that are drafted; the model was fitted on three to five."""

_READ: Final = 3000  # characters of a concern; the model reads less
_LONGEST: Final = 26  # words of a point
_LONGEST_TEXT: Final = 200  # characters of a point
_LEAST_CONTENT: Final = 3  # words of a fact that say something by themselves
_NAME: Final = re.compile(r"(?<=[a-z0-9,] )[A-Z][a-z]+")
_AROUND: Final = " \t.,;:!?-–—…()[]"  # noqa: RUF001 - dashes as typed
_HANGING: Final = re.compile(r"(?:,?\s+(?:and|but|so|because|or)|, (?:which|who))+$", re.IGNORECASE)


@dataclass(frozen=True)
class _Clause:
    """A clause as a point: where it stood, what kind it is, and how much it tells."""

    place: int
    kind: str
    text: str
    weight: float

    @property
    def says_enough(self) -> bool:
        """Whether it can be said back; a feeling or a request can be short."""
        return self.kind != FACT or len(content_words(self.text)) >= _LEAST_CONTENT


def draft_points(concern: str) -> tuple[tuple[str, str], ...]:
    """The points of ``concern`` as far as words alone give them, as (kind, text).

    The kind is ``fact``, ``feeling`` or ``need``. The text is a clause of the
    concern in its own words, without greetings and fillers around it. At most
    :data:`MAX_POINTS`, in the concern's order; the clauses with most to tell are
    kept: numbers, days and names, consequences, a feeling, a request. None where
    nothing but small talk is said. Any text will do, and the same text gives the
    same points.
    """
    return _draft(concern[:_READ])


@lru_cache(maxsize=256)  # the replies of a class are to one concern, or to a few
def _draft(concern: str) -> tuple[tuple[str, str], ...]:
    found = list(_distinct(_clauses(concern)))
    enough = [clause for clause in found if clause.says_enough]
    return tuple((clause.kind, clause.text) for clause in _sift(enough or found))


def _clauses(concern: str) -> Iterator[_Clause]:
    for place, raw in enumerate(split_clauses(sanitise(concern))):
        text = _trim(plain(raw))
        if content_words(text) and not is_filler(text):
            kind = kind_of(text)
            yield _Clause(place, kind, text, _weight(text, kind))


def _trim(text: str) -> str:
    """The clause without what leads up to it and trails after it, and not too long."""
    opener = OPENERS.match(text)
    text = CLOSERS.sub("", text[opener.end() if opener else 0 :])
    question = text.rstrip(" \"')]").endswith("?")
    words = _bare(text).split()
    kept = _bare(" ".join(words[:_LONGEST])[:_LONGEST_TEXT])
    cut = len(kept) < len(" ".join(words))
    if _may_lose_capital(kept):
        kept = kept[:1].lower() + kept[1:]
    return kept + ("…" if cut else "?" if question else "")


def _bare(text: str) -> str:
    """``text`` without the punctuation around it, and without half a pair of quotation marks."""
    text = _HANGING.sub("", text.strip(_AROUND))
    for mark in {text[:1], text[-1:]} & {'"', "'"}:
        if len(re.findall(rf"{mark}(?!\w)|(?<!\w){mark}", text)) % 2:
            text = text.strip(mark)
    return text.strip(_AROUND)


def _may_lose_capital(text: str) -> bool:
    """Whether the first word is surely no name, and not "I"."""
    word = next(iter(words_of(text)), "")
    stem = word.partition("'")[0]
    return stem != "i" and (stem in FUNCTION_WORDS or word in COMMANDS)


def _weight(text: str, kind: str) -> float:
    """How much a clause tells; about 1 for an empty one and 8 for a full one."""
    weight = 0.35 * min(len(content_words(text)), 8)
    weight += min(len(TELLING.findall(text)), 3)
    weight += min(len(CONSEQUENCE.findall(text)), 2)
    weight += 0.7 * min(len(_NAME.findall(text)), 2)
    if kind == NEED:
        weight += -0.5 if OPEN_QUESTION.match(text) else 2
    return weight


def _distinct(clauses: Iterable[_Clause]) -> Iterator[_Clause]:
    seen = set()
    for clause in clauses:
        key = tuple(content_words(clause.text))
        if key not in seen:
            seen.add(key)
            yield clause


def _sift(clauses: list[_Clause]) -> list[_Clause]:
    """The best of each kind, then what tells most, in the order in which it was said."""
    ranked = sorted(clauses, key=lambda clause: -clause.weight)
    first = [
        next((clause for clause in ranked if clause.kind == kind), None)
        for kind in (NEED, FEELING, FACT)
    ]
    kept = [clause for clause in first if clause is not None]
    kept += [clause for clause in ranked if clause not in kept]
    return sorted(kept[:MAX_POINTS], key=lambda clause: clause.place)

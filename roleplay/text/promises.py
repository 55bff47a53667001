"""Tell what a speaker promises or proposes from what they state.

"I'll be with you at three" sets a time of the speaker's own; "you need it at three"
repeats one, or makes it up. No grammar is parsed: the telling word nearest before a
place in its clause decides, else the first one after it, else the sentence around.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_READY: Final = r"(?:back|done|fixed|ready|sorted|with\s+you|yours)"
_TELLING: Final = re.compile(
    rf"""
    (?P<neither> \b(?:a|an|his|her|my|our|that|the|their|these|this|those|your)\s+\w+ed\b )
  | (?P<states>
        \b(?:i|we)\s+(?:can\s+)?
        (?:believe|gather|get\s+that|hear|imagine|know|see|think|understand)\b
      | \b(?:i|we|you|they)(?:'ve|\s+have)\b(?!\s+to\b)
      | (?:'d|\b(?:could|should|would))\s+(?:never\s+)?have\b
      | \b(?:you|they)(?:'re|\s+are)\b
      | \b(?:(?:he|here|it|she|that|there|what|who)'s|are|is)\b(?!\s+{_READY}\b)
      | \b(?:did|does|had|has|was|were)(?:n't)?\b | \b(?:are|is)n't\b
      | \bdo(?:n't|\s+(?:they|you))\b
      | (?<!\bi\s)(?<!\bwe\s)\b(?:ask|expect|need|want)s?\b
      | \b(?:lose|mean|miss|owe|reckon|say|wait)s?\b
      | \b(?:began|bought|broke|brought|came|caught|cost|drove|fell|felt|forgot|found|gave|got|heard
          |held|kept|knew|left|lost|made|meant|paid|ran|rang|said|sat|saw|sent|slept|sold|spent
          |spoke|stood|swore|thought|told|took|tore|went|woke|won|wrote)\b
      | \b(?:ago|already|because|since|yesterday)\b
      | \b(?!feed|indeed|need|speed)\w{{3,}}ed\b
    )
  | (?P<promises>
        \b\w+'ll\b | \b(?:going\s+to|gonna|shall|will|won't)\b
      | \b(?:can|could|may|might)\s+(?:i|we|you)\b | \b(?:i|we)\s+(?:can|could|may|might)\b
      | \bwould\b | \b(?:i|we)'d\b
      | \b(?:is|are|\w+'s)\s+{_READY}\b
      | \b(?:i'm|i\s+am|we're|we\s+are)\b
      | \b(?:give\s+me|how\s+about|let\s+me|let\s+us|let's|please|what\s+about)\b
      | \b(?:i|we)\b(?!')
      | \byou\s+(?:get|hear)\b
      | \b(?:ask|call|check|come|drop|find|meet|phone|remind|ring|see|tell|text)\s+(?:me|us)\b
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CLAUSE_END: Final = re.compile(r"[,;:–—]|\s-\s|\b(?:and|but|so|then)\b", re.IGNORECASE)  # noqa: RUF001


@dataclass(frozen=True)
class _Word:
    """A telling word, or a few of them."""

    start: int
    end: int
    promises: bool


def is_promised(sentence: str, place: int) -> bool:
    """Whether what stands at this place of a sentence is part of a promise or a proposal.

    A sentence without any telling word, such as "Tomorrow at nine.", counts as one.
    """
    found, cuts = _read(sentence)
    cut = bisect_right(cuts, place)
    here = [word for word in found if cuts[cut - 1] <= word.start < cuts[cut]]
    return _nearest(here, place, _nearest(found, place, True))  # noqa: FBT003 - the answer, no switch


@lru_cache(maxsize=64)
def _read(sentence: str) -> tuple[tuple[_Word, ...], tuple[int, ...]]:
    """The telling words of a sentence, and where its clauses begin and end."""
    words = sentence.replace("’", "'")  # noqa: RUF001 - typographic apostrophe
    found = (match for match in _TELLING.finditer(words) if not match["neither"])
    cuts = (cut.end() for cut in _CLAUSE_END.finditer(words))
    return (
        tuple(_Word(*match.span(), match["promises"] is not None) for match in found),
        (0, *cuts, len(words) + 1),
    )


def _nearest(words: Sequence[_Word], place: int, otherwise: bool) -> bool:  # noqa: FBT001
    """What the last word before ``place`` decides, else the first one after it."""
    before = [word for word in words if word.end <= place]
    after = [word for word in words if word.start >= place]
    telling = before[-1] if before else after[0] if after else None
    return telling.promises if telling else otherwise

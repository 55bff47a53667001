"""In which order replies are put before somebody who marks.

Two queues, in turns, each from a half of the table of its own:

* **telling**: those from which most can be learned, the most telling first. A reply is
  the more telling the wider the model's intervals on the scored ladders are (without
  intervals: the nearer its levels are to the middle between two), two levels more where
  the model calls itself unsure, and as many levels more as marks by somebody else are
  away from the model's.
* **random**: drawn by chance, every reply as likely as every other, so that agreement is
  estimated on the whole class and not on its hard part alone.

Were both drawn from the same replies, chance would be left with those that were not
telling enough, the easy ones, and the more so the more are marked. So no reply is in
both halves, and it is in the same one at every sitting: that goes by its id alone.

Which queue a reply came from is written beside its marks. Replies that the model did
not score come last: there is nothing to agree with, but a person is asked. The same
table, marks and seed give the same order.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import zip_longest
from statistics import fmean
from typing import Final

from roleplay.classroom.graded import Graded
from roleplay.classroom.marks import Mark, level_by
from roleplay.rating import Status
from roleplay.rubric import LADDERS, SCORED

UNSURE: Final = 2.0
"""Levels that being unsure counts for."""


class Picked(StrEnum):
    """Why a reply is put before somebody."""

    TELLING = "telling"
    RANDOM = "random"


@dataclass(frozen=True)
class Waiting:
    """What the order goes by, of one reply; small, since a table may be large.

    Attributes:
        id: Of the reply.
        telling: How much can be learned from it, in levels.
        scored: Whether the model scored it.

    """

    id: str
    telling: float
    scored: bool


def waiting(graded: Graded, others: Iterable[Mark]) -> Waiting:
    """What the order goes by; ``others`` are marks by somebody else."""
    if not graded.levels:
        return Waiting(graded.id, 0.0, scored=False)
    unsure = UNSURE if graded.status is Status.UNSURE else 0.0
    telling = unsure + _width(graded) + _apart(graded, others)
    return Waiting(graded.id, round(telling, 4), scored=True)


def by_chance(reply: str) -> bool:
    """Whether the reply with this id is in the half that is drawn from by chance only."""
    return _lot("random", reply)[0] % 2 == 0


def order(
    found: Iterable[Waiting], seed: int, *, draw: bool = True
) -> Iterator[tuple[str, Picked]]:
    """Ids in the order in which they are put before somebody, with why.

    Args:
        found: What is not marked yet.
        seed: Another one draws others first.
        draw: Whether any are drawn by chance; if not, both halves go by what is telling.

    """
    halves: dict[Picked, list[Waiting]] = {why: [] for why in Picked}
    last: list[Waiting] = []
    for one in found:
        why = Picked.RANDOM if draw and by_chance(one.id) else Picked.TELLING
        (halves[why] if one.scored else last).append(one)
    halves[Picked.TELLING].sort(key=lambda one: -one.telling)
    halves[Picked.RANDOM].sort(key=lambda one: _lot(str(seed), one.id))
    for two in zip_longest(*halves.values()):
        yield from ((one.id, why) for one, why in zip(two, halves, strict=True) if one)
    yield from ((one.id, Picked.TELLING) for one in last)


def _lot(drawn_for: str, reply: str) -> bytes:
    """What a reply draws: by chance, but the same whatever else is in the table."""
    return sha256(f"{drawn_for}\n{reply}".encode("utf-8", "replace")).digest()


def _width(graded: Graded) -> float:
    if graded.ends:
        return fmean(high - low for ladder, (low, high) in graded.ends.items() if ladder in SCORED)
    # Half a level from both is as unsure as a level can look without its interval.
    return fmean(0.5 - abs(graded.levels[ladder] % 1 - 0.5) for ladder in SCORED)


def _apart(graded: Graded, others: Iterable[Mark]) -> float:
    """The largest difference between the model and those who have marked it already."""
    marks = tuple(others)
    given = {ladder: level_by(marks, ladder) for ladder in LADDERS}
    apart = (abs(level - graded.levels[name]) for name, level in given.items() if level is not None)
    return max(apart, default=0.0)

"""In which order replies are put before somebody who marks.

Two queues, in turns:

* **telling**: those from which most can be learned, the most telling first. A reply is
  the more telling the wider the model's intervals on the scored ladders are (without
  intervals: the nearer its levels are to the middle between two), two levels more where
  the model calls itself unsure, and as many levels more as marks by somebody else are
  away from the model's.
* **random**: drawn by chance, but from every scene and every band of levels in turn, so
  that agreement is estimated on the whole class and not on its hard part alone.

Which queue a reply came from is written beside its marks. Replies that the model did
not score come last: there is nothing to agree with, but a person is asked. The same
table, marks and seed give the same order.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from random import Random
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
        stratum: Its scene, and the band that its levels are in.
        scored: Whether the model scored it.

    """

    id: str
    telling: float
    stratum: tuple[str, int]
    scored: bool


def waiting(graded: Graded, others: Iterable[Mark]) -> Waiting:
    """What the order goes by; ``others`` are marks by somebody else."""
    if not graded.levels:
        return Waiting(graded.id, 0.0, (graded.scene, -1), scored=False)
    unsure = UNSURE if graded.status is Status.UNSURE else 0.0
    telling = unsure + _width(graded) + _apart(graded, others)
    band = round(fmean(graded.levels[ladder] for ladder in SCORED))
    return Waiting(graded.id, round(telling, 4), (graded.scene, band), scored=True)


def order(found: Sequence[Waiting], seed: int) -> Iterator[tuple[str, Picked]]:
    """Ids in the order in which they are put before somebody, with why."""
    scored = [one for one in found if one.scored]
    telling = sorted(scored, key=lambda one: -one.telling)
    taken: set[str] = set()
    for pair in zip_longest(telling, _spread(scored, Random(seed))):  # noqa: S311 - no secret
        for one, why in zip(pair, Picked, strict=True):
            if one is not None and one.id not in taken:
                taken.add(one.id)
                yield one.id, why
    yield from ((one.id, Picked.TELLING) for one in found if not one.scored)


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


def _spread(found: Iterable[Waiting], chance: Random) -> Iterator[Waiting]:
    """One of each stratum in turn, by chance within it."""
    strata: dict[tuple[str, int], list[Waiting]] = {}
    for one in found:
        strata.setdefault(one.stratum, []).append(one)
    queues = list(strata.values())
    for queue in queues:
        chance.shuffle(queue)
    while queues:
        chance.shuffle(queues)
        for queue in queues:
            yield queue.pop()
        queues = [queue for queue in queues if queue]

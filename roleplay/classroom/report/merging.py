"""Groups that are too small to be shown, and what they are shown with instead.

A figure about fewer than :data:`SMALLEST` learners tells of persons and not of
a class. It is not enough to leave it out: what is left out can be worked out
from the total and the rest. So small groups join others until they are large
enough, or leave the total too.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import pairwise, product
from typing import Final

SMALLEST: Final = 5
"""Learners that a figure must be about to be shown."""

_WORDS: Final = ("no", "one", "two", "three", "four", "five")
SMALLEST_WORD: Final = _WORDS[SMALLEST]


def is_small(learners: int) -> bool:
    """Whether there is somebody in a group, and too few to show it."""
    return 0 < learners < SMALLEST


def runs(length: int, learners: Callable[[range], int]) -> tuple[range, ...]:
    """Neighbours from 0 to ``length`` - 1, joined until no run is small.

    Of several ways the one with the most runs is taken.

    Args:
        length: How many there are.
        learners: How many learners a run is about.

    Returns:
        The runs in order; none when all of them together are small.

    """
    ways = (_way(length, cuts) for cuts in product((True, False), repeat=length - 1))
    shown = [way for way in ways if not any(is_small(learners(run)) for run in way)]
    return max(shown, key=len, default=())


def _way(length: int, cuts: Iterable[bool]) -> tuple[range, ...]:
    ends = [0, *(n for n, cut in enumerate(cuts, 1) if cut), length]
    return tuple(range(start, end) for start, end in pairwise(ends))


def together(
    sizes: Mapping[frozenset[str], int], groups: Collection[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Which of ``groups`` are shown by themselves, and which together.

    Args:
        sizes: How many learners are in exactly these groups.
        groups: All groups.

    Returns:
        Groups that are large enough, and the small ones if they are so together; groups
        in neither are left out.

    """
    alone = frozenset(group for group in groups if _in_any(sizes, frozenset({group})) >= SMALLEST)
    rest = frozenset(groups) - alone
    return alone, rest if _in_any(sizes, rest) >= SMALLEST else frozenset()


def _in_any(sizes: Mapping[frozenset[str], int], groups: frozenset[str]) -> int:
    return sum(count for member, count in sizes.items() if member & groups)


def share(some: int, of: int) -> str:
    """How many of a group, in words that tell of no small one: neither these nor the rest.

    Both ``some`` and ``of`` count learners.
    """
    if some < SMALLEST:
        return f"under {SMALLEST} of {of}"
    if is_small(of - some):
        return f"nearly all {of}"
    return f"all {of}" if some == of else f"{some} of {of}"

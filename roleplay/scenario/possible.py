"""Can a condition hold at all? Decided without a rating, by trying every kind of situation.

A condition only notices on which side of its own thresholds a number lies. So a
finite number of situations stands for all of them: one between any two thresholds
that occur and one on each, times what became of each point and which acts were done.
They are searched depth first, and a branch of the search is cut as soon as the
condition is decided, whatever the rest may be.

Numbers are taken to be independent of each other, and of acts and points, although
an overall follows from its ladders: that allows situations that never occur and
excludes none that does. So "cannot hold" is certain, and "can hold" is not.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor, isfinite
from typing import Final

from roleplay.rubric import MAX_LEVEL, Ladder
from roleplay.scenario.condition import (
    OPERATORS,
    Both,
    Call,
    Comparison,
    Condition,
    Either,
    Node,
    Not,
    leaves,
)
from roleplay.scenario.model import MAX_MOOD

EFFORT: Final = 6_000
"""Comparisons and calls that are looked at before the search gives up.

Of the shipped conditions the hardest needs 136; a hostile file can hold some 400 that need all.
"""

_Key = tuple[str, str]
"""What a situation fixes: a number by its name, a point by its id, an act by its name."""

_HIGHEST: Final[Mapping[str, float]] = {
    **dict.fromkeys(Ladder, float(MAX_LEVEL)),
    "overall": 100.0,
    "mood": float(MAX_MOOD),
}


def possible(
    holds: Sequence[Condition], fails: Sequence[Condition] = (), *, whole: bool = False
) -> bool | None:
    """Whether some situation meets all of ``holds`` and none of ``fails``.

    Args:
        holds: Conditions that are to hold.
        fails: Conditions that are not to hold.
        whole: Whether levels are whole numbers, as ``expect`` sees them.

    Returns:
        False only if there is none. None when there are too many to tell.

    """
    return _possible(tuple(c.root for c in holds), tuple(c.root for c in fails), whole)


@lru_cache(maxsize=1024)  # the scenes of a library share most of their conditions
def _possible(holds: tuple[Node, ...], fails: tuple[Node, ...], whole: bool) -> bool | None:  # noqa: FBT001 - private
    parts = (*holds, *(Not(node) for node in fails))
    if not parts:
        return True
    joined = parts[0]
    for part in parts[1:]:
        joined = Both(joined, part)
    search = _Search(joined, whole=whole)
    try:
        return search.found({}, 0)
    except _GaveUpError:
        return None


class _GaveUpError(Exception):
    """The search took too long."""


class _Search:
    """Looks for a situation in which a condition holds."""

    def __init__(self, node: Node, *, whole: bool) -> None:
        self._node = node
        asked = tuple(leaves(node))
        self._size, self._effort = len(asked), 0
        thresholds: dict[_Key, list[float]] = {}
        for leaf in asked:
            values = thresholds.setdefault(_key(leaf), [])
            if isinstance(leaf, Comparison):
                values.append(leaf.value)
        self._choices = [
            (key, tuple(_values(key, values, whole=whole))) for key, values in thresholds.items()
        ]

    def found(self, situation: dict[_Key, object], fixed: int) -> bool:
        self._effort += self._size
        if self._effort > EFFORT:
            raise _GaveUpError
        decided = _truth(self._node, situation)
        if decided is not None:
            return decided
        key, values = self._choices[fixed]
        return any(self.found({**situation, key: value}, fixed + 1) for value in values)


def _key(leaf: Comparison | Call) -> _Key:
    if isinstance(leaf, Comparison):
        return "number", leaf.name
    return ("act" if leaf.name == "said" else "point"), leaf.argument


def _values(key: _Key, thresholds: Sequence[float], *, whole: bool) -> Iterator[object]:
    """Values that stand for all there are, as far as these thresholds can tell them apart."""
    match key:
        case ("act", _):
            yield from (True, False)
        case ("point", _):
            yield from ("heard", "wrong", "missing")
        case (_, "attempt"):
            finite = [value for value in thresholds if isfinite(value)]
            near = {ceil(value) + step for value in finite for step in (-1, 0, 1)}
            near |= {floor(value) for value in finite}
            yield from sorted({1, *(value for value in near if value >= 1)})
        case (_, name):
            highest = _HIGHEST[name]
            if name == "mood" or (whole and name in tuple(Ladder)):
                yield from range(int(highest) + 1)
                return
            cuts = sorted({0.0, highest, *(value for value in thresholds if 0 < value < highest)})
            yield from cuts
            yield from ((low + high) / 2 for low, high in pairwise(cuts))


def _truth(node: Node, situation: Mapping[_Key, object]) -> bool | None:
    """Whether ``node`` holds, or None while that depends on what is not fixed yet."""
    match node:
        case Not(inner):
            found = _truth(inner, situation)
            return None if found is None else not found
        case Both(left, right):
            return _joint(left, right, situation, decisive=False)
        case Either(left, right):
            return _joint(left, right, situation, decisive=True)
        case Comparison(name, sign, value):
            number = situation.get(("number", name))
            return OPERATORS[sign](number, value) if isinstance(number, int | float) else None
        case Call("said", argument):
            said = situation.get(("act", argument))
            return None if said is None else bool(said)
        case Call(name, argument):
            state = situation.get(("point", argument))
            return None if state is None else state == name


def _joint(
    left: Node, right: Node, situation: Mapping[_Key, object], *, decisive: bool
) -> bool | None:
    """``and`` and ``or``: one side that is ``decisive`` decides."""
    first = _truth(left, situation)
    if first is decisive:
        return decisive
    second = _truth(right, situation)
    if second is decisive:
        return decisive
    return None if first is None or second is None else not decisive

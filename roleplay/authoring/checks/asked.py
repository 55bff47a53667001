"""Conditions for checks that reason about them; what is wrong with one is said elsewhere."""

from functools import lru_cache

from roleplay.authoring.nodes import Leaf
from roleplay.scenario import Condition, ConditionError, parse_condition


def condition_of(leaf: Leaf | None) -> Condition | None:
    """The condition that ``leaf`` is, or None if it is none that can be read."""
    return _parsed(leaf.text) if leaf else None


@lru_cache(maxsize=1024)
def _parsed(text: str) -> Condition | None:
    try:
        return parse_condition(text)
    except ConditionError:
        return None

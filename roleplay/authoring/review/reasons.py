"""Why a condition does not hold for a rated reply."""

from collections.abc import Iterator
from dataclasses import dataclass

from roleplay.rating import RatingFacts
from roleplay.rubric import ACT_WORDS, Act, Ladder
from roleplay.scenario import Condition, holds
from roleplay.scenario.condition import Both, Call, Comparison, Either, Node, Not


@dataclass(frozen=True)
class Reason:
    """A part of a condition that keeps it from holding.

    Attributes:
        leaf: The part.
        wanted: Whether it should hold; under ``not`` it should not.
        value: For a comparison, what the number is.
        exact: The same, not rounded.

    """

    leaf: Comparison | Call
    wanted: bool
    value: float = 0.0
    exact: float = 0.0

    def __str__(self) -> str:
        """As in ``help is 2 (2.31), not <= 1``."""
        leaf = self.leaf
        if isinstance(leaf, Comparison):
            shown = f"{self.value:g}"
            if self.value != self.exact:
                shown += f" ({self.exact:.2f})"
            asked = f"{leaf.sign} {leaf.value:g}"
            return f"{leaf.name} is {shown}, {'not ' if self.wanted else 'which is '}{asked}"
        if leaf.name == "said":
            words = ACT_WORDS[Act(leaf.argument)]
            return f"no sentence {words}" if self.wanted else f"a sentence {words}"
        does = "does not say back" if self.wanted else "says back"
        if leaf.name == "wrong":
            does = "does not get wrong" if self.wanted else "gets wrong"
        return f"it {does} '{leaf.argument}'"

    @property
    def ladder(self) -> Ladder | None:
        """The ladder that is compared, if one is."""
        name = self.leaf.name
        return Ladder(name) if name in tuple(Ladder) else None

    @property
    def too_low(self) -> bool:
        """Whether a number would have to be higher."""
        if not isinstance(self.leaf, Comparison):
            return False
        upward = self.leaf.sign in {">", ">="} if self.wanted else self.leaf.sign in {"<", "<="}
        return upward or (self.leaf.sign == "==" and self.value < self.leaf.value)

    @property
    def gap(self) -> float:
        """How far the number is from the one that is asked for, in levels; 1 for a call."""
        if not isinstance(self.leaf, Comparison):
            return 1.0
        scale = 25.0 if self.leaf.name == "overall" else 1.0
        return abs(self.exact - self.leaf.value) / scale


def reasons(condition: Condition, facts: RatingFacts) -> tuple[Reason, ...]:
    """The parts of ``condition`` that keep it from holding; none when it holds."""
    return tuple(_against(condition.root, facts, wanted=True))


def _against(node: Node, facts: RatingFacts, *, wanted: bool) -> Iterator[Reason]:
    if holds(Condition("", node), facts) is wanted:
        return
    match node:
        case Not(inner):
            yield from _against(inner, facts, wanted=not wanted)
        case Both(left, right) | Either(left, right):
            yield from _against(left, facts, wanted=wanted)
            yield from _against(right, facts, wanted=wanted)
        case Comparison(name):
            exact = facts.number(name)
            if name in tuple(Ladder):
                exact = facts.rating.value(Ladder(name))
            yield Reason(node, wanted, facts.number(name), exact)
        case call:
            yield Reason(call, wanted)

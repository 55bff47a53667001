"""A condition that is said never to hold must not hold, in any situation."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplay.rubric import LADDERS, Ladder, overall, whole
from roleplay.scenario import Condition, holds, parse_condition
from roleplay.scenario.possible import possible

POINTS = ("worry", "overtime")
SAID = ("insult", "offer")
SIGNS = ("<", "<=", ">", ">=", "==", "!=")


@dataclass(frozen=True)
class Situation:
    numbers: Mapping[str, float]
    points: Mapping[str, str]
    acts: frozenset[str]

    def number(self, name: str) -> float:
        return self.numbers[name]

    def heard(self, point: str) -> bool:
        return self.points[point] == "heard"

    def wrong(self, point: str) -> bool:
        return self.points[point] == "wrong"

    def said(self, act: str) -> bool:
        return act in self.acts


def _comparison(name: str) -> st.SearchStrategy[str]:
    highest = {"overall": 100, "mood": 5, "attempt": 4}.get(name, 5)
    values = st.one_of(
        st.integers(-1, highest).map(str), st.floats(0, highest).map(lambda value: f"{value:.2f}")
    )
    return st.builds(lambda sign, value: f"{name} {sign} {value}", st.sampled_from(SIGNS), values)


CALLS = st.sampled_from(
    [
        *(f"{call}({point})" for call in ("heard", "wrong") for point in POINTS),
        *(f"said({act})" for act in SAID),
    ]
)


def texts(*names: str) -> st.SearchStrategy[str]:
    leaves = st.one_of(CALLS, *(_comparison(name) for name in names))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            inner.map(lambda text: f"not ({text})"),
            st.tuples(inner, inner).map(" and ".join),
            st.tuples(inner, inner).map(lambda pair: f"({pair[0]} or {pair[1]})"),
        ),
        max_leaves=6,
    ).filter(lambda text: len(text) <= 500)


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    levels = {ladder: round(draw(st.floats(0, 4)), 2) for ladder in LADDERS}
    special: dict[str, float] = {
        "overall": overall(levels),
        "mood": draw(st.integers(0, 4)),
        "attempt": draw(st.integers(1, 9)),
    }
    states = st.sampled_from(["heard", "wrong", "missing"])
    return Situation(
        special | {str(ladder): level for ladder, level in levels.items()},
        {point: draw(states) for point in POINTS},
        draw(st.frozensets(st.sampled_from(SAID))),
    )


def rounded(situation: Situation) -> Situation:
    levels = {str(ladder): float(whole(situation.number(ladder))) for ladder in LADDERS}
    return Situation({**situation.numbers, **levels}, situation.points, situation.acts)


@given(situations(), st.lists(texts(*Ladder, "overall", "mood", "attempt"), min_size=1, max_size=4))
def test_what_some_situation_meets_is_possible(situation: Situation, asked: list[str]) -> None:
    conditions = [parse_condition(text) for text in asked]
    met = [c for c in conditions if holds(c, situation)]
    unmet = [c for c in conditions if not holds(c, situation)]
    assert possible(met, unmet) is not False


@given(situations(), st.lists(texts(*Ladder, "overall"), min_size=1, max_size=4))
def test_so_is_what_some_whole_levels_meet(situation: Situation, asked: list[str]) -> None:
    conditions = [parse_condition(text) for text in asked]
    seen = rounded(situation)
    met = [c for c in conditions if holds(c, seen)]
    unmet = [c for c in conditions if not holds(c, seen)]
    assert possible(met, unmet, whole=True) is not False


@given(texts("empathy", "help"))
def test_for_whole_levels_the_verdict_is_that_of_trying_everything(text: str) -> None:
    condition = parse_condition(text)
    assert possible((condition,), whole=True) is _tried(condition)


def _tried(condition: Condition) -> bool:
    states = ("heard", "wrong", "missing")
    return any(
        holds(
            condition,
            Situation(
                {"empathy": empathy, "help": helped},
                dict(zip(POINTS, points, strict=True)),
                frozenset(act for act, done in zip(SAID, acts, strict=True) if done),
            ),
        )
        for empathy in range(5)
        for helped in range(5)
        for points in product(states, repeat=2)
        for acts in product((True, False), repeat=2)
    )


@pytest.mark.parametrize(
    "text",
    [
        "empathy >= 3 and empathy < 2",
        "help > 4",
        "help < 0",
        "not (empathy >= 0)",
        "heard(worry) and not heard(worry)",
        "heard(worry) and wrong(worry)",
        "said(insult) and (empathy > 2 and not said(insult))",
        "mood > 2 and mood < 3",
        "attempt < 1",
        "attempt > 1 and attempt < 2",
        "empathy == 2 and empathy != 2",
        "overall > 100",
        "not (courtesy < 2 or courtesy >= 2)",
    ],
)
def test_contradictions_are_found(text: str) -> None:
    assert possible((parse_condition(text),)) is False


@pytest.mark.parametrize(
    "text",
    [
        "empathy >= 2.5 and empathy <= 2.5",
        "empathy > 1 and empathy < 2",
        "mood == 4",
        "attempt > 1000",
        "attempt < " + "9" * 400,
        "attempt == 2.0",
        "heard(worry) and not wrong(worry)",
        "overall > 99.9",
    ],
)
def test_what_is_narrow_is_possible(text: str) -> None:
    assert possible((parse_condition(text),)) is True


def test_whole_levels_leave_gaps() -> None:
    between = parse_condition("courtesy > 1 and courtesy < 2")
    assert possible((between,)) is True
    assert possible((between,), whole=True) is False


def test_what_is_caught_before_is_not_possible_after() -> None:
    below, above = parse_condition("empathy < 2"), parse_condition("empathy >= 2 and help < 1")
    assert possible((parse_condition("empathy < 1.5"),), (below,)) is False
    assert possible((parse_condition("help < 0.5"),), (below, above)) is False
    assert possible((parse_condition("help < 1.5"),), (below, above)) is True
    assert possible((), (below, parse_condition("empathy >= 2"))) is False
    assert possible((), (below, above)) is True
    assert possible(()) is True


def test_a_search_that_would_take_too_long_is_given_up() -> None:
    """The two that are at odds are looked at last, after every way to meet the others."""
    free = [parse_condition(f"heard({letter}) or wrong({letter})") for letter in "abcdefghijkl"]
    assert possible((*free, parse_condition("heard(z) and wrong(z)"))) is None
    assert possible((parse_condition("heard(z) and wrong(z)"), *free)) is False
    assert possible(free) is True

"""Figures of agreement, against published and independently computed ones."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from roleplay.agreement import (
    grouped,
    half_width,
    icc,
    interval,
    quadratic_weighted_kappa,
    redrawn,
    replies_for,
)

SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float
)
"""Six targets by four judges: table 2 of Shrout and Fleiss (1979)."""
LEVELS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=40)


def test_icc_is_that_of_the_paper_that_introduced_it() -> None:
    assert icc(SHROUT_FLEISS) == pytest.approx(0.29, abs=0.005)


def test_icc_by_hand() -> None:
    """Two raters, three replies, one always a level stricter.

    Mean squares: between replies 2, between raters 1.5, error 0; so 2 / (2 + 2 / 3 * 1.5).
    """
    assert icc(np.array([[1.0, 0], [2, 1], [3, 2]])) == pytest.approx(2 / 3)
    assert icc(np.array([[1.0, 1], [2, 2], [3, 3]])) == pytest.approx(1)


def test_icc_that_cannot_be_told() -> None:
    assert math.isnan(icc(np.array([[1.0, 2.0]])))
    assert math.isnan(icc(np.array([[2.0, 2.0], [2.0, 2.0]])))


def test_kappa_by_hand() -> None:
    """Three of four agree, one is a level off.

    Observed: 1. By chance, from the margins (0: 1, 1: 2, 2: 1) and (0: 1, 1: 1, 2: 2): the
    squares times the counts are 1·(1·1+2·1+2·2+1·1) + 4·(1·2+1·1) = 8 + 12 = 20, of 4: 5.
    """
    one, other = np.array([0.0, 1, 1, 2]), np.array([0.0, 1, 2, 2])
    assert quadratic_weighted_kappa(one, other) == pytest.approx(1 - 1 / 5)


@given(LEVELS)
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    one, other = (np.array(side, float) for side in zip(*pairs, strict=True))
    found = quadratic_weighted_kappa(one, other)
    if len(set(one)) == len(set(other)) == 1:  # it divides by zero there, and warns
        assert math.isnan(found) or found == 0
    else:
        known = cohen_kappa_score(one, other, weights="quadratic", labels=range(5))
        assert found == pytest.approx(known)


@given(LEVELS)
def test_neither_depends_on_who_is_who(pairs: list[tuple[int, int]]) -> None:
    one, other = (np.array(side, float) for side in zip(*pairs, strict=True))
    both, turned = np.column_stack([one, other]), np.column_stack([other, one])
    assert icc(both) == pytest.approx(icc(turned), nan_ok=True)
    assert quadratic_weighted_kappa(one, other) == pytest.approx(
        quadratic_weighted_kappa(other, one), nan_ok=True
    )


def test_whole_groups_are_drawn() -> None:
    groups = grouped(["b", "a", "b", "c"])
    assert [rows.tolist() for rows in groups] == [[1], [0, 2], [3]]
    drawn = redrawn(lambda rows: rows.tolist(), groups, 50)
    assert drawn == redrawn(lambda rows: rows.tolist(), groups, 50)
    assert all(rows.count(0) == rows.count(2) for rows in drawn)
    assert len({tuple(rows) for rows in drawn}) > 5


def test_the_interval_of_a_mean_is_about_that_of_the_textbook() -> None:
    values = np.random.default_rng(1).normal(0, 1, 400)
    rows = grouped(str(n) for n in range(400))
    low, high = interval(redrawn(lambda chosen: float(values[chosen].mean()), rows, 2000))
    assert (high - low) / 2 == pytest.approx(1.96 / 20, rel=0.1)
    assert low < values.mean() < high


def test_an_interval_with_too_many_draws_of_no_value_has_no_ends() -> None:
    """Those draws could lie beyond either end."""
    none, known = [float("nan")], np.linspace(0, 1, 975).tolist()
    assert interval(none * 25 + known) == pytest.approx((0.025, 0.975))
    assert all(math.isnan(end) for end in interval(none * 26 + known))
    assert all(math.isnan(end) for end in interval(none * 3))


def test_how_many_replies_it_takes() -> None:
    assert half_width(101, 0.7) == pytest.approx(1.96 * 0.51 / 10)
    assert half_width(1) == float("inf")
    assert replies_for(0.15) == 46
    assert half_width(replies_for(0.15)) <= 0.15 < half_width(replies_for(0.15) - 1)

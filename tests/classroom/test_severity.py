"""What a ladder becomes: never down, never off the ladder, and no more than marks support."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplay.classroom.calibration import IDENTITY, Calibration, ceiling, moved
from roleplay.classroom.people.severity import LEAST_SLOPE, PULLS, Pull, bent, fit
from roleplay.rating import Flag, Level, Rating, Status
from roleplay.receipt import Receipt
from roleplay.rubric import Ladder

POINTS = st.lists(
    st.tuples(st.floats(0, 4), st.one_of(st.integers(0, 4), st.floats(0, 4))),
    min_size=1,
    max_size=40,
)
PULL = st.builds(Pull, st.floats(0.5, 100), st.floats(0.5, 100))
GRID = np.linspace(0, 4, 81)


@given(POINTS, PULL)
def test_it_never_goes_down_and_stays_on_the_ladder(
    points: list[tuple[float, float]], pull: Pull
) -> None:
    levels, marks = (np.array(side, float) for side in zip(*points, strict=True))
    becomes = fit(levels, marks, pull)
    steps = np.diff(becomes)
    assert (steps >= LEAST_SLOPE - 0.002).all()  # levels have three decimals
    assert becomes[0] >= 0
    assert becomes[-1] <= 4
    assert (np.diff(bent(becomes, GRID)) > 0).all()


@given(POINTS, PULL)
def test_no_other_curve_is_better(points: list[tuple[float, float]], pull: Pull) -> None:
    """The solver is exact: mixing in any other allowed curve only makes it worse."""
    levels, marks = (np.array(side, float) for side in zip(*points, strict=True))
    found = np.array(fit(levels, marks, pull))
    least = loss(found, levels, marks, pull)
    for other in (
        [0, 1, 2, 3, 4],
        [0, 0.1, 0.2, 0.3, 0.4],
        [3.6, 3.7, 3.8, 3.9, 4.0],
        [1, 2, 3, 3.5, 4],
    ):
        mixed = 0.9 * found + 0.1 * np.array(other, float)
        assert loss(mixed, levels, marks, pull) >= least - 0.05


def loss(curve: np.ndarray, levels: np.ndarray, marks: np.ndarray, pull: Pull) -> float:
    off = curve - np.arange(5)
    stay, bend = pull.stay / 5 * (off**2).sum(), pull.bend * (np.diff(off) ** 2).sum()
    return float(((np.interp(levels, range(5), curve) - marks) ** 2).sum() + stay + bend)


def test_marks_that_agree_leave_it_alone() -> None:
    levels = np.tile(np.arange(5.0), 10)
    for pull in PULLS:
        assert fit(levels, levels, pull) == pytest.approx(IDENTITY)
    assert fit(levels, 4 - levels, None) == IDENTITY


def test_few_marks_move_it_little_and_many_move_it_much() -> None:
    levels = np.array([1.0, 2.0, 3.0])
    few = np.array(fit(levels, levels - 0.8, Pull(10, 10)))
    many = np.array(fit(np.tile(levels, 50), np.tile(levels - 0.8, 50), Pull(10, 10)))
    assert 0.1 < (np.arange(5) - few)[2] < 0.4
    assert (np.arange(5) - many)[2] == pytest.approx(0.8, abs=0.08)


def test_a_bend_takes_more_marks_than_a_shift() -> None:
    levels = np.tile(np.arange(5.0), 3)
    harsh_below = np.where(levels < 3, levels - 0.9, levels).clip(0)
    loose, stiff = (np.array(fit(levels, harsh_below, Pull(3, bend))) for bend in (1, 100))
    assert loose[4] - loose[2] > stiff[4] - stiff[2]


@given(st.floats(0, 4), st.floats(0, 4), POINTS)
def test_what_a_level_becomes_keeps_its_order(
    one: float, other: float, points: list[tuple[float, float]]
) -> None:
    levels, marks = (np.array(side, float) for side in zip(*points, strict=True))
    becomes = fit(levels, marks, PULLS[0])
    assert (moved(becomes, one) <= moved(becomes, other)) or one > other
    assert moved(becomes, one) == pytest.approx(float(bent(becomes, np.array([one]))[0]))


UP = (1.0, 2.0, 3.0, 3.5, 4.0)
CALIBRATION = Calibration("0" * 8, "1" * 8, {Ladder.EMPATHY: UP, Ladder.RESTATING: UP})


@pytest.mark.parametrize(
    ("ladder", "level", "flags", "expected"),
    [
        (Ladder.EMPATHY, Level(1.5, 0.5, 2.5), (), Level(2.5, 1.5, 3.25)),
        (Ladder.EMPATHY, Level(1.0, 0.2, 2.5), (), Level(2.0, 1.2, 3.25)),
        (Ladder.EMPATHY, Level(0.5, 0.0, 1.0), (), Level(1.0, 1.0, 1.0)),  # its interval is capped
        (Ladder.EMPATHY, Level(0.5, 0.0, 1.4), (Flag.BLAME,), Level(1.0, 1.0, 1.0)),
        (Ladder.EMPATHY, Level(2.0, 1.0, 3.0), (Flag.BLAME,), Level(3.0, 2.0, 3.5)),  # not capped
        (Ladder.RESTATING, Level(2.0, 1.0, 2.0), (Flag.PARROT,), Level(2.0, 2.0, 2.0)),
        (Ladder.RESTATING, Level(2.0, 1.0, 3.0), (), Level(3.0, 2.0, 3.5)),
        (Ladder.HELP, Level(0.5, 0.0, 0.9), (Flag.INSULT,), Level(0.5, 0.0, 0.9)),
    ],
)
def test_levels_and_intervals_move_and_caps_hold(
    ladder: Ladder, level: Level, flags: tuple[Flag, ...], expected: Level
) -> None:
    receipt = str(Receipt("0" * 8, "1" * 8, "2" * 8, "3" * 8))
    rating = Rating(Status.SCORED, {ladder: level}, flags=flags, receipt=receipt)
    found = CALIBRATION.rating(rating)
    assert found.levels[ladder] == expected
    assert found.receipt == f"{receipt}+{CALIBRATION.digest}"
    assert Receipt.parse(found.receipt).calibration == CALIBRATION.digest


def test_a_cap_is_known_from_flags_alone() -> None:
    assert ceiling(Ladder.COURTESY, 0.8, 4, {"insult"}) == 1
    assert ceiling(Ladder.COURTESY, 0.8, 4, {"blame"}) == 4  # blame caps empathy only
    assert ceiling(Ladder.EMPATHY, 0.8, 4, {"blame"}) == 1
    assert ceiling(Ladder.RESTATING, 1.8, 4, {"parrot"}) == 2

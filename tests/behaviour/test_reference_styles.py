"""Several styles of reference, warm, brisk and formal, are each enough."""

import statistics
from dataclasses import replace

import pytest

from behaviour.suite import load_cases, load_scenes
from roleplay.rater.local import LocalRater
from roleplay.rating import Exchange, Rating
from roleplay.rubric import SCORED

STYLES = ("warm", "brisk", "formal")
CASES = load_cases()[::8]
LOW_ENOUGH = 0.35
"""Mean levels that may lie between a rating with one reference and the same with three."""


def levels(ratings: list[Rating]) -> list[float]:
    return [rating.value(ladder) for rating in ratings if rating.levels for ladder in SCORED]


@pytest.fixture(scope="module")
def rater() -> LocalRater:
    return LocalRater.load()


@pytest.mark.parametrize("style", STYLES)
def test_one_reference_rates_about_as_all_three_do(rater: LocalRater, style: str) -> None:
    scenes = load_scenes()
    asked = [
        replace(scenes[case.scene], reply=reply)
        for case in CASES
        for reply in case.replies.values()
    ]
    one = [replace(each, references=(each.references[STYLES.index(style)],)) for each in asked]
    apart = [
        abs(left - right)
        for left, right in zip(levels(rater.rate(asked)), levels(rater.rate(one)), strict=True)
    ]
    assert statistics.mean(apart) <= LOW_ENOUGH


@pytest.mark.parametrize("style", STYLES)
def test_a_strong_reply_of_another_style_rates_high(rater: LocalRater, style: str) -> None:
    mine = STYLES.index(style)
    asked = [
        Exchange(other, scene.concern, scene.points, (scene.references[mine],))
        for scene in load_scenes().values()
        for other in scene.references[:mine] + scene.references[mine + 1 :]
    ]
    found = rater.rate(asked)
    high = [min(rating.value(ladder) for ladder in SCORED) >= 2.5 for rating in found]
    assert statistics.mean(high) >= 0.6

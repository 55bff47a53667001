"""The shipped scenarios keep the style of the house, and what gets lost from one is noticed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.house_style import HALF_IS_ENOUGH, ONE_FACT, faults

from roleplay import paths
from roleplay.authoring import load_scenario
from roleplay.scenario import Scenario, Scene

SHIPPED = sorted(paths.scenarios().glob("*.yaml"))
PARTS = ("points", "references", "examples", "next")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_scenario_has_the_style_of_the_house(path: Path) -> None:
    assert faults(load_scenario(path)) == []


def test_what_gets_lost_is_noticed() -> None:
    """At least four of five parts cannot go without somebody being told, part by part."""
    noticed, tried = Counter[str](), Counter[str]()
    for path in SHIPPED:
        scenario = load_scenario(path)
        for part, damaged in _damaged(scenario):
            tried[part] += 1
            noticed[part] += bool(faults(damaged))
    assert set(tried) == set(PARTS)
    shares = {part: noticed[part] / tried[part] for part in PARTS}
    assert min(shares.values()) >= 0.8, shares


def test_the_exceptions_are_scenes_that_are_there() -> None:
    scenes = {f"{path.stem}/{name}" for path in SHIPPED for name in load_scenario(path).scenes}
    assert scenes >= ONE_FACT | HALF_IS_ENOUGH


def _damaged(scenario: Scenario) -> Iterator[tuple[str, Scenario]]:
    """The scenario with one part of one scene taken out, for each."""
    for name, scene in scenario.scenes.items():
        for part in PARTS:
            listed = getattr(scene, part)
            for at in range(len(listed)):
                lesser = _without(scene, part, at)
                yield part, replace(scenario, scenes={**scenario.scenes, name: lesser})


def _without(scene: Scene, part: str, at: int) -> Scene:
    changes: dict[str, Any] = {part: _rest(getattr(scene, part), at)}
    return replace(scene, **changes)


def _rest(listed: tuple[object, ...], at: int) -> tuple[object, ...]:
    return listed[:at] + listed[at + 1 :]

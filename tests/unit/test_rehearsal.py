"""What would become of a reply, without playing."""

from dataclasses import replace

import pytest
from support.rater import kind_or_cruel, rating_of
from support.scenarios import small

from roleplay.rating import Exchange, Status
from roleplay.scenario import Example, parse_condition
from roleplay.tui.rehearsal import outlook, starting_at, verdict

SCENARIO = small(desk=True)
ASKS = SCENARIO.scenes["asks"]


def rated(reply: str, scene: str = "asks") -> Exchange:
    return Exchange.in_scene(SCENARIO.scenes[scene], reply)


def test_a_kind_reply_takes_the_first_branch_and_leaves_nothing_unheard() -> None:
    found = outlook(SCENARIO, "asks", kind_or_cruel(rated("Sorry!")), mood=3, attempt=1)
    assert found is not None
    assert (found.branch.go, found.number) == ("relieved", 1)
    assert (found.before, found.after) == (3, 1)
    assert found.unheard == ()


def test_a_plain_reply_falls_through_and_hears_what_it_missed() -> None:
    found = outlook(SCENARIO, "asks", kind_or_cruel(rated("Send it.")), mood=2, attempt=1)
    assert found is not None
    assert (found.branch.go, found.number) == ("more", 3)
    assert found.unheard == ("And my overtime?", "And today? Can you tell me today?")


def test_the_mood_stays_within_its_range() -> None:
    found = outlook(SCENARIO, "asks", kind_or_cruel(rated("You idiot.")), mood=4, attempt=1)
    assert found is not None
    assert (found.branch.go, found.before, found.after) == ("again", 4, 4)


@pytest.mark.parametrize(("attempt", "goes"), [(1, "more"), (3, "relieved")])
def test_branches_may_ask_for_mood_and_attempt(attempt: int, goes: str) -> None:
    late = replace(ASKS.next[0], when=parse_condition("attempt >= 3 and mood == 2"))
    scene = replace(ASKS, next=(late, ASKS.next[-1]))
    scenario = replace(SCENARIO, scenes={**SCENARIO.scenes, "asks": scene})
    found = outlook(scenario, "asks", kind_or_cruel(rated("Send it.")), mood=2, attempt=attempt)
    assert found is not None
    assert found.branch.go == goes


def test_an_unscored_reply_leads_nowhere() -> None:
    rating = rating_of(rated("hej"), status=Status.UNSCORED, why="not English")
    assert outlook(SCENARIO, "asks", rating, mood=2, attempt=1) is None


def test_a_later_scene_starts_without_the_desk() -> None:
    assert starting_at(SCENARIO, "asks").desk is not None
    later = starting_at(SCENARIO, "more", mood=4)
    assert later.desk is None
    assert later.opening == "more"
    assert later.people["dana"].mood == 4
    assert SCENARIO.people["dana"].mood == 2


@pytest.mark.parametrize(
    ("expect", "met", "found"),
    [
        ("courtesy >= 2 and help >= 2", True, ""),
        ("courtesy >= 3 and help >= 2", False, "courtesy is 2"),
        ("empathy <= 1 and (restating >= 3 or help >= 3)", False, "restating is 1, help is 2"),
        ("help >= 2 and heard(overtime)", False, "heard(overtime) is not so"),
        ("not said(step)", False, "said(step) is so"),
        ("overall >= 50", False, "overall is 41.67"),
    ],
)
def test_expectations_see_whole_levels(expect: str, *, met: bool, found: str) -> None:
    """Levels of 1.5 count as 1, as the rubric rules for ties."""
    rating = kind_or_cruel(rated("Send it."))
    verdict_ = verdict(ASKS, Example("Send it.", parse_condition(expect)), rating)
    assert (verdict_.met, verdict_.found) == (met, found)

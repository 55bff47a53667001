"""The ending: consequence, the way there, and the four questions, at any size."""

import pytest
from support.keywords import by_keywords
from support.rater import ScriptedRater
from support.scenarios import small
from textual.pilot import Pilot

from roleplay.tui.screens.ending import EndingScreen
from roleplay.tui.screens.scene import SceneScreen
from tui.world import Notebook, answer, begin, make_app, painted, told, until, until_screen

GOOD = "Thank you. No wonder you are worried, with the overtime. I will look within the hour."


async def to_the_end(pilot: Pilot[None], *tries: str) -> None:
    """Try the first scene with each of ``tries``; the last one stands and ends the play."""
    await begin(pilot)
    for number, reply in enumerate(tries, 1):
        await answer(pilot, reply)
        if number < len(tries):
            await pilot.press("t")
            await until_screen(pilot, SceneScreen)
    await pilot.press("g")
    await until_screen(pilot, EndingScreen)


async def test_the_four_questions_with_their_evidence_and_the_course() -> None:
    rater = ScriptedRater(by_keywords)
    async with make_app(small(), rater=rater).run_test(size=(80, 24)) as pilot:
        await to_the_end(pilot, "I will let you know.", GOOD)
        said = told(pilot)
        assert "Her next caller is lucky." in said
        assert "Dana Ruiz, tense → calm ▼ calmer" in said
        assert "tries 25 → " in said
        assert "How did I greet them?  well\n“Thank you.”  try 2" in said
        assert (
            "Did I ask what they need?  not yet\nNothing in your replies does this yet.\n"
            "To try: ask how you can help"
        ) in said
        assert "Did I give as much as I could?  yes\n“I will look within the hour.”" in said
        assert (
            "Did I leave the door open?  not yet\nOnly in a try that you took back:\n"
            "“I will let you know.”  try 1\nTo try: say when"
        ) in said


async def test_a_better_try_that_was_replaced_is_named() -> None:
    rater = ScriptedRater(by_keywords)
    async with make_app(small(), rater=rater).run_test(size=(80, 24)) as pilot:
        worse = GOOD.replace("Thank you. ", "")
        await to_the_end(pilot, GOOD, worse)
        assert "the last stands; your best was try 1" in told(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (50, 15)])
async def test_all_of_it_can_be_scrolled_to(size: tuple[int, int]) -> None:
    rater = ScriptedRater(by_keywords)
    async with make_app(small(), rater=rater).run_test(size=size) as pilot:
        await to_the_end(pilot, GOOD)
        assert "It went well" in painted(pilot)
        await pilot.press("end")
        await until(pilot, lambda: "may come back." in " ".join(painted(pilot).split()))


async def test_the_best_of_several_plays_stands_beside_this_one() -> None:
    records = Notebook(plays=3)
    async with make_app(small(), records=records).run_test(size=(80, 24)) as pilot:
        await to_the_end(pilot, "I'm sorry.")
        assert "Your best in 3 plays: 90." in told(pilot)

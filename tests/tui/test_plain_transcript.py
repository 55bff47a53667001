"""``--plain``: the same practice over two streams."""

import io
from dataclasses import replace

import pytest
from support.keywords import by_keywords
from support.rater import ScriptedRater, rating_of
from support.scenarios import small

from roleplay.cli.plain import Plain
from roleplay.errors import InputError
from roleplay.rating import Exchange, Rating, Status
from roleplay.scenario import Desk, Scenario
from tui.world import Notebook, Shelf

HOSTILE = "[/] [@click=app.quit]y[/] \x1b]0;owned\x07 \x9b31m"


async def played(
    typed: str,
    *scenarios: Scenario,
    start: str | None = "small",
    rater: ScriptedRater | None = None,
    records: Notebook | None = None,
) -> str:
    """What is written when ``typed`` is all there is to read."""
    out = io.StringIO()
    ticks = iter(range(1000))
    plain = Plain(
        Shelf(scenarios) if scenarios else Shelf(),
        records or Notebook(),
        rater or ScriptedRater(),
        (io.StringIO(typed), out),
        clock=lambda: float(next(ticks)),
    )
    await plain.run(start)
    return out.getvalue()


def in_order(text: str, *parts: str) -> None:
    at = 0
    for part in parts:
        found = text.find(part, at)
        assert found >= 0, f"{part!r} does not follow in:\n{text}"
        at = found + len(part)


async def test_a_whole_interruption() -> None:
    typed = """440 100.00
441 999
/references
Send me the slip.

/references
/again
I'm sorry your
overtime is missing.

/notes

442 100.20

"""
    records = Notebook()
    text = await played(typed, small(desk=True), records=records)
    in_order(
        text,
        "Your desk: Type the totals.",
        "Line 1 of 3: 440  100.00",
        "Right.",
        "Not the same.",
        "Dana Ruiz says: My overtime is missing.",
        "Dana Ruiz is tense.",
        "References come after your first try.",
        "Overall 42 of 100. The pass mark is 70.",
        "Empathy 1.5 of 4, absent.",
        "Reference 1: A strong reply.",
        "Empathy 3.6 of 4, specific and complete.",
        "Because: “I'm sorry your overtime is missing.” names the feeling",
        "You said back: her overtime is missing.",
        "Note 1: Payroll closes at 12:00.",
        "Dana Ruiz says: Thank you!",
        "Line 3 of 3",
        "The end. It went well.",
        "Passed.",
        "Did I leave the door open? Not yet.",
        "The input has ended. What you sent is kept. Goodbye.",
    )
    assert len(records.attempts) == 2
    assert records.attempts[1].reply == "I'm sorry your overtime is missing."
    assert records.finished[0].ending == "relieved"


async def test_replies_from_a_pipe_follow_each_other() -> None:
    text = await played("You idiot.\n\nYou idiot.\n.\n", small())
    in_order(text, "That stung.", "Excuse me?", "That stung.", "The input has ended.")


@pytest.mark.parametrize("typed", ["", "\n", "/help\n", "half a reply", "/quit\n", "I am\n/quit\n"])
async def test_the_end_is_polite_wherever_it_comes(typed: str) -> None:
    text = await played(typed, small())
    assert text.rstrip().endswith("Goodbye.")
    rated = "Feedback." in text
    assert rated == (typed == "half a reply")


async def test_a_scenario_is_picked_by_number_or_id() -> None:
    text = await played("99\n2\n/quit\n", start=None)
    in_order(text, "1. Small.", "2. At the desk.", "from 1 to 3", "Your desk")
    assert "Furious" in await played("angry\n", start=None)


async def test_an_unknown_scenario_is_an_error() -> None:
    with pytest.raises(InputError):
        await played("", start="nosuch")


async def test_a_failing_model_keeps_the_reply() -> None:
    rater = ScriptedRater(failures=1)
    text = await played("I'm sorry.\n\n\n", small(), rater=rater)
    in_order(text, "The model stopped.", "What to do: try again.", "Overall 90 of 100")


async def test_an_unscored_and_an_overlong_reply_are_asked_again() -> None:
    def judge(exchange: Exchange) -> Rating:
        return rating_of(exchange, status=Status.UNSCORED, why="not English")

    text = await played(f"{'x' * 5000}\n\nhej\n\n", small(), rater=ScriptedRater(judge))
    in_order(text, "Not sent: 5,000 characters", "Not scored: not English.", "Your reply.")


async def test_the_clock_breaks_in_between_lines_and_the_desk_can_be_skipped() -> None:
    timed = replace(small(), desk=Desk("Type", ("a", "b", "c"), None, after_seconds=1))
    text = await played("a\nI'm sorry.\n\n\n/skip\n", timed)
    in_order(text, "Line 1 of 3", "My overtime", "Line 2 of 3", "The end.")
    text = await played("/skip\n", small(desk=True))
    assert "My overtime is missing." in text


async def test_hostile_text_is_written_harmlessly() -> None:
    scenario = replace(small(), title=HOSTILE, setting=HOSTILE, notes=(HOSTILE,))
    text = await played(f"/notes\n{HOSTILE} sorry\n\n", scenario)
    assert "[@click=app.quit]y[/]" in text
    assert "owned" not in text
    assert not {char for char in text if ord(char) < 32 and char != "\n"} | ({"\x9b"} & set(text))


async def test_advice_is_read_out_without_arrows() -> None:
    text = await played("I will look.\n\n", small(), rater=ScriptedRater(by_keywords))
    in_order(text, "Change: ", ". That takes ", " from ", " to ", "Or: ", ". That takes ")
    assert "→" not in text


async def test_no_columns_boxes_or_marks_are_drawn() -> None:
    text = await played("I'm sorry.\n\n\n", small())
    assert not set("│─╭█▓░●○✓✗▲") & set(text)

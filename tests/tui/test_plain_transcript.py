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


async def test_things_are_looked_up_in_the_middle_of_a_reply() -> None:
    typed = """/skip
I'm sorry your
/notes
/notes TWELVE
/notes 12:00
/said
overtime is missing.

"""
    records = Notebook()
    text = await played(typed, small(desk=True), records=records)
    in_order(
        text,
        "Note 1: Payroll closes at 12:00.",
        "On your desk: Type the totals.",
        "Desk line 1: 440  100.00",
        "Nothing that you can look up has “TWELVE”.",
        "Your notes: Payroll closes at 12:00.",
        "Dana Ruiz says: My overtime is missing.",
        "Overall 90 of 100",
    )
    assert [attempt.reply for attempt in records.attempts] == [
        "I'm sorry your overtime is missing."
    ]


async def test_a_reply_may_begin_like_a_command() -> None:
    records = Notebook()
    await played("/notesandmore, sorry\n\n", small(), records=records)
    assert [attempt.reply for attempt in records.attempts] == ["/notesandmore, sorry"]


async def test_what_is_made_up_is_asked_about() -> None:
    text = await played("I'm sorry it was 3 pm.\n\n", small())
    in_order(text, "Feedback.", "Where is “3 pm” from? It is neither in what Dana Ruiz said nor")
    assert "from?" not in await played("I'm sorry, I will be there at 3 pm.\n\n", small())


async def test_the_end_looks_back_on_every_reply() -> None:
    typed = """You idiot.

/again
Well.

/again
Hello.


Thank you. I am worried too: your overtime. I will look within the hour. I'll let you know.


"""
    text = await played(typed, small(), rater=ScriptedRater(by_keywords))
    in_order(
        text,
        "The end. It went well.",
        "What came of it: Her next caller is lucky.",
        "Reply 1, to Dana Ruiz:",
        "You tried",
        "the last stands.",
        "They stayed tense.",
        "Reply 2, to Dana Ruiz:",
        "They went from tense to calm.",
        "How did I greet them? Well. “Hello.” That was in reply 1, try 3.",
        "Did I ask what they need? Not yet. Nothing in your replies does this yet. To try: ask how",
        "Did I give as much as I could? Yes. “I will look within the hour.” That was in reply 2.",
        "Did I leave the door open? Yes.",
    )
    assert "idiot" not in text.split("The end.")[1]  # it was taken back
    assert "→" not in text.split("The end.")[1]


async def test_a_refusal_that_stood_is_quoted_with_what_to_try() -> None:
    typed = "That is not my job.\n\n\nStill not my job.\n\n\n"
    text = await played(typed, small(), rater=ScriptedRater(by_keywords))
    in_order(
        text,
        "It went badly.",
        "They went from tense to angry.",
        "Did I ask what they need? No. “That is not my job.” That was in reply 1. To try: ask how",
    )


async def test_the_best_of_several_plays_is_told() -> None:
    text = await played("I'm sorry.\n\n\n", small())
    assert "Your best in" not in text
    text = await played("I'm sorry.\n\n\n", small(), records=Notebook(plays=2))
    assert "Your best in 2 plays: 90." in text


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

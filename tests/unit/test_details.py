"""Details of a reply that nobody has mentioned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplay.text.details import strange_details

CONCERN = (
    "I need two boxes in bay B4 by 15:00 on Tuesday. Six hundred and forty euros have been missing "
    "since the 3rd of May, that's five percent. Dana Ruiz rang at half four. I lost 1.5 million."
)


@pytest.mark.parametrize(
    "reply",
    [
        "So 2 boxes, B4, by 3 pm on Tue.",
        "You'll have both at three, at 3pm, at three o'clock, by 3 p.m.",
        "That's €640 since 3 May, or May 3rd, or 3/5, or 2024-05-03.",
        "Tuesdays are hard. Dana's call was at 4.30, 16:30 or half past four.",
        "Five per cent, 5 %, and 1,500,000 in all.",
        "In May, that is, on the third.",
        "RUIZ is right. No one, no-one, not one of us. One second.",
        "I may come. We sat down in the sun. Right away. “Look at it.” So: Yes.",
        "Hi, Sorry about that, Thanks. I'm on it.",
        "Thank You For Coming To Me Friend",
        "",
    ],
)
def test_what_was_mentioned_is_known_however_it_is_written(reply: str) -> None:
    assert strange_details(reply, [CONCERN]) == ()


@pytest.mark.parametrize(
    ("reply", "strange"),
    [
        ("I'll bring 8 boxes at 4 pm.", ("8", "4 pm")),
        ("By 3 am on Friday, or on Wed.", ("3 am", "Friday", "Wed")),
        ("Seven boxes, then? Yes, seven, 7.", ("Seven",)),
        (
            "On 4 May, in June, at noon, at quarter to six.",
            ("4 May", "June", "noon", "quarter to six"),
        ),
        ("It costs £30, 12 percent, 2k.", ("£30", "12 percent", "2k")),
        ("I will ask Marisol Ortega and Erik's team.", ("Marisol Ortega", "Erik")),
        ("Dana Moen, bay B5.", ("Moen", "B5")),
        ("Monday works.", ("Monday",)),
        ("twenty-five and six hundred", ("twenty-five", "six hundred")),
    ],
)
def test_what_was_not_mentioned_is_strange_in_its_own_spelling(
    reply: str, strange: tuple[str, ...]
) -> None:
    assert strange_details(reply, [CONCERN]) == strange


def test_every_known_text_counts() -> None:
    reply = "Payroll closes at noon, Dana, and Marisol has 4471."
    assert strange_details(reply, []) == ("noon", "Dana", "Marisol", "4471")
    notes = ["Payroll closes at 12:00.", "Dana Ruiz", "4471  1,204.50", "ask marisol"]
    assert strange_details(reply, notes) == ()


TEXT = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from(
            [
                *(
                    "3",
                    "three",
                    "pm",
                    "p.m.",
                    ":",
                    ".",
                    ",",
                    "half",
                    "past",
                    "to",
                    "May",
                    "the",
                    "£",
                ),
                *(
                    "o'clock",
                    "Dana",
                    "/",
                    "-",
                    "%",
                    "k",
                    "hundred",
                    "second",
                    "B4",
                    "Tue",
                    "٣",
                ),
            ]
        ),
        max_size=14,
    ).map(" ".join),
    st.lists(st.sampled_from("0123456789/:.- apmk£%"), max_size=14).map("".join),
)


@given(TEXT, TEXT)
def test_any_text_will_do_and_what_is_found_stands_in_the_reply(reply: str, known: str) -> None:
    found = strange_details(reply, [known])
    assert len(set(found)) == len(found)
    assert strange_details(reply, [known, reply]) == ()


def test_huge_numbers_are_only_read() -> None:
    assert len(strange_details("9" * 6000, ["8" * 6000])) == 1
    assert strange_details("million " * 500, []) != ()

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
        ("You asked for 8 boxes at 4 pm.", ("8", "4 pm")),
        ("It was due by 3 am on Friday, or on Wed.", ("3 am", "Friday", "Wed")),
        ("You need seven boxes, is that it? Seven is a lot. 7 was a guess.", ("seven",)),
        (
            "It broke on 4 May, in June, at noon, at quarter to six.",
            ("4 May", "June", "noon", "quarter to six"),
        ),
        ("It costs £30, 12 percent, 2k.", ("£30", "12 percent", "2k")),
        ("I will ask Marisol Ortega and Erik's team.", ("Marisol Ortega", "Erik")),
        ("Dana Moen, bay B5.", ("Moen", "B5")),
        ("You said Monday.", ("Monday",)),
        ("twenty-five and six hundred", ("twenty-five", "six hundred")),
    ],
)
def test_what_was_not_mentioned_is_strange_in_its_own_spelling(
    reply: str, strange: tuple[str, ...]
) -> None:
    assert strange_details(reply, [CONCERN]) == strange


@pytest.mark.parametrize(
    "reply",
    [
        "I'll be with you at 5, and I will ring you on Friday.",
        "You'll have it by quarter to six. Please give me ten minutes.",
        "You were shorted, so I'm taking it up now and by noon I'll know.",
        "Could we talk at half past ten? Would Friday at four suit you?",
        "Tomorrow at nine.",
        "It was our slip: corrected pay goes out at five, and at six I'm at your desk.",
        "The corrected report is with you by seven. Friday at noon, then?",
        "I'm carrying eighteen more up behind you and I can spare you four people.",
        "I need five minutes, then I read it back to you.",
    ],
)
def test_when_and_how_many_are_the_speaker_s_to_promise(reply: str) -> None:
    assert strange_details(reply, [CONCERN]) == ()


@pytest.mark.parametrize(
    ("reply", "strange"),
    [
        ("I'll do it now, you need it by noon.", ("noon",)),
        ("I see that it was due on Friday, and I'll ring you on Wednesday.", ("Friday",)),
        ("I know the bank closes at eleven.", ("eleven",)),
        ("I'll refund you 90 euros, or 12 %.", ("90 euros", "12 %")),
        ("I'll ask Marisol about form R7.", ("Marisol", "R7")),
        ("I told you on Friday, didn't I?", ("Friday",)),
        ("You've been waiting since noon, so I'll come at noon.", ("noon",)),
        ("By Friday you wanted it.", ("Friday",)),
        ("I’ll look. You’ve lost 11 boxes.", ("11",)),  # noqa: RUF001 - typographic apostrophes
    ],
)
def test_what_is_stated_or_is_more_than_a_count_is_no_promise(
    reply: str, strange: tuple[str, ...]
) -> None:
    assert strange_details(reply, [CONCERN]) == strange


@pytest.mark.parametrize(
    "reply",
    [
        "You two were right, and nine of you were there. One or two. It needs three more.",
        "It has gone from two to five, and B4 has two May boxes.",
        "He wrote 'Could it be?' and I was cross.",
        "It was me. Best regards, Sam",
        "I'm Sam, and my name is Sam.",
        "That was poor English, Your Highness.",
    ],
)
def test_vague_numbers_and_courtesies_are_not_strange(reply: str) -> None:
    assert strange_details(reply, [CONCERN]) == ()


def test_names_can_be_left_out() -> None:
    reply = "Hi Marisol, you said it was Friday."
    assert strange_details(reply, [CONCERN]) == ("Marisol", "Friday")
    assert strange_details(reply, [CONCERN], names=False) == ("Friday",)


def test_every_known_text_counts() -> None:
    reply = "Payroll closed at noon, Dana, and Marisol has 4471."
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

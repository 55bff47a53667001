"""What is withheld of names, and what of ordinary words is not."""

import string
import unicodedata
from collections.abc import Callable, Sequence
from typing import Literal

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from roleplay.classroom.report.common import COMMON
from roleplay.classroom.report.names import DrawnNames

ORDINARY = (
    "I understand that I was late. A delay is hard, I know. I'm sorry.",
    "I am sorry. It is late. To be fair, be sure it is ok. Me too.",
    "Will you wait? It may take a day, and I WILL call. May I help?",
    "Don't worry, I won't go home. Can't you? It's fine.",
    "So long as you hope for the best, I do my best. Good day.",
    "A long wait. He said he will. May I ask why?",
    "Ich bin a. a. O., s. S. 3; at 7.30 or in 42 minutes.",
)


def clean(text: str, *names: str, learner: int | None = None) -> str:
    return DrawnNames(names).clean(text, learner)


@pytest.mark.parametrize("text", ORDINARY)
@pytest.mark.parametrize(
    "names",
    [
        ("Ann Lee", "Ines I. Ferrari", "A Smith"),
        ("Me Tran", "Ed At", "Al Is", "Bo Be", "Ok Am"),
        ("Will May", "I. Will", "May I.", "A. Long", "A. Day", "So"),
        ("Don T.", "Won Can", "Grace Good Day", "Joy Best"),
        ("S. A.", "7", "Will", "He", "42"),
    ],
)
def test_ordinary_words_stay(text: str, names: Sequence[str]) -> None:
    assert clean(text, *names) == text
    assert all(clean(text, *names, learner=n) == text for n in range(len(names) - 1))


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("Ines I. Ferrari", "It is Ines I. Ferrari.", "It is [name]."),
        ("Ines I. Ferrari", "ines i ferrari and I. Ferrari", "[name] and [name]"),
        ("Ines I. Ferrari", "Sorry, Ferrari, I am late", "Sorry, [name], I am late"),
        ("Ines I", "Then Ines I am Ines I.", "Then [name] I am [name]."),
        ("A Smith", "Is A Smith there, or a smith?", "Is [name] there, or [name]?"),
        ("Will May", "ask will may, WILL MAY or May Will", "ask [name] or [name]"),
        ("Will May", "Mr. May, Ms May and Dr. Will", "Mr. [name], Ms [name] and Dr. [name]"),
        ("A. Long", "A. Long is here, a long wait", "A. [name] is here, a long wait"),
        ("Grace Joy Hill", "Grace Joy, no grace", "[name], no grace"),
        ("Amira Haddad", "amirahaddad@example.org, amira_haddad", "[name]@example.org, [name]"),
        ("Don Juan", "Don't, don", "Don't, [name]"),
        ("Işıl Ünlü", "IŞIL, ışıl, isil", "[name]"),  # noqa: RUF001 - a letter of Turkish
        ("Hà Màn", "a man, màn and Mẩn", "a man, [name] and [name]"),
        ("王小明", "我是王小明。", "我是[name]。"),
        ("王 小明", "我是王小明, 王 小明", "我是[name]"),
        ("王小明 (Tom)", "王小明Tom, 王小明", "[name]"),
        ("김민수", "김민수입니다", "[name]입니다"),
        ("สมชาย ใจดี", "ผมชื่อสมชาย ใจดีครับ", "ผมชื่อ[name]ครับ"),
        ("अमित कुमार", "मैं अमित कुमार हूँ", "मैं [name] हूँ"),
        ("अमित कुमार", "मैं अमित हूँ", "मैं [name] हूँ"),
        ("李", "李子很好", "李子很好"),
    ],
)
def test_names_are_withheld(name: str, text: str, shown: str) -> None:
    assert clean(text, name, "Zoltán") == shown


def test_a_common_word_that_signs_its_own_text() -> None:
    text = "Will do. Best regards,\nWill"
    assert clean(text, "Will May", "Ann", learner=0) == "Will do. Best regards,\n[name]"
    assert clean(text, "Will May", "Ann", learner=1) == text


CASES: tuple[Callable[[str], str], ...] = (str, str.upper, str.lower, str.title, str.swapcase)
FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")
HAN, KANA, HANGUL = ("\u4e00", "\u9fff"), ("\u3041", "\u3096"), ("\uac00", "\ud7a3")
THAI, DEVANAGARI, ARABIC = ("\u0e01", "\u0e2e"), ("\u0904", "\u094d"), ("\u0621", "\u064a")


def letters(first: str, last: str) -> st.SearchStrategy[str]:
    return st.characters(
        min_codepoint=ord(first), max_codepoint=ord(last), exclude_categories=["Cn"]
    )


def words(alphabet: st.SearchStrategy[str], fewest: int = 2) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=fewest, max_size=7)


any_letter = st.characters(categories=["Lu", "Ll", "Lt", "Lo", "Mn", "Mc"])
spaced = words(
    st.one_of(
        st.sampled_from(string.ascii_letters),
        st.characters(max_codepoint=0x52F, categories=["Lu", "Ll", "Lt", "Lo"]),
        letters(*DEVANAGARI),
        letters(*ARABIC),
    )
)
common = st.sampled_from(sorted(COMMON))
parts = st.lists(spaced | words(any_letter) | common | letters("A", "Z"), min_size=1, max_size=4)
separators = st.sampled_from((" ", "-", "'", "’", ", ", " (", "/", "_"))  # noqa: RUF001
unspaced = st.one_of(*(words(letters(*of)) for of in (HAN, KANA, HANGUL)), words(letters(*THAI), 4))


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFD", text).casefold()).casefold()


def bare(text: str) -> str:
    letters = unicodedata.normalize("NFD", folded(text.upper()))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def survives(name: str, before: str, after: str, *class_: str) -> list[str]:
    """The ways of writing ``name`` that are still there in a text with it."""
    ways = {unicodedata.normalize(form, case(name)) for form in FORMS for case in CASES}
    shown = {way: clean(before + way + after, *class_, name) for way in ways}
    return [
        way for way, text in shown.items() if folded(way) in folded(text.replace("[name]", "\0"))
    ]


@settings(deadline=None, max_examples=300)
@given(
    parts,
    separators,
    st.sampled_from(("", "7 ", "… ", "“")),
    st.sampled_from(("", ".", "'s", " 7")),
)
@example(["Ines", "I", "Ferrari"], " ", "", "")
@example(["will", "may"], " ", "", "")
@example(["Bo"], " ", "", "")
def test_a_whole_name_never_survives(
    name: list[str], separator: str, before: str, after: str
) -> None:
    """Unless it is nothing but one common word, or single letters."""
    telling = {word for word in map(bare, name) if len(word) > 1}
    assume(len(telling) > 1 or telling - COMMON)
    assert survives(separator.join(name), before, after, "Ann B. Lee", "Will I. May") == []


@settings(deadline=None, max_examples=300)
@given(unspaced, unspaced, st.sampled_from(("我是", "わたしは", "저는", "ผมชื่อ", "", "I am ")))
def test_nor_where_nothing_stands_around_it(name: str, after: str, before: str) -> None:
    assert survives(name, before, after, "李娜", "Ann") == []

"""Cleaning, splitting and copy detection."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplay.text.abuse import is_abusive
from roleplay.text.clean import plain, sanitise
from roleplay.text.copying import copying
from roleplay.text.sentences import split_sentences

CONCERN = "I walked up four floors because nobody picks up and the sample from bed six is useless."


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b[31mred\x1b[0m",
        "\x1b]0;title\x07",
        "\x1b]52;c;ZXZpbA==\x1b\\",
        "\x9b2J",
        "\x1bP1$r\x1b\\",
        "a\x00b\x08c",
        "\u202eabc\u2066",
        "zero\u200bwidth\ufeff",
        "tag\U000e0041",
        "\ud800lone",
    ],
)
def test_nothing_that_a_terminal_obeys_survives(hostile: str) -> None:
    clean = sanitise(hostile)
    assert all(char.isprintable() or char in "\n\t" for char in clean)
    assert "\x1b" not in clean


@given(st.text())
def test_sanitising_twice_changes_nothing(text: str) -> None:
    assert sanitise(sanitise(text)) == sanitise(text)


def test_ordinary_text_is_left_alone() -> None:
    text = "Señor Ångström said: “№ 5 — 日本”\n\tOK 👍"
    assert sanitise(text) == text


def test_plain_folds_what_people_read_as_the_same() -> None:
    assert plain("ｓｏｒｒｙ  Dаna\u200b,\n it’s fine") == "sorry Dana, it's fine"  # noqa: RUF001


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("   \n ", []),
        ("ok", ["ok"]),
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("I'll be there at 3.30 p.m. today.", ["I'll be there at 3.30 p.m. today."]),
        ("Dr. Osei is in. Come up.", ["Dr. Osei is in.", "Come up."]),
        ("Well... let me look.", ["Well... let me look."]),
        ("Hm... Let me look.", ["Hm...", "Let me look."]),
        ("Gate No. 5 is shut. No. I cannot.", ["Gate No. 5 is shut.", "No.", "I cannot."]),
        ("first line\nsecond line", ["first line", "second line"]),
        ("Really?! :)", ["Really?! :)"]),
        ('"No." She left.', ['"No."', "She left."]),
        ("ok bed 6 redone at 10. sorry", ["ok bed 6 redone at 10.", "sorry"]),
        ("It isn't. My rent is due.", ["It isn't.", "My rent is due."]),
        ("You can\u2019t. We'd. J. Osei came.", ["You can\u2019t.", "We'd.", "J. Osei came."]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [found.text for found in split_sentences(text)] == sentences


@given(st.text(alphabet=st.sampled_from("ab .!?\n\"')1"), max_size=60))
def test_every_character_is_in_one_sentence(text: str) -> None:
    found = split_sentences(text)
    assert all(text[one.start : one.end] == one.text for one in found)
    covered = [i for one in found for i in range(one.start, one.end)]
    assert covered == sorted(set(covered))
    left_out = set(range(len(text))) - set(covered)
    if any(char.isalnum() for char in text):
        assert all(text[i].isspace() for i in left_out)


def test_swapping_i_and_you_does_not_hide_a_copy() -> None:
    parrot = CONCERN.replace("I walked", "You walked")
    found = copying(parrot, CONCERN)
    assert found.ratio == 1
    assert found.coverage == 1


def test_a_paraphrase_copies_nothing() -> None:
    reply = (
        "Four flights of stairs since our phone just rings, and that tube has to be drawn again."
    )
    assert copying(reply, CONCERN).ratio == 0


def test_key_terms_and_numbers_are_not_copies() -> None:
    assert copying("bed six, four floors", "bed six on the four floors").ratio < 0.5
    assert copying("10 20 30 40 50", "10 20 30 40 50").ratio == 0


@given(st.text(max_size=80), st.text(max_size=80))
def test_copying_stays_in_range(reply: str, source: str) -> None:
    found = copying(reply, source)
    assert 0 <= found.ratio <= 1
    assert 0 <= found.coverage <= 1


@pytest.mark.parametrize(
    "text",
    [
        "You idiot.",
        "I'm sorry, you stupid cow.",
        "how thick do you have to be",
        "are you deaf or are you just stupid",
        "You're absolutely useless.",
        "Shut up!",
        "oh piss off",
        "Get lost.",
        "It comes on Monday, you ungrateful parasite.",
        "Of course I'm sorry. You tiresome old know-it-all!",
    ],
)
def test_open_abuse_is_recognised(text: str) -> None:
    assert is_abusive(text)


@pytest.mark.parametrize(
    "text",
    [
        "You are not an idiot.",
        "Nobody here thinks you're useless.",
        "I won't tell you to shut up.",
        "This stupid printer again!",
        "No wonder you feel useless.",
        "They called you an idiot, that is not fair.",
        "“You idiot” is what he said to me.",
        "Samples get lost in every lab.",
        "I'd be too thick to see that as well.",
        "You must be worried sick.",
        "You left your bag, and I kept it.",
        "If you saw a rat, I'll ring pest control.",
        "Shall I get you the bag?",
    ],
)
def test_rough_or_quoted_words_are_no_abuse(text: str) -> None:
    assert not is_abusive(text)

"""Mistyped replies: the same words for a reader, other pieces for the network."""

import random

from hypothesis import given
from hypothesis import strategies as st

from roleplay.training.noise import mistyped

WORDS = ("I'm sorry your transfer of 250 euros bounced on Tuesday.", "Give me ten minutes.")


@given(st.integers(0, 500))
def test_numbers_and_the_count_of_words_stay(seed: int) -> None:
    found = mistyped(WORDS, random.Random(seed))
    assert len(found) == 2
    assert "250" in found[0]
    assert [len(text.split()) for text in found] == [len(text.split()) for text in WORDS]


@given(st.integers(0, 500))
def test_words_stay_recognisable(seed: int) -> None:
    for text, original in zip(mistyped(WORDS, random.Random(seed)), WORDS, strict=True):
        for word, before in zip(text.lower().split(), original.lower().split(), strict=True):
            assert abs(len(word) - len(before)) <= 2
            assert word[0] == before[0]


def test_something_is_mistyped_now_and_then() -> None:
    rng = random.Random(1)
    assert any(mistyped(WORDS, rng) != WORDS for _ in range(5))


def test_a_sentence_never_becomes_empty() -> None:
    assert all(mistyped(("...", "'"), random.Random(seed)) for seed in range(20))
    assert all(all(mistyped(("...", "'"), random.Random(seed))) for seed in range(20))

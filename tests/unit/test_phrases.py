import pytest

from roleplay.text.phrases import counted, listed


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [
        (0, "row", "0 rows"),
        (1, "reply", "1 reply"),
        (2, "reply", "2 replies"),
        (1234, "play", "1,234 plays"),
    ],
)
def test_how_many(number: int, noun: str, said: str) -> None:
    assert counted(number, noun) == said


@pytest.mark.parametrize(
    ("parts", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a or b"), ([*"abc"], "a, b or c")]
)
def test_a_list(parts: list[str], said: str) -> None:
    assert listed(parts, "or") == said

"""Exchange, Rating, receipts and their way over the wire."""

import json
from dataclasses import replace

import pytest
from support.rater import kind_or_cruel, rating_of
from support.scenarios import small

from roleplay import rubric
from roleplay.rating import Exchange, Flag, Level, Rating, Status
from roleplay.receipt import Part, Receipt
from roleplay.rubric import Ladder
from roleplay.wire import exchange_data, exchange_from, rating_data, rating_from

EXCHANGE = Exchange.in_scene(small().scenes["asks"], "I am sorry. Let me look.")


def test_plain_texts_are_taken_as_facts_and_lists_as_tuples() -> None:
    made = Exchange("r", "c", points=["late"], references=["a", "b"])  # type: ignore[arg-type]
    assert made.points[0].text == "late"
    assert made.points[0].kind == "fact"
    assert made.references == ("a", "b")
    assert hash(made)


@pytest.mark.parametrize(
    ("other", "part"),
    [
        (replace(EXCHANGE, reply="I am sorry. Let me look. "), Part.REPLY),
        (replace(EXCHANGE, concern="Another."), Part.SCENE),
        (replace(EXCHANGE, references=()), Part.SCENE),
        (replace(EXCHANGE, points=EXCHANGE.points[:1]), Part.SCENE),
    ],
)
def test_a_receipt_names_what_changed(other: Exchange, part: Part) -> None:
    receipt = EXCHANGE.receipt("m")
    assert receipt.changed(other.receipt("m")) == (part,)
    assert receipt.changed(other.receipt("n")) == (Part.MODEL, part)
    assert receipt.changed(replace(EXCHANGE).receipt("m")) == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VERSION", "other"),
        ("LADDERS", rubric.LADDERS[:-1]),
        ("ACTS", rubric.ACTS[:-1]),
        ("CAP", 0.5),
        ("CAPPING", {Ladder.COURTESY: rubric.CAPPING[Ladder.COURTESY]}),
        ("WRONG_CAP", 1.0),
    ],
)
def test_a_receipt_names_another_rubric(
    name: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = EXCHANGE.receipt("m")
    monkeypatch.setattr(rubric, name, value)
    assert receipt.changed(EXCHANGE.receipt("m")) == (Part.RUBRIC,)


def test_a_receipt_is_read_back_and_nothing_else_is() -> None:
    receipt = EXCHANGE.receipt("m")
    assert Receipt.parse(str(receipt)) == receipt
    assert [len(part) for part in str(receipt).split("-")] == [8, 8, 8, 8]
    for text in ("", "0" * 16, f"{receipt}-00000000", str(receipt).upper(), f"{receipt}\n"):
        with pytest.raises(ValueError, match="no receipt"):
            Receipt.parse(text)


def test_a_rating_survives_the_wire() -> None:
    rating = kind_or_cruel(EXCHANGE)
    assert rating_from(json.loads(json.dumps(rating_data(rating)))) == rating
    unscored = Rating(Status.UNSCORED, why="the reply is empty")
    assert rating_from(json.loads(json.dumps(rating_data(unscored)))) == unscored
    arrived = exchange_from(json.loads(json.dumps(exchange_data(EXCHANGE))))
    assert arrived.scene_key == EXCHANGE.scene_key
    assert arrived.reply == EXCHANGE.reply


def test_the_overall_is_the_weighted_mean_of_the_scored_ladders() -> None:
    rating = rating_of(EXCHANGE, (4, 2, 0, 0))
    assert rating.overall() == 50
    assert rating.overall({Ladder.EMPATHY: 2.0}) == 62.5
    assert Rating(Status.UNSCORED).overall() is None


def test_a_pasted_reference_counts_for_no_best() -> None:
    assert rating_of(EXCHANGE).counts_as_best
    assert not rating_of(EXCHANGE, flags=[Flag.COPIED_REFERENCE]).counts_as_best
    assert not Rating(Status.UNSCORED).counts_as_best


def test_levels_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        rating_of(EXCHANGE).levels[Ladder.HELP] = Level(0, 0, 0)  # type: ignore[index]


@pytest.mark.parametrize(("level", "expected"), [(0, 0), (0.5, 0), (0.51, 1), (3.5, 3), (4, 4)])
def test_ties_go_to_the_lower_level(level: float, expected: int) -> None:
    assert rubric.whole(level) == expected

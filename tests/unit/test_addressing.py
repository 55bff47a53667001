"""Points about the coworker, said to the coworker."""

import pytest
from support.scenarios import small

from roleplay.advice.addressing import coworker, said_to_them
from roleplay.scenario import Point, PointKind

FACT, FEELING, NEED = PointKind.FACT, PointKind.FEELING, PointKind.NEED


@pytest.mark.parametrize(
    ("kind", "text", "who", "said"),
    [
        (FEELING, "she is fed up with taking the blame", "she", "you are fed up with taking"),
        (FEELING, "worried about the rent", "", "I can see that you are worried about the rent."),
        (FEELING, "he hates it, and is afraid", "he", "you hate it, and are afraid."),
        (FACT, "his slip shows it, by his count", "he", "So your slip shows it, by your count."),
        (FACT, "he does not know; he worries", "he", "So you do not know; you worry."),
        (FACT, "he told her that you had gone", "he", "So you told her that I had gone."),
        (FACT, "her ticket was sent to her by you", "she", "So your ticket was sent to you by me."),
        (FACT, "she still needs it for herself", "she", "So you still need it for yourself."),
        (FACT, "you were late, and your page is wrong", "", "So I was late, and my page is wrong."),
        (FACT, "they closed their ticket", "they", "So you closed your ticket."),
        (NEED, "an answer today", "she", "What you need is an answer today."),
        (NEED, "wants to know today", "", "You want to know today."),
        (NEED, "she needs the car", "she", "You need the car."),
    ],
)
def test_said_to_them(kind: PointKind, text: str, who: str, said: str) -> None:
    assert said in said_to_them(Point("p", kind, text), who)


@pytest.mark.parametrize("text", ["she is late", "it is what he called you", "you're late", "  "])
def test_what_is_not_simple_is_left_alone(text: str) -> None:
    assert said_to_them(Point("p", FACT, text), "") == ""


def test_the_coworker_is_whose_feeling_it_is() -> None:
    others = Point("a", FACT, "she came by bus")
    assert coworker((others, Point("b", FEELING, "he is sorry for her"))) == "he"
    assert coworker((others,)) == "she"
    assert coworker((others, Point("b", FACT, "he did not"))) == ""
    assert coworker(small().scenes["asks"].points) == "she"
    assert coworker(()) == ""

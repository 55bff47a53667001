"""What the nearest reference has besides, in words."""

from dataclasses import replace

from support.office import exchange
from support.rater import rating_of

from roleplay.feedback.beside import beside_words
from roleplay.rating import Beside, Exchange
from roleplay.rubric import Act
from roleplay.wire import rating_data, rating_from

OK = exchange("ok")


def test_acts_and_points_of_the_reference_are_named() -> None:
    first = OK.points[0]
    rating = replace(rating_of(OK), beside=Beside(0, (Act.FEELING, Act.TIME), (first.id,)))
    assert beside_words(OK, rating) == (
        "The reference most like yours also names the feeling, says when"
        f" and says back: {first.text}."
    )


def test_one_thing_needs_no_and() -> None:
    rating = replace(rating_of(OK), beside=Beside(0, (Act.TIME,)))
    assert beside_words(OK, rating) == "The reference most like yours also says when."


def test_nothing_besides_is_nothing_to_say() -> None:
    asked = Exchange("ok", "You lost my form!")
    assert beside_words(asked, replace(rating_of(OK), beside=Beside(0))) == ""
    assert beside_words(asked, rating_of(OK)) == ""


def test_it_survives_the_wire() -> None:
    rating = replace(rating_of(OK), beside=Beside(1, (Act.TIME,), ("bounced",)))
    assert rating_from(rating_data(rating)) == rating
    old = rating_data(rating)
    del old["beside"]
    assert rating_from(old).beside is None

"""The four questions, answered from what the learner said."""

from collections.abc import Sequence

from support.rater import rating_of
from support.scenarios import small

from roleplay.feedback import Evidence, Said, debrief
from roleplay.rating import Exchange, Flag, Rating
from roleplay.rubric import Act

GREET, NEED, GIVE, DOOR = range(4)
SCENE = small().scenes["asks"]


def rated(
    reply: str,
    *acts: Act,
    levels: Sequence[float] = (3.0, 3.0, 3.0, 3.0),
    flags: Sequence[Flag] = (),
) -> Rating:
    return rating_of(Exchange.in_scene(SCENE, reply), levels, acts=acts, flags=flags)


def asked(*said: Said | Rating) -> tuple[Evidence, ...]:
    """The answers for replies that stand one after the other, or as told."""
    replies = (Said(s, n) if isinstance(s, Rating) else s for n, s in enumerate(said, 1))
    return debrief(tuple(replies)).questions


def test_each_question_is_answered_by_their_own_sentence() -> None:
    found = asked(
        rated("Hello Dana.", Act.GREET),
        rated("How can I help you?", Act.OFFER),
        rated("I will look now.", Act.STEP),
        rated("Come back whenever you like.", Act.FOLLOWUP),
    )
    assert [one.answer for one in found] == ["yes"] * 4
    assert [one.quote for one in found] == [
        "Hello Dana.",
        "How can I help you?",
        "I will look now.",
        "Come back whenever you like.",
    ]
    assert [one.where for one in found] == ["reply 1", "reply 2", "reply 3", "reply 4"]
    assert {one.move for one in found} == {""}


def test_bad_outweighs_good_and_comes_with_what_to_try() -> None:
    kind = rated("How can I help?", Act.OFFER)
    cruel = rated("That is not my job.", Act.REFUSE, levels=(1, 0, 1, 0))
    need = asked(kind, cruel)[NEED]
    assert (need.answer, need.quote, need.where) == ("no", "That is not my job.", "reply 2")
    assert need.move.startswith("ask how you can help")


def test_a_refusal_in_a_kind_and_helpful_reply_may_be_a_mistake() -> None:
    assert asked(rated("Not mine, but I'll find who.", Act.REFUSE))[NEED].answer == "not yet"


def test_nothing_is_claimed_where_there_is_nothing() -> None:
    for found in asked(rated("Right.")):
        assert (found.answer, found.quote, found.where) == ("not yet", "", "")
        assert found.move


def test_the_best_sentence_is_quoted_not_the_first() -> None:
    thanks = rated("Thanks.", Act.THANK, levels=(3, 3, 4, 3))
    cool = rated("Hello.", Act.GREET, levels=(3, 3, 2, 3))
    warm = rated("Good morning, Dana, come in.", Act.GREET, levels=(3, 3, 4, 3))
    assert asked(thanks, cool, warm)[GREET].quote == "Good morning, Dana, come in."


def test_thanks_that_hurt_are_no_greeting() -> None:
    rating = rated("Thanks for nothing, genius.", Act.THANK, Act.SARCASM, levels=(0, 0, 0.2, 3))
    assert asked(rating)[GREET].answer == "no"
    doubtful = rated("Thanks, genius.", Act.THANK, Act.INSULT)
    assert asked(doubtful)[GREET].answer == "not yet"


def test_what_was_taken_back_is_not_held_against_them() -> None:
    refusal = rated("Not my job.", Act.REFUSE, levels=(1, 0, 1, 0))
    better = rated("How can I help?", Act.OFFER)
    need = asked(Said(refusal, 1, 1, stands=False), Said(better, 1, 2))[NEED]
    assert (need.answer, need.quote, need.where) == ("yes", "How can I help?", "try 2")


def test_a_good_sentence_that_was_taken_back_is_shown_but_makes_no_yes() -> None:
    better = rated("Come back any time.", Act.FOLLOWUP)
    door = asked(Said(better, 1, 1, stands=False), Said(rated("Right."), 1, 2), Said(better, 2, 1))
    assert (door[DOOR].answer, door[DOOR].where) == ("yes", "reply 2")
    lost = asked(Said(better, 1, 1, stands=False), Said(rated("Right."), 1, 2))[DOOR]
    assert (lost.answer, lost.quote, lost.where) == ("not yet", "Come back any time.", "try 1")
    assert lost.move

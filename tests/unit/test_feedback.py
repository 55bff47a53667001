"""Feedback says what the rating says, quotes the learner, and nothing else."""

from support.rater import rating_of
from support.scenarios import small

from roleplay.feedback import write_feedback
from roleplay.rating import Exchange, Flag, Rating, Status
from roleplay.rubric import Act, Ladder

SCENE = small().scenes["asks"]


def exchange(reply: str) -> Exchange:
    return Exchange.in_scene(SCENE, reply)


def test_points_are_named_by_what_became_of_them() -> None:
    this = exchange("Your overtime is short and you want it tomorrow.")
    feedback = write_feedback(this, rating_of(this, covered=["overtime"], wrong=["today"]))
    assert feedback.covered == ("her overtime is missing",)
    assert feedback.wrong == ("an answer today",)
    assert feedback.missed == ("she is worried about the rent",)
    restating = feedback.ladders[1]
    assert restating.missing[0] == "check what you said of this: an answer today"


def test_the_strength_quotes_a_sentence_of_the_reply() -> None:
    this = exchange("Of course you are worried.")
    feedback = write_feedback(this, rating_of(this, acts=[Act.FEELING]))
    assert feedback.strength.startswith("“Of course you are worried.”")


def test_nothing_is_praised_in_an_insult() -> None:
    this = exchange("You idiot.")
    rating = rating_of(this, (0, 0, 0, 0), acts=[Act.INSULT, Act.FEELING], flags=[Flag.INSULT])
    feedback = write_feedback(this, rating)
    assert feedback.strength == ""
    assert feedback.change.startswith("Leave out what stings")
    assert "“You idiot.”" in feedback.change


def test_a_perfect_reply_has_nothing_to_change() -> None:
    this = exchange("All well.")
    feedback = write_feedback(this, rating_of(this, (4, 4, 4, 4), acts=[Act.RESTATE]))
    assert feedback.change == ""
    assert feedback.headline.startswith("They will feel heard")


def test_the_change_is_on_the_ladder_with_most_to_gain_by_weight() -> None:
    this = exchange("Hello.")
    rating = rating_of(this, (1, 1, 1, 4), acts=[Act.GREET])
    heavy = write_feedback(this, rating, {Ladder.EMPATHY: 5.0})
    assert heavy.change == "Name what they feel."
    other = write_feedback(this, rating, {Ladder.RESTATING: 5.0})
    assert other.change.startswith("Say back: her overtime")


def test_unscored_says_why_and_shows_no_level() -> None:
    this = exchange("")
    feedback = write_feedback(this, Rating(Status.UNSCORED, why="the reply is empty"))
    assert feedback.ladders == ()
    assert feedback.overall is None
    assert "the reply is empty" in feedback.headline


def test_unsure_asks_for_a_person() -> None:
    this = exchange("Hm.")
    feedback = write_feedback(this, rating_of(this, status=Status.UNSURE, why="hard to tell"))
    assert feedback.headline == "A person should look at this one: hard to tell."


def test_flags_are_put_into_words() -> None:
    this = exchange("My overtime is missing.")
    feedback = write_feedback(this, rating_of(this, flags=[Flag.PARROT, Flag.COPIED_REFERENCE]))
    assert len(feedback.notes) == 2
    assert "use your own words" in feedback.ladders[1].missing


def test_the_sting_is_named_only_where_courtesy_is_at_the_bottom() -> None:
    this = exchange("That was a favour you should not have had to ask for.")
    low = write_feedback(this, rating_of(this, (0, 1, 0.2, 2), acts=[Act.INSULT]))
    assert low.headline.startswith("That stung")
    fair = write_feedback(this, rating_of(this, (3, 1, 3, 2), acts=[Act.INSULT]))
    assert not fair.headline.startswith("That stung")
    assert "insult" not in fair.change


def test_a_suspicion_is_put_as_a_question() -> None:
    this = exchange("You had to beg for it.")
    rating = rating_of(
        this, (1, 1, 1, 3), acts=[Act.BLAME], status=Status.UNSURE, why="hard to tell"
    )
    assert write_feedback(this, rating).change.startswith("Read this once more with their ears")


def test_a_wrong_point_is_no_perfect_reply() -> None:
    this = exchange("Your overtime is missing.")
    feedback = write_feedback(this, rating_of(this, (4, 4, 4, 4), wrong=["today"]))
    assert not feedback.headline.startswith("They will feel heard")


def test_without_points_a_parrot_is_still_told_to_use_own_words() -> None:
    this = Exchange("And now what?", "And now what?")
    assert this.points == ()
    feedback = write_feedback(this, rating_of(this, (2, 1, 2, 2), flags=[Flag.PARROT]))
    assert feedback.ladders[1].missing[0] == "use your own words"


def test_thanks_that_hurt_are_not_praised() -> None:
    this = exchange("Thanks for nothing, genius.")
    rating = rating_of(this, (0.2, 0, 0.2, 2.6), acts=[Act.THANK, Act.STEP, Act.SARCASM])
    assert write_feedback(this, rating).strength == ""


def test_feedback_is_deterministic() -> None:
    this = exchange("Sorry. I will look now.")
    rating = rating_of(this, acts=[Act.APOLOGIZE, Act.STEP])
    assert write_feedback(this, rating) == write_feedback(this, rating)

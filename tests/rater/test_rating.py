"""The shipped model: what it must get right, and that it never wavers."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from support.office import (
    CURT,
    GOOD,
    INSULT,
    KIND,
    PARAPHRASE,
    PARROT,
    PLAIN,
    POINTS,
    REFERENCES,
    REPLIES,
    exchange,
)

from roleplay import paths
from roleplay.rater.local import LocalRater
from roleplay.rating import Exchange, Flag, PointState, Rating, Status
from roleplay.rubric import Act, Ladder
from roleplay.text.abuse import is_abusive
from roleplay.text.clean import plain
from roleplay.training.data import load_ratings
from roleplay.wire import rating_from


def rate(rater: LocalRater, reply: str) -> Rating:
    return rater.rate([exchange(reply)])[0]


def test_the_same_rating_in_any_company_order_and_number_of_threads(rater: LocalRater) -> None:
    alone = {reply: rate(rater, reply) for reply in REPLIES}
    many = list(REPLIES) * 4
    random.Random(1).shuffle(many)
    for workers in (1, 2, 5):
        other = LocalRater.load(workers=workers)
        rated = other.rate([exchange(reply) for reply in many])
        assert rated == [alone[reply] for reply in many]


def test_the_same_rating_in_another_process(rater: LocalRater) -> None:
    code = (
        "import json, support.office as o\n"
        "from roleplay.rater.local import LocalRater\nfrom roleplay.wire import rating_data\n"
        "print(json.dumps(rating_data(LocalRater.load().rate([o.exchange(o.GOOD)])[0])))"
    )
    tests = Path(__file__).parents[1]
    found = subprocess.run([sys.executable, "-c", code], cwd=tests, capture_output=True, check=True)
    assert rating_from(json.loads(found.stdout)) == rate(rater, GOOD)


def test_a_parrot_is_below_a_paraphrase(rater: LocalRater) -> None:
    parrot, paraphrase = rate(rater, PARROT), rate(rater, PARAPHRASE)
    assert Flag.PARROT in parrot.flags
    assert Flag.PARROT not in paraphrase.flags
    assert parrot.value(Ladder.RESTATING) <= 2.0
    assert paraphrase.value(Ladder.RESTATING) >= parrot.value(Ladder.RESTATING) + 1


def test_levels_fall_in_the_order_that_a_person_would_give(rater: LocalRater) -> None:
    good, kind, plain, curt, insult = (
        rate(rater, text) for text in (GOOD, KIND, PLAIN, CURT, INSULT)
    )
    assert good.value(Ladder.EMPATHY) > plain.value(Ladder.EMPATHY) > insult.value(Ladder.EMPATHY)
    assert kind.value(Ladder.EMPATHY) > plain.value(Ladder.EMPATHY) + 1
    assert good.value(Ladder.RESTATING) > kind.value(Ladder.RESTATING) + 1
    assert good.value(Ladder.COURTESY) > curt.value(Ladder.COURTESY) > insult.value(Ladder.COURTESY)
    assert good.value(Ladder.HELP) > plain.value(Ladder.HELP) > curt.value(Ladder.HELP)


def test_an_insult_is_seen_and_nothing_polite_buys_it_back(rater: LocalRater) -> None:
    bare = rate(rater, INSULT)
    polished = rate(rater, f"{GOOD} {INSULT} Thank you so much for coming to me, Dana.")
    assert Flag.INSULT in bare.flags
    assert bare.value(Ladder.COURTESY) <= 1
    assert bare.value(Ladder.EMPATHY) <= 1
    assert polished.value(Ladder.COURTESY) <= 1.5 or polished.status is Status.UNSURE


@pytest.mark.parametrize(
    "insult",
    ["You idiot.", "You stupid cow.", "How thick do you have to be?", "Now shut up.", "Piss off."],
)
def test_an_insult_after_an_apology_is_capped(rater: LocalRater, insult: str) -> None:
    """Warm words once hid a short insult from the network."""
    rating = rate(rater, f"{KIND} {GOOD} {insult}")
    assert Flag.INSULT in rating.flags
    assert rating.value(Ladder.COURTESY) <= 1
    assert rating.value(Ladder.EMPATHY) <= 1


def test_open_abuse_is_recognised_with_the_precision_that_a_cap_wants() -> None:
    found = [
        "insult" in acts
        for scene in load_ratings(paths.model() / "ratings")
        for reply in scene.replies
        for text, acts in zip(reply.sentences, reply.acts, strict=True)
        if is_abusive(plain(text))
    ]
    assert len(found) >= 15
    assert sum(found) / len(found) >= 0.9


@pytest.mark.parametrize(
    ("reply", "word"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("👍🙏", "no words"),
        ("asdf qwer zxcv uiop", "not English"),
        ("Lo siento mucho, ahora mismo lo miro y te llamo.", "not English"),
        ("Es tut mir leid, ich kümmere mich sofort darum.", "not English"),
        ("\x1b]0;x\x07\u200b", "empty"),
    ],
)
def test_what_cannot_be_rated_is_unscored_and_says_why(
    rater: LocalRater, reply: str, word: str
) -> None:
    found = rate(rater, reply)
    assert found.status is Status.UNSCORED
    assert word in found.why
    assert found.levels == {}
    assert found.receipt


@pytest.mark.parametrize(
    "reply",
    ["ok", "k.", "Not now.", "14's pens, ordered at 7", "wasnt me bruv", "soz hun, on it in 5"],
)
def test_shorthand_and_dialect_are_rated(rater: LocalRater, reply: str) -> None:
    assert rate(rater, reply).status is not Status.UNSCORED


def test_points_are_judged_one_by_one(rater: LocalRater) -> None:
    good = rate(rater, GOOD)
    assert [finding.id for finding in good.points] == [point.id for point in POINTS]
    assert good.state("overtime") is PointState.COVERED
    assert rate(rater, CURT).state("overtime") is PointState.MISSING


def test_sentences_keep_their_acts_and_places(rater: LocalRater) -> None:
    rating = rate(rater, GOOD)
    assert all(GOOD[found.start : found.end] == found.text for found in rating.sentences)
    assert Act.GREET in rating.sentences[0].acts
    assert Act.STEP in rating.sentences[-1].acts


def test_a_reference_pasted_back_is_flagged(rater: LocalRater) -> None:
    assert Flag.COPIED_REFERENCE in rate(rater, REFERENCES[0]).flags
    assert Flag.COPIED_REFERENCE in rate(rater, REFERENCES[0].upper()).flags
    assert Flag.COPIED_REFERENCE not in rate(rater, GOOD).flags


def test_it_works_without_points_and_without_references(rater: LocalRater) -> None:
    """Drafted points take the place of an author's; those that were said back are found."""
    bare = [exchange(text, points=False, references=False) for text in (GOOD, CURT)]
    good, curt = rater.rate(bare)
    assert bare[0].drafted
    assert [found.id for found in good.points] == [point.id for point in bare[0].points]
    assert good.state("d1") is PointState.COVERED
    assert {found.state for found in curt.points} == {PointState.MISSING}
    assert good.value(Ladder.RESTATING) > curt.value(Ladder.RESTATING) + 1


def test_it_works_where_not_even_points_can_be_drafted(rater: LocalRater) -> None:
    rating = rater.rate([Exchange(GOOD, "Why?")])[0]
    assert rating.points == ()
    assert rating.status is not Status.UNSCORED


def test_references_enter_the_rating(rater: LocalRater) -> None:
    alone, beside = (
        rater.rate([exchange(PLAIN, references=references)])[0] for references in (False, True)
    )
    assert alone.levels != beside.levels


def test_intervals_hold_their_level_and_stay_on_the_ladder(rater: LocalRater) -> None:
    for reply in REPLIES[:-1]:
        for level in rate(rater, reply).levels.values():
            assert 0 <= level.low <= level.value <= level.high <= 4
            assert level.value == round(level.value, 2)


def test_what_a_person_cannot_see_changes_nothing(rater: LocalRater) -> None:
    hidden = GOOD.replace(" ", " \u200b", 3).replace("Dana", "D\u00adana")
    assert rate(rater, hidden).levels == rate(rater, GOOD).levels
    curly = GOOD.replace("'", "’")  # noqa: RUF001 - that is the point
    assert rate(rater, curly).levels == rate(rater, GOOD).levels


def test_a_megabyte_is_cut_and_says_so(rater: LocalRater) -> None:
    rating = rate(rater, "I am sorry about that. " * 50_000)
    assert Flag.TRUNCATED in rating.flags
    assert sum(len(found.text) for found in rating.sentences) <= 4000


def test_what_was_cut_off_is_not_held_against_anybody(rater: LocalRater) -> None:
    """Sentences beyond the limit are not read; once their acts came out of nowhere."""
    good = f"{GOOD} " + "We will sort this out together today, Dana. " * 60
    rating = rate(rater, good)
    assert Flag.TRUNCATED in rating.flags
    assert Flag.INSULT not in rating.flags
    assert rating.sentences[-1].acts == ()


def test_blanks_around_a_reply_are_no_part_of_it(rater: LocalRater) -> None:
    padded = rate(rater, " " * 5000 + GOOD + "\n" * 5000)
    assert padded.levels == rate(rater, GOOD).levels
    assert Flag.TRUNCATED not in padded.flags


def test_naming_a_short_concern_is_no_parroting(rater: LocalRater) -> None:
    reply = (
        "Oh no, that is the last thing anybody needs before eight. So my badge does not open the "
        "door is what you tell the guard, and I will ring him now so that he lets you in."
    )
    rating = rater.rate([Exchange(reply, "My badge does not open the door.")])[0]
    assert Flag.PARROT not in rating.flags


def test_a_huge_scene_is_rated(rater: LocalRater) -> None:
    huge = Exchange(
        GOOD,
        "It is broken again. " * 2000,
        points=[f"point {n} " * 50 for n in range(40)],  # type: ignore[arg-type]
        references=("We will mend it. " * 500,) * 3,
    )
    rating = rater.rate([huge])[0]
    assert rating.status is not Status.UNSCORED


def test_receipts_differ_by_reply_and_scene(rater: LocalRater) -> None:
    receipts = {rate(rater, reply).receipt for reply in (GOOD, KIND)}
    receipts.add(rater.rate([exchange(GOOD, references=False)])[0].receipt)
    assert len(receipts) == 3

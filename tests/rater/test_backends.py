"""Two backends, one rating; and how a reply stands to the references."""

import numpy as np
import pytest
from support.office import CURT, GOOD, exchange

from roleplay import paths
from roleplay.rater.bundle import Bundle
from roleplay.rater.local import LocalRater
from roleplay.rater.tokens import DETAIL, NEW, SHARED, Tokens
from roleplay.rating import Exchange
from roleplay.rubric import LADDERS, Act


@pytest.fixture(scope="module")
def torch_rater() -> LocalRater:
    return LocalRater.load(backend="torch", workers=1)


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return Tokens.load(paths.model() / "tokenizer.json")


def test_levels_of_the_two_backends_agree(rater: LocalRater, torch_rater: LocalRater) -> None:
    bare = Exchange("Sorry about that. I will mend it by four.", "The printer is broken again!")
    for asked in (exchange(GOOD), exchange(CURT), bare):
        (ours,), (theirs,) = rater.rate([asked]), torch_rater.rate([asked])
        assert ours.status == theirs.status
        for ladder in LADDERS:
            assert ours.value(ladder) == pytest.approx(theirs.value(ladder), abs=0.05)
        assert [one.acts for one in ours.sentences] == [one.acts for one in theirs.sentences]
        assert ours.points == theirs.points


def test_both_backends_give_one_receipt(rater: LocalRater, torch_rater: LocalRater) -> None:
    assert rater.rate([exchange(GOOD)])[0].receipt == torch_rater.rate([exchange(GOOD)])[0].receipt


def test_a_reply_is_told_what_the_nearest_reference_has_besides(rater: LocalRater) -> None:
    asked = exchange("ok.")
    beside = rater.rate([asked])[0].beside
    assert beside is not None
    assert 0 <= beside.reference < len(asked.references)
    assert {Act.RESTATE, Act.FEELING, Act.PERSPECTIVE} & set(beside.acts)
    assert set(beside.points) <= {point.id for point in asked.points}
    assert beside.points


def test_a_reference_lacks_nothing_beside_itself(rater: LocalRater) -> None:
    asked = exchange("")
    for number, reference in enumerate(asked.references):
        pasted = Exchange(reference, asked.concern, asked.points, asked.references)
        beside = rater.rate([pasted])[0].beside
        assert beside is not None
        assert beside.reference == number
        assert not beside.points


def test_without_references_there_is_nothing_beside(rater: LocalRater) -> None:
    assert rater.rate([Exchange("I am sorry.", "You lost my form!")])[0].beside is None


def test_pieces_are_marked_as_shared_or_as_a_detail_of_their_own(tokens: Tokens) -> None:
    scene = tokens.context("My overtime of 14 hours was due on Tuesday", ()).ids
    reply = tokens.reply(["Your overtime of 14 hours was due on Friday at nine"], scene)
    words = ["overtime", "14", "hours", "friday", "nine", "of", "your"]
    marks = dict(zip(reply.ids, reply.segments, strict=True))
    found = [marks[tokens.pieces(word)[0]] for word in words]
    assert found == [SHARED, SHARED, SHARED, DETAIL, DETAIL, NEW, NEW]


def test_an_empty_scene_list_of_points_and_references_is_read(torch_rater: LocalRater) -> None:
    (rating,) = torch_rater.rate([Exchange("I am sorry.", "Why?")])
    assert all(np.isfinite(rating.value(ladder)) for ladder in LADDERS)


def test_the_shipped_model_is_whole() -> None:
    assert Bundle.open(paths.model()).digest

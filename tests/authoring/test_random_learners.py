"""Random learners are the same on every run, and everything that they do is counted."""

import asyncio

from support.author import by_words, sound
from support.rater import ScriptedRater

from roleplay.authoring.review import Visits, Wanted, review
from roleplay.authoring.review.learners import MOST_SCENES
from roleplay.authoring.sample import SAMPLE


def sent(text: str = SAMPLE, learners: int = 100, seed: int = 1) -> Visits:
    wanted = Wanted(findings=False, learners=learners, seed=seed)
    visits = asyncio.run(review(sound(text), ScriptedRater(by_words), wanted))
    assert visits is not None
    return visits


def test_the_same_seed_sends_the_same_learners() -> None:
    assert sent() == sent()
    assert sent(seed=2).visits != sent(seed=1).visits


def test_more_learners_do_not_change_the_first_ones() -> None:
    few, more = sent(learners=50), sent(learners=51)
    changed = (more.visits - few.visits) + (few.visits - more.visits)
    assert 1 <= changed.total() <= MOST_SCENES
    assert not few.visits - more.visits


def test_every_learner_is_counted_once_at_the_end() -> None:
    visits = sent()
    assert visits.visits["asks"] == visits.met["asks"] == 100
    assert visits.endings.total() + visits.cut_off + visits.stuck == 100
    assert 0 < visits.met["waits"] < 100
    assert set(visits.endings) == {"relieved", "walks-off"}
    assert visits.share(visits.endings["relieved"]) == visits.endings["relieved"]


def test_who_goes_in_circles_is_called_back() -> None:
    text = SAMPLE.replace("- {when: help >= 2, mood_by: -1, go: relieved}", "").replace(
        "      - {go: walks-off}", "      - {when: said(insult), go: walks-off}\n      - {go: asks}"
    )
    text = text.replace("and heard(overtime), mood_by", "and said(insult), mood_by")
    visits = sent(text, learners=5)
    assert visits.cut_off == 5
    assert visits.visits.total() == 5 * MOST_SCENES
    assert not visits.endings


def test_a_scene_without_a_scored_reply_is_not_left() -> None:
    text = SAMPLE
    for reply in ("You want to know", "I see, you need", "No idea.", "Please wait, I will"):
        assert text.count(reply) == 1
        text = text.replace(reply, f"Xyzzy {reply}")
    visits = sent(text)
    assert visits.stuck == visits.met["waits"] > 0


def test_a_later_attempt_is_tried_now_and_then() -> None:
    text = SAMPLE.replace(
        "      - {go: waits}\n",
        "      - {when: attempt >= 2, go: waits}\n      - {go: walks-off}\n",
    )
    assert 0 < sent(text).met["waits"] < 100


def test_nobody_is_sent_unless_asked() -> None:
    assert asyncio.run(review(sound(SAMPLE), ScriptedRater(by_words), Wanted())) is None

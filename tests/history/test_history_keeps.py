"""What is kept, and what is told from it."""

import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.playing import COLD, KIND, play
from support.rater import ScriptedRater, kind_or_cruel, rating_of
from support.scenarios import small

from roleplay.history import History
from roleplay.rating import Exchange, Flag, PointState, Rating, Status
from roleplay.wire import rating_data, rating_from

if TYPE_CHECKING:
    from roleplay.practice import Records


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite"


def pasted(exchange: Exchange) -> Rating:
    return rating_of(exchange, (4, 4, 4, 4), flags=[Flag.COPIED_REFERENCE], covered=["overtime"])


def test_history_is_what_front_doors_ask_for(path: Path) -> None:
    records: Records = History.open(path)
    assert records.standings() == {}


def test_nothing_is_created_before_the_first_write(path: Path) -> None:
    with History.open(path) as history:
        assert history.plays() == []
        assert history.attempts() == []
        assert history.notice == ""
    assert not path.parent.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX")
def test_only_the_owner_can_read_it(path: Path) -> None:
    with History.open(path) as history:
        play(history)
        files = sorted(path.parent.iterdir())
        assert len(files) == 3  # the file, its log and its index
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_play_is_kept_whole(path: Path) -> None:
    with History.open(path) as history:
        number = play(history, [COLD, KIND])
    with History.open(path) as history:
        (found,) = history.plays()
        first, second = history.attempts()
    assert (found.id, found.scenario, found.title, found.pass_mark) == (
        number,
        "small",
        "Small",
        70,
    )
    assert (found.ending, found.outcome) == ("relieved", "good")
    assert found.overall == pytest.approx((first.overall + second.overall) / 2, abs=0.01)
    assert (found.passed, found.counts_as_best, found.attempts) == (False, True, 2)
    assert found.ended is not None
    assert datetime.now(UTC) - found.ended < timedelta(minutes=5)
    assert (first.scene, first.visit, first.number, first.reply) == ("asks", 0, 1, COLD)
    assert (second.scene, second.visit, second.scenario) == ("more", 1, "small")
    exchange = Exchange.in_scene(small().scenes["more"], KIND)
    assert second.rating == kind_or_cruel(exchange)
    assert second.scene_key == exchange.scene_key


def test_an_attempt_is_kept_before_the_play_ends(path: Path) -> None:
    history = History.open(path)
    number = history.begin(small())
    with History.open(path) as other:
        (found,) = other.plays()
    assert (found.id, found.ended, found.ending, found.attempts) == (number, None, None, 0)
    assert history.standings() == {}


def test_standings(path: Path) -> None:
    with History.open(path) as history:
        play(history, [KIND])
        play(history, [COLD, COLD])
        standing = history.standings()["small"]
    assert standing.plays == 2
    assert standing.best == 90
    assert standing.last < standing.best
    assert standing.passed
    assert standing.played.tzinfo is not None


def test_a_pasted_reference_is_never_the_best(path: Path) -> None:
    with History.open(path) as history:
        play(history, [KIND])
        play(history, ["A strong reply."], ScriptedRater(pasted))
        standing = history.standings()["small"]
    assert (standing.plays, standing.best, standing.last) == (2, 90, 100)


def test_nothing_but_pasted_references_is_no_pass(path: Path) -> None:
    with History.open(path) as history:
        play(history, ["A strong reply."], ScriptedRater(pasted))
        standing = history.standings()["small"]
    assert (standing.best, standing.last, standing.passed) == (0, 100, False)


def test_a_rating_comes_back_as_it_was() -> None:
    exchange = Exchange("Sorry. At 3!", "Where is it?", ["it is late"])  # type: ignore[arg-type]
    rating = rating_of(
        exchange,
        (1.23, 2, 3, 4),
        wrong=["1"],
        flags=[Flag.PARROT],
        status=Status.UNSURE,
        why="wide",
    )
    assert rating_from(rating_data(rating)) == rating
    assert rating.state("1") is PointState.WRONG

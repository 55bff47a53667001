"""What an interrupted run leaves is used again, or set aside, but never believed when damaged."""

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from support.keywords import by_keywords
from support.rater import ScriptedRater
from support.shelf import Shelf, run, table

from roleplay.classroom import Counts, Job, Options
from roleplay.classroom.checkpoint import Checkpoint, checkpoint_of
from roleplay.classroom.kept import Kept
from roleplay.classroom.ratings import REMEMBERED
from roleplay.errors import ModelError, UsageError
from roleplay.rating import Exchange, Rating
from roleplay.scenario import Point, PointKind

MANY = [f"I will look {n}. Thank you." for n in range(300)]


class Stopping(ScriptedRater):
    """Fails after 150 replies."""

    async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
        if len(self.seen) > 150:
            raise ModelError("The model stopped.")
        return await super().rate(exchanges)


def scored(
    path: Path,
    out: Path,
    rater: ScriptedRater,
    *,
    explain: bool = False,
    resume: bool = False,
    stamp: str = "one",
) -> Counts:
    job = Job.prepare([path], out, Options(explain=explain))
    with Checkpoint.beside(out, resume=resume) as checkpoint:
        counts = asyncio.run(job.run(Kept(rater, checkpoint, stamp), Shelf()))
        checkpoint.done()
    return counts


def interrupted(path: Path, out: Path, *, explain: bool = False) -> list[str]:
    """Rate until the model stops; returns what was rated."""
    rater = Stopping(by_keywords)
    with pytest.raises(ModelError):
        scored(path, out, rater, explain=explain)
    return [found.reply for found in rater.seen]


def replies(rater: ScriptedRater) -> list[str]:
    return [found.reply for found in rater.seen]


@pytest.mark.parametrize("explain", [False, True])
def test_an_interrupted_run_goes_on(tmp_path: Path, explain: bool) -> None:  # noqa: FBT001
    many = MANY[:50] if explain else MANY  # advice rates many changed replies for each
    path, out = table(tmp_path, *many, *many), tmp_path / "out.csv"
    run(path, tmp_path / "right.csv", Options(explain=explain), rater=ScriptedRater(by_keywords))
    before = interrupted(path, out, explain=explain)
    assert not out.exists()
    rater = ScriptedRater(by_keywords)
    assert scored(path, out, rater, explain=explain, resume=True).scored == 2 * len(many)
    assert out.read_bytes() == (tmp_path / "right.csv").read_bytes()
    assert set(replies(rater)).isdisjoint(before)
    assert not checkpoint_of(out).exists()


@pytest.mark.parametrize("ending", [".jsonl", ".xlsx", ".parquet", ".tsv"])
def test_in_every_format_the_bytes_are_the_same(tmp_path: Path, ending: str) -> None:
    path, out, right = table(tmp_path, *MANY), tmp_path / f"out{ending}", tmp_path / f"ok{ending}"
    run(path, right, rater=ScriptedRater(by_keywords))
    interrupted(path, out)
    time.sleep(2.1)  # a date in the file, to the two seconds that a zip archive has, would differ
    scored(path, out, ScriptedRater(by_keywords), resume=True)
    assert out.read_bytes() == right.read_bytes()


def test_equal_replies_are_rated_once_however_far_apart(tmp_path: Path) -> None:
    far = [f"Reply {n}." for n in range(REMEMBERED + 100)]
    rater = ScriptedRater(by_keywords)
    scored(table(tmp_path, *far, *far), tmp_path / "out.csv", rater)
    assert replies(rater) == far


def test_ratings_of_another_model_are_not_used(tmp_path: Path) -> None:
    path, out = table(tmp_path, *MANY), tmp_path / "out.csv"
    interrupted(path, out)
    rater = ScriptedRater(by_keywords)
    scored(path, out, rater, resume=True, stamp="two")
    assert replies(rater) == MANY


def test_the_same_reply_to_something_else_is_rated(tmp_path: Path) -> None:
    rater = ScriptedRater(by_keywords)
    point = Point("1", PointKind.FACT, "it is late")
    asked = [
        Exchange("Sorry.", "Where?"),
        Exchange("Sorry.", "Where is it?"),
        Exchange("Sorry.", "Where?", (point,)),
        Exchange("Sorry.", "Where?", (), ("I am sorry.",)),
    ]
    with Checkpoint.beside(tmp_path / "out.csv") as checkpoint:
        kept = Kept(rater, checkpoint, "one")
        first = asyncio.run(kept.rate([*asked, *asked]))
        assert asyncio.run(kept.rate(asked)) == first[:4] == first[4:]
    assert rater.seen == asked


def test_what_is_kept_comes_back_as_it_was(tmp_path: Path) -> None:
    exchange = Exchange("Hello Ñandú 🙂. I will look, you idiot.", "My overtime is missing.")
    rating = by_keywords(exchange)
    with Checkpoint.beside(tmp_path / "out.csv") as checkpoint:
        checkpoint.keep({b"key": rating})
    with Checkpoint.beside(tmp_path / "out.csv", resume=True) as checkpoint:
        assert checkpoint.found == len(checkpoint) == 1
        assert checkpoint.ratings([b"key", b"other"]) == {b"key": rating}


def test_nothing_is_kept_of_a_run_that_has_rated_nothing(tmp_path: Path) -> None:
    with Checkpoint.beside(tmp_path / "out.csv"):
        assert checkpoint_of(tmp_path / "out.csv").stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == []


def test_two_runs_do_not_share_an_output(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    with (
        Checkpoint.beside(out) as checkpoint,
        pytest.raises(UsageError, match="Another run is working on") as error,
        Checkpoint.beside(out, resume=True),
    ):
        checkpoint.done()
    assert "another output" in error.value.hint


def test_an_unfinished_run_is_not_passed_over(tmp_path: Path) -> None:
    path, out = table(tmp_path, *MANY), tmp_path / "out.csv"
    kept = len(interrupted(path, out))
    with pytest.raises(UsageError, match=f"{kept} ratings for .* are kept") as error:
        scored(path, out, ScriptedRater(by_keywords))
    assert "--resume" in error.value.hint
    with Checkpoint.beside(out, resume=True) as checkpoint:
        assert checkpoint.found == kept
    with Checkpoint.beside(out, restart=True) as checkpoint:
        assert checkpoint.found == len(checkpoint) == 0


def test_a_file_that_is_none_is_set_aside(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    checkpoint_of(out).write_bytes(b"not a database, but more than nothing" * 100)
    with Checkpoint.beside(out) as checkpoint:
        assert checkpoint.notice.endswith("it is kept as .out.csv.roleplay-run.damaged-1")
        assert checkpoint.found == 0
    aside = tmp_path / ".out.csv.roleplay-run.damaged-1"
    assert aside.read_bytes().startswith(b"not a database")


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_damaged_the_table_is_right(tmp_path: Path, seed: int) -> None:
    """Bytes flip, or the end is cut off: the run goes on with what is sound."""
    path, out = table(tmp_path, *MANY), tmp_path / "out.csv"
    run(path, tmp_path / "right.csv", rater=ScriptedRater(by_keywords))
    interrupted(path, out)
    dice, data = Random(seed), bytearray(checkpoint_of(out).read_bytes())
    for _ in range(dice.choice([1, 20, 400])):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    checkpoint_of(out).write_bytes(data[: dice.choice([len(data), dice.randrange(len(data))])])
    rater = ScriptedRater(by_keywords)
    scored(path, out, rater, resume=True)
    assert out.read_bytes() == (tmp_path / "right.csv").read_bytes()
    assert len(replies(rater)) == len(set(replies(rater)))


def test_a_run_that_cannot_be_resumed_rates_equal_replies_once_too() -> None:
    rater = ScriptedRater(by_keywords)
    with Checkpoint.passing() as checkpoint:
        kept = Kept(rater, checkpoint, "one")
        for reply in ("a", "b", "a"):
            asyncio.run(kept.rate([Exchange(reply, "Where?")]))
    assert replies(rater) == ["a", "b"]


def test_a_rating_under_another_key_is_not_believed(tmp_path: Path) -> None:
    """An index can be damaged where the table is not, and then leads to another row."""
    out = tmp_path / "out.csv"
    with Checkpoint.beside(out) as checkpoint:
        checkpoint.keep({b"one": by_keywords(Exchange("I will.", "Where?"))})
    with closing(sqlite3.connect(checkpoint_of(out))) as db, db:
        db.execute("UPDATE rating SET key = ?", (b"two",))
    with Checkpoint.beside(out, resume=True) as checkpoint:
        assert checkpoint.found == 1
        assert checkpoint.ratings([b"one", b"two"]) == {}

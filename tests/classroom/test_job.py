"""Whole tables: nothing is lost, nothing is overwritten too early."""

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from support.keywords import by_keywords
from support.rater import MODEL, ScriptedRater, kind_or_cruel, rating_of
from support.scenarios import small
from support.shelf import Shelf, objects, read, run, table

from roleplay.classroom import Counts, Job, Options
from roleplay.classroom.job import CHUNK
from roleplay.classroom.ratings import Ratings
from roleplay.errors import InputError, ModelError, RoleplayError, UsageError
from roleplay.rating import Exchange, Flag, Rating, Status


def left_behind(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def receipt_of(reply: str) -> str:
    return str(Exchange.in_scene(small().scenes["asks"], reply).receipt(MODEL))


def test_same_rows_same_order_with_columns_added(tmp_path: Path) -> None:
    replies = [f"Sorry {n}." if n % 3 else "" for n in range(3 * CHUNK + 5)]
    counts = run(table(tmp_path, *replies), tmp_path / "out.csv")
    rows = read(tmp_path / "out.csv")
    assert [row["reply"] for row in rows] == replies
    assert [row["id"] for row in rows] == [str(n) for n in range(1, len(replies) + 1)]
    assert str(counts) == "101 rows = 67 scored + 0 unsure + 34 unscored + 0 failed"
    assert " ".join(rows[0]) == (
        "learner scenario scene reply id empathy restating courtesy help overall status why flags "
        "missed acts receipt"
    )
    assert rows[1] | {"acts": "", "id": ""} == {
        "learner": "Ann",
        "scenario": "small",
        "scene": "asks",
        "reply": "Sorry 1.",
        "id": "",
        "empathy": "3.60",
        "restating": "3.60",
        "courtesy": "3.60",
        "help": "3.60",
        "overall": "90.00",
        "status": "scored",
        "why": "",
        "flags": "",
        "missed": "",
        "acts": "",
        "receipt": receipt_of("Sorry 1."),
    }
    assert rows[0]["empathy"] == rows[0]["overall"] == ""
    assert (rows[0]["status"], rows[0]["why"]) == ("unscored", "the reply is empty")
    assert not (tmp_path / "out.csv.errors.csv").exists()
    assert left_behind(tmp_path) == []


def test_what_was_missed_and_flagged(tmp_path: Path) -> None:
    def judge(exchange: Exchange) -> Rating:
        return rating_of(
            exchange,
            covered=["overtime"],
            wrong=["today"],
            flags=[Flag.INSULT, Flag.PARROT],
            status=Status.UNSURE,
            why="wide",
        )

    path = table(tmp_path, "Well.")
    counts = run(path, tmp_path / "out.csv", rater=ScriptedRater(judge))
    assert counts.unsure == 1
    (row,) = read(tmp_path / "out.csv")
    assert row["missed"] == "she is worried about the rent | an answer today"
    assert (row["flags"], row["status"], row["why"]) == ("insult | parrot", "unsure", "wide")
    assert row["empathy"] == "3.00"


def test_explained(tmp_path: Path) -> None:
    path = table(tmp_path, "I am sorry.", "You idiot.", "")
    run(path, tmp_path / "out.csv", Options(explain=True, prefix="m_"))
    good, bad, none = read(tmp_path / "out.csv")
    assert "“I am sorry.”" in good["m_strength"]
    assert bad["m_advice"] == "Leave out what stings: “You idiot.”"
    assert none["m_strength"] == none["m_advice"] == ""
    assert good["m_empathy"] == "3.60"


def test_explained_with_a_question_about_what_is_made_up(tmp_path: Path) -> None:
    path = table(tmp_path, "I am sorry, you said Friday.", "I am sorry, I'll ring on Friday.")
    run(path, tmp_path / "out.csv", Options(explain=True))
    stated, promised = (row["advice"] for row in read(tmp_path / "out.csv"))
    assert stated.endswith(
        "Where is “Friday” from? It is neither in what Dana Ruiz said nor in your notes."
    )
    assert "Friday" not in promised


def test_explained_by_trying(tmp_path: Path) -> None:
    rater = ScriptedRater(by_keywords)
    path = table(tmp_path, *["I will look."] * 3, "")
    run(path, tmp_path / "out.csv", Options(explain=True), rater=rater)
    first, second, third, none = (row["advice"] for row in read(tmp_path / "out.csv"))
    assert re.search(r"\(empathy 1\.0 → \d\.\d\)\.", first)
    assert first == second == third
    assert none == ""
    tried = [exchange.reply for exchange in rater.seen if "I will look." in exchange.reply]
    assert len(tried) == len(set(tried))


def test_without_explanations_nothing_is_tried(tmp_path: Path) -> None:
    rater = ScriptedRater(by_keywords)
    run(table(tmp_path, "I will look."), tmp_path / "out.csv", rater=rater)
    assert [exchange.reply for exchange in rater.seen] == ["I will look."]


def test_a_model_that_fails_at_advice_costs_no_row(tmp_path: Path) -> None:
    class Dying(ScriptedRater):
        async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
            self.failures = len(self.seen)
            return await super().rate(exchanges)

    path = table(tmp_path, "I will look.")
    counts = run(path, tmp_path / "out.csv", Options(explain=True), rater=Dying(by_keywords))
    assert (counts.scored, counts.failed) == (1, 0)
    (row,) = read(tmp_path / "out.csv")
    assert "→" not in row["advice"]


def test_a_prefix_makes_room(tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    path.write_text("concern,reply,empathy\nWhere?,Sorry.,4\n")
    with pytest.raises(InputError, match="overwritten"):
        run(path, tmp_path / "out.csv")
    run(path, tmp_path / "out.csv", Options(prefix="model_"))
    (row,) = read(tmp_path / "out.csv")
    assert (row["empathy"], row["model_empathy"]) == ("4", "3.60")


def test_several_tables(tmp_path: Path) -> None:
    one = table(tmp_path, "Sorry.", name="one.csv")
    two = tmp_path / "two.jsonl"
    two.write_text('{"concern": "Where?", "reply": "Well.", "group": "b"}\n{}\n')
    counts = run([one, two], tmp_path / "out.csv")
    rows = read(tmp_path / "out.csv")
    assert (counts.rows, counts.failed) == (3, 1)
    assert [(row["learner"], row["group"], row["id"]) for row in rows] == [
        ("Ann", "", "1"),
        ("", "b", "2"),
    ]
    (failed,) = read(tmp_path / "out.csv.errors.csv")
    assert (failed["table"], failed["line"], failed["id"]) == ("two.jsonl", "2", "3")


def test_a_table_comes_back_in_its_own_dialect(tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    path.write_text("concern;reply\nWhere?;Sorry.\n", encoding="utf-16")
    run(path, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    (row,) = read(tmp_path / "out.csv", ";")
    assert row["empathy"] == "3.60"


def test_equal_replies_are_rated_once(tmp_path: Path) -> None:
    rater = ScriptedRater()
    run(table(tmp_path, *["Sorry.", "Well."] * CHUNK), tmp_path / "out.csv", rater=rater)
    assert [exchange.reply for exchange in rater.seen] == ["Sorry.", "Well."]
    assert [row["empathy"] for row in read(tmp_path / "out.csv")] == ["3.60", "1.50"] * CHUNK


def test_ratings_are_forgotten_oldest_first() -> None:
    rater = ScriptedRater()
    ratings = Ratings(rater, remembered=2)
    for replies in ("ab", "ca", "a", "b"):
        asyncio.run(ratings.of([Exchange(reply, "Where?") for reply in replies]))
    assert [exchange.reply for exchange in rater.seen] == ["a", "b", "c", "b"]


def test_the_old_table_stays_when_the_model_stops(tmp_path: Path) -> None:
    class Stopping(ScriptedRater):
        async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
            if self.seen:
                raise ModelError("The model stopped.")
            return await super().rate(exchanges)

    out = tmp_path / "out.csv"
    out.write_text("yesterday's work")
    path = table(tmp_path, *(f"Sorry {n}." for n in range(2 * CHUNK)))
    with pytest.raises(ModelError, match="stopped"):
        run(path, out, rater=Stopping())
    assert out.read_text() == "yesterday's work"
    assert left_behind(tmp_path) == []


def test_one_answer_that_fails_costs_one_row(tmp_path: Path) -> None:
    class Picky(ScriptedRater):
        async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
            if any("bad" in exchange.reply for exchange in exchanges):
                raise ModelError("The model gave no number.")
            return await super().rate(exchanges)

    path = table(tmp_path, "Sorry.", "bad", "Well.", "bad")
    counts = run(path, tmp_path / "out.csv", rater=Picky())
    assert (counts.scored, counts.failed) == (2, 2)
    assert [row["id"] for row in read(tmp_path / "out.csv")] == ["1", "3"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -0.1, 4.1])
def test_no_number_becomes_a_grade_that_is_none(tmp_path: Path, value: float) -> None:
    def judge(exchange: Exchange) -> Rating:
        return rating_of(exchange, (3, value, 3, 3)) if exchange.reply else kind_or_cruel(exchange)

    path = table(tmp_path, "Sorry.", "")
    counts = run(path, tmp_path / "out.csv", rater=ScriptedRater(judge))
    assert (counts.scored, counts.unscored, counts.failed) == (0, 1, 1)
    (failed,) = read(tmp_path / "out.csv.errors.csv")
    assert failed["error"] == "the model gave no usable level for restating"


def test_old_errors_go_when_there_are_none(tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    path.write_text("scenario,scene,reply\nnowhere,asks,Sorry.\n")
    for out in (tmp_path / "out.csv", tmp_path / "out.jsonl"):
        assert run(path, out).failed == 1
        assert out.exists()  # no row in it, but it is there
        assert out.with_name(out.name + ".errors.csv").exists()
        run(table(tmp_path, "Sorry.", name="good.csv"), out)
        assert not out.with_name(out.name + ".errors.csv").exists()


def test_outputs_that_cannot_be(tmp_path: Path) -> None:
    path = table(tmp_path, "Sorry.")
    (tmp_path / "link.csv").symlink_to(path)
    (tmp_path / "folder.csv").mkdir()
    for out, said in [
        (path, "would be overwritten"),
        (tmp_path / "link.csv", "would be overwritten"),
        (tmp_path / "folder.csv", "not a file"),
        (tmp_path / "missing" / "out.csv", "no folder"),
    ]:
        with pytest.raises(UsageError, match=said):
            run(path, out)
    errors = path.rename(tmp_path / "out.csv.errors.csv")
    with pytest.raises(UsageError, match="would be overwritten"):
        run(errors, tmp_path / "out.csv")


def test_a_link_stays_a_link_and_rights_stay(tmp_path: Path) -> None:
    real = tmp_path / "real.csv"
    real.write_text("old")
    real.chmod(0o640)
    (tmp_path / "out.csv").symlink_to(real)
    run(table(tmp_path, "Sorry."), tmp_path / "out.csv")
    assert (tmp_path / "out.csv").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert len(read(real)) == 1


def test_a_lost_row_is_never_passed_over() -> None:
    with pytest.raises(RoleplayError, match="Rows were lost"):
        Counts(rows=3, scored=1, failed=1).check()


def test_progress_is_told(tmp_path: Path) -> None:
    job = Job.prepare([table(tmp_path, *["Sorry."] * (CHUNK + 1))], tmp_path / "out.csv", Options())
    told: list[int] = []
    asyncio.run(job.run(ScriptedRater(), Shelf(), told.append))
    assert job.total == CHUNK + 1
    assert told == [CHUNK, 1]


def test_a_receipt_and_intervals_in_json_lines(tmp_path: Path) -> None:
    run(table(tmp_path, "", "Sorry."), tmp_path / "out.jsonl")
    none, good = objects(tmp_path / "out.jsonl")
    assert none["empathy"] is none["empathy_low"] is none["overall"] is None
    assert good["receipt"] == receipt_of("Sorry.")
    assert good["help_high"] == 4.0


SCRIPT = """
import sys, time
from pathlib import Path
from support.shelf import run
from support.rater import ScriptedRater
class Slow(ScriptedRater):
    async def rate(self, exchanges):
        time.sleep(0.002 * len(exchanges))
        return await super().rate(exchanges)
print("begun", flush=True)
run(Path(sys.argv[1]), Path(sys.argv[2]), rater=Slow())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
@pytest.mark.parametrize("delay", [0.0, 0.1, 0.25, 0.4])
def test_a_killed_run_leaves_the_old_table(tmp_path: Path, delay: float) -> None:
    path = table(tmp_path, *(f"Sorry {n}." for n in range(300)))
    out = tmp_path / "out.csv"
    out.write_text("yesterday's work")
    tests = Path(__file__).parents[1]
    paths = os.pathsep.join(map(str, (tests.parent, tests)))
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(path), str(out)],
        env=os.environ | {"PYTHONPATH": paths},
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(delay)
        process.kill()
    assert out.read_text() == "yesterday's work"
    counts = run(path, out)
    assert counts.scored == 300


def test_a_row_without_an_id_keeps_its_number_when_others_fail(tmp_path: Path) -> None:
    path, out = tmp_path / "class.csv", tmp_path / "out.csv"
    top, rest = "id,scenario,scene,reply\n", "r2,small,asks,Sorry.\n,small,asks,Sorry.\n"
    path.write_text(f"{top}r1,small,nowhere,Sorry.\n{rest}")
    assert run(path, out).failed == 1
    assert [row["id"] for row in read(out)] == ["r2", "row 3"]
    path.write_text(f"{top}r1,small,asks,Sorry.\n{rest}")
    run(path, out)
    assert [row["id"] for row in read(out)] == ["r1", "r2", "row 3"]


def test_a_number_is_no_id_where_others_have_ids(tmp_path: Path) -> None:
    paths = [table(tmp_path, "Sorry.", "Well.", name="a.csv"), tmp_path / "b.csv"]
    paths[1].write_text("id,scenario,scene,reply\n1,small,asks,Sorry.\n2,small,asks,Well.\n")
    run(paths, tmp_path / "out.csv")
    assert [row["id"] for row in read(tmp_path / "out.csv")] == ["row 1", "row 2", "1", "2"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full disk")
@pytest.mark.parametrize("ending", ["csv", "jsonl", "xlsx", "parquet"])
def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    """A draft on a full disk: the message says so, and the old table stays."""
    out = tmp_path / f"out.{ending}"
    out.write_text("yesterday's work")
    opened = Path.open

    def full(path: Path, mode: str = "r", **rest: str) -> object:
        if path.name.endswith(".part"):
            opened(path, mode).close()
            return opened(Path("/dev/full"), mode.replace("x", "w"), **rest)  # type: ignore[call-overload]
        return opened(path, mode, **rest)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(RoleplayError, match="No space left") as error:
        run(table(tmp_path, *["Sorry."] * 2000), out)
    assert "as it was" in error.value.hint
    assert out.read_text() == "yesterday's work"
    assert left_behind(tmp_path) == []

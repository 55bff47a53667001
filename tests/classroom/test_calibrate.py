"""``roleplay calibrate``: out of fold, only where it helps; and what comes of the scores then."""

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
from support.graded import by_numbers, graded, mark, marks, numbered, reply
from support.rater import ScriptedRater, rating_of
from support.shelf import Shelf, objects

from roleplay.classroom.calibration import Calibration
from roleplay.classroom.people.calibrate import calibrated, splits
from roleplay.classroom.people.pairs import Pair, read_pairs
from roleplay.cli import library, scoring
from roleplay.cli.app import run
from roleplay.errors import InputError
from roleplay.rating import Exchange, Rating
from roleplay.receipt import Receipt
from roleplay.rubric import Ladder

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "make_rater", lambda *_: numbered())
    monkeypatch.setattr(library, "make_library", Shelf)


def a_class(count: int = 60, seed: int = 1) -> list[tuple[float, ...]]:
    chance = Random(seed)
    return [tuple(round(chance.uniform(0, 4), 2) for _ in range(4)) for _ in range(count)]


def tables(
    folder: Path,
    levels: Sequence[tuple[float, ...]],
    given: list[dict[str, object]],
    who: Sequence[str] = (),
) -> tuple[Path, Path]:
    replies = [reply(n, each) for n, each in enumerate(levels)]
    learners = who or [f"learner {n % 12}" for n in range(len(levels))]
    return graded(folder, replies, learners), marks(folder / "marks.csv", given)


def strict(levels: list[tuple[float, ...]], seed: int = 2) -> list[dict[str, object]]:
    """A person who is a level stricter on empathy, and who agrees on restating, give or take."""
    chance = Random(seed)

    def near(level: float) -> int:
        return max(0, min(4, round(level + chance.gauss(0, 0.4))))

    return [mark(n, (near(each[0] - 1), near(each[1]))) for n, each in enumerate(levels, 1)]


def pairs_of(folder: Path, count: int = 60) -> list[Pair]:
    levels = a_class(count)
    return read_pairs(*tables(folder, levels, strict(levels)))[1]


def test_a_stricter_person_is_met_and_what_is_right_is_left_alone(tmp_path: Path) -> None:
    found = calibrated(pairs_of(tmp_path))
    empathy, restating = found.gains
    assert empathy.helps
    assert empathy.error > 0.8
    assert empathy.error_after < 0.5
    assert empathy.saved.low > 0.3
    assert empathy.kappa_after > empathy.kappa + 0.1
    assert not restating.helps
    assert set(found.calibration.becomes) == {Ladder.EMPATHY}
    assert found.calibration.becomes[Ladder.EMPATHY][3] == pytest.approx(2, abs=0.3)
    assert found.folds.over == found.drawn.over == "learners"


def test_the_gain_is_measured_on_learners_that_were_left_out(tmp_path: Path) -> None:
    """Marks by chance: a curve that had seen them would look better than none, this must not."""
    chance = Random(5)
    given = [mark(n, (chance.randint(0, 4),)) for n in range(1, 41)]
    saved = []
    for seed in range(3):
        levels = [(round(2 + Random(100 * seed + n).gauss(0, 0.3), 2), 2, 2, 2) for n in range(40)]
        _, pairs = read_pairs(*tables(tmp_path, levels, given))
        saved.append(calibrated(pairs).gains[0])
    assert not any(gain.helps for gain in saved)


@pytest.mark.parametrize("marked", ["by chance", "all alike"])
def test_marks_that_have_nothing_to_do_with_the_levels_bend_nothing(
    tmp_path: Path, capsys: Capture, marked: str
) -> None:
    """One level for every reply would be the best bend, and take all levels from the class."""
    chance = Random(3)
    for seed in range(3):
        folder = tmp_path / str(seed)
        folder.mkdir()
        levels = a_class(60, seed)
        own = [2 if marked == "all alike" else chance.randint(0, 4) for _ in levels]
        table, given = tables(folder, levels, [mark(n, (m,)) for n, m in enumerate(own, 1)])
        assert run(["calibrate", str(table), str(given), "-o", str(folder / "mine.json")]) == 3
        assert "surely say nothing about your marks, or these are all alike" in (
            capsys.readouterr().out
        )


def test_no_learner_is_on_both_sides() -> None:
    labels = [f"l{n % 7}" for n in range(50)]
    folds = list(splits(labels, 10))
    assert len(folds) == 7
    assert sorted(np.concatenate([held for _, held in folds]).tolist()) == list(range(50))
    for rest, held in folds:
        assert not {labels[n] for n in rest} & {labels[n] for n in held}


@pytest.mark.parametrize(
    ("who", "folds", "drawn", "said"),
    [
        ([f"l{n % 7}" for n in range(60)], "7 learners", "replies", "so replies are drawn"),
        (
            ["", *[f"l{n % 30}" for n in range(59)]],
            "30 learners and 1 nameless reply",
            "learners",
            "",
        ),
        (["only one"] * 60, "60 replies", "replies", "Fewer than 2 learners are named, so replies"),
        ([""] * 60, "60 replies", "replies", "Fewer than 2 learners are named, so replies"),
    ],
)
def test_learners_are_left_out_where_two_are_named(
    tmp_path: Path, who: list[str], folds: str, drawn: str, said: str, capsys: Capture
) -> None:
    levels = a_class()
    table, given = tables(tmp_path, levels, strict(levels), who)
    found = calibrated(read_pairs(table, given)[1])
    assert (found.folds.words, found.drawn.over) == (folds, drawn)
    assert (found.data["out_of_fold_by"], found.data["intervals_over"]) == (found.folds.over, drawn)
    assert run(["calibrate", str(table), str(given), "-o", str(tmp_path / "mine.json")]) == 0
    out = capsys.readouterr().out
    assert f"Out of fold, {folds} left out in turn" in out
    assert said in out
    assert ("Fewer than" in out) == bool(said)


def test_what_one_learner_has_in_common_is_no_gain_on_others(tmp_path: Path) -> None:
    """Five learners, each with a level and a shift of their own.

    Whoever has seen the other replies of a learner knows the shift by the level.
    """
    levels = [(n % 5, 2, 2, 2) for n in range(50)]
    given = [mark(n, ((1, 1, 1, 3, 3)[(n - 1) % 5],)) for n in range(1, 51)]
    who = [f"learner {n % 5}" for n in range(50)]
    named, nameless = (
        calibrated(read_pairs(*tables(tmp_path, levels, given, names))[1]).gains[0]
        for names in (who, [""] * 50)
    )
    assert nameless.helps
    assert not named.helps


def test_two_learners_are_too_few_to_try_it_on_others(tmp_path: Path, capsys: Capture) -> None:
    levels = a_class(40)
    who = [f"l{n % 2}" for n in range(40)]
    table, given = tables(tmp_path, levels, strict(levels), who)
    args = ["calibrate", str(table), str(given), "-o", str(tmp_path / "mine.json")]
    assert run(args) == 3
    said = "empathy: too few learners; mark replies by 3 or more; it stays as it is."
    assert said in capsys.readouterr().out
    assert run([*args, "--force"]) == 0


def call(folder: Path, *more: str, count: int = 60) -> list[str]:
    levels = a_class(count)
    table, given = tables(folder, levels, strict(levels))
    return ["calibrate", str(table), str(given), "-o", str(folder / "mine.json"), *more]


def test_what_is_printed_and_written(tmp_path: Path, capsys: Capture) -> None:
    assert run(call(tmp_path)) == 0
    out, err = capsys.readouterr()
    assert "empathy: it gains, and is bent." in out
    assert "restating: it does not surely gain; it stays as it is." in out
    data = json.loads((tmp_path / "mine.json").read_text())
    assert f"calibration {data['digest']} → " in err
    assert data["ladders"]["empathy"]["marks"] == 60
    assert data["ladders"]["empathy"]["out_of_fold"]["saved_low"] > 0
    assert data["ladders"]["restating"]["becomes"] == [0, 1, 2, 3, 4]
    assert data["model"] == Receipt.parse(objects(tmp_path / "graded.jsonl")[0]["receipt"]).model
    assert Calibration.read(tmp_path / "mine.json").digest == data["digest"]


def test_a_calibration_is_never_written_over(tmp_path: Path, capsys: Capture) -> None:
    assert run(call(tmp_path)) == 0
    before = (tmp_path / "mine.json").read_bytes()
    assert run(call(tmp_path)) == 2
    assert "is there already, and tables may have been scored with it" in capsys.readouterr().err
    assert (tmp_path / "mine.json").read_bytes() == before


def test_without_a_gain_nothing_is_written_unless_it_is_forced(
    tmp_path: Path, capsys: Capture
) -> None:
    assert run(call(tmp_path, count=19)) == 3
    out, err = capsys.readouterr()
    assert "empathy: too few marks (19); mark 1 more; it stays as it is." in out
    assert "nothing was written" in err
    assert not (tmp_path / "mine.json").exists()
    assert run(call(tmp_path, "--force", count=19)) == 0
    assert "bent all the same" in capsys.readouterr().out
    becomes = Calibration.read(tmp_path / "mine.json").becomes[Ladder.EMPATHY]
    assert 2 < becomes[3] < 3  # held back, since the marks are few


def test_for_a_program(tmp_path: Path, capsys: Capture) -> None:
    assert run(call(tmp_path, "--json", count=10)) == 3
    data = json.loads(capsys.readouterr().out)
    assert data["written"] is None
    assert data["ladders"]["empathy"]["helps"] is False


def test_a_kappa_that_cannot_be_told_is_a_dash(tmp_path: Path, capsys: Capture) -> None:
    levels = [(3, 3, 3, 3)] * 20
    table, given = tables(tmp_path, levels, [mark(n, (3,)) for n in range(1, 21)])
    args = ["calibrate", str(table), str(given), "-o", str(tmp_path / "mine.json")]
    assert run(args) == 3
    assert "  kappa – → –, 20 marks" in capsys.readouterr().out  # noqa: RUF001 - a dash
    assert run([*args, "--force", "--json"]) == 0
    json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    json.loads((tmp_path / "mine.json").read_text(), parse_constant=pytest.fail)


def test_scores_are_bent_and_say_so_and_can_be_verified(tmp_path: Path, capsys: Capture) -> None:
    assert run(call(tmp_path)) == 0
    mine = Calibration.read(tmp_path / "mine.json")
    out, bend = tmp_path / "bent.jsonl", ["--calibration", str(tmp_path / "mine.json")]
    assert run(["score", str(tmp_path / "class.csv"), "-o", str(out), *bend]) == 0
    plain, bent = objects(tmp_path / "graded.jsonl"), objects(out)
    for one, other in zip(plain, bent, strict=True):
        assert other["receipt"] == f"{one['receipt']}+{mine.digest}"
        assert other["empathy"] <= one["empathy"]
        assert other["empathy_low"] <= other["empathy"] <= other["empathy_high"]
        assert other["restating"] == one["restating"]
        mean = (other["empathy"] + other["restating"] + other["courtesy"]) / 3
        assert other["overall"] == pytest.approx(25 * mean, abs=0.01)
    assert (
        sum(one["empathy"] - other["empathy"] for one, other in zip(plain, bent, strict=True)) > 30
    )
    capsys.readouterr()

    assert run(["verify", str(out), *bend]) == 0
    assert capsys.readouterr().out == "60 rows: 60 hold, 0 do not, 0 have no receipt\n"
    assert run(["verify", str(out)]) == 3
    said = capsys.readouterr().out.splitlines()
    assert "the calibration is not the one that it was scored with; empathy is" in said[0]
    assert said[-2].startswith("Every receipt is of another calibration: give the one")
    assert run(["verify", str(tmp_path / "graded.jsonl"), *bend]) == 3
    assert "Every receipt is of another calibration" in capsys.readouterr().out


def test_levels_that_are_bent_already_are_not_bent_again(tmp_path: Path, capsys: Capture) -> None:
    assert run(call(tmp_path)) == 0
    out = tmp_path / "bent.jsonl"
    bend = ["--calibration", str(tmp_path / "mine.json")]
    assert run(["score", str(tmp_path / "class.csv"), "-o", str(out), *bend]) == 0
    again = ["calibrate", str(out), str(tmp_path / "marks.csv"), "-o", str(tmp_path / "again.json")]
    assert run(again) == 4
    assert "are calibrated already" in capsys.readouterr().err


def test_another_model_is_refused(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(call(tmp_path)) == 0

    def another(exchange: Exchange) -> Rating:
        found = rating_of(exchange)
        return Rating(found.status, found.levels, receipt=str(exchange.receipt("another")))

    monkeypatch.setattr(scoring, "make_rater", lambda *_: ScriptedRater(another))
    out = tmp_path / "bent.jsonl"
    bend = ["--calibration", str(tmp_path / "mine.json")]
    assert run(["score", str(tmp_path / "class.csv"), "-o", str(out), *bend]) == 4
    assert "The calibration is for another model (" in capsys.readouterr().err
    assert not out.exists()


def test_levels_of_several_models_are_refused(tmp_path: Path) -> None:
    pairs = pairs_of(tmp_path, 30)
    path = tmp_path / "graded.jsonl"
    rows = objects(path)
    rows[3]["receipt"] = "f" * 8 + rows[3]["receipt"][8:]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert calibrated(pairs)
    _, pairs = read_pairs(path, tmp_path / "marks.csv")
    with pytest.raises(InputError, match="several models"):
        calibrated(pairs)


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (None, 2, "There is no"),
        ("", 4, "is no calibration of roleplay"),
        ("[]", 4, "is no calibration"),
        ("[" * 100_000, 4, "is no calibration"),
        ({"kind": "other"}, 4, "is no calibration"),
        ({"format": 2}, 4, "is no calibration"),
        ({"model": "f" * 8}, 4, "its digest does not fit"),
        ({"ladders": {"empathy": {"becomes": [0, 1, 2, 3, 3.9]}}}, 4, "digest does not fit"),
        ({"ladders": {"empathy": {"becomes": [0, 3, 2, 3, 4]}}}, 4, "is no calibration"),
        ({"ladders": {"empathy": {"becomes": [0, 1, 2, 3, 5]}}}, 4, "is no calibration"),
        ({"ladders": {"empathy": {"becomes": [0, 1, 2]}}}, 4, "is no calibration"),
        ({"ladders": {"wit": {"becomes": [0, 1, 2, 3, 4]}}}, 4, "is no calibration"),
    ],
)
def test_a_bad_calibration(
    tmp_path: Path, change: object, code: int, said: str, capsys: Capture
) -> None:
    assert run(call(tmp_path)) == 0
    path = tmp_path / "mine.json"
    if change is None:
        path.unlink()
    elif isinstance(change, str):
        path.write_text(change, encoding="utf-8")
    elif isinstance(change, dict):
        path.write_text(json.dumps({**json.loads(path.read_text()), **change}), encoding="utf-8")
    out = tmp_path / "out.csv"
    bend = ["--calibration", str(path)]
    assert run(["score", str(tmp_path / "class.csv"), "-o", str(out), *bend]) == code
    assert said in capsys.readouterr().err
    assert not out.exists()


def test_a_parrot_stays_under_its_cap_out_of_fold_too(tmp_path: Path) -> None:
    """A person who gives copies a 4 cannot lift the ladder over the cap."""
    replies = [reply(n, (2, 2, 2, 2), "parrot") for n in range(40)]
    table = graded(tmp_path, replies, [f"l{n % 10}" for n in range(40)])
    given = marks(tmp_path / "m.csv", [mark(n, ("", 4)) for n in range(1, 41)])
    (gain,) = calibrated(read_pairs(table, given)[1]).gains
    assert by_numbers(Exchange(replies[0], "?")).value(Ladder.RESTATING) == 2
    assert not gain.helps
    assert gain.error == gain.error_after == 2

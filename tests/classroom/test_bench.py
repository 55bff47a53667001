"""In which order replies are put before a marker, what is hidden, and where marks go."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import fields
from pathlib import Path
from random import Random
from statistics import fmean

import numpy as np
import pytest
from support.graded import HEAD, graded, mark, marks, reply
from support.shelf import Shelf, read

from roleplay.agreement import quadratic_weighted_kappa
from roleplay.classroom.marks import read_marks
from roleplay.classroom.people.bench import Bench, Wanted
from roleplay.classroom.people.pairs import read_pairs
from roleplay.classroom.people.telling import Picked, Waiting, by_chance, order
from roleplay.cli import library
from roleplay.cli.app import run
from roleplay.errors import InputError, UsageError
from roleplay.marking import Given, Paper
from roleplay.rating import Status
from roleplay.rubric import Ladder

ANY = Wanted()


def bench(folder: Path, replies: Sequence[str], wanted: Wanted = ANY) -> Bench:
    return Bench.prepare(graded(folder, replies), folder / "m.csv", Shelf(), wanted)


def ids(found: Bench) -> list[str]:
    return [paper.id for paper in found.papers]


def names(*, by_lot: bool) -> list[str]:
    """Ids of :func:`support.graded.graded` that are, or are not, drawn by chance only."""
    return [str(n) for n in range(1, 41) if by_chance(str(n)) is by_lot]


def test_what_is_telling_comes_first_and_what_is_unscored_last(tmp_path: Path) -> None:
    """An interval that ends at 4 is narrow; so most are, but one is wide and one is unsure."""
    wide, unsure, *_, bare = names(by_lot=False)
    said = {wide: reply(6, (2, 2, 2, 2)), unsure: reply(7, (4, 4, 4, 4), "unsure"), bare: ""}
    replies = [said.get(str(n), reply(n, (4, 4, 4, 4))) or "unscored" for n in range(1, 41)]
    found = ids(bench(tmp_path, replies))
    assert found[0:3:2] == [unsure, wide]
    assert found[1] in names(by_lot=True)
    assert found[-1] == bare
    assert sorted(found) == sorted(str(n) for n in range(1, 41))


def test_each_queue_has_a_half_of_its_own() -> None:
    found = [Waiting(f"reply {n}", n / 1000, scored=True) for n in range(200)]
    there = list(order(found, seed=0))
    assert sorted(name for name, _ in there) == sorted(one.id for one in found)
    assert {name for name, why in there if why is Picked.RANDOM} == {
        one.id for one in found if by_chance(one.id)
    }
    telling = [name for name, why in there if why is Picked.TELLING]
    assert telling == sorted(telling, key=lambda name: -int(name.split()[1]))
    assert [why for _, why in there[:20]] == [Picked.TELLING, Picked.RANDOM] * 10
    assert there == list(order(found[::-1], seed=0))
    again = list(order(found, seed=1))
    assert again != there
    assert dict(again) == dict(there)  # another order, the same halves


Truth = dict[str, tuple[int, int]]


def a_class(chance: Random, size: int) -> tuple[list[Waiting], Truth]:
    """Replies on which the model errs the more the wider its interval is, and both levels."""
    found, truth = [], {}
    for n in range(size):
        name, hard, level = f"{chance.random()} {n}", chance.random(), chance.choice("0112222334")
        by_model = min(4, max(0, round(int(level) + chance.gauss(0, 0.3 + 1.5 * hard))))
        found.append(Waiting(name, hard, scored=True))
        truth[name] = (by_model, int(level))
    return found, truth


def drawn_in(found: Sequence[Waiting], sittings: Sequence[int], seeds: Random) -> list[str]:
    """What was drawn by chance when so many are marked at each sitting."""
    left, there = list(found), []
    for count in sittings:
        now = list(order(left, seeds.randrange(99)))[:count]
        there += [name for name, why in now if why is Picked.RANDOM]
        left = [one for one in left if one.id not in dict(now)]
    return there


def kappa(of: Truth, names: Collection[str]) -> float:
    one, other = zip(*(of[name] for name in names), strict=True)
    return quadratic_weighted_kappa(np.array(one, float), np.array(other, float))


@pytest.mark.parametrize(
    ("size", "sittings"), [(60, [40]), (40, [40]), (100, [60]), (60, [20, 20]), (60, [8] * 6)]
)
def test_what_is_drawn_at_random_is_like_the_whole_class(size: int, sittings: list[int]) -> None:
    """In 200 classes: neither nearer to the marks nor farther from them than the whole.

    Kappa is lower on few replies than on many, so it is compared with as many that are
    simply drawn.
    """
    chance, errors, kappas = Random(f"{size} {sittings}"), [], []
    for _ in range(200):
        found, truth = a_class(chance, size)
        there = drawn_in(found, sittings, chance)
        apart = {name: abs(one - other) for name, (one, other) in truth.items()}
        errors.append(fmean(apart[name] for name in there) - fmean(apart.values()))
        simply = chance.sample(list(truth), len(there))
        kappas.append(kappa(truth, there) - kappa(truth, simply))
    for off in (np.array(errors), np.array(kappas)):
        noise = float(off.std(ddof=1)) / len(off) ** 0.5
        assert noise < 0.03
        assert abs(float(off.mean())) < 3 * noise


def test_marks_far_from_the_model_are_telling_for_somebody_else(tmp_path: Path) -> None:
    replies = [reply(n, (2, 2, 2, 2)) for n in range(9)]
    given = [mark(4, (2, 2, 2, 4), marker="Ann"), mark(5, (2, 2, 2, 2), marker="Ann")]
    marks(tmp_path / "m.csv", given, (*HEAD, "picked", "receipt"))
    assert ids(bench(tmp_path, replies, Wanted("Bo")))[0] == "4"
    assert "4" not in ids(bench(tmp_path, replies, Wanted("Ann")))


def test_a_table_without_intervals_goes_by_the_levels(tmp_path: Path) -> None:
    last = names(by_lot=False)[4]
    replies = [reply(n, (3, 3, 3, 3)) for n in range(1, int(last))]
    table = graded(tmp_path, [*replies, reply(40, (2.5, 2.5, 2.5, 3))], name="graded.csv")
    found = Bench.prepare(table, tmp_path / "m.csv", Shelf(), ANY)
    assert found.papers[0].id == last


def test_a_paper_has_no_name_and_nothing_that_the_model_says(tmp_path: Path) -> None:
    found = bench(tmp_path, [reply(1, (0, 1, 2, 3), "insult")])
    (paper,) = found.papers
    assert {field.name for field in fields(Paper)} == {"id", "scene", "concern", "points", "reply"}
    assert paper.concern == "My overtime is missing."
    assert paper.points[0] == "fact: her overtime is missing"
    assert "learner" not in repr(paper)
    behind = found.behind(paper)
    assert behind.learner == "learner 0"
    assert behind.levels[Ladder.HELP] == 3


def test_marks_are_written_and_not_asked_for_again(tmp_path: Path) -> None:
    replies = [reply(n, (1, 2, 3, 4)) for n in range(4)]
    found = bench(tmp_path, replies, Wanted("Ann"))
    paper = found.papers[0]
    found.keep(paper, Given({Ladder.EMPATHY: 2, Ladder.HELP: 0}, "=curt"))
    (row,) = read_marks(tmp_path / "m.csv").rows
    assert (row.id, row.marker, row.comment) == (paper.id, "Ann", "=curt")
    assert row.levels == {Ladder.EMPATHY: 2, Ladder.HELP: 0}
    assert row.picked == "telling"
    again = bench(tmp_path, replies, Wanted("Ann"))
    assert paper.id not in ids(again)
    assert (again.before, len(again.papers)) == (1, 3)
    other = bench(tmp_path, replies, Wanted("Bo"))
    assert (other.before, len(other.papers)) == (0, 4)
    _, pairs = read_pairs(tmp_path / "graded.jsonl", tmp_path / "m.csv")
    assert [pair.graded.id for pair in pairs] == [paper.id]


TWENTY = [reply(n, (1, 2, 3, 4)) for n in range(20)]


def sitting(folder: Path, count: int, wanted: Wanted = ANY) -> dict[str, str]:
    """Mark so many, and say why each of all that are marked by now was picked."""
    found = bench(folder, TWENTY, wanted)
    for paper in found.papers[:count]:
        found.keep(paper, Given({Ladder.EMPATHY: 2}))
    return {row["id"]: row["picked"] for row in read(folder / "m.csv")}


def test_another_sitting_draws_from_the_same_half(tmp_path: Path) -> None:
    sitting(tmp_path, 6)
    picked = sitting(tmp_path, 6, Wanted(seed=5))
    assert {name for name, why in picked.items() if why == "random"} <= set(names(by_lot=True))
    assert {name for name, why in picked.items() if why == "telling"} <= set(names(by_lot=False))
    assert Counter(picked.values()) == {"telling": 6, "random": 6}


def test_only_some_are_not_drawn_and_then_the_rest_is_no_longer_like_the_class(
    tmp_path: Path,
) -> None:
    first = sitting(tmp_path, 4)
    assert Counter(first.values()) == {"telling": 2, "random": 2}
    assert Counter(sitting(tmp_path, 8, Wanted(only=[Status.SCORED])).values())["random"] == 2
    after = sitting(tmp_path, 4)
    assert Counter(after.values()) == {"telling": 14, "random": 2}
    sitting(tmp_path, 4, Wanted("Bo"))  # who has marked nothing out of turn
    picked = Counter(row["picked"] for row in read(tmp_path / "m.csv") if row["marker"] == "Bo")
    assert picked == {"telling": 2, "random": 2}


def test_marks_of_another_table_do_not_go_into_the_same_file(tmp_path: Path) -> None:
    found = bench(tmp_path, [reply(1, (1, 2, 3, 4))])
    found.keep(found.papers[0], Given({Ladder.EMPATHY: 2}))
    with pytest.raises(InputError, match="is not the one that was marked"):
        bench(tmp_path, [reply(2, (4, 3, 2, 1))])
    assert len(read(tmp_path / "m.csv")) == 1


def test_only_some(tmp_path: Path) -> None:
    replies = [reply(1, (1, 2, 3, 4)), "unscored", reply(2, (2, 2, 2, 2), "unsure")]
    only = Wanted(only=(Status.UNSURE, Status.UNSCORED))
    assert ids(bench(tmp_path, replies, only)) == ["3", "2"]


def test_a_scene_that_is_gone_is_left_out_and_said(tmp_path: Path) -> None:
    table = graded(tmp_path, [reply(n, (1, 2, 3, 4)) for n in range(3)])
    table.write_text(table.read_text().replace('"asks"', '"gone"', 1), encoding="utf-8")
    found = Bench.prepare(table, tmp_path / "m.csv", Shelf(), ANY)
    assert set(ids(found)) == {"2", "3"}
    assert found.left_out["1"].startswith("there is no scene 'gone'")
    table.write_text(table.read_text().replace('"asks"', '"gone"'), encoding="utf-8")
    with pytest.raises(InputError, match="No reply can be shown"):
        Bench.prepare(table, tmp_path / "m.csv", Shelf(), ANY)


def test_marks_do_not_go_into_the_rated_table(tmp_path: Path) -> None:
    table = graded(tmp_path, [reply(1, (1, 2, 3, 4))])
    with pytest.raises(UsageError, match="do not go into the rated table"):
        Bench.prepare(table, table, Shelf(), ANY)


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        ([], 2, "There is no terminal to draw on"),
        (["--only", "unsure"], 4, "There is nothing to mark"),
        (["--only", "nonsense"], 2, "nonsense"),
    ],
)
def test_calls_that_draw_nothing(
    tmp_path: Path,
    more: list[str],
    code: int,
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(library, "make_library", Shelf)
    table = graded(tmp_path, [reply(1, (1, 2, 3, 4))], name="graded.csv")
    assert run(["mark", str(table), "-o", str(tmp_path / "m.csv"), *more]) == code
    assert said in capsys.readouterr().err
    assert not (tmp_path / "m.csv").exists()

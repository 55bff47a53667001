"""In which order replies are put before a marker, what is hidden, and where marks go."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import pytest
from support.graded import graded, mark, marks, reply
from support.shelf import Shelf, read

from roleplay.classroom.marks import read_marks
from roleplay.classroom.people.bench import Bench, Wanted
from roleplay.classroom.people.pairs import read_pairs
from roleplay.classroom.people.telling import Picked, Waiting, order
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


def test_what_is_telling_comes_first_and_what_is_unscored_last(tmp_path: Path) -> None:
    replies = [
        "unscored",
        *(reply(n, (4, 4, 4, 4)) for n in range(5)),  # an interval that ends at 4 is narrow
        reply(6, (2, 2, 2, 2)),
        reply(7, (4, 4, 4, 4), "unsure"),
    ]
    found = ids(bench(tmp_path, replies))
    assert found[0] == "8"
    assert "7" in found[1:3]
    assert found[-1] == "1"
    assert sorted(found) == [str(n) for n in range(1, 9)]


def test_every_other_reply_is_drawn_from_all_scenes_and_levels() -> None:
    """Fifty easy replies of one kind hide ten of five others; the random half finds them soon."""
    many = [Waiting(f"easy {n}", 1.0 + n / 1000, ("a", 4), scored=True) for n in range(50)]
    rare = [
        Waiting(f"rare {scene}{n}", 0.1, (scene, 1), scored=True) for scene in "bcdef" for n in "12"
    ]
    found = list(order([*many, *rare], seed=0))
    assert [name for name, why in found if why is Picked.TELLING][:3] == [
        "easy 49",
        "easy 48",
        "easy 47",
    ]
    first = [name for name, why in found[:24] if why is Picked.RANDOM]
    assert len({name[:6] for name in first if name.startswith("rare")}) == 5
    assert Counter(name for name, _ in found).most_common(1)[0][1] == 1
    assert len(found) == 60
    assert found == list(order([*many, *rare], seed=0))
    assert found != list(order([*many, *rare], seed=1))


def test_marks_far_from_the_model_are_telling_for_somebody_else(tmp_path: Path) -> None:
    replies = [reply(n, (2, 2, 2, 2)) for n in range(9)]
    given = [mark(4, (2, 2, 2, 4), marker="Ann"), mark(5, (2, 2, 2, 2), marker="Ann")]
    marks(tmp_path / "m.csv", given)
    assert ids(bench(tmp_path, replies, Wanted("Bo")))[0] == "4"
    assert "4" not in ids(bench(tmp_path, replies, Wanted("Ann")))


def test_a_table_without_intervals_goes_by_the_levels(tmp_path: Path) -> None:
    replies = [reply(n, (3, 3, 3, 3)) for n in range(4)] + [reply(4, (2.5, 2.5, 2.5, 3))]
    table = graded(tmp_path, replies, name="graded.csv")
    found = Bench.prepare(table, tmp_path / "m.csv", Shelf(), ANY)
    assert found.papers[0].id == "5"


def test_a_paper_has_no_name_and_nothing_that_the_model_says(tmp_path: Path) -> None:
    found = bench(tmp_path, [reply(1, (0, 1, 2, 3), "insult")])
    (paper,) = found.papers
    assert {field.name for field in fields(Paper)} == {"id", "scene", "concern", "points", "reply"}
    assert paper.concern == "My overtime is missing."
    assert paper.points[0] == "fact: her overtime is missing"
    assert "learner" not in repr(paper)
    behind = found.behind(paper)
    assert behind.learner == "learner 0"
    assert behind.levels[Ladder.HELP].value == 3


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

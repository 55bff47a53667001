"""From rated rows to grades: which attempts count, and when there is no number."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from support.graded import by_numbers, mark, marks, reply
from support.rater import ScriptedRater, rating_of
from support.scenarios import small
from support.shelf import Shelf, run

from roleplay.classroom import Options
from roleplay.classroom.export.attempts import Choice, Grade
from roleplay.classroom.export.hand_in import HandIn, Request
from roleplay.classroom.export.weighing import Scenarios, Wanted
from roleplay.errors import InputError
from roleplay.rating import Exchange, Flag, Rating
from roleplay.rubric import Ladder

Cells = Sequence[str]
HEAD = ("learner", "scenario", "scene", "reply")


def says(level: float, word: str = "") -> str:
    """A reply of this level on every ladder, so of the overall 25 times that."""
    return reply(1, [level] * 4, word)


def judged(exchange: Exchange) -> Rating:
    if "pasted" in exchange.reply:
        return rating_of(exchange, [4.0] * 4, flags=[Flag.COPIED_REFERENCE])
    return by_numbers(exchange)


def rated(folder: Path, rows: Sequence[Cells], head: Cells = HEAD, prefix: str = "") -> Path:
    path, out = folder / "class.csv", folder / "graded.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *rows])
    run(path, out, Options(prefix=prefix), ScriptedRater(judged))
    return out


def shelf() -> Scenarios:
    """The small scenario; in ``more``, empathy weighs as much as the other two."""
    known = small()
    heavy = replace(known.scenes["more"], weights={Ladder.EMPATHY: 2.0})
    known = replace(known, scenes={**known.scenes, "more": heavy})
    return Scenarios(Shelf(scenarios={"small": known, "other": replace(known, id="other")}))


def grades(path: Path, choice: Choice = Choice.LAST, **more: object) -> list[Grade]:
    request = Request(path, choice=choice, **more)  # type: ignore[arg-type]
    return list(HandIn.gather(request, shelf()).grades)


def only(path: Path, choice: Choice = Choice.LAST, **more: object) -> Grade:
    (grade,) = grades(path, choice, **more)
    return grade


def test_a_grade_is_the_mean_over_the_scenes_that_were_met(tmp_path: Path) -> None:
    rows = [["Ann", "small", "asks", says(2)], ["Ann", "small", "more", says(3)]]
    grade = only(rated(tmp_path, rows))
    assert (grade.learner.id, grade.scenario, grade.overall) == ("Ann", "small", 62.5)
    assert grade.levels[Ladder.RESTATING] == 2.5


@pytest.mark.parametrize(
    ("choice", "overall"), [(Choice.LAST, 50), (Choice.BEST, 75), (Choice.MEAN, 50)]
)
def test_attempts_at_a_scene(tmp_path: Path, choice: Choice, overall: float) -> None:
    rows = [["Ann", "small", "asks", says(level)] for level in (1, 3, 2)]
    assert only(rated(tmp_path, rows), choice).overall == overall


@pytest.mark.parametrize(
    ("numbers", "last"),
    [(("3", "1", "2"), 25), (("1", "2", "1"), 50), (("3", "1", ""), 50), (("10", "9", "1"), 25)],
)
def test_attempts_are_in_the_order_of_their_numbers_if_these_tell_it(
    tmp_path: Path, numbers: Cells, last: float
) -> None:
    """A history numbers each visit to a scene from 1 again."""
    levels = zip((1, 3, 2), numbers, strict=True)
    rows = [["Ann", "small", "asks", says(level), number] for level, number in levels]
    assert only(rated(tmp_path, rows, (*HEAD, "attempt"))).overall == last


def test_attempts_are_in_the_order_of_their_times(tmp_path: Path) -> None:
    times = ("2026-11-02T10:00:00Z", "2026-11-02T10:30:00+01:00")
    levels = zip((1, 3), times, ("1", "2"), strict=True)
    rows = [["Ann", "small", "asks", says(level), *more] for level, *more in levels]
    path = rated(tmp_path, rows, (*HEAD, "when", "attempt"))
    grade = only(path, wanted=Wanted(time_column="when"))
    assert grade.overall == 25
    assert grade.time is not None
    assert grade.time.isoformat() == "2026-11-02T10:00:00+00:00"


def test_times_without_zones_tell_the_order_if_none_has_one(tmp_path: Path) -> None:
    times = ["2026-11-02 10:30", "2026-11-02 10:00"]
    rows = [
        ["Ann", "small", "asks", says(level), time]
        for level, time in zip((1, 3), times, strict=True)
    ]
    wanted = Wanted(time_column="when", zoned=False)
    path = rated(tmp_path, rows, (*HEAD, "when"))
    assert only(path, wanted=wanted).overall == 25
    rows[0][-1] += "+01:00"
    path = rated(tmp_path, rows, (*HEAD, "when"))
    with pytest.raises(InputError, match=r"graded\.csv:3: this time has no time zone"):
        grades(path, wanted=wanted)


@pytest.mark.parametrize("time", ["yesterday", "2026-11-02T10:00:00"])
def test_a_time_that_says_no_moment_is_refused_with_its_line(tmp_path: Path, time: str) -> None:
    path = rated(tmp_path, [["Ann", "small", "asks", says(2), time]], (*HEAD, "when"))
    with pytest.raises(InputError, match=r"graded\.csv:2: "):
        grades(path, wanted=Wanted(time_column="when"))


@pytest.mark.parametrize(
    ("word", "doubt"),
    [
        ("unsure", "asks: unsure (it is hard to tell)"),
        ("unscored", "asks: unscored (it is empty)"),
        ("pasted", "asks: a reference pasted back"),
    ],
)
@pytest.mark.parametrize("choice", list(Choice))
def test_a_doubtful_reply_leaves_no_number(
    tmp_path: Path, word: str, doubt: str, choice: Choice
) -> None:
    rows = [["Ann", "small", "asks", says(3, word)], ["Ann", "small", "more", says(3)]]
    grade = only(rated(tmp_path, rows), choice)
    assert (grade.overall, grade.doubts, dict(grade.levels)) == (None, (doubt,), {})


@pytest.mark.parametrize(
    ("other", "best"),
    [
        (says(1, "unsure"), 50),
        (says(4, "unsure"), None),
        (says(4, "unscored"), 50),
        (says(4, "pasted"), 50),
    ],
)
def test_the_best_is_a_sure_one_unless_a_doubtful_one_may_be_better(
    tmp_path: Path, other: str, best: float | None
) -> None:
    rows = [["Ann", "small", "asks", text] for text in (other, says(2))]
    assert only(rated(tmp_path, rows), Choice.BEST).overall == best
    assert only(rated(tmp_path, rows), Choice.MEAN).overall is None


def test_marks_win_over_the_model_and_weigh_as_the_scene_says(tmp_path: Path) -> None:
    path = rated(tmp_path, [["Ann", "small", "more", says(1)], ["Bea", "small", "more", says(1)]])
    given = marks(tmp_path / "marks.csv", [mark("1", (4, 2, 2, 0))])
    marked, left = grades(path, marks=given)
    assert (marked.overall, marked.marked) == (75, True)
    assert (left.overall, left.marked) == (25, False)


@pytest.mark.parametrize("word", ["unsure", "unscored", "pasted"])
def test_marks_on_all_scored_ladders_settle_a_doubt(tmp_path: Path, word: str) -> None:
    path = rated(tmp_path, [["Ann", "small", "asks", says(3, word)]])
    fewer = marks(tmp_path / "fewer.csv", [mark("1", (2, 2))])
    assert only(path, marks=fewer).overall is None
    given = marks(tmp_path / "marks.csv", [mark("1", (2, 2, 2))])
    assert only(path, marks=given).overall == 50
    assert only(path, Choice.BEST, marks=given).overall == 50


def test_a_mark_on_one_ladder_goes_with_the_model_where_it_is_sure(tmp_path: Path) -> None:
    path = rated(tmp_path, [["Ann", "small", "asks", says(2)]])
    assert only(path, marks=marks(tmp_path / "m.csv", [mark("1", (4,))])).overall == 66.67
    helped = only(path, marks=marks(tmp_path / "h.csv", [mark("1", ("", "", "", 4))]))
    assert (helped.overall, helped.levels[Ladder.HELP]) == (50, 4)


def test_a_mark_is_not_weighed_by_guessing(tmp_path: Path) -> None:
    path = rated(tmp_path, [["Ann", "small", "asks", says(2)]])
    given = marks(tmp_path / "marks.csv", [mark("1", (2, 2, 2))])
    request = Request(path, given)
    (grade,) = HandIn.gather(request, Scenarios(Shelf(scenarios={}))).grades
    assert grade.overall is None
    assert "how ladders weigh" in grade.doubts[0]


def test_a_mark_of_another_reply_is_refused(tmp_path: Path) -> None:
    path = rated(tmp_path, [["Ann", "small", "asks", says(2)]])
    given = marks(tmp_path / "marks.csv", [mark("2", (2, 2, 2))])
    with pytest.raises(InputError, match="'2'"):
        grades(path, marks=given)


def test_an_overall_that_somebody_has_spoilt_is_no_grade(tmp_path: Path) -> None:
    path = rated(tmp_path, [["Ann", "small", "asks", says(2)]])
    for spoilt in ("", "500.00", "nan", "good"):
        text = path.read_text("utf-8")
        assert text.count(",50.00,") == 1
        (other := tmp_path / "spoilt.csv").write_text(text.replace(",50.00,", f",{spoilt},"))
        assert only(other).overall is None


def test_learners_are_who_the_id_column_says(tmp_path: Path) -> None:
    rows = [["Ann", "small", "asks", says(n), name] for n, name in ((1, "007"), (3, "7"), (4, ""))]
    request = Request(rated(tmp_path, rows, (*HEAD, "number")), wanted=Wanted("number"))
    found = HandIn.gather(request, shelf())
    assert [(str(grade.learner), grade.overall) for grade in found.grades] == [
        ("Ann (007)", 25),
        ("Ann (7)", 75),
    ]
    assert found.nameless == [4]


def test_scenes_of_a_tables_own_are_one_scenario(tmp_path: Path) -> None:
    head = ("learner", "concern", "reply")
    concerns = ("My order is lost.", "Where is my badge?", "My order is lost.")
    cells = zip(concerns, (1, 2, 4), strict=True)
    rows = [["Ann", concern, says(level)] for concern, level in cells]
    grade = only(rated(tmp_path, rows, head))
    assert (grade.scenario, grade.overall) == ("", 75)


def test_several_scenarios_are_combined(tmp_path: Path) -> None:
    done = [("Ann", "small", 2), ("Ann", "other", 4), ("Bea", "small", 3)]
    path = tmp_path / "class.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = [[who, scenario, "asks", says(level)] for who, scenario, level in done]
        csv.writer(file).writerows([HEAD, *rows])
    # Rated as one scenario, then said to be of two: what counts here is the column.
    graded = tmp_path / "graded.csv"
    path.write_text(path.read_text("utf-8").replace("other", "small"), "utf-8")
    run(path, graded, None, ScriptedRater(judged))
    text = graded.read_text("utf-8").splitlines(keepends=True)
    text[2] = text[2].replace("small", "other", 1)
    graded.write_text("".join(text), "utf-8")

    found = HandIn.gather(Request(graded, combine=True), shelf())
    assert [grade.overall for grade in found.grades] == [75, 75]
    assert found.fewer == 1
    needed = Wanted(scenarios=("small", "other"))
    first, second = grades(graded, combine=True, wanted=needed)
    assert (first.overall, second.overall, second.doubts) == (75, None, ("other: no reply",))
    assert [grade.overall for grade in grades(graded, wanted=Wanted(scenarios=("small",)))] == [
        50,
        75,
    ]


def test_a_scenario_without_a_reply_is_refused(tmp_path: Path) -> None:
    path = rated(tmp_path, [["Ann", "small", "asks", says(2)]])
    with pytest.raises(InputError, match="'smal'"):
        grades(path, wanted=Wanted(scenarios=("smal",)))


def test_a_table_names_no_file_that_is_then_read(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("title: Mine", "utf-8")
    library = Shelf()
    known = Scenarios(library)
    assert known.title(str(tmp_path / "mine.yaml")) == str(tmp_path / "mine.yaml")
    assert known.pass_mark("broken") == 70
    assert library.loads == 1

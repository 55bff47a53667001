"""What is counted, and how: unsure replies, marks by hand, attempts, references pasted back."""

from dataclasses import replace
from pathlib import Path

import pytest
from support.markup import Node, parsed, section, table_rows
from support.reports import Row, make, rated, rated_table, report, unscored
from support.scenarios import small
from support.shelf import Shelf, run, table

from roleplay.classroom import Options
from roleplay.classroom.report import Places, Report
from roleplay.errors import InputError
from roleplay.rubric import Ladder

SCENARIO = "Scenario by ladder"
ATTEMPTS = "First against last attempt"
QUEUE = "For a person to look at"


def class_of(count: int, level: float = 2.0, **cells: str) -> list[Row]:
    return [rated(f"Learner {n:02}", level, **cells) for n in range(count)]


def page(folder: Path, *rows: Row, marks: str = "") -> Node:
    return parsed(report(folder, *rows, marks=marks))


def heat(document: Node) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in table_rows(section(document, SCENARIO))}


def facts(document: Node) -> dict[str, str]:
    found = document.one("dl", **{"class": "facts"})
    return {pair.one("dt").text: pair.one("dd").text for pair in found.all("div")}


def test_the_last_attempt_counts(tmp_path: Path) -> None:
    rows = [*class_of(6, 1.0), *({**row, "attempt": "2"} for row in class_of(6, 3.0))]
    assert heat(page(tmp_path, *rows))["Small"] == ["75", "3.0", "3.0", "3.0", "3.0", "6"]


def test_attempts_are_in_their_own_order(tmp_path: Path) -> None:
    rows = [*({**row, "attempt": "2"} for row in class_of(6, 3.0)), *class_of(6, 1.0)]
    assert heat(page(tmp_path, *rows))["Small"][0] == "75"


def test_two_first_attempts_are_in_the_order_of_the_table(tmp_path: Path) -> None:
    """Somebody has played twice, and each play begins with a first attempt."""
    assert heat(page(tmp_path, *class_of(6, 1.0), *class_of(6, 3.0)))["Small"][0] == "75"


def test_first_against_last(tmp_path: Path) -> None:
    rows = [
        *class_of(6, 1.0),
        *class_of(6, 4.0),
        *({**r, "attempt": "2"} for r in class_of(6, 3.0)),
    ]
    part = section(page(tmp_path, *rows[:6], *rows[12:]), ATTEMPTS)
    assert "6 pairs by 6 learners" in part.text
    assert table_rows(part) == [
        ["empathy", "1.00", "3.00", "+2.00"],
        ["restating", "1.00", "3.00", "+2.00"],
        ["courtesy", "1.00", "3.00", "+2.00"],
        ["help", "1.00", "3.00", "+2.00"],
        ["overall", "25", "75", "+50"],
    ]
    drawn = part.one("svg", role="img")
    assert "from 1.0 to 3.0" in drawn.one("desc").text


def test_attempts_are_paired_by_scene(tmp_path: Path) -> None:
    rows = [*class_of(6, 1.0), *class_of(6, 3.0, scene="more")]
    assert "Nobody has replied to the same scene twice" in page(tmp_path, *rows).text


def test_unsure_replies_wait_and_do_not_count(tmp_path: Path) -> None:
    doubt = rated("Vera", 0.0, status="unsure", why="the level of empathy is hard to tell")
    document = page(tmp_path, *class_of(6, 3.0), doubt, unscored("Wim"))
    assert heat(document)["Small"] == ["75", "3.0", "3.0", "3.0", "3.0", "6"]
    assert table_rows(section(document, QUEUE)) == [
        [
            *("Vera row 7", "Small", "I will look."),
            "The model is not sure: the level of empathy is hard to tell",
        ],
        ["Wim row 8", "Small", "(empty)", "Not scored: the reply is empty"],
    ]
    assert facts(document) == {
        "learners": "8",
        "replies": "8",
        "scored": "6",
        "unsure": "1",
        "not scored": "1",
    }
    assert "Of 8 replies: 1 unsure, 1 not scored." in document.text


def test_a_pasted_reference_does_not_count(tmp_path: Path) -> None:
    pasted = rated("Vera", 4.0, flags="copied-reference")
    document = page(tmp_path, *class_of(6, 2.0), pasted)
    assert heat(document)["Small"][0] == "50"
    assert "1 copied from a reference" in document.text
    assert "shown, but not counted" in document.one("article", id="learner-7").text


class TestMarks:
    def test_they_win_and_both_are_shown(self, tmp_path: Path) -> None:
        marks = "id,empathy,marker,comment\n1,4,Joan,Lovely\n"
        document = page(tmp_path, *class_of(5, 2.0), marks=marks)
        assert heat(document)["Small"] == ["53", "2.4", "2.0", "2.0", "2.0", "5"]
        own = document.one("article", id="learner-1")
        assert "4 by hand (model 2.00)" in own.text
        assert "overall 67 of 100, with marks by hand" in own.text
        assert "Lovely – Joan" in own.text  # noqa: RUF001
        assert facts(document)["marked by hand"] == "1"

    def test_several_people_count_alike(self, tmp_path: Path) -> None:
        marks = "id,empathy,marker\n1,4,Joan\n1,3,Piet\n"
        document = page(tmp_path, *class_of(5, 2.0), marks=marks)
        assert "3.5 by hand" in document.one("article", id="learner-1").text

    def test_a_marked_reply_waits_no_longer_and_counts(self, tmp_path: Path) -> None:
        rows = [*class_of(5, 2.0), rated("Vera", 0.0, status="unsure"), unscored("Wim")]
        marks = "id,empathy,restating,courtesy,help\n6,4,4,4,\n7,4,4,4,4\n"
        document = page(tmp_path, *rows, marks=marks)
        assert heat(document)["Small"] == ["64", "2.6", "2.6", "2.6", "2.0", "7"]
        assert "Nothing waits" in section(document, QUEUE).text
        assert "A person has marked it." in document.one("article", id="learner-6").text

    def test_one_ladder_alone_does_not_end_the_waiting(self, tmp_path: Path) -> None:
        rows = [*class_of(5, 2.0), rated("Vera", 0.0, status="unsure")]
        document = page(tmp_path, *rows, marks="id,empathy\n6,4\n")
        assert heat(document)["Small"][-1] == "5"
        assert len(table_rows(section(document, QUEUE))) == 1

    def test_of_a_row_that_is_not_there(self, tmp_path: Path) -> None:
        table = rated_table(tmp_path, *class_of(5))
        with pytest.raises(InputError, match=r"marks.csv:3: no reply in .* has the id '99'"):
            make(table, tmp_path / "page.html", marks="id,empathy\n1,2\n99,2\n")
        assert not (tmp_path / "page.html").exists()

    def test_of_an_id_that_two_rows_have(self, tmp_path: Path) -> None:
        table = rated_table(tmp_path, *({**row, "id": "x"} for row in class_of(2)))
        with pytest.raises(InputError, match=r"marks.csv:2: 2 replies in .* have the id 'x'"):
            make(table, tmp_path / "page.html", marks="id,empathy\nx,2\n")


def test_acts_that_no_level_bears_out_are_held_against_nobody(tmp_path: Path) -> None:
    rows = class_of(6, 3.0, acts="greet | blame")
    document = page(tmp_path, *rows)
    acts = {row[0]: row[2] for row in table_rows(section(document, "What the replies do"))}
    assert acts["greets"] == "all 6"
    assert acts["blames"] == "under 5 of 6"
    assert "blames" not in document.one("article", id="learner-1").text


def test_rows_that_cannot_be_read_are_told_and_left_out(tmp_path: Path) -> None:
    wrong = [rated("Vera", status="great"), rated("Wim", empathy="7"), rated("Xu", help="")]
    made, html = make(rated_table(tmp_path, *class_of(5), *wrong), tmp_path / "page.html")
    assert made.failed == (
        "line 7: the status 'great' is none of scored, unsure, unscored",
        "line 8: empathy is '7', not 0 to 4",
        "line 9: help is '', not 0 to 4",
    )
    assert made.rows == 5
    assert facts(parsed(html))["failed"] == "3"


def test_rows_that_were_not_rated_are_counted(tmp_path: Path) -> None:
    table = rated_table(tmp_path, *class_of(5))
    errors = table.with_name("graded.csv.errors.csv")
    errors.write_text("table,line,id,error\nclass.csv,4,,no\nclass.csv,9,,no\n")
    _, html = make(table, tmp_path / "page.html")
    assert facts(parsed(html))["failed"] == "2"
    assert "2 rows were not rated" in html


def test_nothing_at_all(tmp_path: Path) -> None:
    document = page(tmp_path)
    assert facts(document)["replies"] == "0"
    assert document.all("article") == []


def test_without_a_column_of_learners(tmp_path: Path) -> None:
    columns = ("id", *rated_table(tmp_path).read_text().strip().split(",")[2:])
    table = rated_table(tmp_path, *class_of(6, 3.0), columns=columns)
    made, html = make(table, tmp_path / "page.html", feedback=tmp_path / "feedback")
    document = parsed(html)
    assert heat(document)["Small"][-1] == "6"
    assert "does not say who answered" in document.text
    assert document.all("article") == []
    assert made.files == 0


def test_the_weights_of_a_scene_are_in_a_marked_overall(tmp_path: Path) -> None:
    row = rated("Ann", [1.0, 1.0, 4.0, 1.0])
    table, page = rated_table(tmp_path, row), tmp_path / "page.html"
    marks = tmp_path / "marks.csv"
    marks.write_text("id,empathy\n1,4\n", "utf-8")
    uneven = replace(small().scenes["asks"], weights={Ladder.EMPATHY: 2.0, Ladder.COURTESY: 2.0})
    library = Shelf(scenarios={"small": replace(small(), scenes={"asks": uneven})})
    Report.prepare(table, Places(page), marks).write(library)
    assert "overall 85 of 100" in page.read_text("utf-8")


@pytest.mark.parametrize("name", ["graded.jsonl", "graded.xlsx", "graded.parquet"])
def test_every_format_makes_the_same_report(name: str, tmp_path: Path) -> None:
    replies = table(tmp_path, "I am sorry.", "You idiot.", "", "=Well.", "Let me look.")
    pages = []
    for out in (tmp_path / "graded.csv", tmp_path / name):
        run(replies, out, Options(explain=True))
        pages.append(make(out, tmp_path / "page.html")[1].replace(out.name, "graded"))
    assert pages[0] == pages[1]
    assert "=Well." in pages[0]

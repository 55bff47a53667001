"""How marks by people come into a report: which of them count, and that each finds its reply."""

import json
from pathlib import Path

import pytest
from support.markup import Node, parsed, section, table_rows
from support.reports import make, rated, rated_table, report
from support.shelf import Shelf

from roleplay.classroom.report import Places, Report
from roleplay.errors import InputError
from roleplay.receipt import Receipt


def own(folder: Path, marks: str, *, id_: str = "1") -> Node:
    page = report(folder, rated("Ann", 2.0, id=id_), marks=marks)
    return parsed(page).one("article", id="learner-1")


def test_the_last_row_of_each_marker_counts(tmp_path: Path) -> None:
    found = own(tmp_path, "id,empathy,marker\n1,0,Joan\n1,4,Piet\n1,2,Joan\n").text
    assert "3 by hand (model 2.00)" in found


def test_a_mark_that_was_taken_back_is_none(tmp_path: Path) -> None:
    found = own(tmp_path, "id,empathy,marker\n1,4,Joan\n1,,Joan\n").text
    assert "by hand" not in found


def test_rows_that_nobody_filled_in_are_no_marks(tmp_path: Path) -> None:
    assert "by hand" not in own(tmp_path, "id,reply,empathy\n1,I will look.,\n").text


def test_a_comment_alone_is_shown(tmp_path: Path) -> None:
    assert "See me – Joan" in own(tmp_path, "id,help,marker,comment\n1,,Joan,See me\n").text  # noqa: RUF001


class TestACommentAlone:
    """It is shown, and is no mark: nobody has given another level."""

    @pytest.fixture
    def page(self, tmp_path: Path) -> str:
        marks = "id,empathy,marker,comment\n1,,Joan,See me\n"
        return report(tmp_path, *(rated(f"L{n}", 2.0) for n in range(6)), marks=marks)

    def test_is_not_counted(self, page: str) -> None:
        assert "marked by hand" not in parsed(page).one("dl", **{"class": "facts"}).text
        assert "They win over the model" not in page

    def test_is_not_in_the_overall(self, page: str) -> None:
        text = parsed(page).one("article", id="learner-1").text
        assert "overall 50 of 100 ·" in text
        assert "by hand" not in text
        assert "See me" in text


def test_a_mark_on_help_alone_is_not_in_the_overall(tmp_path: Path) -> None:
    text = own(tmp_path, "id,help\n1,4\n").text
    assert "4 by hand" in text
    assert "overall 50 of 100 · row 1" in text


class TestAScenarioThatIsNotHere:
    """Nobody knows how its ladders weigh, so marks make no overall; an export says the same."""

    GONE = "No overall: marked, but its scenario is not here to say how ladders weigh."

    def page(self, folder: Path, *, marks: str = "id,empathy\n1,4\n", **where: str) -> Node:
        rows = [rated(f"L{n}", 2.0, **where) for n in range(9)]
        return parsed(report(folder, *rows, marks=marks))

    @pytest.mark.parametrize(
        "where", [{"scenario": "gone"}, {"scene": "gone"}, {"scenario": "broken"}]
    )
    def test_has_no_overall_with_marks(self, tmp_path: Path, where: dict[str, str]) -> None:
        page = self.page(tmp_path, **where)
        marked, other = (page.one("article", id=f"learner-{n}").text for n in (1, 2))
        assert self.GONE in marked
        assert "overall 5" not in marked
        assert "overall 6" not in marked
        assert "4 by hand (model 2.00)" in marked
        assert "overall 50 of 100 · row 2" in other
        assert "1 marked reply has no overall: its scenario is not here" in page.text

    def test_is_in_no_mean_from_which_it_could_be_worked_out(self, tmp_path: Path) -> None:
        """The overalls of the other eight, less the ladders of all nine, would be the ninth's."""
        found = table_rows(section(self.page(tmp_path, scenario="gone"), "Scenario by ladder"))
        assert found == [["gone", "not known", "2.2", "2.0", "2.0", "2.0", "9"]]

    def test_first_and_last_attempts_have_no_overall_either(self, tmp_path: Path) -> None:
        rows = [rated(f"L{n}", level, scenario="gone") for level in (1.0, 3.0) for n in range(6)]
        page = parsed(report(tmp_path, *rows, marks="id,empathy\n1,4\n"))
        found = table_rows(section(page, "First against last attempt"))
        assert [row[0] for row in found] == ["empathy", "restating", "courtesy", "help"]
        assert "What stands out" in page.text

    def test_is_known_for_scenes_of_the_table_itself(self, tmp_path: Path) -> None:
        page = self.page(tmp_path, scenario="", concern="Where is it?")
        assert "overall 67 of 100, with marks by hand" in page.text
        assert self.GONE not in page.text


@pytest.mark.parametrize("name", ["007", "=1+1"])
def test_ids_are_texts(tmp_path: Path, name: str) -> None:
    assert "4 by hand" in own(tmp_path, f"id,empathy\n{name},4\n", id_=name).text


def test_json_lines(tmp_path: Path) -> None:
    given = tmp_path / "marks.jsonl"
    given.write_text(json.dumps({"id": 1, "empathy": 4, "comment": None}) + "\n", "utf-8")
    table, page = rated_table(tmp_path, rated("Ann", 2.0)), tmp_path / "class.html"
    Report.prepare(table, Places(page), given).write(Shelf())
    assert "4 by hand (model 2.00)" in parsed(page.read_text("utf-8")).text


def test_marks_of_another_reply_are_refused(tmp_path: Path) -> None:
    receipts = [str(Receipt.of("model", "scene", text)) for text in ("I will look.", "Go away.")]
    table = rated_table(tmp_path, rated("Ann", receipt=receipts[0]))
    head = "id,empathy,receipt\n"
    with pytest.raises(InputError, match=r"marks.csv:2: the reply '1' in .* is not the one"):
        make(table, tmp_path / "class.html", marks=f"{head}1,4,{receipts[1]}\n")
    assert not (tmp_path / "class.html").exists()
    assert "by hand" in make(table, tmp_path / "class.html", marks=f"{head}1,4,{receipts[0]}\n")[1]

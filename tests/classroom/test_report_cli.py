"""``roleplay report`` and ``roleplay score --report`` as somebody calls them."""

from pathlib import Path

import pytest
from support.markup import parsed
from support.rater import ScriptedRater
from support.reports import rated, rated_table
from support.shelf import Shelf, read, table

from roleplay.cli import library, scoring
from roleplay.cli.app import run


@pytest.fixture(autouse=True)
def scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "make_rater", lambda *_: ScriptedRater())
    monkeypatch.setattr(library, "make_library", Shelf)


@pytest.fixture
def of_six(tmp_path: Path) -> Path:
    return rated_table(tmp_path, *(rated(f"Learner {n}") for n in range(6)))


def test_a_report_and_feedback(
    of_six: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, folder = tmp_path / "class.html", tmp_path / "feedback"
    assert run(["report", str(of_six), "-o", str(page), "--feedback", str(folder)]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        f"6 replies, 6 learners → {page}",
        f"6 files of feedback → {folder}",
    ]
    head = parsed(page.read_text("utf-8")).one("head")
    assert head.one("title").text == "Class report: graded.csv"
    assert len(list(folder.iterdir())) == 6


def test_pages_of_an_earlier_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "feedback"
    for learners in (("Ann", "Bob"), ("Ann",)):
        table = rated_table(tmp_path, *map(rated, learners))
        assert run(["report", str(table), "--feedback", str(folder)]) == 0
    assert capsys.readouterr().err.splitlines()[1:] == [
        f"1 file of feedback → {folder}",
        "1 page of an earlier report is removed from there",
    ]


def test_replies_that_name_no_learner(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, page = rated_table(tmp_path, rated("Ann"), rated("")), tmp_path / "class.html"
    assert run(["report", str(table), "-o", str(page)]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "1 reply names no learner, and so is in no figure and on nobody's page",
        f"2 replies, 1 learner → {page}",
    ]


def test_to_standard_output(of_six: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", str(of_six), "-o", "-"]) == 0
    assert parsed(capsys.readouterr().out).one("h1").text == "Class report"


def test_feedback_alone(of_six: Path, tmp_path: Path) -> None:
    assert run(["report", str(of_six), "--feedback", str(tmp_path / "own")]) == 0
    assert sorted(path.suffix for path in tmp_path.iterdir()) == ["", ".csv"]


def test_rows_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = rated_table(
        tmp_path, *(rated(f"L{n}", status="?" if n else "scored") for n in range(13))
    )
    assert run(["report", str(path), "-o", str(tmp_path / "class.html")]) == 3
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("not in the report: line 3: the status '?' is none of")
    assert said[10:] == ["… and 2 rows more", f"1 reply, 1 learner → {tmp_path / 'class.html'}"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["GRADED"], 2, "Say where the report should go."),
        (["GRADED", "-o", "GRADED"], 2, "graded.csv would be overwritten."),
        (["GRADED", "-o", "DIR/new.csv"], 2, "a report is HTML."),
        (["GRADED", "-o", "DIR/no/class.html"], 2, "There is no folder"),
        (["GRADED", "--feedback", "GRADED"], 2, "is not a folder."),
        (["DIR/none.csv", "-o", "DIR/class.html"], 2, "There is no"),
        (["GRADED", "-o", "DIR/class.html", "--marks", "GRADED"], 4, "marks cannot be read"),
        (["GRADED", "-o", "DIR/class.html", "--prefix", "m_"], 4, "is no rated table"),
    ],
)
def test_calls_that_make_no_sense(
    arguments: list[str],
    code: int,
    said: str,
    of_six: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if "--marks" in arguments:
        of_six.write_text(of_six.read_text().replace("2.00", "2.50"), "utf-8")
    places = {"GRADED": str(of_six), "DIR": str(of_six.parent)}
    for name, place in places.items():
        arguments = [text.replace(name, place) for text in arguments]
    before = of_six.read_bytes()
    assert run(["report", *arguments]) == code
    assert said in capsys.readouterr().err
    assert of_six.read_bytes() == before
    assert list(of_six.parent.iterdir()) == [of_six]


class TestWithScore:
    def score(self, folder: Path, *options: str, out: str = "graded.xlsx") -> int:
        replies = table(folder, "I am sorry, I will look.", "You idiot.", "")
        options = tuple(text.replace("DIR", str(folder)) for text in options)
        return run(["score", str(replies), "-o", str(folder / out), *options])

    def test_both(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        options = ("--report", "DIR/class.html", "--feedback", "DIR/own", "--explain")
        assert self.score(tmp_path, *options, "--prefix", "m_") == 0
        assert "3 rows = 2 scored" in capsys.readouterr().err
        document = parsed((tmp_path / "class.html").read_text("utf-8"))
        own = document.one("article", id="learner-1")
        assert "“I am sorry, I will look.” shows that you noticed how they feel." in own.text
        assert "Not scored: the reply is empty" in own.text
        assert [path.name for path in (tmp_path / "own").iterdir()] == ["ann.html"]

    def test_whatever_ending_the_table_has(self, tmp_path: Path) -> None:
        options = ("--to", "csv", "--delimiter", ",", "--report", "DIR/class.html")
        assert self.score(tmp_path, *options, out="graded") == 0
        document = parsed((tmp_path / "class.html").read_text("utf-8"))
        assert "replies 3" in document.one("dl", **{"class": "facts"}).text

    def test_failed_rows_are_in_the_report_and_the_exit_code(self, tmp_path: Path) -> None:
        replies = table(tmp_path, "I am sorry.")
        with replies.open("a", encoding="utf-8") as file:
            file.write("Bob,nowhere,asks,Hello.\r\n")
        page = tmp_path / "class.html"
        out = tmp_path / "graded.csv"
        assert run(["score", str(replies), "-o", str(out), "--report", str(page)]) == 3
        assert len(read(out)) == 1
        assert "1 row was not rated" in page.read_text("utf-8")

    @pytest.mark.parametrize(
        ("out", "page", "said"),
        [
            ("-", "DIR/class.html", "A report needs the rated table in a file."),
            ("DIR/graded.csv", "DIR/class.csv", "would be overwritten"),
            ("DIR/graded.csv", "DIR/new.csv", "a report is HTML"),
            ("DIR/graded.csv", "DIR/no/class.html", "There is no folder"),
        ],
    )
    def test_a_place_that_cannot_be_is_named_before_anything_is_rated(
        self, out: str, page: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        replies = table(tmp_path, "I am sorry.")
        places = [text.replace("DIR", str(tmp_path)) for text in (out, page)]
        assert run(["score", str(replies), "-o", places[0], "--report", places[1]]) == 2
        assert said in capsys.readouterr().err
        assert list(tmp_path.iterdir()) == [replies]

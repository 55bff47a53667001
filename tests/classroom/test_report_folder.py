"""A file for each learner, whatever they are called, and nobody else's file is touched."""

import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.markup import parsed
from support.reports import make, rated, rated_table

from roleplay.classroom.report.folder import file_names
from roleplay.errors import UsageError

DRAFT = len(".") + len(".12345678.part")
"""Bytes that the name of a file has more while it is written."""


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Amira Haddad", "amira-haddad.html"),
        ("../../etc/passwd", "etc-passwd.html"),
        ("..", "learner.html"),
        ("", "learner.html"),
        ("CON", "learner-con.html"),
        ("Lpt¹", "learner-lpt1.html"),
        ("C:\\Users\\x", "c-users-x.html"),
        ("-rf", "rf.html"),
        (".hidden", "hidden.html"),
        ("李娜", "李娜.html"),
        ("Søren Ćwikła", "søren-ćwikła.html"),
        ("a\x00b\nc", "a-b-c.html"),
        ("007", "007.html"),
        ("index", "learner-index.html"),
    ],
)
def test_names_of_files(name: str, file: str) -> None:
    assert list(file_names([name])) == [file]


def test_each_learner_has_a_file_of_its_own() -> None:
    names = ["Ann", "ann", "ANN!", "ann-2", "É", "E\u0301", "ß", "SS"]
    found = list(file_names(names))
    assert found[:4] == ["ann.html", "ann-2.html", "ann-3.html", "ann-2-2.html"]
    assert len({name.casefold() for name in found}) == len(names)


def test_long_names_are_cut_between_letters(tmp_path: Path) -> None:
    long = "\U00020000" * 60
    rows = [rated(long), rated(long + "b"), rated("a" * 300)]
    folder = tmp_path / "feedback"
    make(rated_table(tmp_path, *rows), tmp_path / "r.html", feedback=folder)
    stem = "\U00020000" * 50
    names = {f"{stem}.html", f"{stem}-2.html", f"{'a' * 60}.html"}
    assert {path.name for path in folder.iterdir()} == names


def test_many_that_have_no_letter() -> None:
    names = [f"{n * '!'}?" for n in range(4000)]
    assert list(file_names(names))[-1] == "learner-4000.html"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=80) | st.text(string.printable, max_size=200), max_size=20))
def test_any_name_makes_a_safe_one(names: list[str]) -> None:
    found = list(file_names(names))
    assert len({name.casefold() for name in found}) == len(names)
    for name in found:
        assert Path(name).name == name
        assert name.isprintable()
        assert len(name.encode()) <= 255 - DRAFT
        assert not set(name) & set('<>:"/\\|?* ')
        assert name[0] not in ".-"


def test_each_says_what_its_learner_was_told_and_nothing_of_others(tmp_path: Path) -> None:
    rows = [
        rated("Ann", 3.0, reply="I am sorry, Dana.", strength="“I am sorry” says sorry."),
        rated("Ann", 4.0, reply="So it is your overtime.", attempt="2"),
        rated("Bob", 1.0, reply="Not now."),
    ]
    folder = tmp_path / "deep" / "feedback"
    made, _ = make(rated_table(tmp_path, *rows), tmp_path / "r.html", feedback=folder)
    assert made.files == 2
    document = parsed((folder / "ann.html").read_text("utf-8"))
    assert document.one("h1").text == "Feedback for Ann"
    quoted = [node.text for node in document.all("blockquote")]
    assert quoted == ["My overtime is missing.", "I am sorry, Dana.", "So it is your overtime."]
    assert "Dana Ruiz said:" in document.text
    assert "says sorry" in document.text
    assert "try 2 of 2" in document.text
    assert "Bob" not in document.text
    assert "Not now" not in document.text


def test_a_second_run_replaces_its_own_files(tmp_path: Path) -> None:
    folder = tmp_path / "feedback"
    for reply in ("Once.", "Twice."):
        make(rated_table(tmp_path, rated("Ann", reply=reply)), tmp_path / "r.html", feedback=folder)
    assert "Twice." in (folder / "ann.html").read_text("utf-8")
    assert [path.name for path in folder.iterdir()] == ["ann.html"]


class TestAnEarlierRun:
    """Its pages go, since numbers are drawn anew: a page that stays would be another person's."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return tmp_path / "feedback"

    def run(self, folder: Path, *learners: str, hidden: bool = False) -> int:
        table = rated_table(folder.parent, *map(rated, learners))
        page = folder.parent / "r.html"
        return make(table, page, hidden=hidden, feedback=folder)[0].removed

    def names(self, folder: Path) -> list[str]:
        return sorted(path.name for path in folder.iterdir())

    def test_pages_that_are_not_written_again_go(self, folder: Path) -> None:
        class_ = [f"P{n}" for n in range(12)]
        assert self.run(folder, *class_, hidden=True) == 0
        assert self.run(folder, *class_[:9], hidden=True) == 12
        assert self.names(folder) == [f"learner-{n}.html" for n in range(1, 10)]
        assert self.run(folder, *class_[:8], "Élise") == 9
        assert self.names(folder) == [*(f"p{n}.html" for n in range(8)), "élise.html"]
        assert self.run(folder, *class_[:8], "Élise") == 0

    def test_nothing_of_somebody_else_goes(self, folder: Path) -> None:
        self.run(folder, "Ann", "Bob", "Cy")
        (folder / "bob.html").rename(folder / "bob in spring.html")
        (folder / "cy.html").write_text("My notes on Cy.", "utf-8")
        (folder / "notes.html").write_text('<meta name="generator" content="roleplay feedback">')
        (folder / "more").mkdir()
        (folder / "more" / "ann.html").write_bytes((folder / "ann.html").read_bytes())
        (folder / "link.html").symlink_to(folder / "ann.html")
        (folder / "ann.txt").write_bytes((folder / "ann.html").read_bytes())
        others = {*self.names(folder)} - {"ann.html"}
        assert self.run(folder, "Dee") == 1
        assert {*self.names(folder)} == others | {"dee.html"}
        assert (folder / "more" / "ann.html").exists()

    def test_none_goes_before_the_new_ones_are_there(self, folder: Path) -> None:
        self.run(folder, "Ann")
        (folder / "bob.html").mkdir()
        with pytest.raises(UsageError, match=r"bob\.html is there"):
            self.run(folder, "Bob")
        assert (folder / "ann.html").exists()

    def test_a_table_without_learners_takes_none_away(self, folder: Path) -> None:
        self.run(folder, "Ann")
        assert self.run(folder) == 0
        assert self.names(folder) == ["ann.html"]


def test_a_file_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "feedback"
    folder.mkdir()
    (folder / "bob.html").write_text("Bob's own page")
    table = rated_table(tmp_path, rated("Ann"), rated("Bob"))
    with pytest.raises(UsageError, match=r"bob\.html is there, and is no feedback"):
        make(table, tmp_path / "r.html", feedback=folder)
    assert [path.name for path in folder.iterdir()] == ["bob.html"]
    assert (folder / "bob.html").read_text() == "Bob's own page"
    assert not (tmp_path / "r.html").exists()


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    folder = tmp_path / "feedback"
    folder.mkdir()
    (folder / "ann.html").symlink_to(tmp_path / "elsewhere.html")
    with pytest.raises(UsageError, match=r"ann\.html is there"):
        make(rated_table(tmp_path, rated("Ann")), tmp_path / "r.html", feedback=folder)
    assert not (tmp_path / "elsewhere.html").exists()


def test_nobody_gets_a_page_of_those_without_a_name(tmp_path: Path) -> None:
    table = rated_table(tmp_path, rated("Ann"), rated(""), rated(" "))
    folder = tmp_path / "feedback"
    made, page = make(table, tmp_path / "r.html", feedback=folder)
    assert (made.rows, made.learners, made.nameless, made.files) == (3, 1, 2, 1)
    assert [path.name for path in folder.iterdir()] == ["ann.html"]
    assert len(parsed(page).all("article")) == 1

"""Replies that name no learner: counted and seen, but in no figure and on no page."""

import tracemalloc
from pathlib import Path

import pytest
from support.markup import Node, parsed, section, table_rows
from support.reports import COLUMNS, Row, rated, rated_table, report, unscored
from support.shelf import Shelf

from roleplay.classroom.report import Places, Report

NOBODY = rated("", 4.0, reply="Nobody said this.")


def class_of(count: int) -> list[Row]:
    return [rated(f"Learner {n}", 2.0) for n in range(count)]


def page(folder: Path, *rows: Row, hidden: bool = False) -> Node:
    return parsed(report(folder, *rows, hidden=hidden))


def test_they_are_counted_and_it_is_said_what_they_are_not_in(tmp_path: Path) -> None:
    document = page(tmp_path, *class_of(5), NOBODY, NOBODY)
    facts = document.one("dl", **{"class": "facts"}).text
    assert facts.startswith("learners 5 replies 7 scored 7")
    assert "Of 7 replies: 2 that name no learner." in document.text
    assert "2 replies name no learner. They are in no figure and on nobody's page" in document.text


def test_they_are_on_no_page(tmp_path: Path) -> None:
    document = page(tmp_path, *class_of(5), NOBODY)
    assert len(document.all("article")) == 5
    assert "Nobody said this." not in document.text


def test_they_are_in_no_figure(tmp_path: Path) -> None:
    part = section(page(tmp_path, *class_of(5), NOBODY), "Scenario by ladder")
    assert table_rows(part) == [["Small", "50", "2.0", "2.0", "2.0", "2.0", "5"]]


def test_they_are_no_fifth_learner(tmp_path: Path) -> None:
    """It may be one of the four who left the cell empty."""
    part = section(page(tmp_path, *class_of(4), NOBODY), "Scenario by ladder")
    assert "fewer than five learners is not shown" in part.text


@pytest.mark.parametrize("hidden", [False, True])
def test_those_that_wait_are_asked_about(tmp_path: Path, *, hidden: bool) -> None:
    waits = [rated("Ann", status="unsure"), rated("", status="unsure", why="it is"), unscored("")]
    document = page(tmp_path, *waits, hidden=hidden)
    rows = table_rows(section(document, "For a person to look at"))
    who = ["Learner 1", "no name", "no name"]
    if not hidden:
        who = ["Ann row 1", "no name row 2", "no name row 3"]
    assert [row[0] for row in rows] == who
    assert rows[1][3] == "The model is not sure: it is"
    links = {
        node.attributes["href"] for node in section(document, "For a person to look at").all("a")
    }
    assert links == {"#learner-1"}


def test_a_table_in_which_nobody_is_named(tmp_path: Path) -> None:
    document = page(tmp_path, *[NOBODY] * 6)
    assert document.all("article") == []
    assert "learners 0 replies 6" in document.one("dl", **{"class": "facts"}).text


@pytest.mark.parametrize("columns", [COLUMNS, ("id", *COLUMNS[2:])], ids=["empty", "no column"])
def test_neither_the_page_nor_the_memory_grows_with_them(
    columns: tuple[str, ...], tmp_path: Path
) -> None:
    sizes, peaks = [], []
    for count in (50, 500, 3500):
        table = rated_table(tmp_path, *[NOBODY] * count, columns=columns)
        prepared = Report.prepare(table, Places(tmp_path / "page.html"))
        tracemalloc.start()
        prepared.write(Shelf())
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        sizes.append((tmp_path / "page.html").stat().st_size)
    assert sizes[2] < sizes[1] + 100
    assert peaks[2] < peaks[1] + 250_000  # pydantic keeps some thousand short texts

"""What is rated for a row."""

from collections.abc import Sequence
from typing import Any

import pytest
from support.scenarios import small
from support.shelf import Shelf

from roleplay.classroom import Row, RowError, exchange_of, point_from
from roleplay.classroom.cells import cell_text, items_of, split_cell
from roleplay.classroom.formulas import NONE, Guards
from roleplay.classroom.posed import Remembered
from roleplay.errors import InputError
from roleplay.practice import Card
from roleplay.rating import Exchange
from roleplay.scenario import Point, PointKind


def row(guards: Guards = NONE, **cells: object) -> Row:
    return Row("class.csv", 2, 1, cells, guards=guards)


def problem(**cells: object) -> str:
    with pytest.raises(RowError) as error:
        exchange_of(Row("class.csv", 2, 1, cells), Shelf())
    return str(error.value)


def test_a_scenario_s_scene() -> None:
    posed = exchange_of(row(scenario="small", scene="more", reply="Sorry."), Shelf())
    assert posed.exchange == Exchange.in_scene(small().scenes["more"], "Sorry.")


def test_a_scenario_brings_what_its_learners_know_and_an_own_scene_nothing() -> None:
    posed = exchange_of(row(scenario="small", scene="more", reply="Sorry."), Shelf())
    assert {"My overtime is missing.", "Payroll closes at 12:00."} <= set(posed.sources.texts)
    assert "Excuse me?" not in posed.sources.texts  # no way leads from there
    assert exchange_of(row(concern="Why?", reply="Sorry."), Shelf()).sources.texts == ()


def test_replies_are_cleaned_as_in_practice() -> None:
    given = row(scenario="small", scene="more", reply="So\u202erry\x1b[31m.\r\nYes")
    assert exchange_of(given, Shelf()).exchange.reply == "Sorry.\nYes"


def test_no_scene_is_guessed() -> None:
    known = {"reply": "Sorry."}
    assert problem(scenario="small", **known) == "no scene is named; small has asks, more, again"
    assert "did you mean 'asks'" in problem(scenario="small", scene="ask", **known)
    assert "there are asks, more, again" in problem(scenario="small", scene="zzz", **known)
    assert "did you mean 'small'" in problem(scenario="Smal", scene="asks", **known)
    assert "cannot be used: 2 problems" in problem(scenario="broken", scene="asks", **known)
    assert problem(scenario="small", scene="asks") == "there is no reply"
    assert "neither scenario" in problem(concern="  ", **known)


def test_a_scene_of_its_own_in_json() -> None:
    posed = exchange_of(
        row(
            reply="Sorry.",
            concern="Where is it?",
            points=["it is late", {"feeling": "she is cross"}, {"need": "a date", "id": "date"}],
            references=["One.", "Two | three."],
        ),
        Shelf(),
    )
    assert posed.exchange == Exchange(
        "Sorry.",
        "Where is it?",
        (
            Point("1", PointKind.FACT, "it is late"),
            Point("2", PointKind.FEELING, "she is cross"),
            Point("date", PointKind.NEED, "a date"),
        ),
        ("One.", "Two | three."),
    )


def test_a_scene_of_its_own_in_cells() -> None:
    given = row(
        Guards(written=True, read=True),
        scenario="",
        reply="'=Sorry.",
        concern="'- Where is it?",
        points="it is late | Feeling: she is cross |  | need:a date|time",
        references="One. | Two|three.",
    )
    assert exchange_of(given, Shelf()).exchange == Exchange(
        "=Sorry.",
        "- Where is it?",
        (
            Point("1", PointKind.FACT, "it is late"),
            Point("2", PointKind.FEELING, "she is cross"),
            Point("3", PointKind.NEED, "a date|time"),
        ),
        ("One.", "Two|three."),
    )


def test_an_own_scene_needs_neither_points_nor_references() -> None:
    posed = exchange_of(row(reply="", concern="Where?", points=None, references=""), Shelf())
    assert posed.exchange == Exchange("", "Where?")


@pytest.mark.parametrize(
    "given",
    [
        7,
        None,
        "",
        "fact:",
        {"fact": ""},
        {"fact": 3},
        {"fact": "a", "need": "b"},
        {"fakt": "a"},
        {},
    ],
)
def test_points_that_are_none(given: object) -> None:
    with pytest.raises(RowError):
        point_from(1, given)


def test_lists_that_are_none() -> None:
    assert "points must be text" in problem(reply="a", concern="b", points={"fact": "c"})
    assert "same id" in problem(
        reply="a", concern="b", points=[{"fact": "c", "id": "2"}, {"fact": "d"}]
    )
    assert "a reference is a text" in problem(reply="a", concern="b", references=[" "])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (["a", "b"], "a | b"),
        ([{"fact": "a"}, {"need": "b: c"}], "fact: a | need: b: c"),
        ([], ""),
        (["a | b"], '["a | b"]'),
        ([{"fact": "a", "id": "x"}], '[{"fact": "a", "id": "x"}]'),
        (1.5, "1.5"),
        (None, ""),
        ({"a": "é"}, '{"a": "é"}'),
    ],
)
def test_values_in_cells(value: Any, text: str) -> None:  # noqa: ANN401 - any JSON value
    assert cell_text(value) == text


def test_cells_with_bars() -> None:
    assert split_cell(" a | b|c |  | d ") == ["a", "b|c", "d"]
    assert split_cell("|") == split_cell("") == []


@pytest.mark.parametrize(
    "value", [[], ["a", "b"], ["a | b"], [{"need": "a date", "id": "date"}, "fact: late"]]
)
def test_a_list_reads_back_from_a_cell(value: list[object]) -> None:
    assert items_of(cell_text(value)) == value


@pytest.mark.parametrize("text", ["[urgent] it is late", "[1]", "[" * 100_000])
def test_a_text_with_a_bracket_is_a_text(text: str) -> None:
    assert items_of(text) == [text]


def test_a_scenario_is_loaded_once() -> None:
    shelf = Shelf()
    remembered = Remembered(shelf)
    for _ in range(3):
        remembered.load("small")
        with pytest.raises(InputError):
            remembered.load("broken")
    assert shelf.loads == 2
    assert remembered.ids() is remembered.ids()


def test_only_the_scenarios_of_a_table_are_read() -> None:
    class Unread(Shelf):
        def cards(self) -> Sequence[Card]:
            raise AssertionError

    shelf = Unread()
    exchange_of(row(scenario="small", scene="asks", reply="Sorry."), Remembered(shelf))
    assert shelf.loads == 1

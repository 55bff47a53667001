"""Pseudonyms leave no name in a report, and lead back to nobody."""

import random
import re
from pathlib import Path

import pytest
from support.markup import parsed
from support.reports import make, rated, rated_table, unscored

from roleplay.classroom.report.names import DrawnNames, RealNames

CLASS = (
    "Amira Haddad",
    "Liam O'Brien",
    "Will May",
    "Mei-Ling Chen",
    "José Núñez",
    "Bo Li",
    "20417",
)


def clean(text: str, learner: int | None = None) -> str:
    return DrawnNames(CLASS, random.Random(7)).clean(text, learner)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hi, Amira here.", "Hi, [name] here."),
        ("amira haddad speaking", "[name] speaking"),
        ("AMIRA's desk", "[name]'s desk"),
        ("Ask O'Brien or O’Brien.", "Ask [name] or [name]."),  # noqa: RUF001
        ("mei-ling, Mei, CHEN", "[name]"),
        ("Jose Nunez and JOSÉ", "[name] and [name]"),
        ("write to amira.haddad@example.org", "write to [name]@example.org"),
        ("Then ask Will, he knows.", "Then ask [name], he knows."),
        ("Will you wait? It may take a minute.", "Will you wait? It may take a minute."),
        ("Bo and bold words", "[name] and bold words"),
        ("Number 20417 or 41720", "Number [name] or 41720"),
        ("Baraka, I hear you.", "Baraka, I hear you."),
    ],
)
def test_names_inside_of_texts(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_ones_own_name_at_the_beginning_of_a_sentence() -> None:
    assert clean("Done. Will", CLASS.index("Will May")) == "Done. [name]"
    assert clean("Done. Will do.", CLASS.index("Amira Haddad")) == "Done. Will do."


def test_each_learner_has_one_number_of_its_own() -> None:
    names = DrawnNames(CLASS)
    called = [names.of(n) for n in range(len(CLASS))]
    assert sorted(called) == [f"Learner {n}" for n in range(1, 8)]
    assert [names.of(n) for n in range(len(CLASS))] == called
    assert [names.of(n) for n in names.order] == sorted(called)


def test_numbers_are_drawn_anew_and_not_from_the_names() -> None:
    drawn = {tuple(DrawnNames(CLASS).order) for _ in range(40)}
    assert len(drawn) > 30


def test_pages_are_in_alphabetical_order_under_real_names() -> None:
    names = RealNames(("Zoe", "ángel", "Bo"))
    assert [names.of(n) for n in names.order] == ["ángel", "Bo", "Zoe"]


def test_no_name_is_left_in_the_files(tmp_path: Path) -> None:
    rows = [
        rated(
            name,
            reply=f"It's {name}, {name.split()[0]} for short.",
            strength=f"“It's {name}” says so.",
            advice=f"Leave out “{name}”.",
            missed=f"“{name} was told”",
            scenario="" if n % 2 else "small",
            id=f"{name}-{n}",
        )
        for n, name in enumerate(CLASS)
    ]
    rows += [{**unscored(name, reply=f"{name} ???"), "id": f"{name}-x"} for name in CLASS]
    table = rated_table(tmp_path, *rows).rename(tmp_path / "class of Amira Haddad.csv")
    marks = "id,empathy,marker,comment\nAmira Haddad-0,3,Joan Doe,Well done Amira\n"
    folder = tmp_path / "feedback"
    _, page = make(table, tmp_path / "r.html", marks=marks, hidden=True, feedback=folder)
    files = sorted(folder.iterdir())
    assert [path.name for path in files] == [f"learner-{n}.html" for n in range(1, 8)]
    texts = [page, *(path.read_text("utf-8") for path in files)]
    parts = [*re.findall(r"\w+", " ".join(CLASS)), "Joan", "Doe"]
    for text in texts:
        document = parsed(text)
        shown = document.one("body").text + document.one("head").one("title").text
        for part in parts:
            assert not re.search(rf"\b{part}\b", shown), part
    assert "Well done [name]" in page
    assert "[name] for short" in page
    assert "drawn for this report" in page

"""The questions of ``new``, answered by a script."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from roleplay.authoring.answers import Answers, tidy
from roleplay.cli.app import run
from roleplay.cli.interview import Interview
from roleplay.scenario import Customer, Kind, Need

if TYPE_CHECKING:
    from collections.abc import Iterator


class Author:
    """Types one line after the other, and remembers what was shown."""

    def __init__(self, *lines: str) -> None:
        self.lines: Iterator[str] = iter(lines)
        self.shown: list[str] = []

    def ask(self, prompt: str) -> str:
        self.shown.append(prompt)
        return next(self.lines)

    def interview(self, folder: Path, **given: object) -> Answers:
        found = Interview(self.ask, self.shown.append, folder).answers(given)
        assert list(self.lines) == [], "something was not asked"
        return found


def test_enter_takes_every_default(tmp_path: Path) -> None:
    answers = Author(*[""] * 10).interview(tmp_path)
    assert tidy(answers) == tidy(Answers("my-scenario"))


def test_answers_are_taken_as_typed(tmp_path: Path) -> None:
    author = Author(
        "The late badge: #2",
        "late-badge",
        "angry-coworker",
        "2",
        "mat",
        "Zoë O'Hara",
        "head of bids",
        "4",
        "My badge is dead: again. I want a new one!",
        "3",
    )
    assert author.interview(tmp_path) == Answers(
        id="late-badge",
        title="The late badge: #2",
        kind=Kind.ANGRY_COWORKER,
        customer=Customer.EXTERNAL,
        need=Need.MATERIALS,
        name="Zoë O'Hara",
        role="head of bids",
        mood=4,
        says="My badge is dead: again. I want a new one!",
        difficulty=3,
    )


def test_what_the_options_say_is_not_asked(tmp_path: Path) -> None:
    author = Author(*[""] * 6)
    given = {"id": "x", "title": "T", "kind": Kind.SUPPLIER, "mood": 3}
    answers = author.interview(tmp_path, **given)
    assert (answers.id, answers.title, answers.kind, answers.mood) == ("x", "T", Kind.SUPPLIER, 3)
    assert not any("Title" in line or "upset" in line for line in author.shown)


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (["x" * 81, "Good", "", "", "", "", "", "", "", "", ""], "81 characters; 80 fit"),
        (["Good", "Not An Id", "ok", "", "", "", "", "", "", "", ""], "'Not An Id' is not an id"),
        (["Good", "taken", "ok", "", "", "", "", "", "", "", ""], "already there"),
        (["Good", "", "lunch", "", "", "", "", "", "", "", ""], "'lunch' is none of them"),
        (["Good", "", "99", "", "", "", "", "", "", "", ""], "'99' is none of them"),
        (["Good", "", "", "", "", "", "", "very", "", "", ""], "'very' is not a number"),
        (["Good", "", "", "", "", "", "", "7", "", "", ""], "from 0 to 4"),
        (["Good", "", "", "", "", "", "", "", "x" * 1201, "", ""], "1201 characters; 1200 fit"),
    ],
)
def test_what_will_not_do_is_asked_again(tmp_path: Path, bad: list[str], says: str) -> None:
    (tmp_path / "taken.yaml").write_text("precious", encoding="utf-8")
    author = Author(*bad)
    author.interview(tmp_path)
    assert any(says in line for line in author.shown)


def test_an_id_that_is_taken_is_not_offered(tmp_path: Path) -> None:
    (tmp_path / "good-day.yaml").write_text("precious", encoding="utf-8")
    assert Author("Good day", *[""] * 9).interview(tmp_path).id == "good-day-2"


def test_what_was_typed_is_shown_harmless(tmp_path: Path) -> None:
    author = Author("Good", "", "\x1b[31mred", *[""] * 8)
    author.interview(tmp_path)
    assert not any("\x1b" in line for line in author.shown)


def test_without_a_terminal_nothing_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["new"]) == 2
    assert "needs an id" in capsys.readouterr().err
    assert run(["new", "--title", "The late badge", "--says", "My badge is dead."]) == 0
    shown = capsys.readouterr()
    assert shown.out == "the-late-badge.yaml\n"
    assert "'# write your own' marks" in shown.err
    assert "roleplay check --rate the-late-badge.yaml" in shown.err
    assert run(["check", "the-late-badge.yaml"]) == 0
    assert run(["new", "other", "--mood", "9"]) == 2


def test_a_schema_of_another_version_is_pointed_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenario.schema.json").write_text("{}", encoding="utf-8")
    assert run(["new", "mine"]) == 0
    assert "roleplay schema > scenario.schema.json" in capsys.readouterr().err

"""Ratings that are kept: nothing is rated twice, and nothing that happens to them is an error."""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from support.rater import ScriptedRater, kind_or_cruel

from roleplay.authoring.review import Memory, RememberingRater
from roleplay.authoring.review.memory import FILE
from roleplay.errors import ModelError
from roleplay.rating import Exchange, Rating

CONCERN = "My overtime is missing."


def asked(*replies: str) -> list[Exchange]:
    return [Exchange(reply, CONCERN) for reply in replies]


def rate(memory: Memory, stamp: str, exchanges: Sequence[Exchange]) -> tuple[list[Rating], int]:
    """The ratings, and how many exchanges the model was asked for."""
    inner = ScriptedRater()
    rater = RememberingRater(memory, stamp, lambda: inner)
    ratings = asyncio.run(rater.rate(exchanges))
    assert len(inner.seen) == rater.rated
    return ratings, rater.rated


def test_what_is_known_is_not_rated_again_and_wakes_nothing(tmp_path: Path) -> None:
    exchanges = asked("Sorry.", "You idiot.", "", "Right.")
    first, number = rate(Memory(tmp_path), "a", exchanges)
    assert number == 4
    assert first == [kind_or_cruel(exchange) for exchange in exchanges]

    def wake() -> ScriptedRater:
        raise ModelError("There is no model.")

    again = RememberingRater(Memory(tmp_path), "a", wake)
    assert asyncio.run(again.rate(exchanges[::-1])) == first[::-1]
    with pytest.raises(ModelError):
        asyncio.run(again.rate(asked("New.")))


def test_only_what_is_new_is_rated_and_the_order_is_kept(tmp_path: Path) -> None:
    rate(Memory(tmp_path), "a", asked("Sorry.", "Right."))
    ratings, number = rate(Memory(tmp_path), "a", asked("Right.", "You idiot.", "Sorry."))
    assert number == 1
    assert ratings == [kind_or_cruel(e) for e in asked("Right.", "You idiot.", "Sorry.")]


def test_another_model_or_another_scene_knows_nothing_of_it(tmp_path: Path) -> None:
    rate(Memory(tmp_path), "a", asked("Sorry."))
    assert rate(Memory(tmp_path), "b", asked("Sorry."))[1] == 1
    other = [Exchange("Sorry.", CONCERN, references=("So sorry.",))]
    assert rate(Memory(tmp_path), "a", other)[1] == 1


def test_only_the_latest_are_kept(tmp_path: Path) -> None:
    memory = Memory(tmp_path, kept=3)
    for number in range(10):
        rate(memory, "a", asked(f"Sorry {number}."))
    with closing(sqlite3.connect(tmp_path / FILE)) as base:
        assert base.execute("SELECT count(*) FROM ratings").fetchone() == (3,)
    assert rate(memory, "a", asked("Sorry 9.", "Sorry 8.", "Sorry 7."))[1] == 0
    assert rate(memory, "a", asked("Sorry 6."))[1] == 1


@pytest.mark.parametrize("damage", [b"", b"this is no database at all" * 100, b"SQLite format 3\0"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / FILE).write_bytes(damage)
    assert rate(Memory(tmp_path), "a", asked("Sorry."))[1] == 1
    rate(Memory(tmp_path), "a", asked("Sorry."))
    assert rate(Memory(tmp_path), "a", asked("Sorry."))[1] == 0


def test_a_damaged_entry_is_rated_again(tmp_path: Path) -> None:
    rate(Memory(tmp_path), "a", asked("Sorry."))
    for text in ("{", "[]", "{}", '{"status": "scored", "levels": 3}', "null"):
        with closing(sqlite3.connect(tmp_path / FILE)) as base, base:
            base.execute("UPDATE ratings SET rating = ?", [text])
        ratings, number = rate(Memory(tmp_path), "a", asked("Sorry."))
        assert (number, ratings) == (1, [kind_or_cruel(asked("Sorry.")[0])])


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        assert rate(Memory(folder), "a", asked("Sorry."))[1] == 1
        assert rate(Memory(folder), "a", asked("Sorry."))[1] == 1


def test_a_locked_file_is_no_error(tmp_path: Path) -> None:
    rate(Memory(tmp_path), "a", asked("Sorry."))
    with closing(sqlite3.connect(tmp_path / FILE)) as base:
        base.execute("BEGIN EXCLUSIVE")
        assert rate(Memory(tmp_path, patience=0), "a", asked("Sorry."))[1] == 1

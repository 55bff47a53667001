import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from roleplay.practice import Library

from roleplay import paths
from roleplay.authoring import ScenarioError, ScenarioLibrary
from roleplay.authoring.sample import SAMPLE
from roleplay.errors import InputError

_WARM = """
import sys
from pathlib import Path
from roleplay.authoring import ScenarioLibrary
cards = ScenarioLibrary([Path(sys.argv[1])], Path(sys.argv[2])).cards()
print(len(cards), *sorted({"ruamel.yaml", "pydantic"} & set(sys.modules)))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "scenarios"
    made.mkdir()
    for name, difficulty, title in (("b", 2, "Alpha"), ("a", 1, "Zulu"), ("c", 1, "Mike")):
        text = SAMPLE.replace("difficulty: 1", f"difficulty: {difficulty}")
        text = text.replace("A missing slip", title)
        (made / f"{name}.yaml").write_text(text, encoding="utf-8")
    return made


def test_cards_are_sorted_by_difficulty_then_title(folder: Path, tmp_path: Path) -> None:
    library: Library = ScenarioLibrary([folder], tmp_path / "cache")
    assert [card.title for card in library.cards()] == ["Mike", "Zulu", "Alpha"]
    assert library.cards()[0].interrupts


def test_ids_are_those_of_the_cards_and_read_nothing(folder: Path, tmp_path: Path) -> None:
    library = ScenarioLibrary([folder], tmp_path / "cache")
    (folder / "broken.yaml").write_text("title: [", encoding="utf-8")
    assert {*library.ids()} == {"a", "b", "c", "broken"}
    assert not (tmp_path / "cache").exists()
    assert {*library.ids()} == {card.id for card in library.cards()}


def test_libraries_are_the_same_where_their_files_are(folder: Path, tmp_path: Path) -> None:
    def digest() -> str:
        return ScenarioLibrary([folder], tmp_path / "cache").digest()

    first = digest()
    assert digest() == first
    path = folder / "b.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Alpha", "Omega"), encoding="utf-8")
    assert digest() != first
    path.write_text(text, encoding="utf-8")
    assert digest() == first
    path.rename(folder / "d.yaml")
    assert digest() != first


def test_a_fresh_index_needs_neither_parser_nor_validator(folder: Path, tmp_path: Path) -> None:
    def run() -> str:
        command = [sys.executable, "-c", _WARM, str(folder), str(tmp_path / "cache")]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    assert run() == "3 pydantic ruamel.yaml"
    assert run() == "3"


def test_an_edited_file_is_read_again(folder: Path, tmp_path: Path) -> None:
    library = ScenarioLibrary([folder], tmp_path / "cache")
    library.cards()
    path = folder / "b.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Alpha", "Omega"), encoding="utf-8")
    assert [card.title for card in library.cards()] == ["Mike", "Zulu", "Omega"]


def test_an_invalid_scenario_stands_last_and_says_why(folder: Path, tmp_path: Path) -> None:
    (folder / "aa.yaml").write_text(SAMPLE.replace("mood: 2", "mood: 9"), encoding="utf-8")
    library = ScenarioLibrary([folder], tmp_path / "cache")
    for cards in (library.cards(), library.cards()):
        assert [card.problem for card in cards[:3]] == ["", "", ""]
        assert (cards[3].id, cards[3].problem) == ("aa", "line 18: this must be at most 4")
    with pytest.raises(ScenarioError):
        library.load("aa")


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", '{"x": 1}', "[" * 100_000, "KEYS"])
def test_a_damaged_index_is_made_again(folder: Path, tmp_path: Path, damage: str) -> None:
    cache = tmp_path / "cache"
    library = ScenarioLibrary([folder], cache)
    good = library.cards()
    [index] = cache.iterdir()
    if damage == "KEYS":
        damage = json.dumps({key: {"id": 1} for key in json.loads(index.read_bytes())})
    index.write_text(damage, encoding="utf-8")
    assert library.cards() == good
    assert len(json.loads(index.read_text(encoding="utf-8"))) == 3


def test_a_cache_that_cannot_be_written_is_no_error(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be", encoding="utf-8")
    assert len(ScenarioLibrary([folder], tmp_path / "cache").cards()) == 3


def test_no_folder_is_an_empty_library(tmp_path: Path) -> None:
    assert ScenarioLibrary([tmp_path / "nowhere"], tmp_path / "cache").cards() == ()


def test_the_first_folder_wins(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "a.yaml").write_text(SAMPLE.replace("A missing slip", "Mine"), encoding="utf-8")
    library = ScenarioLibrary([mine, folder], tmp_path / "cache")
    assert library.load("a").title == "Mine"
    assert sorted(card.title for card in library.cards()) == ["Alpha", "Mike", "Mine"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_hidden_files_and_other_files_are_left_alone(folder: Path, tmp_path: Path) -> None:
    (folder / ".hidden.yaml").write_text("x", encoding="utf-8")
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    os.mkfifo(folder / "pipe.yaml")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.yaml").write_text("x", encoding="utf-8")
    assert len(ScenarioLibrary([folder], tmp_path / "cache").cards()) == 3


def test_a_scenario_is_loaded_by_id_or_by_file(folder: Path, tmp_path: Path) -> None:
    library = ScenarioLibrary([folder], tmp_path / "cache")
    assert library.load("a").title == "Zulu"
    assert ScenarioLibrary([], tmp_path / "cache").load(str(folder / "a.yaml")).title == "Zulu"


def test_an_unknown_id_is_answered_with_the_nearest(tmp_path: Path) -> None:
    library = ScenarioLibrary([paths.scenarios()], tmp_path / "cache")
    with pytest.raises(InputError) as caught:
        library.load("two-minute-questoin")
    assert caught.value.hint == "did you mean 'two-minute-question'?"
    with pytest.raises(InputError, match="no scenario 'x'"):
        library.load("x")

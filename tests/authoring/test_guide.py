"""The authors' guide says what is the case: keys, conditions, levels, what its example gives."""

from pathlib import Path

import pytest
from support import guide
from typer.testing import CliRunner

from roleplay import paths
from roleplay.authoring.keys import KEYS_END, KEYS_START, PACK_KEYS_START, keys_as_markdown
from roleplay.authoring.library import scenario_files
from roleplay.authoring.nodes import plain_data
from roleplay.authoring.packs.manifest import check_manifest
from roleplay.authoring.packs.shape import PackShape
from roleplay.authoring.problems import Problems
from roleplay.authoring.read import read_text
from roleplay.authoring.shape import ScenarioShape, Shape
from roleplay.cli.app import app, run
from roleplay.rubric import ACTS, LEVEL_WORDS
from roleplay.scenario import parse_condition
from roleplay.scenario.condition import CALLS, OPERATORS, QUANTITIES

TUTORIAL = "A first scenario in ten minutes"
CONDITIONS = "Where a reply leads: conditions"
MISTAKES = (
    ("\nnotes:\n", "\nnote:\n"),
    ("heard(gate)", "heard(gates)"),
    ("reply: Not now, I'm busy. Come", "reply: [sighs] Not now, I'm busy. Come"),
)
"""Those that the guide has its reader make; the last hides the others."""


@pytest.mark.parametrize(
    ("start", "shape"), [(KEYS_START, ScenarioShape), (PACK_KEYS_START, PackShape)]
)
def test_it_has_every_key_as_it_is(start: str, shape: type[Shape]) -> None:
    """If it fails: put what ``roleplay schema --keys`` prints there (``--pack --keys``)."""
    assert guide.between(start, KEYS_END).strip() == keys_as_markdown(shape).strip()


def test_a_command_prints_the_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed("schema", "--keys") == keys_as_markdown()
    assert printed("schema", "--pack", "--keys") == keys_as_markdown(PackShape)
    assert run(["schema", "--keys", "--check"]) == 2
    assert "→ leave out one of them" in capsys.readouterr().err


def test_it_explains_every_word_of_a_condition() -> None:
    words, acts = guide.chapter(CONDITIONS).split("and the acts are")
    told = [name.partition("(")[0] for row in guide.rows(words) for name in guide.code(row[0])]
    assert {*QUANTITIES, *CALLS, *OPERATORS, "and", "or", "not"} <= set(told)
    assert [guide.code(row[0]) for row in guide.rows(acts)] == [[act] for act in ACTS]


@pytest.mark.parametrize("chapter", ["Examples", TUTORIAL])
def test_the_conditions_in_it_can_be_read(chapter: str) -> None:
    found = [text for text in guide.code(guide.prose(guide.chapter(chapter))) if "= " in text]
    assert found
    for text in found:
        parse_condition(text)


def test_it_names_every_level() -> None:
    levels = list(guide.rows(guide.chapter("How ratings work")))
    for column, (ladder, words) in enumerate(LEVEL_WORDS.items(), 1):
        cells = [row[column] for row in levels]
        assert [f"*{word}" in cell for word, cell in zip(words, cells, strict=True)] == [
            True
        ] * 5, ladder


def test_the_traps_are_traps_and_the_remedies_are_none() -> None:
    pairs = [(guide.code(row[0]), guide.code(row[2])) for row in guide.rows(traps())]
    snippets = [(bad[0], good[0]) for bad, good in pairs if bad and good]
    assert len(snippets) > 8
    for bad, good in snippets:
        assert value(good) is not None, good
        assert value(bad) != value(good), bad


def traps() -> str:
    return guide.chapter("How such a file is written").partition("### YAML traps")[2]


def value(line: str) -> object:
    """What a line of YAML says; None if it cannot be read."""
    problems = Problems()
    _, tree = read_text("x.yaml", line.encode(), problems)
    return None if tree is None or problems.found else plain_data(tree)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The finished scenario, where the guide's reader has it."""
    monkeypatch.chdir(tmp_path)
    path = Path(guide.NAME)
    path.write_text(guide.finished(), encoding="utf-8")
    return path


def printed(*arguments: str) -> str:
    return CliRunner().invoke(app, arguments).stdout


def test_the_finished_scenario_is_sound(file: Path) -> None:
    found = CliRunner().invoke(app, ["check", str(file)])
    assert (found.exit_code, found.stdout) == (0, "")
    assert "1 file, 0 errors, 0 warnings" in found.stderr
    assert "1 file, 0 errors, 0 warnings" in guide.chapter(TUTORIAL)


def test_what_it_writes_step_by_step_is_in_the_finished_scenario() -> None:
    steps = guide.chapter(TUTORIAL).partition("### The finished file")[0]
    pieces = guide.blocks(steps, "yaml")
    assert len(pieces) >= 3
    assert [piece for piece in pieces if piece not in guide.finished()] == []


def test_the_mistakes_give_what_it_shows(file: Path) -> None:
    text = guide.finished()
    for find, write in MISTAKES:
        assert text.count(find) == 1
        text = text.replace(find, write)
    file.write_text(text, encoding="utf-8")
    shown = guide.blocks(guide.chapter(TUTORIAL))
    assert printed("check", str(file)) in shown
    quoted = text.replace("[sighs] Not now, I'm busy. Come back later.", QUOTED)
    assert quoted != text
    file.write_text(quoted, encoding="utf-8")
    assert printed("check", str(file)) in shown


QUOTED = '"[sighs] Not now, I\'m busy. Come back later."'


def test_the_drawing_is_that_of_the_finished_scenario(file: Path) -> None:
    [drawn] = [b for b in guide.blocks(guide.chapter("Check, preview, graph")) if "●" in b]
    assert drawn in printed("graph", str(file))


def test_the_pack_is_sound() -> None:
    [manifest] = guide.blocks(guide.chapter("Give it to others: packs"), "yaml")
    problems = Problems()
    assert check_manifest("pack.yaml", manifest.encode(), problems)
    assert problems.found == []


def test_the_guide_stands_beside_the_scenarios_and_is_none() -> None:
    assert guide.GUIDE.is_file()
    assert guide.GUIDE not in set(scenario_files(paths.scenarios()))

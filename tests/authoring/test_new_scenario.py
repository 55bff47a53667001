from pathlib import Path

import pytest

from roleplay.authoring import Problems, check_file
from roleplay.authoring.new import write_new
from roleplay.authoring.schema import FILE_NAME, FIRST_LINE, schema_text
from roleplay.errors import InputError, UsageError
from roleplay.scenario import Kind


@pytest.mark.parametrize("kind", Kind)
def test_a_new_scenario_has_no_problem(tmp_path: Path, kind: Kind) -> None:
    path = write_new("my-first", "", kind, tmp_path)
    problems = Problems()
    scenario = check_file(path, problems)
    assert problems.found == []
    assert scenario is not None
    assert (scenario.id, scenario.title, scenario.kind) == ("my-first", "My first", kind)
    assert (scenario.desk is not None) is (kind is Kind.INTERRUPTION)


def test_the_first_line_names_the_schema_that_lies_beside_it(tmp_path: Path) -> None:
    path = write_new("my-first", "", Kind.REQUEST, tmp_path)
    assert path.read_text(encoding="utf-8").splitlines()[0] == FIRST_LINE
    assert (tmp_path / FILE_NAME).read_text(encoding="utf-8") == schema_text()


def test_a_schema_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("mine", encoding="utf-8")
    write_new("my-first", "", Kind.REQUEST, tmp_path)
    assert (tmp_path / FILE_NAME).read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "title", ['He said: "no"', "[sigh] #4", "{kind}", "給与", "\x1b[31mred\x07"]
)
def test_any_title_will_do(tmp_path: Path, title: str) -> None:
    problems = Problems()
    scenario = check_file(write_new("my-first", title, Kind.REQUEST, tmp_path), problems)
    assert problems.found == []
    assert scenario is not None
    assert scenario.title in {title, "red"}


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("precious", encoding="utf-8")
    with pytest.raises(InputError, match="already there"):
        write_new("mine", "", Kind.REQUEST, tmp_path)
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize("name", ["", "My Scenario", "../up", "a/b", "x\n", "1st", "a" * 41, "é"])
def test_a_bad_id_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="not an id"):
        write_new(name, "", Kind.REQUEST, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_long_title_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="81 characters"):
        write_new("my-first", "x" * 81, Kind.REQUEST, tmp_path)


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_new("my-first", "", Kind.REQUEST, tmp_path / "nowhere")

from pathlib import Path

import pytest

import roleplay
from roleplay import paths
from roleplay.authoring import Problems, ScenarioError, check_file, load_scenario
from roleplay.errors import InputError
from roleplay.rubric import Ladder
from roleplay.scenario import Kind, Outcome, PointKind

SHIPPED = sorted(paths.scenarios().glob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_scenario_has_no_problem(path: Path) -> None:
    problems = Problems()
    scenario = check_file(path, problems)
    assert problems.found == []
    assert scenario is not None
    assert scenario.id == path.stem


def test_six_scenarios_are_shipped() -> None:
    assert len(SHIPPED) >= 6


def test_a_scenario_says_what_its_file_says(sample: Path) -> None:
    scenario = load_scenario(sample)
    assert scenario.id == "sample"
    assert scenario.kind is Kind.INTERRUPTION
    assert scenario.pass_mark == 70
    assert scenario.desk is not None
    assert (scenario.desk.after_lines, scenario.desk.after_seconds) == (1, None)
    assert scenario.desk.lines[0] == "4471  1,204.50"
    assert scenario.notes == ("Payroll closes at 12:00.",)
    asks = scenario.scenes["asks"]
    assert [point.kind for point in asks.points] == [PointKind.FACT, PointKind.FEELING]
    assert asks.points[1].unheard == "I have rent to pay."
    assert asks.next[0].when is not None
    assert asks.next[0].mood_by == -2
    assert asks.next[1].when is None
    assert asks.weights == {}
    assert scenario.scenes["waits"].narration == "She does not move."
    assert scenario.endings["walks-off"].outcome is Outcome.BAD


def test_seconds_weights_and_the_pass_mark(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    text = text.replace("interrupt_after: 1", 'interrupt_after: "15s"\npass: 62.5')
    text = text.replace("    narration: She", "    weights: {empathy: 2}\n    narration: She")
    sample.write_text(text, encoding="utf-8")
    scenario = load_scenario(str(sample))
    assert scenario.desk is not None
    assert (scenario.desk.after_lines, scenario.desk.after_seconds) == (None, 15)
    assert scenario.pass_mark == 62.5
    assert scenario.scenes["waits"].weights == {Ladder.EMPATHY: 2.0}


def test_hidden_characters_do_not_reach_the_scenario(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    sample.write_text(
        text.replace("says: So what do I do now?", 'says: "So \\e[1mwhat\\e[0m now?\\u202e"'),
        encoding="utf-8",
    )
    assert load_scenario(sample).scenes["waits"].says == "So what now?"


def test_an_invalid_scenario_raises_with_everything_that_is_wrong(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8").replace("minutes: 3", "minutes: 0")
    sample.write_text(text.replace("go: waits", "go: wait"), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(sample)
    assert [p.code for p in caught.value.problems] == ["S105", "S301"]
    assert "has 2 errors" in caught.value.message
    assert "did you mean 'waits'?" in caught.value.message
    assert caught.value.exit_code == 4
    assert isinstance(caught.value, InputError)


def test_a_missing_file_is_an_invalid_scenario(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="cannot be read"):
        load_scenario(tmp_path / "missing.yaml")


def test_files_are_judged_apart_from_each_other(sample: Path, tmp_path: Path) -> None:
    problems = Problems()
    assert check_file(tmp_path / "missing.yaml", problems) is None
    assert check_file(sample, problems) is not None


def test_it_is_a_public_name() -> None:
    assert roleplay.load_scenario is load_scenario

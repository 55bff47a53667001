"""From a file to a Scenario, or to everything that is wrong with it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from roleplay.authoring.build import build
from roleplay.authoring.checks import ADVICE, CHECKS, Draft
from roleplay.authoring.complaints import shape_of
from roleplay.authoring.library import MANIFEST
from roleplay.authoring.nodes import Table
from roleplay.authoring.outline import Outline
from roleplay.authoring.packs.manifest import check_manifest_file
from roleplay.authoring.problems import Problems, Report, ScenarioError, one_line
from roleplay.authoring.read import read, read_text
from roleplay.authoring.render import as_text
from roleplay.authoring.rules import Severity
from roleplay.scenario import Scenario
from roleplay.text.phrases import counted


@dataclass(frozen=True)
class Sound:
    """A scenario that has no errors, and where everything in it stands."""

    scenario: Scenario
    draft: Draft


def load_scenario(path: str | Path) -> Scenario:
    """Load the scenario in the file at ``path``; warnings are not looked at.

    Raises:
        ScenarioError: It is invalid; carries every problem that was found.

    """
    problems = Problems()
    scenario = check_file(Path(path), problems, advice=False)
    _raise_if_errors(problems, str(path))
    if scenario is None:  # a check that finds nothing but builds nothing is a bug
        message = f"{path} could not be loaded, but nothing is wrong with it"
        raise AssertionError(message)
    return scenario


def _raise_if_errors(problems: Problems, file: str) -> None:
    errors = problems.count(Severity.ERROR)
    if errors:
        message = f"{one_line(file)} has {counted(errors, 'error')}:\n\n{as_text(problems)}"
        raise ScenarioError(message, problems.sorted(), hint="correct the file and check it again")


def check(paths: Iterable[Path], keep: Callable[[Sound], object] | None = None) -> Problems:
    """Check scenarios and what packs say of themselves; returns all that is wrong.

    Args:
        paths: The files.
        keep: Is handed every scenario without errors, for whoever looks further.

    """
    problems = Problems()
    for path in paths:
        if path.name == MANIFEST:
            check_manifest_file(path, problems)
            continue
        sound = _build(path, *read(path, problems), advice=True)
        if sound and keep:
            keep(sound)
    return problems


def check_file(path: Path, problems: Problems, *, advice: bool = True) -> Scenario | None:
    """Check one file, adding to ``problems``; returns the scenario if it is valid.

    Args:
        path: The file.
        problems: Collects what is wrong with it.
        advice: Whether to look also for what does not keep it from being played.

    """
    sound = _build(path, *read(path, problems), advice=advice)
    return sound.scenario if sound else None


def check_text(path: Path, content: bytes, problems: Problems) -> Scenario | None:
    """As :func:`check_file`, of a file's content that is already here."""
    sound = sound_text(path, content, problems)
    return sound.scenario if sound else None


def sound_text(path: Path, content: bytes, problems: Problems) -> Sound | None:
    """As :func:`check_text`, with the places of everything."""
    return _build(path, *read_text(str(path), content, problems), advice=True)


def check_tree(path: Path, report: Report, tree: Table | None) -> Scenario | None:
    """As :func:`check_file`, of a file that has been read; None when it could not be."""
    sound = _build(path, report, tree, advice=True)
    return sound.scenario if sound else None


def _build(path: Path, report: Report, tree: Table | None, *, advice: bool) -> Sound | None:
    if tree is None:
        return None
    shape = shape_of(tree, report)
    draft = Draft(path, Outline(tree), report)
    for run in (*CHECKS, *(ADVICE if advice else ())):
        run(draft)
    return Sound(build(path.stem, shape), draft) if shape and report.sound else None

"""From a file to a Scenario, or to everything that is wrong with it."""

from collections.abc import Iterable
from pathlib import Path

from roleplay.authoring.build import build
from roleplay.authoring.checks import CHECKS, Draft
from roleplay.authoring.complaints import shape_of
from roleplay.authoring.nodes import Table
from roleplay.authoring.outline import Outline
from roleplay.authoring.problems import Problems, Report, ScenarioError, one_line
from roleplay.authoring.read import read, read_text
from roleplay.authoring.render import as_text
from roleplay.authoring.rules import Severity
from roleplay.scenario import Scenario


def load_scenario(path: str | Path) -> Scenario:
    """Load the scenario in the file at ``path``; warnings are not looked at.

    Raises:
        ScenarioError: It is invalid; carries every problem that was found.

    """
    problems = Problems()
    scenario = check_file(Path(path), problems)
    _raise_if_errors(problems, str(path))
    if scenario is None:  # a check that finds nothing but builds nothing is a bug
        message = f"{path} could not be loaded, but nothing is wrong with it"
        raise AssertionError(message)
    return scenario


def _raise_if_errors(problems: Problems, file: str) -> None:
    errors = problems.count(Severity.ERROR)
    if errors:
        what = "1 error" if errors == 1 else f"{errors} errors"
        message = f"{one_line(file)} has {what}:\n\n{as_text(problems)}"
        raise ScenarioError(message, problems.sorted(), hint="correct the file and check it again")


def check(paths: Iterable[Path]) -> Problems:
    """Check files; returns what is wrong with all of them."""
    problems = Problems()
    for path in paths:
        check_file(path, problems)
    return problems


def check_file(path: Path, problems: Problems) -> Scenario | None:
    """Check one file, adding to ``problems``; returns the scenario if it is valid."""
    return check_tree(path, *read(path, problems))


def check_text(path: Path, content: bytes, problems: Problems) -> Scenario | None:
    """As :func:`check_file`, of a file's content that is already here."""
    return check_tree(path, *read_text(str(path), content, problems))


def check_tree(path: Path, report: Report, tree: Table | None) -> Scenario | None:
    """As :func:`check_file`, of a file that has been read; None when it could not be."""
    if tree is None:
        return None
    shape = shape_of(tree, report)
    draft = Draft(path, Outline(tree), report)
    for run in CHECKS:
        run(draft)
    return build(path.stem, shape) if shape and report.sound else None

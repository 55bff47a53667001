"""Scenario files for tests: the sample, whole or broken in one place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from roleplay.authoring.load import check_text
from roleplay.authoring.problems import Problem, Problems
from roleplay.authoring.sample import SAMPLE


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The sample scenario in a file."""
    path = tmp_path / "sample.yaml"
    path.write_text(SAMPLE, encoding="utf-8")
    return path


@pytest.fixture
def problems_of() -> Callable[[bytes | str], tuple[Problem, ...]]:
    """What is wrong with a file of this content."""

    def _problems_of(content: bytes | str) -> tuple[Problem, ...]:
        problems = Problems()
        check_text(
            Path("x.yaml"), content.encode() if isinstance(content, str) else content, problems
        )
        return problems.sorted()

    return _problems_of


@pytest.fixture
def broken(
    problems_of: Callable[[bytes | str], tuple[Problem, ...]],
) -> Callable[[str, str], tuple[Problem, ...]]:
    """What is wrong with the sample when one place of it is replaced."""

    def _broken(find: str, write: str) -> tuple[Problem, ...]:
        assert SAMPLE.count(find) == 1
        return problems_of(SAMPLE.replace(find, write))

    return _broken

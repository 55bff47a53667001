"""Lint, format, types and layers hold; files stay small; the README's test command is real."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent
MAX_LINES = 400


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check"],
        ["ruff", "format", "--check"],
        ["mypy"],
        ["lint-imports"],
    ],
    ids=" ".join,
)
def test_is_clean(command: list[str]) -> None:
    found = subprocess.run(
        [TOOLS / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("folder", ["roleplay", "tests"])
def test_no_file_is_over_400_lines(folder: str) -> None:
    sizes = {path: len(path.read_text().splitlines()) for path in (ROOT / folder).rglob("*.py")}
    assert {str(path): n for path, n in sizes.items() if n > MAX_LINES} == {}


def test_each_dependency_has_a_reason_beside_it() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    blocks = re.findall(r"^(?:dependencies|\w+) = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if ">=" in line]
    assert len(lines) > 10
    assert [line for line in lines if "#" not in line] == []


def test_the_readme_is_finished_and_its_pictures_are_there() -> None:
    readme = (ROOT / "README.md").read_text()
    assert "@@" not in readme
    for picture in re.findall(r"!\[[^]]*]\(([^)]+)\)", readme):
        assert (ROOT / picture).is_file(), picture


def test_ci_runs_the_test_command_of_the_readme() -> None:
    """``.ci/run`` takes the command out of the README, so only its place can go wrong."""
    readme = (ROOT / "README.md").read_text()
    block = re.search(r"<!-- tests -->\n```sh\n(.*?)\n```", readme, re.DOTALL)
    assert block is not None
    assert "pytest" in block.group(1)
    assert "<!-- tests -->" in (ROOT / ".ci" / "run").read_text()

"""What README, authors' guide and changelog quote is there: commands, options, files."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from roleplay.cli.app import app

ROOT = Path(__file__).parents[2]
TEXTS = [ROOT / "README.md", ROOT / "scenarios" / "README.md", ROOT / "CHANGELOG.md"]
NAMES = [str(path.relative_to(ROOT)) for path in TEXTS]
_END = {">", "|", "&&"}
_HEADING = re.compile("^#+ (.*)$", re.MULTILINE)


def quoted(text: str) -> Iterator[list[str]]:
    """The arguments of every ``roleplay …`` in a block or in backticks."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    spans = [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", prose)]
    for line in [line for block in blocks for line in block.splitlines()] + spans:
        if line.partition(" ")[0] == "roleplay":
            words = shlex.split(line, comments=True)
            stop = next((n for n, word in enumerate(words) if word in _END), len(words))
            yield words[1:stop]


def fault(arguments: list[str]) -> str:
    """What is wrong with a command line; one that stops short, as prose does, is right."""
    group = typer.main.get_command(app)
    while isinstance(group, TyperGroup) and arguments:
        head, *rest = arguments
        if head.startswith("-"):
            break
        if head not in group.commands:
            return f"there is no command {head}"
        group, arguments = group.commands[head], rest
    try:
        context = group.make_context("roleplay", list(arguments))
    except TyperException as error:
        short = type(error).__name__ in {"MissingParameter", "NoArgsIsHelpError"}
        return "" if short else str(error)
    context.close()
    return ""


@pytest.mark.parametrize("path", TEXTS, ids=NAMES)
def test_the_commands_are_there(path: Path) -> None:
    found = list(quoted(path.read_text(encoding="utf-8")))
    assert len(found) > 5
    wrong = {" ".join(arguments): fault(arguments) for arguments in found if fault(arguments)}
    assert wrong == {}


@pytest.mark.parametrize(
    "arguments", [["chek"], ["check", "--rated"], ["packs", "install"], ["new", "--need", "x"]]
)
def test_a_command_that_is_not_there_is_noticed(arguments: list[str]) -> None:
    assert fault(arguments)


@pytest.mark.parametrize("path", TEXTS, ids=NAMES)
def test_the_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    anchors = {anchor(title) for title in _HEADING.findall(text)}
    for target in re.findall(r"]\(([^)\s]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in anchors, target
        elif "://" not in target:
            assert (path.parent / target).exists(), target


def anchor(title: str) -> str:
    """The name that a heading is reached by."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")

"""``graph``: a scenario's scenes, branches and endings at a glance."""

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from roleplay.authoring.formats import Drawing
from roleplay.errors import InputError, UsageError

if TYPE_CHECKING:
    from roleplay.scenario import Scenario

_BY_ENDING: Final = {
    ".mmd": Drawing.MERMAID,
    ".mermaid": Drawing.MERMAID,
    ".dot": Drawing.DOT,
    ".gv": Drawing.DOT,
}
_SCENARIOS: Final = (".yaml", ".yml")
_WIDEST: Final = 110  # a line that is longer is hard to read


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command()(graph)


def graph(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="Its id or file.")],
    drawing: Annotated[
        Drawing | None,
        typer.Option("--format", help="text, mermaid or dot; else by the ending of --output."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file to write instead of stdout.")
    ] = None,
) -> None:
    """Draw a scenario: its scenes, the branches between them, and how it can end."""
    from roleplay.authoring.graph import DRAWINGS
    from roleplay.cli.library import make_library

    if output and output.suffix.lower() in _SCENARIOS:
        hint = "name a file such as graph.mmd or graph.dot"
        raise UsageError(f"{output} looks like a scenario, and a drawing is none", hint=hint)
    chosen = drawing or _BY_ENDING.get(output.suffix.lower() if output else "", Drawing.TEXT)
    found = make_library().load(scenario)
    if output:
        _write(output, DRAWINGS[chosen](found))
    elif chosen is Drawing.TEXT:
        typer.echo(_for_terminal(found), nl=False)
    else:
        typer.echo(DRAWINGS[chosen](found), nl=False)


def _for_terminal(scenario: "Scenario") -> str:
    """As wide as the terminal, and in signs that it has."""
    from roleplay.authoring.graph.outline import WIDTH, as_outline, in_ascii

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDTH
    drawing = as_outline(scenario, min(width, _WIDEST))
    try:
        "●│├└─✓✗↩→“”…·".encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return in_ascii(drawing)
    return drawing


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        hint = "look whether the folder is there and may be written to"
        raise InputError(f"{path} cannot be written: {error.strerror}", hint=hint) from None
    typer.echo(f"Wrote {path}", err=True)

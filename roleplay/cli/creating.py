"""``new``: a scenario to start from, made of flags or of a few questions."""

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from roleplay.errors import UsageError
from roleplay.scenario import Customer, Kind, Need

if TYPE_CHECKING:
    from roleplay.authoring.answers import Answers


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command()(new)


def new(
    name: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Such as two-minute-question.")
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="What the picker shows; made of the id if none.")
    ] = None,
    kind: Annotated[
        Kind | None, typer.Option(help="What sort of situation; interruption if none.")
    ] = None,
    customer: Annotated[
        Customer | None, typer.Option(help="From the same organisation (internal), or not.")
    ] = None,
    need: Annotated[
        Need | None, typer.Option(help="What the coworker is after; information if none.")
    ] = None,
    who: Annotated[str | None, typer.Option("--name", help="The coworker's name.")] = None,
    role: Annotated[str | None, typer.Option(help="What the coworker does.")] = None,
    mood: Annotated[int | None, typer.Option(help="0 calm to 4 furious; 2 if none.")] = None,
    says: Annotated[
        str | None, typer.Option(help="What they say first; points are drafted from it.")
    ] = None,
    difficulty: Annotated[int | None, typer.Option(help="1 easy to 3 hard; 1 if none.")] = None,
    *,
    folder: Annotated[Path, typer.Option(help="Where to write it.")] = Path(),
    no_input: Annotated[
        bool, typer.Option("--no-input", help="Ask nothing: take the defaults.")
    ] = False,
) -> None:
    """Write a scenario to start from. In a terminal, it asks what the options do not say."""
    from roleplay.authoring.new import write_new

    options = {
        "id": name,
        "title": title,
        "kind": kind,
        "customer": customer,
        "need": need,
        "name": who,
        "role": role,
        "mood": mood,
        "says": says,
        "difficulty": difficulty,
    }
    given = {key: value for key, value in options.items() if value is not None}
    path = write_new(_answers(given, folder, ask=not no_input and _in_a_terminal()), folder)
    typer.echo(path)
    for step in _next_steps(path):
        _tell(step)


def _answers(given: dict[str, Any], folder: Path, *, ask: bool) -> "Answers":
    """What the options say, and the answers to the questions about the rest."""
    from roleplay.authoring.answers import Answers, slug, tidy
    from roleplay.authoring.new import refuse_if_there
    from roleplay.cli.interview import Interview

    name = given.get("id") or slug(given.get("title", ""))
    if ask:
        tidy(Answers(**{**given, "id": name or "x"}))  # an option that will not do is said at once
        if "id" in given:
            refuse_if_there(folder, name)
        return Interview(_ask, _tell, folder).answers(given)
    if not name:
        hint = "name it: roleplay new late-badge; in a terminal, roleplay new asks for the rest"
        raise UsageError("a new scenario needs an id", hint=hint)
    return Answers(**{**given, "id": name})


def _in_a_terminal() -> bool:
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def _ask(prompt: str) -> str:
    with suppress(ImportError):
        import readline  # noqa: F401 - where it is there, it lets input() edit the line
    try:
        return input(prompt)
    except (EOFError, KeyboardInterrupt):
        typer.echo(err=True)
        raise typer.Abort from None


def _tell(line: str) -> None:
    typer.echo(line, err=True)


def _next_steps(path: Path) -> Iterator[str]:
    from roleplay.authoring.new import is_stale
    from roleplay.authoring.schema import FILE_NAME
    from roleplay.authoring.starter import STOPGAP

    if STOPGAP in path.read_text(encoding="utf-8"):
        yield f"Edit it: '{STOPGAP}' marks what only stands there to start from. Then"
    else:
        yield "Edit it: it tells an example, and explains every part. Then"
    yield f"  see what is wrong:         roleplay check {path}"
    yield f"  play it while you write:   roleplay preview {path}"
    yield f"  hear what the model says:  roleplay check --rate {path}"
    beside = path.parent / FILE_NAME
    if is_stale(beside):
        yield f"{beside} is of another version; for your editor: roleplay schema > {beside}"

"""``check``, ``new`` and ``schema``: for those who write scenarios."""

import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Final

import typer

from roleplay import paths
from roleplay.authoring.formats import Format
from roleplay.errors import InputError, UsageError
from roleplay.scenario import Kind

INVALID: Final = 4


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command()(check)
    app.command()(new)
    app.command()(schema)


def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Files or folders; the shipped ones if none."),
    ] = None,
    output: Annotated[
        Format, typer.Option("--format", help="text for people, json or github for programs.")
    ] = Format.TEXT,
    rules: Annotated[
        bool, typer.Option("--rules", help="List what is checked, as text, json or markdown.")
    ] = False,
) -> None:
    """Say what is wrong with scenarios, all of it, with line and column."""
    if rules:
        _list_rules(files, output)
        return
    if output is Format.MARKDOWN:
        raise UsageError("--format markdown is for --rules", hint="text, json or github")
    from roleplay.authoring.load import check as check_all
    from roleplay.authoring.render import RENDERERS
    from roleplay.authoring.rules import Severity

    found = list(_files(files or [_near(paths.scenarios())]))
    problems = check_all(found)
    _print(RENDERERS[output](problems))
    errors = problems.count(Severity.ERROR)
    warnings = problems.count(Severity.WARNING)
    counts = (_count(len(found), "file"), _count(errors, "error"), _count(warnings, "warning"))
    typer.echo(", ".join(counts), err=True)
    if errors:
        raise typer.Exit(INVALID)


def _list_rules(files: list[Path] | None, output: Format) -> None:
    from roleplay.authoring.catalogue import RENDERERS

    if files:
        raise UsageError("--rules takes no files", hint="leave out the files, or --rules")
    if output not in RENDERERS:
        raise UsageError(f"--rules has no format '{output}'", hint="text, json or markdown")
    _print(RENDERERS[output]())


def new(
    name: Annotated[str, typer.Argument(metavar="ID", help="Such as two-minute-question.")],
    title: Annotated[str, typer.Option(help="What the picker shows; made of the id if none.")] = "",
    kind: Annotated[Kind, typer.Option(help="What sort of situation it is.")] = Kind.INTERRUPTION,
    folder: Annotated[Path, typer.Option(help="Where to write it.")] = Path(),
) -> None:
    """Write a scenario to start from."""
    from roleplay.authoring.new import write_new

    path = write_new(name, title, kind, folder)
    _print(f"{path}\n")
    typer.echo(f"Edit it, then: roleplay check {path}", err=True)


def schema(
    check_shipped: Annotated[
        bool, typer.Option("--check", help="Compare the shipped schema instead; exit 4 if stale.")
    ] = False,
) -> None:
    """Print the JSON Schema of scenarios, for editors."""
    from roleplay.authoring.schema import FILE_NAME, schema_text

    if not check_shipped:
        _print(schema_text())
        return
    shipped = _near(paths.scenarios() / FILE_NAME)
    if not shipped.is_file() or shipped.read_text(encoding="utf-8") != schema_text():
        hint = f"write it again: roleplay schema > {shipped}"
        raise InputError(f"{shipped} is not the schema of this version", hint=hint)
    typer.echo(f"{shipped} is up to date", err=True)


def _files(named: Iterable[Path]) -> Iterator[Path]:
    """Files as named, folders walked, each file once."""
    from roleplay.authoring.library import scenario_files

    seen = set()
    for path in named:
        inside = list(scenario_files(path)) if path.is_dir() else [path]
        if not inside:
            raise InputError(f"there is no scenario in {path}", hint="scenarios end in .yaml")
        for file in inside:
            if file not in seen:
                seen.add(file)
                yield file


def _near(path: Path) -> Path:
    """``path`` from here, where it is below here: that is what an editor can open."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _print(text: str) -> None:
    """Write to stdout, whatever it can encode: a caret must not end in a traceback."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.stdout.write(text)
    sys.stdout.flush()

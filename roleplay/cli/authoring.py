"""``check`` and ``schema``: for those who write scenarios."""

import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Final

import typer

from roleplay import paths
from roleplay.authoring.formats import Format
from roleplay.errors import InputError

INVALID: Final = 4


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command()(check)
    app.command()(schema)


def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH", help="Files, folders, zipped packs; the shipped scenarios if none."
        ),
    ] = None,
    output: Annotated[
        Format, typer.Option("--format", help="text for people, json or github for programs.")
    ] = Format.TEXT,
) -> None:
    """Say what is wrong with scenarios and packs, all of it, with line and column."""
    from roleplay.authoring.load import check as check_all
    from roleplay.authoring.packs.finding import check_packs, is_archive
    from roleplay.authoring.render import RENDERERS
    from roleplay.authoring.rules import Severity

    named = files or [_near(paths.scenarios())]
    found = list(_files(path for path in named if not is_archive(path)))
    problems = check_all(found)
    count = len(found) + check_packs(named, problems)
    _print(RENDERERS[output](problems))
    errors = problems.count(Severity.ERROR)
    warnings = problems.count(Severity.WARNING)
    counts = (_count(count, "file"), _count(errors, "error"), _count(warnings, "warning"))
    typer.echo(", ".join(counts), err=True)
    if errors:
        raise typer.Exit(INVALID)


def schema(
    check_shipped: Annotated[
        bool, typer.Option("--check", help="Compare the shipped schema instead; exit 4 if stale.")
    ] = False,
    pack: Annotated[bool, typer.Option("--pack", help="That of pack.yaml instead.")] = False,
) -> None:
    """Print the JSON Schema of scenarios, for editors."""
    from roleplay.authoring.packs import shape
    from roleplay.authoring.schema import FILE_NAME, schema_text

    text = schema_text(shape.PackShape) if pack else schema_text()
    if not check_shipped:
        _print(text)
        return
    shipped = _near(paths.scenarios() / (shape.FILE_NAME if pack else FILE_NAME))
    if not shipped.is_file() or shipped.read_text(encoding="utf-8") != text:
        hint = f"write it again: roleplay schema{' --pack' * pack} > {shipped}"
        raise InputError(f"{shipped} is not the schema of this version", hint=hint)
    typer.echo(f"{shipped} is up to date", err=True)


def _files(named: Iterable[Path]) -> Iterator[Path]:
    """Files as named, folders walked, each file once."""
    from roleplay.authoring.library import MANIFEST, scenario_files

    seen = set()
    for path in named:
        inside = list(scenario_files(path)) if path.is_dir() else [path]
        if not inside and not (path / MANIFEST).exists():
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

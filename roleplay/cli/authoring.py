"""``check`` and ``schema``: for those who write scenarios."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from roleplay import paths
from roleplay.authoring.formats import Format
from roleplay.errors import InputError, UsageError
from roleplay.text.phrases import counted

if TYPE_CHECKING:
    from roleplay.authoring.load import Sound

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
    rate: Annotated[
        bool, typer.Option("--rate", help="Let the model review replies, branches and tests.")
    ] = False,
    play: Annotated[
        int,
        typer.Option(metavar="N", min=0, max=100_000, help="Send N random learners through each."),
    ] = 0,
    seed: Annotated[int, typer.Option(help="Which random learners they are.")] = 1,
    rules: Annotated[
        bool, typer.Option("--rules", help="List what is checked, as text, json or markdown.")
    ] = False,
) -> None:
    """Say what is wrong with scenarios and packs, all of it, with line and column.

    With --rate the model says more: references that it finds weak, examples and tests
    that do not come out as expected, branches that nothing in the file takes. Ratings
    are kept, so that a second run is quick.
    """
    if rules:
        _list_rules(files, output)
        return
    if output is Format.MARKDOWN:
        raise UsageError("--format markdown is for --rules", hint="text, json or github")
    from roleplay.authoring.load import check as check_all
    from roleplay.authoring.packs.finding import check_packs, is_archive
    from roleplay.authoring.render import RENDERERS
    from roleplay.authoring.rules import Severity

    named = files or [_near(paths.scenarios())]
    found = list(_files(path for path in named if not is_archive(path)))
    sound: list[Sound] = []  # without errors: only these can be played
    problems = check_all(found, sound.append)
    count = len(found) + check_packs(named, problems)
    reviewed = None
    if rate or play:
        from roleplay.cli.reviewing import review_all

        reviewed = review_all(sound, len(found), rate=rate, learners=play, seed=seed)
    shown = RENDERERS[output](problems)
    typer.echo(reviewed.shown(shown, output) if reviewed else shown, nl=False)
    errors = problems.count(Severity.ERROR)
    warnings = problems.count(Severity.WARNING)
    counts = (counted(count, "file"), counted(errors, "error"), counted(warnings, "warning"))
    typer.echo(", ".join(counts), err=True)
    if reviewed:
        typer.echo(reviewed, err=True)
    if errors:
        raise typer.Exit(INVALID)


def _list_rules(files: list[Path] | None, output: Format) -> None:
    from roleplay.authoring.catalogue import RENDERERS

    if files:
        raise UsageError("--rules takes no files", hint="leave out the files, or --rules")
    if output not in RENDERERS:
        raise UsageError(f"--rules has no format '{output}'", hint="text, json or markdown")
    typer.echo(RENDERERS[output](), nl=False)


def schema(
    check_shipped: Annotated[
        bool, typer.Option("--check", help="Compare the shipped schema instead; exit 4 if stale.")
    ] = False,
    pack: Annotated[bool, typer.Option("--pack", help="That of pack.yaml instead.")] = False,
    keys: Annotated[
        bool, typer.Option("--keys", help="Print every key in tables instead, for people.")
    ] = False,
) -> None:
    """Print the JSON Schema of scenarios, for editors."""
    from roleplay.authoring.packs import shape
    from roleplay.authoring.schema import FILE_NAME, schema_text

    if keys:
        _print_keys(compared=check_shipped, pack=pack)
        return
    text = schema_text(shape.PackShape) if pack else schema_text()
    if not check_shipped:
        typer.echo(text, nl=False)
        return
    shipped = _near(paths.scenarios() / (shape.FILE_NAME if pack else FILE_NAME))
    if not shipped.is_file() or shipped.read_text(encoding="utf-8") != text:
        hint = f"write it again: roleplay schema{' --pack' * pack} > {shipped}"
        raise InputError(f"{shipped} is not the schema of this version", hint=hint)
    typer.echo(f"{shipped} is up to date", err=True)


def _print_keys(*, compared: bool, pack: bool) -> None:
    from roleplay.authoring.keys import keys_as_markdown
    from roleplay.authoring.packs.shape import PackShape

    if compared:
        raise UsageError("--keys and --check do not go together", hint="leave out one of them")
    typer.echo(keys_as_markdown(PackShape) if pack else keys_as_markdown(), nl=False)


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

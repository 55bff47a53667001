"""``packs``: scenarios that somebody else wrote: add, list, remove."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from roleplay import paths
from roleplay.text.phrases import counted

if TYPE_CHECKING:
    from roleplay.authoring.packs.installed import Installed, Packs

INVALID: Final = 4
_AUTHORS: Final = 60

commands = typer.Typer(help="Scenarios that others wrote.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(commands, name="packs")


@commands.command()
def add(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="A folder or a .zip with a pack.yaml in it.")
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of any other version.")
    ] = False,
) -> None:
    """Check a pack, and add its scenarios to yours.

    All of it is installed or nothing. A higher version takes the place of a lower one;
    the same pack again changes nothing. Prints the ids of its scenarios.
    """
    from roleplay.authoring.packs.check import check_pack
    from roleplay.authoring.problems import Problems
    from roleplay.authoring.render import as_text
    from roleplay.authoring.rules import Severity
    from roleplay.cli.running import cleaning_up

    problems = Problems()
    pack = check_pack(path, problems).pack
    if pack is None:
        typer.echo(as_text(problems), nl=False)
        errors = counted(problems.count(Severity.ERROR), "error")
        typer.echo(f"{errors}: nothing was installed.", err=True)
        raise typer.Exit(INVALID)
    with cleaning_up():
        added = make_packs().add(pack, replace=replace)
    about = pack.manifest
    instead = f" instead of {added.instead_of}" if added.instead_of else ""
    said = "Installed" if added.changed else "Nothing changed, it is installed already:"
    scenarios = counted(len(pack.scenarios), "scenario")
    typer.echo(f"{said} {about.name} {about.version}{instead}, with {scenarios}.", err=True)
    typer.echo(f"By {_some(about.authors)}; licence: {about.licence}.", err=True)
    warnings = problems.count(Severity.WARNING)
    if warnings:
        typer.echo(f"There are {counted(warnings, 'warning')}: roleplay check {path}", err=True)
    typer.echo("".join(f"{scenario}\n" for scenario in pack.scenarios), nl=False)


@commands.command("list")
def listed(
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """List the packs that are installed, and what is wrong with them if something is."""
    from roleplay.cli.library import make_library

    found = make_packs().listed()
    broken = {card.id: card.problem for card in make_library().cards() if card.problem}
    if as_json:
        data = [_data(pack, _problems(pack, broken)) for pack in found]
        typer.echo(json.dumps(data))
    elif found:
        typer.echo("".join(f"{line}\n" for line in _lines(found, broken)), nl=False)
    else:
        typer.echo("No pack is installed; `roleplay packs add PATH` adds one.", err=True)


@commands.command()
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As `roleplay packs list` says.")],
) -> None:
    """Take a pack away. Your history with its scenarios stays."""
    pack = make_packs().remove(name)
    version = f" {pack.manifest.version}" if pack.manifest else ""
    scenarios = f": {', '.join(pack.scenarios)}" if pack.scenarios else ""
    typer.echo(f"Removed {pack.name}{version}{scenarios}. Your history is as it was.", err=True)


def make_packs() -> "Packs":
    """The installed packs."""
    from roleplay.authoring.packs.installed import Packs

    return Packs(paths.packs(), paths.scenarios())


def _problems(pack: "Installed", broken: Mapping[str, str]) -> list[str]:
    """What is wrong with a pack and with the scenarios in it."""
    inside = (name for name in pack.scenarios if name in broken)
    return [*pack.problems, *(f"'{name}' cannot be played: {broken[name]}" for name in inside)]


def _data(pack: "Installed", problems: Sequence[str]) -> dict[str, Any]:
    about = pack.manifest
    return {
        "name": pack.name,
        "version": about.version if about else None,
        "licence": about.licence if about else None,
        "authors": about.authors if about else [],
        "title": about.title if about else "",
        "description": about.description if about else "",
        "homepage": about.homepage if about else "",
        "scenarios": pack.scenarios,
        "problems": problems,
    }


def _lines(found: Sequence["Installed"], broken: Mapping[str, str]) -> Iterator[str]:
    """A table, and below it what is wrong."""
    from roleplay.cli.listing import columns

    rows = [("name", "version", "licence", "scenarios", "authors")]
    for pack in found:
        about = pack.manifest
        known = (about.version, about.licence) if about else ("?", "?")
        authors = _some(about.authors) if about else "?"
        rows.append((pack.name, *known, f"{len(pack.scenarios)}", authors))
    yield from columns(rows)
    for pack in found:
        problems = _problems(pack, broken)
        yield from (f"{pack.name}: {problem}" for problem in problems)
        if problems:
            yield f"  → add {pack.name} again with --replace, or: roleplay packs remove {pack.name}"


def _some(authors: Sequence[str]) -> str:
    """The authors, or as many as fit on the line."""
    from roleplay.authoring.problems import one_line

    return one_line(", ".join(authors), _AUTHORS)

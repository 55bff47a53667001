"""``list``: what there is to practise, and how you stand."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.cells import cell_len

from roleplay.practice import Card, Standing
from roleplay.text.clean import sanitise


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("list")(scenarios)


def scenarios(
    *, as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False
) -> None:
    """List the scenarios, with your best overall."""
    from roleplay.cli.library import make_library
    from roleplay.cli.play import make_records

    cards, standings = make_library().cards(), make_records().standings()
    if as_json:
        found = [_data(card, standings.get(card.id)) for card in cards]
        typer.echo(json.dumps(found, ensure_ascii=False))
    else:
        for line in _table(cards, standings):
            typer.echo(line)


def _data(card: Card, standing: Standing | None) -> dict[str, Any]:
    data = dataclasses.asdict(card)
    if standing is not None:
        data["standing"] = {**dataclasses.asdict(standing), "played": standing.played.isoformat()}
    return data


def _table(cards: Sequence[Card], standings: Mapping[str, Standing]) -> list[str]:
    """One line a scenario."""
    rows: list[tuple[str, ...]] = [("id", "title", "kind", "need", "level", "min", "best", "last")]
    return columns([*rows, *(_row(card, standings.get(card.id)) for card in cards)])


def columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """A line a row, with columns as wide as they need and apart by two spaces."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(_padded, row, widths)).rstrip() for row in rows]


def _row(card: Card, standing: Standing | None) -> tuple[str, ...]:
    best = last = ""
    if standing is not None:
        best = f"{standing.best:.0f} {'passed' if standing.passed else 'not yet'}"
        last = f"{standing.last:.0f}"
    facts: tuple[str, ...] = (
        card.kind,
        card.need,
        f"{card.difficulty}",
        f"{card.minutes}",
        best,
        last,
    )
    if card.problem:
        facts = ("cannot be played:", card.problem, "", "", "", "")
    return tuple(sanitise(cell) for cell in (card.id, card.title, *facts))


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - cell_len(cell))

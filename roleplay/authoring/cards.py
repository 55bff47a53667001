"""What the picker shows of a scenario, made once and kept by the digest of its file.

The index is a convenience: damaged, unwritable or missing, it costs time and nothing else.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, Final

from roleplay.practice import Card
from roleplay.scenario import Customer, Fundamental, Kind, Need, Scenario

_FORMAT: Final = 1
"""Raise it when a card changes."""


@cache
def _checker() -> str:
    """Which checks there are: another version of this package may find other problems."""
    files = sorted(Path(__file__).parent.rglob("*.py"))
    stats = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return f"{_FORMAT} {stats}"


def digest(name: str, content: bytes) -> str:
    """Key of a card: the file's name and bytes, and what checked them."""
    made_by = f"{_checker()} {name}\0".encode("utf-8", "surrogateescape")
    return hashlib.sha256(made_by + content).hexdigest()


def card_of(scenario: Scenario) -> Card:
    """The card of a valid scenario."""
    return Card(
        id=scenario.id,
        title=scenario.title,
        kind=scenario.kind,
        customer=scenario.customer,
        need=scenario.need,
        fundamentals=scenario.fundamentals,
        difficulty=scenario.difficulty,
        minutes=scenario.minutes,
        interrupts=scenario.desk is not None,
    )


def broken_card(scenario_id: str, problem: str) -> Card:
    """The card of a file that cannot be played: it stands last, under its file's name."""
    return Card(
        id=scenario_id,
        title=scenario_id,
        kind=Kind.REQUEST,
        customer=Customer.INTERNAL,
        need=Need.INFORMATION,
        fundamentals=(),
        difficulty=3,
        minutes=0,
        interrupts=False,
        problem=problem,
    )


def load_index(path: Path) -> dict[str, Card]:
    """The cards that are kept at ``path``, by digest; whatever cannot be read is left out."""
    try:
        entries = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(entries, dict):
        return {}
    cards = {}
    for key, entry in entries.items():
        with suppress(KeyError, TypeError, ValueError):
            cards[key] = _card(entry)
    return cards


def save_index(path: Path, cards: Mapping[str, Card]) -> None:
    """Keep ``cards`` at ``path``, all or nothing; a folder that cannot be written is no error."""
    text = json.dumps({key: asdict(card) for key, card in cards.items()})
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        try:
            with os.fdopen(number, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


def _card(entry: Mapping[str, Any]) -> Card:
    return Card(
        id=_text(entry["id"]),
        title=_text(entry["title"]),
        kind=Kind(entry["kind"]),
        customer=Customer(entry["customer"]),
        need=Need(entry["need"]),
        fundamentals=tuple(Fundamental(name) for name in entry["fundamentals"]),
        difficulty=int(entry["difficulty"]),
        minutes=int(entry["minutes"]),
        interrupts=bool(entry["interrupts"]),
        problem=_text(entry["problem"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value

"""A library with the small scenario in it, and helpers for tables."""

import asyncio
import csv
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from roleplay.classroom import Counts, Job, Options
from roleplay.errors import InputError
from roleplay.practice import Card
from roleplay.rating import Rater
from roleplay.scenario import Scenario
from support.rater import ScriptedRater
from support.scenarios import small


@dataclass
class Shelf:
    """A library; ``loads`` counts."""

    loads: int = 0
    scenarios: dict[str, Scenario] = field(default_factory=lambda: {"small": small()})

    def ids(self) -> Collection[str]:
        return [*self.scenarios, "broken"]

    def cards(self) -> Sequence[Card]:
        return [*map(_card, self.scenarios.values()), _broken()]

    def load(self, scenario: str) -> Scenario:
        self.loads += 1
        if scenario not in self.scenarios:
            raise InputError("2 problems.")
        return self.scenarios[scenario]


def _card(of: Scenario, problem: str = "", name: str = "") -> Card:
    return Card(
        id=name or of.id,
        title=of.title,
        kind=of.kind,
        customer=of.customer,
        need=of.need,
        fundamentals=of.fundamentals,
        difficulty=1,
        minutes=2,
        interrupts=False,
        problem=problem,
    )


def _broken() -> Card:
    return _card(small(), "2 problems", "broken")


def run(
    tables: Path | Sequence[Path],
    out: Path,
    options: Options | None = None,
    rater: Rater | None = None,
) -> Counts:
    """Rate tables with the small scenario."""
    paths = [tables] if isinstance(tables, Path) else tables
    job = Job.prepare(paths, out, options or Options())
    return asyncio.run(job.run(rater or ScriptedRater(), Shelf()))


def table(folder: Path, *replies: str, name: str = "class.csv") -> Path:
    """A table of replies to the small scenario's opening."""
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["learner", "scenario", "scene", "reply"])
        writer.writerows(["Ann", "small", "asks", reply] for reply in replies)
    return path


def read(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """A CSV file as its reader sees it."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file, delimiter=delimiter, strict=True))


def objects(path: Path) -> list[dict[str, Any]]:
    """A JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]

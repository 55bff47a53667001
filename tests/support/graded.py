"""Rated tables whose levels a test chooses, and marks on them."""

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from roleplay.classroom import Options
from roleplay.rating import Exchange, Flag, Rating, Status
from roleplay.rubric import Act
from support.rater import ScriptedRater, rating_of
from support.shelf import run

Levels = Sequence[float]
HEAD = ("id", "empathy", "restating", "courtesy", "help", "marker", "comment")


def reply(number: int, levels: Levels, word: str = "") -> str:
    """A reply that :func:`by_numbers` gives these levels; ``word`` may ask for more."""
    return f"Reply {number}: {' '.join(f'{level:.2f}' for level in levels)} {word}".strip()


def by_numbers(exchange: Exchange) -> Rating:
    """The levels that the reply spells out.

    ``unsure``, ``unscored``, ``parrot`` and ``insult`` in it are obeyed; an insult's cap
    keeps the whole interval down, as the model's does.
    """
    if "unscored" in exchange.reply:
        return rating_of(exchange, status=Status.UNSCORED, why="it is empty")
    levels = [float(found) for found in re.findall(r"\d\.\d\d", exchange.reply)]
    flags = [flag for flag in (Flag.PARROT, Flag.INSULT) if flag.value in exchange.reply]
    acts = [Act.INSULT] if Flag.INSULT in flags else []
    if "unsure" in exchange.reply:
        unsure = Status.UNSURE
        return rating_of(exchange, levels, status=unsure, why="it is hard to tell")
    return rating_of(exchange, levels, flags=flags, acts=acts)


def numbered() -> ScriptedRater:
    """A rater that rates by numbers."""
    return ScriptedRater(by_numbers)


def graded(
    folder: Path,
    replies: Sequence[str],
    learners: Sequence[str] | None = None,
    name: str = "graded.jsonl",
    options: Options | None = None,
) -> Path:
    """A rated table of ``replies`` to the small scenario's opening; its ids are 1, 2 and so on."""
    path, out = folder / "class.csv", folder / name
    who = learners or [f"learner {n % 10}" for n in range(len(replies))]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["learner", "scenario", "scene", "reply"])
        writer.writerows(
            [one, "small", "asks", said] for one, said in zip(who, replies, strict=True)
        )
    run(path, out, options, numbered())
    return out


def marks(path: Path, rows: Sequence[Mapping[str, object]], head: Sequence[str] = HEAD) -> Path:
    """A table of marks."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, head)
        writer.writeheader()
        writer.writerows(rows)
    return path


def mark(name: object, levels: Sequence[object], **more: object) -> dict[str, object]:
    """A row of marks: levels in the rubric's order."""
    return {"id": name, **dict(zip(HEAD[1:5], levels, strict=False)), **more}

"""What a learner can look up while replying: notes, desk, and what has been said so far."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from roleplay.text.counting import fold
from roleplay.tui.play import Line, Play, Voice


@dataclass(frozen=True)
class Shelf:
    """Things of one kind to look up, such as notes. ``items`` are in their order, never empty."""

    title: str
    items: tuple[str, ...]


def has_papers(play: Play) -> bool:
    """Whether there is anything beside the conversation to look up."""
    return bool(play.scenario.notes) or play.scenario.desk is not None


def papers(play: Play) -> tuple[Shelf, ...]:
    """Notes and desk."""
    desk = play.scenario.desk
    shelves = (
        Shelf("Your notes", play.scenario.notes),
        Shelf("On your desk", () if desk is None else (f"{desk.task}:", *desk.lines)),
    )
    return tuple(shelf for shelf in shelves if shelf.items)


def said(play: Play) -> tuple[Shelf, ...]:
    """The conversation so far, also its first lines."""
    told = tuple(map(_line, play.said))
    return (Shelf("What was said", told),) if told else ()


def search(shelves: Sequence[Shelf], words: str) -> tuple[Shelf, ...]:
    """What has every one of ``words``, also inside other words; everything for none."""
    return tuple(_search(shelves, words.casefold().split()))


def _search(shelves: Sequence[Shelf], words: Sequence[str]) -> Iterator[Shelf]:
    for shelf in shelves:
        if found := tuple(item for item in shelf.items if has_all(item, words)):
            yield Shelf(shelf.title, found)


def has_all(item: str, words: Sequence[str]) -> bool:
    """Whether ``item`` has all ``words``, which are in small letters; 38 finds thirty-eight."""
    text = f"{item} {fold(item).text}".casefold()
    return all(word in text for word in words)


def _line(line: Line) -> str:
    who = {Voice.YOU: "You: ", Voice.THEM: f"{line.who}: "}.get(line.voice, "")
    return f"{who}{line.text}"

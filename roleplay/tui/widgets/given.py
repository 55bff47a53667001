"""The ladders on which a reply is marked: a line each, and what its levels mean."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widget import Widget

from roleplay.rubric import LADDERS, LEVEL_WORDS, MAX_LEVEL, Ladder
from roleplay.tui.widgets.bar import COLOURS
from roleplay.tui.widgets.text import MUTED
from roleplay.tui.words import LADDER_NAMES

_LEAD: Final = 2
_NAME: Final = 14
_CELL: Final = 4
"""Columns of a level: ``[2] ``."""
_LINES: Final = len(LADDERS)


class GivenLevels(Widget):
    """Four ladders, one of them the one that is being marked."""

    DEFAULT_CSS = (
        "GivenLevels { height: auto; width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }"
    )
    can_focus = True

    @dataclass
    class Clicked(Message):
        """A level was clicked, or a ladder: then there is no level."""

        ladder: Ladder
        level: int | None

    def __init__(self) -> None:
        """Nothing is given yet."""
        super().__init__(id="given")
        self.ladder = LADDERS[0]
        self.levels: Mapping[Ladder, int] = {}

    def show(self, ladder: Ladder, levels: Mapping[Ladder, int]) -> None:
        """Show what is given; ``ladder`` is the one that is being marked."""
        self.ladder, self.levels = ladder, dict(levels)
        self.refresh(layout=True)

    def render(self) -> Content:
        """A line for each ladder, then the words for one of them."""
        lines = [Content.assemble(*self._line(ladder)) for ladder in LADDERS]
        return Content("\n").join([*lines, *self._words()])

    def _line(self, ladder: Ladder) -> Iterator[tuple[str, str]]:
        here, given = ladder is self.ladder, self.levels.get(ladder)
        colour = COLOURS[ladder]
        yield ("▶ " if here else "  "), "bold"
        yield f"{LADDER_NAMES[ladder]:<{_NAME}}", "bold" if here else ""
        for level in range(MAX_LEVEL + 1):
            chosen = level == given
            yield f"[{level}] " if chosen else f" {level}  ", f"bold {colour}" if chosen else MUTED
        yield ("" if given is None else LEVEL_WORDS[ladder][given]), colour

    def _words(self) -> Iterator[Content]:
        """All levels of the ladder that is being marked: in a line, or below each other."""
        words = [f"{level} {said}" for level, said in enumerate(LEVEL_WORDS[self.ladder])]
        if self.screen.has_class("-wide"):
            yield Content("")
            yield from (
                Content.styled(f"  {said}", self._style(at)) for at, said in enumerate(words)
            )
        else:
            yield Content("  ").join(
                [Content.styled(said, self._style(at)) for at, said in enumerate(words)]
            )

    def _style(self, level: int) -> str:
        return f"bold {COLOURS[self.ladder]}" if self.levels.get(self.ladder) == level else MUTED

    def on_click(self, event: Click) -> None:
        """A click on a number gives it; elsewhere on a line it goes to that ladder."""
        if event.y >= _LINES:
            return
        at = (event.x - _LEAD - _NAME) // _CELL
        level = at if 0 <= at <= MAX_LEVEL else None
        self.post_message(self.Clicked(LADDERS[event.y], level))

"""A ladder as a bar: the level, how sure the model is of it, and how it has moved."""

from typing import Final

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from roleplay.feedback import LadderFeedback
from roleplay.rubric import MAX_LEVEL, Ladder
from roleplay.tui.widgets.text import MUTED
from roleplay.tui.words import LADDER_NAMES

COLOURS: Final = {
    Ladder.EMPATHY: "$text-accent",
    Ladder.RESTATING: "$text-primary",
    Ladder.COURTESY: "$text-success",
    Ladder.HELP: "$text-secondary",
}
"""One colour per ladder; the sentences that move it have the same."""

CELLS: Final = 20
WHOLE_BAR: Final = 48
"""Columns from which on the bar has all its cells."""
NAME: Final = 14
"""Width of a ladder's name."""
ONE_LINE: Final = 72
"""Columns from which on everything stands on one line; CSS gives two lines below that."""


class LadderBar(Widget):
    """Name, bar, level, the change since the last try, and the level in words.

    The bar is solid up to the low end of the interval, dense up to the level and
    light up to the high end, so that doubt is seen without colours.
    """

    DEFAULT_CSS = "LadderBar { height: 1; width: 1fr; }"

    shown: reactive[float] = reactive(0.0)
    """Where the bar ends now; it moves to the level."""

    def __init__(self, found: LadderFeedback, before: float | None) -> None:
        """Show ``found``; ``before`` is the level of the last try, if there was one."""
        super().__init__(classes=f"bar {found.ladder}")
        self.found = found
        self.before = before

    def on_mount(self) -> None:
        """Move from the last try's level to this one's."""
        self.shown = self.before or 0.0
        self.animate("shown", self.found.level.value, duration=0.7)

    def render(self) -> Content:
        """One line, or two where there is no room."""
        level, colour = self.found.level, COLOURS[self.found.ladder]
        name = LADDER_NAMES[self.found.ladder]
        cells = CELLS if self.size.width >= WHOLE_BAR else CELLS // 2
        narrow = self.size.width < ONE_LINE
        return Content.assemble(
            (f"{name:<{NAME}}", "bold"),
            (bar(self.shown, level.low, level.high, cells), colour),
            (f"  {level.value:.1f}", "bold"),
            (self._change(), MUTED),
            "\n" + " " * NAME if narrow else "  ",
            (self.found.words, colour),
        )

    def _change(self) -> str:
        if self.before is None or round(self.found.level.value - self.before, 1) == 0:
            return ""
        moved = self.found.level.value - self.before
        return f" {'▲' if moved > 0 else '▼'} {moved:+.1f}"


def bar(value: float, low: float, high: float, cells: int = CELLS) -> str:
    """The bar in characters: solid, dense, light, empty."""
    solid, dense, light = (
        round(level * cells / MAX_LEVEL) for level in (min(low, value), value, max(high, value))
    )
    return "█" * solid + "▓" * (dense - solid) + "░" * (light - dense) + "·" * (cells - light)

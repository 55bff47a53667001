"""Where things stand in a drawing; the templates draw them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from roleplay.classroom.report.figures import Change, Run, Spread
from roleplay.rubric import MAX_LEVEL, whole

WIDTH: Final = 720
LEFT: Final = 104
"""Of a chart that is left to the names of its lines."""
ROW: Final = 46
TOP: Final = 30
_NARROW: Final = 44
"""A part of a bar below this width has no words on it; they are in the table."""
_STEPS: Final = 2
"""Colours of the heat map per level."""


@dataclass(frozen=True)
class Part:
    """A part of a bar."""

    run: Run
    x: float
    width: float

    @property
    def label(self) -> str:
        """The share of replies, where there is room for it."""
        return f"{100 * self.run.part:.0f} %" if self.width >= _NARROW else ""

    @property
    def middle(self) -> float:
        """Where the label stands."""
        return round(self.x + self.width / 2, 1)

    @property
    def mixed(self) -> bool:
        """Whether it stands for several levels."""
        return self.run.first < self.run.last


@dataclass(frozen=True)
class Bar:
    """The spread of a ladder as a bar across the chart."""

    spread: Spread
    y: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Arrow:
    """A first and a last mean on the same line."""

    change: Change
    y: int
    first: float
    last: float


def bars(spreads: Sequence[Spread]) -> tuple[Bar, ...]:
    """One bar a ladder, as wide as the chart; empty runs take no room."""
    return tuple(Bar(spread, ROW * n, _parts(spread)) for n, spread in enumerate(spreads))


def _parts(spread: Spread) -> tuple[Part, ...]:
    x, found = float(LEFT), []
    for run in spread.runs:
        width = run.part * (WIDTH - LEFT)
        if run.replies:
            found.append(Part(run, round(x, 1), round(width, 1)))
        x += width
    return tuple(found)


def arrows(changes: Sequence[Change]) -> tuple[Arrow, ...]:
    """One line a ladder, from the first to the last; none where only differences are known."""
    ladders = [change for change in changes if change.measure != "overall"]
    return tuple(
        Arrow(change, TOP + ROW * n, at(change.first), at(change.last))
        for n, change in enumerate(ladders)
        if change.first is not None and change.last is not None
    )


def at(level: float) -> float:
    """Where a level is across the chart."""
    return round(LEFT + 8 + level / MAX_LEVEL * (WIDTH - LEFT - 60), 1)


def shade(level: float) -> int:
    """The colour of a level in the heat map, 0 to 8."""
    return whole(_STEPS * level)

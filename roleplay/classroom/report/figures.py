"""The figures of a class as they may be shown: none is about a small group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from roleplay.classroom.report.learner import MEASURES, Place
from roleplay.classroom.report.merging import SMALLEST, is_small, runs, share
from roleplay.classroom.report.reply import OVERALL
from roleplay.classroom.report.tally import OTHERS, Cell, Tally
from roleplay.rubric import ACTS, HARMFUL, LADDERS, MAX_LEVEL, SCORED, Act, Ladder

MOST_POINTS: Final = 12
ALWAYS: Final = SCORED[0]
"""A measure that each reply has that counts."""


@dataclass(frozen=True)
class Run:
    """Neighbouring whole levels that are shown as one.

    Attributes:
        first, last: The lowest and the highest of them.
        replies: How many replies are on them.
        part: The same as a part of all, 0 to 1.

    """

    first: int
    last: int
    replies: int
    part: float

    @property
    def name(self) -> str:
        """As it is shown: ``3``, or ``0`` and ``1`` with a dash between."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"  # noqa: RUF001


@dataclass(frozen=True)
class Spread:
    """How the replies of a class lie on a ladder; no runs where that is withheld."""

    ladder: Ladder
    replies: int
    runs: tuple[Run, ...]

    @property
    def joined(self) -> bool:
        """Whether levels had to be joined."""
        return any(run.first < run.last for run in self.runs)


@dataclass(frozen=True)
class Line:
    """A line of the heat map.

    Attributes:
        scenario: Its id; :data:`~roleplay.classroom.report.tally.OTHERS` for several together.
        learners: How many learners it is about.
        replies: How many replies.
        means: By measure; None where it is withheld, or not known.
        unweighed: Whether the overall is not known, since a reply has none.

    """

    scenario: str
    learners: int
    replies: int
    means: Mapping[str, float | None]
    unweighed: bool = False


@dataclass(frozen=True)
class Common:
    """How many learners something is true of.

    Attributes:
        words: As it is shown, such as ``31 of 40``.
        part: The same, 0 to 1, as it may be drawn; 0 for too few to show.

    """

    words: str
    part: float


@dataclass(frozen=True)
class Change:
    """First against last attempts at the same scene by the same learner.

    Attributes:
        pairs: How many there are.
        learners: How many learners made them.
        first, last: The means; None where the difference alone may be shown.
        by: How much higher the last attempts are.

    """

    measure: str
    pairs: int
    learners: int
    first: float | None
    last: float | None
    by: float


@dataclass(frozen=True)
class Figures:
    """What is shown of a class.

    Attributes:
        learners: How many have a reply that counts in these figures.
        spreads: Of each ladder.
        lines: The heat map, by the overall, the highest first; scenarios together come last.
        total: Its last line, over all others; None where nothing is shown.
        missed: Scene and point, the most commonly missed first.
        helpful, harmful: Acts, the commonest first.
        changes: None where fewer than :data:`~roleplay.classroom.report.merging.SMALLEST`
            learners tried again, empty where nobody did.

    """

    learners: int
    spreads: tuple[Spread, ...]
    lines: tuple[Line, ...]
    total: Line | None
    missed: tuple[tuple[Place, str, Common], ...]
    helpful: tuple[tuple[Act, Common], ...]
    harmful: tuple[tuple[Act, Common], ...]
    changes: tuple[Change, ...] | None


def figures(tally: Tally) -> Figures:
    """What may be shown of ``tally``."""
    lines = _lines(tally)
    return Figures(
        learners=tally.learners,
        spreads=tuple(_spread(ladder, tally) for ladder in LADDERS),
        lines=lines,
        total=_total(lines, tally),
        missed=_missed(tally),
        helpful=_acts(tally, [act for act in ACTS if act not in HARMFUL]),
        harmful=_acts(tally, [act for act in ACTS if act in HARMFUL]),
        changes=_changes(tally),
    )


def _spread(ladder: Ladder, tally: Tally) -> Spread:
    at, levels = tally.at[ladder], tally.levels[ladder]
    replies = at.total()
    if not replies:
        return Spread(ladder, 0, ())

    def learners(run: range) -> int:
        return sum(count for on, count in levels.items() if not on.isdisjoint(run))

    found = [(run, sum(at[n] for n in run)) for run in runs(MAX_LEVEL + 1, learners)]
    shown = tuple(Run(run[0], run[-1], some, some / replies) for run, some in found)
    return Spread(ladder, replies if shown else 0, shown)


def _lines(tally: Tally) -> tuple[Line, ...]:
    names = {line for line, _ in tally.cells}
    lines = [_line(name, tally) for name in names]
    return tuple(sorted(lines, key=lambda line: (line.scenario == OTHERS, *_rank(line))))


def _rank(line: Line) -> tuple[float, str]:
    return -(line.means[OVERALL] or 0), line.scenario


def _line(name: str, tally: Tally) -> Line:
    cells = {measure: tally.cells[name, measure] for measure in MEASURES}
    means = {measure: _mean(cell) for measure, cell in cells.items()}
    unweighed = name in tally.unweighed
    if unweighed:
        # With the overalls of the others and the ladders of all, theirs could be worked out.
        means[OVERALL] = None
    about = cells[ALWAYS]
    return Line(name, about.learners, about.replies, means, unweighed)


def _mean(cell: Cell) -> float | None:
    return cell.first / cell.replies if cell.learners >= SMALLEST else None


def _total(lines: Sequence[Line], tally: Tally) -> Line | None:
    """Over all lines; a measure that is withheld in one of them is withheld here too."""
    if not lines:
        return None
    sums = {measure: Cell() for measure in MEASURES}
    for (_, measure), cell in tally.cells.items():
        sums[measure].replies += cell.replies
        sums[measure].first += cell.first
    means = {
        measure: None
        if any(line.means[measure] is None for line in lines)
        else cell.first / cell.replies
        for measure, cell in sums.items()
    }
    unweighed = any(line.unweighed for line in lines)
    return Line("", tally.learners, sums[ALWAYS].replies, means, unweighed)


def _missed(tally: Tally) -> tuple[tuple[Place, str, Common], ...]:
    shown = [
        (place, point, missed, tally.met[place])
        for (place, point), missed in tally.missed.items()
        if missed >= SMALLEST
    ]
    shown.sort(key=lambda of: (-of[2] / of[3], -of[3], of[0], of[1]))
    return tuple(
        (place, point, _common(missed, met)) for place, point, missed, met in shown[:MOST_POINTS]
    )


def _acts(tally: Tally, acts: Sequence[Act]) -> tuple[tuple[Act, Common], ...]:
    if tally.learners < SMALLEST:
        return ()
    found = [(act, _common(tally.did[act], tally.learners)) for act in acts]
    return tuple(sorted(found, key=lambda of: -of[1].part))


def _common(some: int, of: int) -> Common:
    """The part as drawn tells no more than the words."""
    part = 0.0 if some < SMALLEST else 1.0 if is_small(of - some) else some / of
    return Common(share(some, of), part)


def _changes(tally: Tally) -> tuple[Change, ...] | None:
    pairs = tally.pairs[ALWAYS].learners
    if not pairs:
        return ()
    if pairs < SMALLEST:
        return None
    # With both means, those who tried only once could be told from the class's own mean.
    both = not is_small(tally.single)
    return tuple(
        _change(measure, cell, both=both)
        for measure, cell in tally.pairs.items()
        if cell.learners >= SMALLEST and not (measure == OVERALL and tally.uneven)
    )


def _change(measure: str, cell: Cell, *, both: bool) -> Change:
    first, last = cell.first / cell.replies, cell.last / cell.replies
    shown = (first, last) if both else (None, None)
    return Change(measure, cell.replies, cell.learners, shown[0], shown[1], last - first)

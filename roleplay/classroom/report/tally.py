"""Count a class, a learner at a time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from roleplay.classroom.report.learner import MEASURES, Learner, Place, given
from roleplay.classroom.report.merging import together
from roleplay.classroom.report.reply import Reply
from roleplay.rating import Flag, Status
from roleplay.rubric import LADDERS, Act, Ladder, whole

OTHERS: Final = "\0"
"""Stands for the scenarios that are shown together; no id of a scenario is so."""


@dataclass
class Cell:
    """A sum.

    Attributes:
        learners: How many learners it is about.
        replies: How many values.
        first: Their sum, or that of first attempts.
        last: The sum of last attempts.

    """

    learners: int = 0
    replies: int = 0
    first: float = 0.0
    last: float = 0.0


@dataclass
class Rows:
    """What became of the rows; all of them are here.

    Attributes:
        copied: Scored ones that are a reference pasted back, and are not counted.
        earlier: Those that would count, but for a later reply of the same learner to the scene.
        nameless: Those that would count, but name no learner.
        by_hand: Those with a mark on every scored ladder.
        marked: Those with a mark on any ladder.
        unweighed: Those of them that have no overall, since their scenario is not known.

    """

    rows: int = 0
    scored: int = 0
    unsure: int = 0
    unscored: int = 0
    copied: int = 0
    earlier: int = 0
    nameless: int = 0
    by_hand: int = 0
    marked: int = 0
    unweighed: int = 0

    def add(self, reply: Reply) -> None:
        """Count one."""
        self.rows += 1
        self.scored += reply.status is Status.SCORED
        self.unsure += reply.status is Status.UNSURE
        self.unscored += reply.status is Status.UNSCORED
        copied = reply.status is Status.SCORED and Flag.COPIED_REFERENCE in reply.flags
        self.copied += copied and not reply.by_hand
        self.by_hand += reply.by_hand
        self.marked += reply.has_levels
        self.unweighed += reply.unweighed


@dataclass
class Members:
    """Which scenarios learners are in: the first of two walks through a class.

    Attributes:
        learners: How many there are.
        nameless: How many replies name none.
        sizes: How many are in exactly these scenarios, by replies that count.

    """

    learners: int = 0
    nameless: int = 0
    rows: Rows = field(default_factory=Rows)
    sizes: Counter[frozenset[str]] = field(default_factory=Counter)

    def add(self, learner: Learner) -> None:
        """Count one learner."""
        self.learners += 1
        self.sizes[learner.scenarios] += 1
        for reply in learner.replies:
            self.rows.add(reply)
        self.rows.earlier += sum(len(replies) - 1 for replies in learner.counted.values())

    def add_nameless(self, reply: Reply) -> None:
        """Count a reply that names no learner.

        It is in no group: it may be by one of those who are in it already, and the
        fifth learner of a group would then be no other than the fourth.
        """
        self.nameless += 1
        self.rows.add(reply)
        self.rows.nameless += reply.counts

    @property
    def lines(self) -> Mapping[str, str]:
        """The line of the heat map that each scenario is in; those left out are not here."""
        groups = frozenset(name for member in self.sizes for name in member)
        alone, rest = together(self.sizes, groups)
        return {name: name for name in alone} | dict.fromkeys(rest, OTHERS)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Scenarios with too few learners to be in any figure."""
        groups = {name for member in self.sizes for name in member}
        return tuple(sorted(groups - self.lines.keys()))


@dataclass
class Tally:
    """The figures of a class before anything is withheld: the second walk.

    Attributes:
        lines: As :attr:`Members.lines`.
        learners: How many have a reply that counts.
        levels: Of each ladder, how many learners are on exactly these whole levels.
        at: Of each ladder, how many replies are on each whole level.
        cells: By line of the heat map and measure.
        met: How many learners have answered each scene.
        missed: How many of them have missed each point of it.
        did: How many learners have done each act.
        pairs: By measure, over first and last attempts.
        single: How many learners have a scene with only one attempt.
        unweighed: Lines with a reply that has no overall.
        uneven: Whether there is one among the pairs.

    """

    lines: Mapping[str, str]
    learners: int = 0
    levels: dict[Ladder, Counter[frozenset[int]]] = field(
        default_factory=lambda: {ladder: Counter() for ladder in LADDERS}
    )
    at: dict[Ladder, Counter[int]] = field(
        default_factory=lambda: {ladder: Counter() for ladder in LADDERS}
    )
    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)
    met: Counter[Place] = field(default_factory=Counter)
    missed: Counter[tuple[Place, str]] = field(default_factory=Counter)
    did: Counter[Act] = field(default_factory=Counter)
    pairs: dict[str, Cell] = field(default_factory=lambda: {name: Cell() for name in MEASURES})
    single: int = 0
    unweighed: set[str] = field(default_factory=set)
    uneven: bool = False

    def add(self, learner: Learner) -> None:
        """Count one learner, by the last reply to each scene."""
        counted = {p: made for p, made in learner.counted.items() if p[0] in self.lines}
        if not counted:
            return
        self.learners += 1
        last = [replies[-1] for replies in counted.values()]
        for ladder in LADDERS:
            self._level(ladder, last)
        for line in {self.lines[scenario] for scenario, _ in counted}:
            self._cells(line, [reply for reply in last if self.lines[reply.scenario] == line])
        self.met.update(counted.keys())
        self.missed.update({(reply.place, point) for reply in last for point in reply.missed})
        self.did.update({act for reply in last for act in reply.does})
        self._pairs(list(counted.values()))

    def _level(self, ladder: Ladder, last: Sequence[Reply]) -> None:
        levels = [whole(found) for found in given(last, ladder)]
        self.at[ladder].update(levels)
        if levels:
            self.levels[ladder][frozenset(levels)] += 1

    def _cells(self, line: str, replies: Sequence[Reply]) -> None:
        if any(reply.unweighed for reply in replies):
            self.unweighed.add(line)
        for measure in MEASURES:
            values = given(replies, measure)
            cell = self.cells.setdefault((line, measure), Cell())
            cell.learners += bool(values)
            cell.replies += len(values)
            cell.first += sum(values)

    def _pairs(self, counted: Sequence[Sequence[Reply]]) -> None:
        again = [replies for replies in counted if len(replies) > 1]
        self.single += len(again) < len(counted)
        self.uneven |= any(reply.unweighed for made in again for reply in (made[0], made[-1]))
        for measure in MEASURES:
            ends = [given((made[0], made[-1]), measure) for made in again]
            both = [(found[0], found[1]) for found in ends if len(found) > 1]
            cell = self.pairs[measure]
            cell.learners += bool(both)
            cell.replies += len(both)
            cell.first += sum(first for first, _ in both)
            cell.last += sum(last for _, last in both)

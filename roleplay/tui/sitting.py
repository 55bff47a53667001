"""One sitting at which somebody marks replies, without a screen."""

from collections import deque
from dataclasses import dataclass
from typing import Final

from roleplay.marking import Given, MarkingTable, Paper
from roleplay.rubric import LADDERS, Ladder

MILESTONES: Final = {
    20: "enough for a first verdict",
    30: "enough to stop, if replies and levels vary",
    50: "a verdict that will hardly change",
    100: "more marks bring little",
}
"""What is said when so many are marked."""


@dataclass(frozen=True)
class Step:
    """What became of a reply.

    Attributes:
        paper: The reply.
        kept: Whether it was marked; else it was put off.

    """

    paper: Paper
    kept: bool


class Sitting:
    """Which reply is on the table, what it is given so far, and what came before.

    Attributes:
        paper: On the table; None when nothing is left.
        levels: Given so far, not kept yet.
        comment: The same.

    """

    def __init__(self, table: MarkingTable) -> None:
        """Begin with the first reply of ``table``."""
        self._table = table
        self._waiting = deque(table.papers)
        self._drafts: dict[str, Given] = {}
        self._steps: list[Step] = []
        self._kept: set[str] = set()
        self.paper: Paper | None = None
        self.levels: dict[Ladder, int] = {}
        self.comment = ""
        self._next()

    @property
    def marked(self) -> int:
        """How many are marked, those of earlier sittings among them."""
        return self._table.before + len(self._kept)

    @property
    def left(self) -> int:
        """How many are left, the one on the table among them."""
        return len(self._waiting) + (self.paper is not None)

    @property
    def missing(self) -> tuple[Ladder, ...]:
        """Ladders without a level."""
        return tuple(ladder for ladder in LADDERS if ladder not in self.levels)

    @property
    def unkept(self) -> bool:
        """Whether something was given that is not kept."""
        if self.paper is None or not (self.levels or self.comment):
            return False
        return self._now != self._drafts.get(self.paper.id)

    @property
    def can_undo(self) -> bool:
        """Whether there is a reply to go back to."""
        return bool(self._steps)

    @property
    def _now(self) -> Given:
        return Given(dict(self.levels), self.comment)

    def keep(self) -> Paper | None:
        """Keep what was given, and go on; returns what was marked.

        Raises:
            RoleplayError: It cannot be written; everything is as it was.

        """
        paper = self.paper
        if paper is not None and self.levels:
            self._table.keep(paper, self._now)
            self._drafts[paper.id] = self._now
            self._steps.append(Step(paper, kept=True))
            self._kept.add(paper.id)
            self._next()
            return paper
        return None

    def skip(self) -> None:
        """Put the reply off until all others are done."""
        if self.paper is not None:
            self._put_down()
            self._waiting.append(self.paper)
            self._steps.append(Step(self.paper, kept=False))
            self._next()

    def undo(self) -> None:
        """Go back to the reply before this one, with what it was given."""
        if not self._steps:
            return
        if self.paper is not None:
            self._put_down()
            self._waiting.appendleft(self.paper)
        step = self._steps.pop()
        if not step.kept:
            self._waiting.remove(step.paper)
        self._take(step.paper)

    def given(self, paper: Paper) -> Given:
        """What a reply was given at this sitting."""
        return self._drafts.get(paper.id, Given())

    def milestone(self) -> str:
        """What to say now that so many are marked; empty for most numbers."""
        words = MILESTONES.get(self.marked)
        if words is None:
            return ""
        width = self._table.precision(self.marked)
        return (
            f"{self.marked} marked: {words}. A kappa of .70 would be known to about ±{width:.2f}."
        )

    def _put_down(self) -> None:
        """Remember what was given to the reply on the table."""
        if self.paper is not None and (self.levels or self.comment):
            self._drafts[self.paper.id] = self._now

    def _next(self) -> None:
        if self._waiting:
            self._take(self._waiting.popleft())
        else:
            self.paper, self.levels, self.comment = None, {}, ""

    def _take(self, paper: Paper) -> None:
        draft = self.given(paper)
        self.paper, self.levels, self.comment = paper, dict(draft.levels), draft.comment

"""What learners are called in a report: by their names, or by pseudonyms."""

import random
from collections.abc import Sequence
from typing import Final, Protocol

from roleplay.classroom.report.withholding import Withholding, key_of

NAMELESS: Final = "no name"


class Names(Protocol):
    """What learners are called; a learner is a number, the place in a list."""

    hidden: bool
    """Whether names are withheld, and with them what leads back to them."""

    @property
    def order(self) -> Sequence[int]:
        """The learners as they follow one another on paper."""

    def of(self, learner: int) -> str:
        """What a learner is called."""

    def clean(self, text: str, learner: int | None = None) -> str:
        """``text`` as it may be shown; by ``learner``, if it is somebody's."""


class RealNames:
    """Learners are called what they are called, and follow one another by the alphabet."""

    hidden = False

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self.order: Sequence[int] = sorted(
            range(len(names)), key=lambda n: (key_of(names[n]), names[n])
        )

    def of(self, learner: int) -> str:
        """See :class:`Names`."""
        return self._names[learner]

    def clean(self, text: str, learner: int | None = None) -> str:  # noqa: ARG002 - as the others
        """See :class:`Names`."""
        return text


class DrawnNames:
    """Learners are called by numbers that are drawn for this run and written down nowhere.

    So the same learner has another number in the next report, and no number leads
    back to a name, not even for somebody who knows the class. Which names are replaced
    inside of texts, :class:`~roleplay.classroom.report.withholding.Withholding` says.
    """

    hidden = True

    def __init__(self, names: Sequence[str], draw: random.Random | None = None) -> None:
        self.order: Sequence[int] = range(len(names))
        drawn = list(self.order)
        (draw or random.SystemRandom()).shuffle(drawn)
        self.order = drawn
        width = len(str(len(names)))
        self._called = {learner: f"Learner {n:0{width}}" for n, learner in enumerate(drawn, 1)}
        self._withholding = Withholding(names)

    def of(self, learner: int) -> str:
        """See :class:`Names`."""
        return self._called[learner]

    def clean(self, text: str, learner: int | None = None) -> str:
        """See :class:`Names`."""
        return self._withholding.clean(text, learner)


class NoNames:
    """Nobody knows what learners are called: their table does not say it.

    Args:
        learners: How many there are.
        hidden: Whether to withhold what leads back to them.

    """

    def __init__(self, learners: int, *, hidden: bool) -> None:
        self.hidden = hidden
        self.order: Sequence[int] = range(learners)

    def of(self, learner: int) -> str:  # noqa: ARG002 - as the others
        """See :class:`Names`."""
        return NAMELESS

    def clean(self, text: str, learner: int | None = None) -> str:  # noqa: ARG002 - as the others
        """See :class:`Names`."""
        return text

"""Checks beyond the shape of single values.

A check is a function of a :class:`Draft` that reports what breaks a rule. To add
one, write it with its rules in a module here and name it below: in :data:`ADVICE` if
all its rules are warnings and it takes time, since nobody who plays a scenario waits for those.
"""

from collections.abc import Callable
from typing import Final

from roleplay.authoring.checks.comments import comments
from roleplay.authoring.checks.conditions import conditions
from roleplay.authoring.checks.draft import Draft
from roleplay.authoring.checks.examples import examples
from roleplay.authoring.checks.names import names
from roleplay.authoring.checks.outcomes import outcomes
from roleplay.authoring.checks.paths import paths
from roleplay.authoring.checks.plays import plays
from roleplay.authoring.checks.points import points
from roleplay.authoring.checks.references import references
from roleplay.authoring.checks.screen import screen
from roleplay.authoring.checks.writing import writing

CHECKS: Final[tuple[Callable[[Draft], None], ...]] = (names, conditions, paths, writing, plays)
"""What tells whether a scenario can be played."""

ADVICE: Final[tuple[Callable[[Draft], None], ...]] = (
    outcomes,
    points,
    references,
    examples,
    screen,
    comments,
)
"""What tells whether it is any good, as far as that can be seen without the model."""

__all__ = ["ADVICE", "CHECKS", "Draft"]

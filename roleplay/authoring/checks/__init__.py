"""Checks beyond the shape of single values.

A check is a function of a :class:`Draft` that reports what breaks a rule. To add
one, write it with its rules in a module here and name it in :data:`CHECKS`.
"""

from collections.abc import Callable
from typing import Final

from roleplay.authoring.checks.conditions import conditions
from roleplay.authoring.checks.draft import Draft
from roleplay.authoring.checks.names import names
from roleplay.authoring.checks.paths import paths
from roleplay.authoring.checks.plays import plays
from roleplay.authoring.checks.writing import writing

CHECKS: Final[tuple[Callable[[Draft], None], ...]] = (names, conditions, paths, writing, plays)

__all__ = ["CHECKS", "Draft"]

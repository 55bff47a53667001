"""Scenarios from YAML, with every problem at its line and column.

Names are loaded when they are first used: the picker needs the library, and the
library needs neither the parser nor the validator while its index is fresh.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from roleplay.authoring.library import ScenarioLibrary
    from roleplay.authoring.load import check, check_file, load_scenario
    from roleplay.authoring.problems import Problem, Problems, ScenarioError
    from roleplay.authoring.rules import Severity

__all__ = [
    "Problem",
    "Problems",
    "ScenarioError",
    "ScenarioLibrary",
    "Severity",
    "check",
    "check_file",
    "load_scenario",
]

_HOMES: Final = {
    **dict.fromkeys(("check", "check_file", "load_scenario"), "load"),
    **dict.fromkeys(("Problem", "Problems", "ScenarioError"), "problems"),
    "Severity": "rules",
    "ScenarioLibrary": "library",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public object
    if name not in _HOMES:
        message = f"module 'roleplay.authoring' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"roleplay.authoring.{_HOMES[name]}"), name)

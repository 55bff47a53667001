"""Practise being interrupted and shouted at by a coworker, and hear how your reply landed.

Public names are loaded when they are first used, so that importing this package
costs nothing::

    from roleplay import Exchange, Rater, load_scenario

    rater = Rater.load()
    [rating] = rater.rate([Exchange(concern="…", reply="…", references=["…"])])
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from roleplay.authoring import load_scenario
    from roleplay.rater.local import LocalRater as Rater
    from roleplay.rating import Exchange, Rating

__version__ = "0.1.0"

__all__ = ["Exchange", "Rater", "Rating", "__version__", "load_scenario"]

_PUBLIC: Final = {
    "Exchange": ("roleplay.rating", "Exchange"),
    "Rater": ("roleplay.rater.local", "LocalRater"),
    "Rating": ("roleplay.rating", "Rating"),
    "load_scenario": ("roleplay.authoring", "load_scenario"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public object
    if name not in _PUBLIC:
        message = f"module 'roleplay' has no attribute {name!r}"
        raise AttributeError(message)
    module, attribute = _PUBLIC[name]
    return getattr(import_module(module), attribute)

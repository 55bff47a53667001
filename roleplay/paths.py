"""Where things live, in a checkout and in an install. Nothing here creates anything."""

import os
from pathlib import Path
from typing import Final

import platformdirs

_PACKAGE: Final = Path(__file__).parent
_SHIPPED: Final = _PACKAGE / "_shipped"

DATA_VARIABLE: Final = "ROLEPLAY_DATA"
"""Environment variable that moves the learner's own data, for shared machines and tests."""
MODEL_VARIABLE: Final = "ROLEPLAY_MODEL"
"""Environment variable that names another model folder."""


def _shipped(name: str) -> Path:
    """A folder that travels with the package: inside it when installed, beside it in a checkout."""
    installed = _SHIPPED / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def scenarios() -> Path:
    """The shipped scenarios."""
    return _shipped("scenarios")


def model() -> Path:
    """The fitted model: the shipped one unless ``ROLEPLAY_MODEL`` names another folder."""
    named = os.environ.get(MODEL_VARIABLE)
    return Path(named) if named else _shipped("models")


def data() -> Path:
    """The learner's own data; ``ROLEPLAY_DATA`` moves it."""
    named = os.environ.get(DATA_VARIABLE)
    return Path(named) if named else platformdirs.user_data_path("roleplay", appauthor=False)


def history() -> Path:
    """The learner's history."""
    return data() / "history.sqlite"


def packs() -> Path:
    """The packs of scenarios that have been installed."""
    return data() / "packs"


def cache() -> Path:
    """What can be made again, such as the index of scenarios."""
    named = os.environ.get(DATA_VARIABLE)
    return (
        Path(named) / "cache"
        if named
        else platformdirs.user_cache_path("roleplay", appauthor=False)
    )


def log() -> Path:
    """Where the app and the model's process write what went wrong."""
    named = os.environ.get(DATA_VARIABLE)
    return Path(named) / "log" if named else platformdirs.user_log_path("roleplay", appauthor=False)

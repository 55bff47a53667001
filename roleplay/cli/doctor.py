"""``roleplay doctor``: what is installed, where data lives, whether the model holds."""

import os
import platform
import sqlite3
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Final

import typer

import roleplay
from roleplay import paths

PACKAGES: Final = (
    "textual",
    "onnxruntime",
    "tokenizers",
    "torch",
    "transformers",
    "sentence-transformers",
)
BROKEN: Final = 5


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command()(doctor)


def doctor() -> None:
    """Say what is installed, where your data lives, and whether the model is whole."""
    from roleplay.rater.bundle import REPAIR, problems

    for name, value in (*_machine(), *_packages(), *_places(), *_terminal()):
        typer.echo(f"{name:<22} {value}")
    found = list(problems(paths.model()))
    for problem in found:
        typer.echo(f"{'model':<22} {problem}")
    if found:
        typer.echo(f"{'':<22} → {REPAIR}")
        raise typer.Exit(BROKEN)
    typer.echo(f"{'model':<22} whole: every digest holds")


def _machine() -> Iterator[tuple[str, str]]:
    yield "roleplay", roleplay.__version__
    yield "python", f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    yield "sqlite", sqlite3.sqlite_version


def _packages() -> Iterator[tuple[str, str]]:
    for name in PACKAGES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, f"missing → pip install {name}"


def _places() -> Iterator[tuple[str, str]]:
    yield "scenarios", str(paths.scenarios())
    yield "packs", f"{paths.packs()} ({_packs()})"
    yield "model folder", str(paths.model())
    yield "history", f"{paths.history()} ({_state(paths.history().exists())})"
    yield "cache", str(paths.cache())
    yield "log", str(paths.log())


def _packs() -> str:
    from roleplay.authoring.packs.places import homes

    return f"{sum(1 for _ in homes(paths.packs()))} installed"


def _state(exists: bool) -> str:
    return "there" if exists else "nothing practised yet"


def _terminal() -> Iterator[tuple[str, str]]:
    both = sys.stdin.isatty() and sys.stdout.isatty()
    kind = os.environ.get("TERM", "unknown")
    yield "terminal", kind if both else f"{kind}, not interactive: use roleplay play --plain"

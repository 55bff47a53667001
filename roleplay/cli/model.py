"""``roleplay model train | evaluate | card``."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

import typer

from roleplay import paths
from roleplay.errors import ModelError, UsageError

if TYPE_CHECKING:
    from roleplay.training.fit import Progress

_Ratings = Annotated[
    Path | None, typer.Option(help="Folder of rated replies; the shipped ones by default.")
]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    group = typer.Typer(help="Look at the rater, or fit it anew.", no_args_is_help=True)
    group.command()(train)
    group.command()(evaluate)
    group.command()(card)
    app.add_typer(group, name="model")


def train(
    out: Annotated[Path, typer.Option(help="Model folder to write.")],
    ratings: _Ratings = None,
    base: Annotated[
        str, typer.Option(help="Base model: a folder, a hub id, or the packaged all-MiniLM-L6-v2.")
    ] = "packaged",
    work: Annotated[Path, typer.Option(help="Folder for checkpoints.")] = Path("fit"),
    groups: Annotated[int, typer.Option(min=2, help="Folds of sets for honest figures.")] = 3,
    epochs: Annotated[
        int | None, typer.Option(min=1, help="Passes over the ratings; 10 by default.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Everything random is drawn from it.")] = 1,
    threads: Annotated[int | None, typer.Option(min=1, help="Threads for PyTorch.")] = None,
) -> None:
    """Fit the rater to rated replies.

    An interrupted fit goes on from its checkpoints. Takes about an hour and a half on two
    quiet cores.
    """
    if find_spec("onnx") is None:
        message = "Writing the run-time graphs needs the package onnx."
        raise UsageError(message, hint="pip install 'roleplay[train]'")
    from roleplay.training.evaluate import text_of
    from roleplay.training.fit import Recipe
    from roleplay.training.train import Job, use_threads
    from roleplay.training.train import train as run

    use_threads(threads)
    recipe = Recipe(seed=seed) if epochs is None else Recipe(epochs=epochs, seed=seed)
    job = Job(ratings or _shipped_ratings(), base, out, work, groups, recipe)
    with _Bars() as bars:
        found = run(job, bars.show)
    typer.echo(text_of(found))
    typer.echo(f"Wrote {out}.", err=True)


def evaluate(
    ratings: _Ratings = None,
    baseline: Annotated[
        bool, typer.Option("--baseline", help="Also measure plain cosine to the references.")
    ] = False,
) -> None:
    """Print the rater's figures from the predictions that were saved beside it."""
    from roleplay.training.evaluate import raters_agreement, text_of
    from roleplay.training.train import evaluate as run

    folder = ratings or _shipped_ratings()
    data, found = run(paths.model(), folder)
    typer.echo(text_of(found))
    for ladder, value in raters_agreement(data).items():
        typer.echo(f"{'QWK of the two raters, ' + ladder:<46}{value:7.3f}")
    if baseline:
        from roleplay.training.base import locate
        from roleplay.training.baseline import cosine_baseline
        from roleplay.training.data import load_ratings

        for ladder, value in cosine_baseline(load_ratings(folder), locate("packaged")).items():
            typer.echo(f"{'QWK of cosine to the references, ' + ladder:<46}{value:7.3f}")


def card() -> None:
    """Print the model card."""
    from roleplay.rater.bundle import REPAIR

    path = paths.model() / "README.md"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}", hint=REPAIR) from error
    typer.echo(text, nl=False)


def _shipped_ratings() -> Path:
    return paths.model() / "ratings"


class _Bars:
    """A progress bar per fit on stderr, when that is a terminal; else a line now and then."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import Progress as Bar

        self._bar = Bar(console=Console(stderr=True), disable=not sys.stderr.isatty())
        self._tasks: dict[str, int] = {}

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, name: str, progress: Progress) -> None:
        """Move the bar called ``name``."""
        if name not in self._tasks:
            self._tasks[name] = self._bar.add_task(name, total=progress.steps)
        self._bar.update(
            self._bar.tasks[self._tasks[name]].id,
            completed=progress.step,
            description=f"{name}, loss {progress.loss:.3f}",
        )
        if self._bar.disable and progress.step % 100 == 0:
            sys.stderr.write(
                f"{name}: {progress.step} of {progress.steps}, loss {progress.loss:.3f}\n"
            )

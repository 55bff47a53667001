"""``roleplay model train | evaluate | card``."""

from __future__ import annotations

import sys
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

import typer

from roleplay import paths
from roleplay.errors import ModelError, UsageError
from roleplay.text.spelling import did_you_mean

if TYPE_CHECKING:
    from roleplay.training.fit import Progress, Recipe

_Ratings = Annotated[
    Path | None, typer.Option(help="Folder of rated replies; the shipped ones by default.")
]
_Base = Annotated[
    str, typer.Option(help="Base model: a folder, a hub id, or the packaged all-MiniLM-L6-v2.")
]
_Work = Annotated[Path, typer.Option(help="Folder for checkpoints.")]
_Groups = Annotated[int, typer.Option(min=2, help="Folds of sets for honest figures.")]
_Changes = Annotated[
    list[str] | None,
    typer.Option("--recipe", metavar="NAME=VALUE", help="Change the recipe, as in: epochs=4."),
]
_Threads = Annotated[int | None, typer.Option(min=1, help="Threads for PyTorch.")]


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
    base: _Base = "packaged",
    work: _Work = Path("fit"),
    groups: _Groups = 5,
    recipe: _Changes = None,
    threads: _Threads = None,
) -> None:
    """Fit the rater to rated replies.

    An interrupted fit goes on from its checkpoints. On two quiet cores the final fit takes
    about an hour, and each fold a little less.
    """
    if find_spec("onnx") is None:
        message = "Writing the run-time graphs needs the package onnx."
        raise UsageError(message, hint="pip install 'roleplay[train]'")
    from roleplay.training.crossfit import Split
    from roleplay.training.evaluate import text_of
    from roleplay.training.train import Job, use_threads
    from roleplay.training.train import train as run

    use_threads(threads)
    folder = ratings or _shipped_ratings()
    job = Job(folder, base, out, work, Split(groups), _recipe(recipe))
    with _Bars() as bars:
        found = run(job, bars.show)
    typer.echo(text_of(found))
    typer.echo(f"Wrote {out}.", err=True)


def evaluate(
    ratings: _Ratings = None,
    refit: Annotated[
        bool, typer.Option("--refit", help="Fit every fold anew instead of reading predictions.")
    ] = False,
    baseline: Annotated[
        bool, typer.Option("--baseline", help="Also measure plain cosine to the references.")
    ] = False,
    public: Annotated[
        Path | None,
        typer.Option(help="Folder of public ratings: also measure auxiliary heads on them."),
    ] = None,
    share: Annotated[
        float, typer.Option(min=0.05, max=1, help="With --refit: fit to a share of the scenes.")
    ] = 1.0,
    fold: Annotated[
        int | None, typer.Option(min=1, help="With --refit: only the so-manieth of the groups.")
    ] = None,
    pairs: Annotated[
        bool, typer.Option(help="With --refit: fit to the pairs beside the rated replies.")
    ] = True,
    base: _Base = "packaged",
    work: _Work = Path("fit"),
    groups: _Groups = 5,
    recipe: _Changes = None,
    threads: _Threads = None,
) -> None:
    """Print the rater's figures from the out-of-fold predictions that were saved beside it.

    With --refit the predictions are made anew, which takes hours and leaves the model alone.
    """
    from roleplay.training.crossfit import Split
    from roleplay.training.evaluate import raters_agreement, text_of
    from roleplay.training.train import Job, evaluate_public, use_threads
    from roleplay.training.train import evaluate as run
    from roleplay.training.train import evaluate_anew as run_anew

    if fold is not None and fold > groups:
        raise UsageError(f"There is no fold {fold} of {groups}.", hint="raise --groups")
    folder = ratings or _shipped_ratings()
    use_threads(threads)
    split = Split(groups, share, only=fold)
    job = Job(folder, base, paths.model(), work, split, _recipe(recipe), pairs)
    with _Bars() as bars:
        data, found = run_anew(job, bars.show) if refit else run(paths.model(), folder)
        found += evaluate_public(job, public, bars.show) if public else []
    typer.echo(text_of(found))
    for ladder, value in raters_agreement(data.replies).items():
        typer.echo(f"{'QWK of the two raters, ' + ladder:<52}{value:7.3f}")
    if baseline:
        from roleplay.training.base import locate
        from roleplay.training.baseline import cosine_baseline
        from roleplay.training.data import load_ratings

        for ladder, value in cosine_baseline(load_ratings(folder), locate("packaged")).items():
            typer.echo(f"{'QWK of cosine to the references, ' + ladder:<52}{value:7.3f}")


def card() -> None:
    """Print the model card."""
    from roleplay.rater.bundle import REPAIR

    path = paths.model() / "README.md"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}", hint=REPAIR) from error
    typer.echo(text, nl=False)


def _recipe(changes: list[str] | None) -> Recipe:
    """The recipe with ``changes``, each ``name=value``.

    Raises:
        UsageError: There is no such name, or the value is no number.

    """
    from roleplay.training.fit import Recipe

    usual = asdict(Recipe())
    changed: dict[str, int | float] = {}
    for change in changes or ():
        name, _, value = change.partition("=")
        if name not in usual:
            raise UsageError(f"The recipe has no '{name}'.", hint=did_you_mean(name, usual))
        try:
            changed[name] = type(usual[name])(value)
        except ValueError as error:
            hint = f"as in: --recipe {name}={usual[name]}"
            raise UsageError(f"'{value}' is no value of {name}.", hint=hint) from error
    return Recipe(**{**usual, **changed})


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

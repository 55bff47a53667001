"""A progress bar that says how fast it goes and how long it will take."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class Speed(ProgressColumn):
    """Rows a second."""

    def render(self, task: Task) -> Text:
        """As of the last seconds; empty until it is known."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.{0 if speed >= 10 else 1}f} rows/s" if speed else "")  # noqa: PLR2004


@contextmanager
def bar(total: int, what: str = "rating") -> Iterator[Callable[[int], None]]:
    """A bar on stderr for ``total`` rows; it is told how many more are done."""
    # Lines that are printed meanwhile go above the bar, but never from a file into the terminal.
    console, above = Console(stderr=True), sys.stdout.isatty()
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),  # not the whole line, or the ^C that a terminal shows breaks it
        MofNCompleteColumn(),
        Speed(),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with Progress(*columns, console=console, transient=True, redirect_stdout=above) as shown:
        task = shown.add_task(what, total=total)
        yield lambda rows: shown.update(task, advance=rows)

"""What a long run needs around it: progress, an orderly end, and a way to go on."""

import asyncio
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, Final

import typer

from roleplay.errors import RoleplayError, UsageError

if TYPE_CHECKING:
    from roleplay.classroom import Job
    from roleplay.classroom.checkpoint import Checkpoint
    from roleplay.practice import Library
    from roleplay.rating import Rater

PIPED: Final = "What goes to standard output cannot be resumed"
GO_ON: Final = "The same command with --resume goes on from there."


@contextmanager
def progress_bar(total: int, what: str = "rating") -> Iterator[Callable[[int], None]]:
    """A bar on stderr, where somebody can see it; it is told how many rows more are done."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from roleplay.cli.bar import bar

    with bar(total, what) as progress:
        yield progress


@contextmanager
def cleaning_up() -> Iterator[None]:
    """Let a request to end unwind at once: no draft and no bar is left behind.

    Ctrl+C is among them, since asyncio can stop a task only where it waits, and rating in this
    process never does. Whoever has asked for a signal to be ignored, as nohup does, is obeyed.
    """

    def leave(number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise SystemExit(128 + number)

    named = (getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP"))
    there = {number: signal.getsignal(number) for number in named if number is not None}
    before = {number: old for number, old in there.items() if old is not signal.SIG_IGN}
    for number in before:
        signal.signal(number, leave)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def checkpoint(
    job: "Job", *, resume: bool, restart: bool, pilot: bool = False
) -> Iterator["Checkpoint"]:
    """Where the ratings of ``job`` are kept until it has ended.

    A pilot takes over what there is, since it only says what is known.

    Raises:
        UsageError: The options make no sense, or there is an unfinished run and neither is given.

    """
    from roleplay.classroom.checkpoint import Checkpoint
    from roleplay.classroom.tables.source import is_standard

    if resume and restart:
        raise UsageError("--resume and --restart contradict each other.", hint="give one of them")
    if is_standard(job.out):
        if resume or restart:
            raise UsageError(f"{PIPED}.", hint="name a file with --out")
        with Checkpoint.passing() as found, telling_what_is_kept(found):
            yield found
        return
    with Checkpoint.beside(job.out, resume=resume or pilot, restart=restart) as found:
        if found.notice:
            say(f"Note: {found.notice}.")
        if resume:
            known = f"Going on with {found.found:,} ratings that were kept."
            say(known if found.found else "Nothing to resume; beginning with the first row.")
        with telling_what_is_kept(found):
            yield found


@contextmanager
def telling_what_is_kept(checkpoint: "Checkpoint") -> Iterator[None]:
    """Where a run ends too early, say what is left of it."""
    try:
        yield
    except BrokenPipeError:
        raise  # whoever reads the output has enough
    except BaseException as error:
        with suppress(RoleplayError):
            kept = len(checkpoint)
            if isinstance(error, KeyboardInterrupt | SystemExit):
                say("Stopped." if kept else "Stopped before anything was rated.")
            if kept:
                say(f"{kept:,} ratings are kept. {GO_ON}" if checkpoint.lasts else f"{PIPED}.")
        raise


def try_out(
    job: "Job", count: int, rater: "Rater", library: "Library", checkpoint: "Checkpoint"
) -> bool:
    """Rate a few rows, say what came of them, and ask whether to go on.

    Args:
        job: What is to be rated.
        count: How many rows come first.
        rater: Rates.
        library: Where scenarios come from.
        checkpoint: Where ratings are kept. If there were any, it is not said how long all rows
            will take, since known ones take no time.

    Returns:
        Whether to go on; never where nobody can be asked.

    """
    count = min(count, job.total)
    start = time.monotonic()
    with progress_bar(count, "pilot") as progress:
        trial = asyncio.run(job.pilot(count, rater, library, progress))
    taken = time.monotonic() - start
    for line in trial.lines():
        say(line)
    if count and not checkpoint.found:
        say(f"{'time':<10}  about {duration(taken * job.total / count)} for all {job.total:,} rows")
    asked = sys.stdin.isatty() and sys.stderr.isatty()
    if asked and typer.confirm(f"Rate all {job.total:,} rows?", err=True):
        return True
    without = "" if asked else " Leave out --pilot to rate all rows."
    say(f"Its ratings are kept. {GO_ON}{without}" if checkpoint.lasts else f"{PIPED}.{without}")
    return False


def duration(seconds: float) -> str:
    """A time as one says it: 40 s, 12 min, 3 h 20 min."""
    minutes = round(seconds / 60)
    if seconds < 99.5:  # noqa: PLR2004 - two digits are easily read
        return f"{max(1, round(seconds))} s"
    hours, rest = divmod(minutes, 60)
    return f"{hours:,} h {rest} min" if hours else f"{minutes} min"


def say(text: str) -> None:
    """Tell a person, unless the terminal has gone."""
    with suppress(OSError):
        typer.echo(text, err=True)

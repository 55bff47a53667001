"""``score --engine ray``: the same table, rated on many machines."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from roleplay.cli import library, running
from roleplay.cli import tables as options
from roleplay.errors import UsageError

if TYPE_CHECKING:
    from roleplay.classroom import Counts, Job
    from roleplay.classroom.calibration import Calibration
    from roleplay.cli.scoring import BackendName
    from roleplay.practice import Library
    from roleplay.rating import Rater


class EngineName(StrEnum):
    """Where replies are rated; the output is the same."""

    LOCAL = "local"
    RAY = "ray"


Engine = Annotated[
    EngineName,
    typer.Option(help="ray rates Parquet tables on a cluster; needs roleplay[cluster]."),
]
Address = Annotated[
    str | None,
    typer.Option(
        help="The cluster of --engine ray; by RAY_ADDRESS, else this machine alone, without it."
    ),
]


@dataclass(frozen=True)
class Kit:
    """See :class:`roleplay.classroom.slices.Kit`.

    Attributes:
        backend: What runs the model.
        calibration: Moves its levels; None for not at all.

    """

    backend: "BackendName"
    calibration: "Calibration | None" = None

    def stamp(self) -> str:
        """Of the model, the version, the backend, and every scenario as it is written."""
        from roleplay.cli import scoring
        from roleplay.receipt import digest

        return digest([scoring.stamp(self.backend), library.make_library().digest()])

    def rater(self) -> "Rater":
        """A rater of one core."""
        from roleplay.cli import scoring

        return options.bent(scoring.make_rater(self.backend, 1), self.calibration)

    def library(self) -> "Library":
        """The shipped scenarios and those of the packs of that machine."""
        return library.make_library()


def check(engine: EngineName, address: str | None, local_only: Mapping[str, object]) -> None:
    """See that the options go together and that Ray is there.

    Args:
        engine: Which is wanted.
        address: Of a cluster, if it was given.
        local_only: The values of options that only the local engine has, by their names.

    Raises:
        UsageError: They do not, or it is not.

    """
    if engine is EngineName.LOCAL:
        if address is not None:
            raise UsageError("--address is for --engine ray.", hint="add it, or leave this out")
        return
    for option, given in local_only.items():
        if given:
            raise UsageError(
                f"--{option} does not work with --engine ray.",
                hint="leave it out; of many small runs with --shard, a stopped one loses little",
            )
    if find_spec("ray") is None:
        raise UsageError("--engine ray needs Ray.", hint="pip install 'roleplay[cluster]'")


def score(
    job: "Job", kit: Kit, address: str | None, workers: int | None, *, restart: bool
) -> "Counts":
    """Rate ``job`` on a cluster; see :func:`roleplay.classroom.cluster.rate`.

    Raises:
        UsageError: A table is not Parquet, there is no cluster, or another run has the output.
        RoleplayError: It cannot be done.

    """
    from roleplay.classroom import cluster
    from roleplay.classroom.slices import parquet

    parquet(job.tables)  # before a cluster is started in vain
    with (
        _alone(job, restart=restart),
        cluster.connected(address),
        running.cleaning_up(),  # after Ray, which has its own idea of a signal
        running.progress_bar(job.total) as progress,
    ):
        return cluster.rate(job, kit, workers, progress)


@contextmanager
def _alone(job: "Job", *, restart: bool) -> Iterator[None]:
    """No other run works on the same output, and none is left to be resumed."""
    from roleplay.classroom.checkpoint import Checkpoint
    from roleplay.classroom.tables.source import is_standard

    with ExitStack() as stack:
        if not is_standard(job.out):
            stack.enter_context(Checkpoint.beside(job.out, restart=restart))
        try:
            yield
        except (KeyboardInterrupt, SystemExit):
            running.say("Stopped; nothing was written.")
            raise

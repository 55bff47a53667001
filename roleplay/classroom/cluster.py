"""The same job on the machines of a Ray cluster, or on the cores of this one.

Ray Data hands out a :class:`~roleplay.classroom.slices.Slice`, not rows: its own
reader of Parquet numbers no rows, which errors and missing ids need, and makes one
schema of several files. Results come back in order, and this process writes them
as it would write its own: so the output is one file, with the same bytes as
without a cluster, and there all at once or not at all.

No other module imports Ray.
"""

import logging
import os
import pickle
import secrets
import socket
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Any, Final

import pyarrow as pa
import ray
import ray.data
from ray.exceptions import RayError

from roleplay.classroom.job import Job
from roleplay.classroom.scribe import Counts
from roleplay.classroom.settled import Settled
from roleplay.classroom.slices import Failure, Kit, Slice, Worker, slices_of
from roleplay.errors import RoleplayError, UsageError

_HERE: Final = "local"
_ANY: Final = "auto"
_PATIENCE: Final = 5.0
"""Seconds until a machine should have answered; Ray itself asks for minutes."""
_COLUMN: Final = "pickled"
_BLOCKS: Final = 16
"""Blocks per worker at most; Ray gives them out one at a time."""


@contextmanager
def connected(address: str | None) -> Iterator[None]:
    """Use the cluster at ``address``, or one of this machine alone that ends with the context.

    Args:
        address: As Ray takes it, such as ``10.0.0.1:6379`` or ``auto``. When None, what the
            environment variable RAY_ADDRESS says; without it, no other machine is asked.

    Raises:
        UsageError: There is no cluster.

    """
    address = address or os.environ.get("RAY_ADDRESS") or _HERE
    try:
        with _environment(_settings() if address == _HERE else {}):
            _connect(address)
            yield
    except RayError as error:
        raise RoleplayError(
            f"Ray has stopped: {_brief(error)}.", hint="nothing was written; start the run again"
        ) from error
    finally:
        ray.shutdown()


def _settings() -> dict[str, str]:
    """What a cluster of this machine alone finds in its environment."""
    return {
        "RAY_USAGE_STATS_ENABLED": "0",  # else it reports to Ray's makers
        # Its ports are open to the network; whoever wants something must know this word. Ray
        # would make up one, too, and leave it in a file.
        "RAY_AUTH_TOKEN": secrets.token_hex(32),
        # Else it tells a person of an argument that it has put somewhere itself.
        "RAY_BACKEND_LOG_LEVEL": os.environ.get("RAY_BACKEND_LOG_LEVEL", "fatal"),
    }


@contextmanager
def _environment(settings: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.pop(name, None) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            del os.environ[name]
            if value is not None:
                os.environ[name] = value


def _connect(address: str) -> None:
    here = {"include_dashboard": False} if address == _HERE else {}
    try:
        if address not in {_HERE, _ANY}:
            _knock(address)
        ray.init(address, logging_level=logging.ERROR, log_to_driver=False, **here)
    except (OSError, RuntimeError, ValueError) as error:
        raise UsageError(
            f"There is no Ray cluster at {address}: {_brief(error)}.",
            hint="such as --address 10.0.0.1:6379; without it, this machine is used",
        ) from error


def _knock(address: str) -> None:
    """See that somebody listens.

    Raises:
        OSError: Nobody does.
        ValueError: It is no address.

    """
    host, _, port = address.rpartition("://")[2].rpartition(":")
    socket.create_connection((host.strip("[]"), int(port)), _PATIENCE).close()


def rate(
    job: Job,
    kit: Kit,
    workers: int | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Counts:
    """Rate every row of ``job`` and write its table, as :meth:`Job.run` does; while connected.

    Args:
        job: Of Parquet files that are at the same paths on all machines.
        kit: Makes a rater for each worker.
        workers: How many, each on one core; when None, as many as the cluster has cores.
        progress: Is told after each slice how many rows it had.

    Raises:
        UsageError: A table is not Parquet.
        ModelError: The model failed, or is not the same on all machines.
        RoleplayError: The table cannot be written, or Ray has lost rows.

    """
    workers = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
    slices = list(slices_of(job, workers))
    worker = Worker(kit, kit.stamp(), job.added)
    with job.writing() as scribe, closing(_rated(slices, worker, workers)) as rated:
        for part, settled in rated:
            scribe.counts.rows += len(part.lines)
            scribe.write(settled)
            progress(len(part.lines))
    return scribe.counts


class _Rating:
    """A :class:`Worker` in an actor of Ray's, which lasts as long as the run."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def __call__(self, batch: Any) -> Any:  # noqa: ANN401 - Arrow has no types
        """Pickled slices in, and what came of each of them out."""
        return _packed([self._worker.rate(part) for part in _unpacked(batch)])


def _rated(
    slices: Sequence[Slice], worker: Worker, workers: int
) -> Generator[tuple[Slice, list[Settled]], None, None]:
    """What came of each slice, in order, as soon as it is there."""
    if not slices:
        return
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.execution_options.preserve_order = True
    # The block of each slice goes its own way, up to a number that Ray can still keep track of.
    data = ray.data.from_arrow(
        _packed(slices),
        override_num_blocks=min(len(slices), workers * _BLOCKS),
    ).map_batches(
        _Rating,
        fn_constructor_args=(worker,),
        batch_size=1,
        batch_format="pyarrow",
        num_cpus=1,
        compute=ray.data.ActorPoolStrategy(size=min(workers, len(slices))),
    )
    batches: Any = iter(data.iter_batches(batch_size=1, batch_format="pyarrow"))
    # What is left open would be closed after the end of Ray, and start it again for that.
    with closing(batches):
        answers = (found for batch in batches for found in _unpacked(batch))
        for part, answer in zip(slices, answers, strict=False):  # the caller counts
            if isinstance(answer, Failure):
                raise answer.error
            yield part, answer


def _packed(objects: Sequence[object]) -> Any:  # noqa: ANN401
    pickled = [pickle.dumps(found) for found in objects]
    return pa.table({_COLUMN: pa.array(pickled, pa.large_binary())})


def _unpacked(batch: Any) -> Iterator[Any]:  # noqa: ANN401
    """Only ever what :func:`_packed` has made: Ray trusts its own workers in the same way."""
    for pickled in batch.column(_COLUMN).to_pylist():
        yield pickle.loads(pickled)  # noqa: S301


def _brief(error: BaseException) -> str:
    """The first line of what may be a traceback of many."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__).rstrip(".:")

"""Shares of Parquet tables that can be rated anywhere: what is sent out, and what comes back.

::

    Job ──slices_of──▶ Slice ──▶ Worker, with its own rater ──▶ Settled ──▶ Scribe

A slice only names rows, which the worker reads itself; so the tables must be at
the same path wherever a worker is. What it sends back is written by the process
that has the job, with the same scribe as ever.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from roleplay.classroom.answers import Answers
from roleplay.classroom.columns import Added
from roleplay.classroom.formulas import NONE
from roleplay.classroom.job import CHUNK, SMALL_CHUNK, Job, chunks
from roleplay.classroom.row import Row, Table
from roleplay.classroom.settled import Settled, settle
from roleplay.classroom.tables.parquet_table import ParquetTable
from roleplay.classroom.tables.source import Source
from roleplay.errors import InputError, ModelError, RoleplayError, UsageError
from roleplay.practice import Library
from roleplay.rating import Rater

MOST: Final = 512
"""Rows of a slice: half a minute of work, against the start of a row group read in vain."""
ROUNDS: Final = 4
"""Slices that a worker gets at least, so that none waits long for the slowest."""


class Kit(Protocol):
    """Makes what a worker needs, where the worker is. Can be sent there."""

    def stamp(self) -> str:
        """What must be the same for the same bytes to get the same rating."""

    def rater(self) -> Rater:
        """A rater that takes one core.

        Raises:
            ModelError: The model is missing or damaged.

        """

    def library(self) -> Library:
        """Where scenarios come from."""


@dataclass(frozen=True)
class Slice:
    """Consecutive rows of a table.

    Attributes:
        path: The file, from the root.
        name: As :attr:`Source.name`.
        label: As :attr:`Source.label`.
        lines: Which rows, from 1.
        before: How many rows the tables before it have.

    """

    path: Path
    name: str
    label: str
    lines: range
    before: int

    def rows(self) -> Iterator[Row]:
        """Its rows, with the numbers that they have over all tables.

        Raises:
            InputError: They cannot be read.

        """
        table = ParquetTable(Source(self.path, self.name, self.label))
        for record in table.part(self.lines):
            number = self.before + record.line
            yield Row(self.label, record.line, number, record.cells, record.error)


@dataclass(frozen=True)
class Failure:
    """Why a slice could not be rated at all. Can be sent to another process."""

    error: RoleplayError


class Worker:
    """Rates slices. The model is loaded for the first one, and kept.

    Attributes:
        stamp: What the kit's stamp was where the job is.

    """

    def __init__(self, kit: Kit, stamp: str, added: Added) -> None:
        self.stamp = stamp
        self._kit, self._added = kit, added
        self._answers: Answers | None = None

    def rate(self, part: Slice) -> list[Settled] | Failure:
        """What came of each row of ``part``, in order."""
        try:
            return asyncio.run(self._rate(part))
        except RoleplayError as error:
            return Failure(error)

    async def _rate(self, part: Slice) -> list[Settled]:
        answers = self._answers = self._answers or self._ready()
        settled: list[Settled] = []
        for rows in chunks(part.rows(), SMALL_CHUNK if self._added.explain else CHUNK):
            asked, found = await answers.to(rows)
            settled += settle(asked, found, self._added, NONE)
        if len(settled) != len(part.lines):
            raise InputError(f"{part.name} has changed since the run began.", hint="start it again")
        return settled

    def _ready(self) -> Answers:
        if self._kit.stamp() != self.stamp:
            raise ModelError(
                "A worker has another model, version or set of scenarios.",
                hint="install the same roleplay, model and packs on every machine",
            )
        return Answers(self._kit.rater(), self._kit.library(), explain=self._added.explain)


def slices_of(job: Job, workers: int) -> Iterator[Slice]:
    """The rows of ``job``, in order, in slices for so many workers.

    Raises:
        UsageError: A table is not Parquet.

    """
    size = max(1, min(MOST, -(-job.total // (workers * ROUNDS))))
    before = 0
    for table in parquet(job.tables):
        count = table.size
        start, stop = (
            max(0, min(end - before, count + 1)) for end in (job.part.start, job.part.stop)
        )
        for line in range(max(1, start), stop, size):
            path, lines = table.source.path.resolve(), range(line, min(line + size, stop))
            yield Slice(path, table.source.name, table.source.label, lines, before)
        before += count


def parquet(tables: Sequence[Table]) -> tuple[ParquetTable, ...]:
    """The same tables, of which slices can be taken.

    Raises:
        UsageError: One is not Parquet, or came through a pipe.

    """
    for table in tables:
        if not isinstance(table, ParquetTable) or table.source.copy is not None:
            raise UsageError(
                f"{table.source}: a cluster reads Parquet files only.",
                hint="write it as .parquet first, or leave out --engine ray",
            )
    return tuple(table for table in tables if isinstance(table, ParquetTable))

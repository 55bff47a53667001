"""Rate whole tables: check everything first, then go through them chunk by chunk."""

import sys
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Final, Self

from roleplay.classroom.answers import Answers
from roleplay.classroom.columns import Added, check, union
from roleplay.classroom.draft import Draft, check_place, drafting, sweep
from roleplay.classroom.piped import draft_of, errors_draft_of, errors_of
from roleplay.classroom.row import Row, Table, rows_in
from roleplay.classroom.scribe import Counts, Scribe
from roleplay.classroom.settled import settle
from roleplay.classroom.shard import WHOLE, Shard
from roleplay.classroom.tables.formats import FORMATS, Format, Target, format_for, open_tables
from roleplay.classroom.tables.reading import PLAIN, Reading
from roleplay.classroom.tables.source import Source, is_standard, sources
from roleplay.classroom.trial import SEED, Trial
from roleplay.errors import InputError, RoleplayError, UsageError
from roleplay.practice import Library
from roleplay.rating import Rater

CHUNK: Final = 32
"""Rows that are rated together."""
SMALL_CHUNK: Final = 8
"""The same where progress would not be seen: in a pilot, and with advice, which is slow."""


@dataclass(frozen=True)
class Options:
    """How to rate tables.

    Attributes:
        explain: Add strength and advice.
        raw: Leave cells alone that a spreadsheet would take for formulas.
        prefix: Goes before each new column's name.
        reading: How to read the tables.
        to: The format of the output; when None, by its ending.
        shard: Which rows; all of them unless it says otherwise.

    """

    explain: bool = False
    raw: bool = False
    prefix: str = ""
    reading: Reading = PLAIN
    to: str | None = None
    shard: Shard = WHOLE


@dataclass(frozen=True)
class Job:
    """Tables to rate, all of them checked, and where the result goes.

    Attributes:
        tables: The tables.
        out: The rated table; ``-`` for standard output.
        format: How it is written.
        target: What its writer should know.
        part: The numbers of the rows that are rated.
        sizes: Of the tables, in bytes.

    """

    tables: tuple[Table, ...]
    out: Path
    format: Format
    target: Target
    part: range
    sizes: tuple[int, ...]

    @classmethod
    def prepare(cls, paths: Sequence[Path], out: Path, options: Options) -> Self:
        """Read every table to its end, so that a broken one is found before anything is rated.

        Raises:
            UsageError: The output cannot be where it should, or a format is not known.
            InputError: A table cannot be read.

        """
        found, form = sources(paths), format_for(out, options.to)
        _check_places(found, out, form)
        reading = options.reading
        tables = open_tables(found, reading)
        several, ids = len(tables) > 1, "id" in union(tables)
        added = Added(options.explain, form.intervals, options.prefix, several, ids)
        for table in tables:
            check(table, added)
        total = sum(1 for table in tables for _ in table.records())
        part = options.shard.rows(total)
        if form.most is not None and len(part) > form.most:
            raise UsageError(
                f"{out} would have {len(part):,} rows, and cannot have more than {form.most:,}.",
                hint="write a .parquet, .jsonl or .csv instead",
            )
        target = Target(tables, added, options.raw, reading.delimiter)
        return cls(tables, out, form, target, part, tuple(map(_size, tables)))

    @property
    def total(self) -> int:
        """How many rows are rated."""
        return len(self.part)

    @property
    def added(self) -> Added:
        """The columns that the rated table has more than its input."""
        return self.target.added

    @property
    def reading(self) -> Reading:
        """How the rated table is read again."""
        name = next(name for name, form in FORMATS.items() if form is self.format)
        delimiter = self.target.delimiter if name == "csv" else None
        named = self.out.suffix.lower() == f".{name}"
        return Reading(delimiter=delimiter, format=None if named else name)

    @property
    def errors(self) -> Path:
        """Where failed rows go."""
        return errors_of(self.out)

    async def run(
        self, rater: Rater, library: Library, progress: Callable[[int], None] = lambda _: None
    ) -> Counts:
        """Rate every row and write the table. An old one stays until the new one is whole.

        Args:
            rater: Rates.
            library: Where scenarios come from.
            progress: Is told after each chunk how many rows it had.

        Raises:
            ModelError: The model failed.
            RoleplayError: The table cannot be written.

        """
        with self.writing() as scribe:
            answers = Answers(rater, library, explain=self.added.explain)
            size = SMALL_CHUNK if self.added.explain else CHUNK
            for chunk in self._chunks(self.part, size):
                scribe.counts.rows += len(chunk)
                asked, found = await answers.to(chunk)
                scribe.write(settle(asked, found, self.added, scribe.guards))
                progress(len(chunk))
        return scribe.counts

    @contextmanager
    def writing(self) -> Iterator[Scribe]:
        """A scribe whose table appears once all is in it, and not at all after an error.

        Raises:
            RoleplayError: The table cannot be written, or a row was lost.

        """
        out, errors = draft_of(self.out), errors_draft_of(self.out)
        for draft in (out, errors):
            sweep(draft.target)
        with drafting(out, errors):
            scribe = self._scribe(out, errors)
            yield scribe
            self._check_whole(scribe.counts.rows)
            scribe.end()

    def _check_whole(self, rows: int) -> None:
        """See that tables did not become others between the first reading and the last."""
        for table, size in zip(self.tables, self.sizes, strict=True):
            if _size(table) != size:
                raise RoleplayError(
                    f"{table.source} was changed while it was rated.",
                    hint="start the run again",
                )
        if rows != self.total:
            raise RoleplayError(
                f"There were {self.total:,} rows, and {rows:,} have come back.",
                hint="start the run again",
            )

    async def pilot(
        self,
        count: int,
        rater: Rater,
        library: Library,
        progress: Callable[[int], None] = lambda _: None,
    ) -> Trial:
        """Rate ``count`` rows, drawn at random but the same each time, and write nothing.

        Raises:
            ModelError: The model failed.

        """
        drawn = Random(SEED).sample(self.part, min(count, self.total))  # noqa: S311 - no secret
        trial = Trial(self.total)
        answers = Answers(rater, library, explain=self.added.explain)
        for chunk in self._chunks(frozenset(drawn), SMALL_CHUNK):
            trial.add(*await answers.to(chunk))
            progress(len(chunk))
        trial.counts.check()
        return trial

    def _chunks(self, wanted: Container[int], size: int) -> Iterator[list[Row]]:
        until = islice(rows_in(self.tables), self.part.stop - 1)
        return chunks((row for row in until if row.number in wanted), size)

    def _scribe(self, out: Draft, errors: Draft) -> Scribe:
        writer = self.format.write(out, self.target)
        columns = union(self.tables)
        writer.begin((*columns, *(() if "id" in columns else ("id",)), *self.added.names))
        return Scribe(writer, errors, raw=self.target.raw)


def chunks(rows: Iterator[Row], size: int = CHUNK) -> Iterator[list[Row]]:
    """Rows in lists of ``size``, the last one perhaps shorter."""
    while chunk := list(islice(rows, size)):
        yield chunk


def _size(table: Table) -> int:
    try:
        return table.source.path.stat().st_size
    except OSError as error:
        raise InputError(f"{table.source} cannot be read: {error.strerror}.") from error


def _check_places(found: Sequence[Source], out: Path, form: Format) -> None:
    if is_standard(out):
        if form.binary and sys.stdout.isatty():
            raise UsageError("That is nothing for a terminal.", hint="name a file with -o")
        return
    for place in (out, errors_of(out)):
        check_place(place, [source.path for source in found])

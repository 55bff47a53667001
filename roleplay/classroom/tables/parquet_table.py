"""Parquet, read: a batch of rows at a time."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import accumulate, count, islice
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from roleplay.classroom.cells import known_text
from roleplay.classroom.columns import KNOWN
from roleplay.classroom.formulas import NONE
from roleplay.classroom.row import Record
from roleplay.classroom.tables.parquet_cells import TEXT, kept, values_of
from roleplay.classroom.tables.reading import PLAIN, Reading
from roleplay.classroom.tables.source import Source
from roleplay.errors import InputError

BATCH: Final = 128
_BUFFER: Final = 1024 * 1024
_LISTS: Final = frozenset({"points", "references"})


class ParquetTable:
    """A Parquet file. Columns that are read become texts; the others keep their types.

    Attributes:
        source: The file.

    """

    guards = NONE

    def __init__(self, source: Source, _reading: Reading = PLAIN) -> None:
        self.source = source
        with self._understood(), self._opened() as file:
            self._schema = file.schema_arrow
        if not self._schema.names:
            raise InputError(f"{source} is empty.", hint="it needs columns")

    @property
    def columns(self) -> tuple[str, ...]:
        """See :class:`roleplay.classroom.row.Table`."""
        return tuple(self._schema.names)

    def kind(self, column: str) -> Any:  # noqa: ANN401 - Arrow has no types
        """The type in which a column is written again."""
        kind = kept(self._schema.field(column).type)
        is_list = pa.types.is_list(kind) or pa.types.is_large_list(kind)
        return TEXT if column in KNOWN and not (column in _LISTS and is_list) else kind

    @property
    def size(self) -> int:
        """How many rows it has."""
        with self._understood(), self._opened() as file:
            return int(file.metadata.num_rows)

    def records(self) -> Iterator[Record]:
        """See :class:`roleplay.classroom.row.Table`."""
        yield from self._records(0)

    def part(self, lines: range) -> Iterator[Record]:
        """The rows with these numbers, from 1, as they come in :meth:`records`.

        Row groups before them are not read; theirs is read to where they begin.

        Raises:
            InputError: The file cannot be read.

        """
        with self._understood(), self._opened() as file:
            sizes = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
        ends = list(accumulate(sizes))
        group = bisect_right(ends, lines.start - 1)
        before = ends[group - 1] if group else 0
        found = self._records(group, before)
        skipped = lines.start - 1 - before
        yield from islice(found, skipped, skipped + len(lines))

    def _records(self, group: int, before: int = 0) -> Iterator[Record]:
        """The rows from row group ``group`` on, of which ``before`` are before it."""
        lines = count(before + 1)
        with self._understood():
            file = self._opened()
        with file:
            for columns in self._batches(file, group):
                for values in zip(*columns, strict=True):
                    yield Record(next(lines), _cells(dict(zip(self.columns, values, strict=True))))

    def _batches(self, file: Any, group: int) -> Iterator[list[list[object]]]:  # noqa: ANN401 - a ParquetFile
        with self._understood():
            groups = range(group, file.num_row_groups)
            batches = file.iter_batches(batch_size=BATCH, row_groups=groups, use_threads=False)
        while True:
            with self._understood():
                batch = next(batches, None)
                if batch is None:
                    return
                columns = [values_of(column) for column in batch.columns]
            yield columns

    def _opened(self) -> Any:  # noqa: ANN401 - a ParquetFile
        return pq.ParquetFile(self.source.path, pre_buffer=False, buffer_size=_BUFFER)

    @contextmanager
    def _understood(self) -> Iterator[None]:
        try:
            yield
        except (pa.ArrowException, OSError, ValueError, NotImplementedError) as error:
            raise InputError(
                f"{self.source} cannot be read as Parquet: {' '.join(str(error).split())}.",
                hint="write it again with the program that made it",
            ) from error


def _cells(values: Mapping[str, object]) -> dict[str, object]:
    return {name: _known(name, value) if name in KNOWN else value for name, value in values.items()}


def _known(name: str, value: object) -> object:
    if name in _LISTS and isinstance(value, list):
        # Arrow gives every point of a column the same keys, most of them empty.
        return [_filled(item) for item in value]
    return known_text(value)


def _filled(item: object) -> object:
    if isinstance(item, dict):
        return {key: value for key, value in item.items() if value is not None}
    return item

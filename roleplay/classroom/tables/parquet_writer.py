"""Parquet, written: some thousand rows at a time."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from roleplay.classroom.columns import KNOWN, Added
from roleplay.classroom.draft import Draft
from roleplay.classroom.formulas import NONE
from roleplay.classroom.row import Table
from roleplay.classroom.tables.csv_table import CsvTable
from roleplay.classroom.tables.parquet_cells import TEXT, array_of, kind_of, settled
from roleplay.classroom.tables.parquet_table import ParquetTable

MOST_ROWS: Final = 4096
"""Of a row group."""
MOST_TEXT: Final = 16 * 1024 * 1024
"""Characters of a row group, or a row more."""


class ParquetWriter:
    """Writes a Parquet file.

    Columns that pass through keep the type of a Parquet table that they come
    from. Those of other tables get the type that holds all of their values,
    which takes one more reading of a table that has anything but texts.
    """

    guards = NONE

    def __init__(self, draft: Draft, tables: Sequence[Table], added: Added) -> None:
        self._draft, self._tables, self._added = draft, tables, added
        self._file = draft.opened(self._drop)
        self._writer: Any = None
        self._schema: Any = None
        self._rows: list[Mapping[str, object]] = []
        self._size = 0

    def begin(self, columns: Iterable[str], /) -> None:
        """Fix the types of the columns."""
        kinds = _kinds(self._tables)
        kinds |= dict.fromkeys(self._added.names, TEXT)
        kinds |= dict.fromkeys(self._added.numbers, pa.float64())
        kinds |= dict.fromkeys(self._added.lists, pa.list_(TEXT))
        self._schema = pa.schema([(name, kinds.get(name, TEXT)) for name in columns])
        with self._draft.writing():
            self._writer = pq.ParquetWriter(self._file, self._schema)

    def write(self, passed: Mapping[str, object], rated: Mapping[str, object]) -> None:
        """Write a row: the values that pass through, and the rater's."""
        row = {**passed, **rated}
        self._rows.append(row)
        self._size += sum(len(value) for value in row.values() if isinstance(value, str))
        if len(self._rows) >= MOST_ROWS or self._size >= MOST_TEXT:
            self._flush()

    def end(self) -> None:
        """Write what was held back."""
        self._flush()
        with self._draft.writing():
            self._writer.close()

    def _flush(self) -> None:
        if self._rows:
            arrays = [
                array_of([row.get(field.name) for row in self._rows], field.type)
                for field in self._schema
            ]
            with self._draft.writing():
                self._writer.write_batch(pa.record_batch(arrays, schema=self._schema))
            self._rows, self._size = [], 0

    def _drop(self) -> None:
        if self._writer is not None:
            with suppress(Exception):  # it is thrown away; what it was is told elsewhere
                self._writer.close()
            self._writer.is_open = False  # else it would try again when it is collected


def _kinds(tables: Sequence[Table]) -> dict[str, Any]:
    """The type of each column that passes through."""
    found: dict[str, set[Any]] = {}
    for table in tables:
        for name, kind in _kinds_of(table).items():
            found.setdefault(name, set()).add(kind)
    return {name: kinds.pop() if len(kinds) == 1 else TEXT for name, kinds in found.items()}


def _kinds_of(table: Table) -> Mapping[str, Any]:
    if isinstance(table, ParquetTable):
        return {name: table.kind(name) for name in table.columns}
    if isinstance(table, CsvTable):
        return dict.fromkeys(table.columns, TEXT)
    found: dict[str, set[Any]] = {name: set() for name in table.columns}
    for record in table.records():
        for name, value in record.cells.items():
            found[name].add(kind_of(value))
    return {name: _allowed(name, settled(kinds)) for name, kinds in found.items()}


def _allowed(name: str, kind: Any) -> Any:  # noqa: ANN401 - Arrow has no types
    """Columns that are read are texts, or lists of them."""
    return TEXT if name in KNOWN and kind != pa.list_(TEXT) else kind

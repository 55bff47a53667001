"""What came of a row: the cells that are written for it, or why it failed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from roleplay.classroom.answers import Answer, Asked
from roleplay.classroom.columns import TABLE, Added
from roleplay.classroom.formulas import Guards
from roleplay.classroom.posed import Posed
from roleplay.classroom.rated import row_out
from roleplay.classroom.row import Row, RowError
from roleplay.errors import ModelError
from roleplay.feedback import Advice
from roleplay.rating import Rating, Status


@dataclass(frozen=True)
class Settled:
    """What came of a row. Can be sent to another process.

    Attributes:
        table: As :attr:`~roleplay.classroom.row.Row.table`.
        line: As :attr:`~roleplay.classroom.row.Row.line`.
        id: As :attr:`~roleplay.classroom.row.Row.id`.
        status: Of its rating; None when it failed.
        passed: The cells that pass through.
        rated: The rater's.
        error: Why it failed; empty when it did not.

    """

    table: str
    line: int
    id: str
    status: Status | None = None
    passed: Mapping[str, object] = field(default_factory=dict)
    rated: Mapping[str, object] = field(default_factory=dict)
    error: str = ""


def settle(
    asked: Asked, answers: Iterator[Answer], added: Added, guards: Guards
) -> Iterator[Settled]:
    """What came of rows, in their order.

    Args:
        asked: The rows.
        answers: A rating, with advice, for each that was posed.
        added: The columns that are added.
        guards: Of the format that they are written in.

    """
    for row, posed in asked:
        try:
            if isinstance(posed, RowError):
                raise posed
            yield _rated(row, posed, next(answers), added, guards)
        except RowError as error:
            yield Settled(row.table, row.line, row.id, error=str(error))


def _rated(
    row: Row,
    posed: Posed,
    answer: tuple[Rating | ModelError, tuple[Advice, ...]],
    added: Added,
    guards: Guards,
) -> Settled:
    rating, advice = answer
    if isinstance(rating, ModelError):
        raise RowError(rating.message)
    cells = row_out(posed, rating, added, advice)
    passed = _passed(row, added, guards)
    return Settled(row.table, row.line, row.id, rating.status, passed, cells)


def _passed(row: Row, added: Added, guards: Guards) -> Mapping[str, object]:
    """What is not of the rater's making."""
    cells = {
        name: guards.passed(cell, row.guards) if isinstance(cell, str) else cell
        for name, cell in row.cells.items()
    }
    # A row without an id gets its number for one: marks find it by that. It stays when others
    # fail, which the place in the rated table does not.
    if cells.get("id") is None or cells["id"] == "":
        cells["id"] = f"row {row.id}" if added.ids else row.id
    if added.several:
        cells[added.prefix + TABLE] = row.table
    return cells

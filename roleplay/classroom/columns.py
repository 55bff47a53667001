"""Which columns a table must have, and which are added to it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from roleplay.classroom.row import Table
from roleplay.errors import InputError
from roleplay.rubric import LADDERS
from roleplay.text.spelling import nearest

KNOWN: Final = (
    "id",
    "learner",
    "scenario",
    "scene",
    "concern",
    "points",
    "references",
    "reply",
    "attempt",
)
RATED: Final = (
    *(ladder.value for ladder in LADDERS),
    "overall",
    "status",
    "why",
    "flags",
    "missed",
    "acts",
    "receipt",
)
INTERVALS: Final = tuple(f"{ladder.value}_{end}" for ladder in LADDERS for end in ("low", "high"))
EXPLAINED: Final = ("strength", "advice")
TABLE: Final = "table"
"""The added column that says which of several tables a row is from."""
NUMBERS: Final = frozenset({*(ladder.value for ladder in LADDERS), "overall", *INTERVALS})
LISTS: Final = frozenset({"flags", "missed", "acts"})

_NO_TITLE: Final = "if that is a title, remove it, since the first row must be the header"


@dataclass(frozen=True)
class Added:
    """The columns that a rated table has more than its input.

    Attributes:
        explain: Also strength and advice.
        intervals: Also the ends of each ladder's interval.
        prefix: Goes before each name.
        several: Also which table a row is from.
        ids: Whether some rows have an id of their own, which the number of another may be.

    """

    explain: bool = False
    intervals: bool = False
    prefix: str = ""
    several: bool = False
    ids: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """In order."""
        ends = INTERVALS if self.intervals else ()
        words = EXPLAINED if self.explain else ()
        first = (TABLE,) if self.several else ()
        return tuple(self.prefix + name for name in (*first, *RATED, *ends, *words))

    @property
    def numbers(self) -> frozenset[str]:
        """Those that hold numbers."""
        return frozenset(self.prefix + name for name in NUMBERS)

    @property
    def lists(self) -> frozenset[str]:
        """Those that hold several texts."""
        return frozenset(self.prefix + name for name in LISTS)


def check(table: Table, added: Added) -> None:
    """See that ``table`` can be rated and that the ``added`` columns do not hide any of its own.

    Raises:
        InputError: A column is missing, there twice, or in the way.

    """
    rateable(table)
    if taken := [name for name in table.columns if name in added.names]:
        raise InputError(
            f"{table.source}: the column {_named(taken)} would be overwritten.",
            hint="put something before the new columns, such as --prefix model_",
        )


def rateable(table: Table) -> None:
    """See that ``table`` says what was answered, and how.

    Raises:
        InputError: A column is missing or there twice.

    """
    columns = table.columns
    _readable(table)
    if twice := sorted({name for name in columns if columns.count(name) > 1}):
        raise InputError(f"{table.source}: there are two columns {_named(twice)}.")
    for needed in ("reply", *(() if "concern" in columns else ("scenario", "scene"))):
        if needed not in columns:
            raise InputError(
                f"{table.source}: there is no column {needed!r}.", hint=_hint(needed, columns)
            )


def check_letters(table: Table, read: Collection[str]) -> None:
    """See that no column of those that are ``read`` is only there in other letters, or padded.

    Raises:
        InputError: One is, and would be passed over without a word.

    """
    for name in table.columns:
        right = name.strip().lower()
        if right in read and right not in table.columns:
            raise InputError(
                f"{table.source}: there is no column {right!r}, but {name[:40]!r}.",
                hint=_rename(name, right),
            )


def union(tables: Iterable[Table]) -> tuple[str, ...]:
    """The columns of all tables together, in the order in which they first appear."""
    return tuple(dict.fromkeys(name for table in tables for name in table.columns))


def _readable(table: Table) -> None:
    if any("\0" in name for name in table.columns):
        raise InputError(
            f"{table.source}: there are zero bytes in the header; it may be UTF-16.",
            hint="try --encoding utf-16-le",
        )


def _hint(needed: str, columns: Sequence[str]) -> str:
    unknown = [name for name in columns if name not in KNOWN]
    plain = {name.strip().lower(): name for name in unknown}
    if close := nearest(needed, plain):
        return _rename(plain[close], needed)
    own = ", or 'concern' for scenes of your own" if needed != "reply" else ""
    needs = f"its columns are {_named(columns)}; it needs 'scenario', 'scene' and 'reply'{own}"
    return needs if len(unknown) < len(columns) else f"{needs}; {_NO_TITLE}"


def _rename(name: str, right: str) -> str:
    return f"rename {name!r} to {right!r}"


def _named(names: Sequence[str]) -> str:
    shown = [repr(name[:40]) for name in names[:12]]
    return ", ".join(shown) + (", …" if len(names) > len(shown) else "")

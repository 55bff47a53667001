"""The tables, and how an older file becomes a newer one.

``PRAGMA user_version`` counts the steps that a file has taken. A step is never
changed once it has shipped: a new one is added below it.
"""

import sqlite3
from collections.abc import Callable
from typing import Final, TypeVar

from roleplay.errors import HistoryError

T = TypeVar("T")

STEPS: Final[tuple[tuple[str, ...], ...]] = (
    (
        # AUTOINCREMENT: a number is never given twice, not even after a deletion, so that an app
        # still open on a deleted play cannot write into somebody else's.
        """CREATE TABLE play (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            scenario TEXT NOT NULL,
            title TEXT NOT NULL,
            pass_mark REAL NOT NULL,
            scene_keys TEXT NOT NULL,
            started TEXT NOT NULL,
            ended TEXT,
            ending TEXT,
            outcome TEXT,
            overall REAL,
            passed INTEGER,
            counts_as_best INTEGER
        )""",
        """CREATE TABLE attempt (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            play INTEGER NOT NULL,
            scene TEXT NOT NULL,
            scene_key TEXT NOT NULL,
            visit INTEGER NOT NULL,
            number INTEGER NOT NULL,
            reply TEXT NOT NULL,
            rating TEXT NOT NULL,
            overall REAL NOT NULL,
            counts_as_best INTEGER NOT NULL,
            made TEXT NOT NULL
        )""",
        "CREATE INDEX attempt_by_play ON attempt (play)",
    ),
)


def transact(db: sqlite3.Connection, work: Callable[[sqlite3.Connection], T]) -> T:
    """Do ``work`` in one transaction: all of it or nothing.

    The lock is taken at the start (``BEGIN IMMEDIATE``): two processes that read
    first and write later would otherwise both have to give up.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        result = work(db)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return result


def version_of(db: sqlite3.Connection) -> int:
    """How many steps the file has taken."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(db: sqlite3.Connection, steps: tuple[tuple[str, ...], ...] = STEPS) -> None:
    """Bring the file up to date, each step in its own transaction.

    Raises:
        HistoryError: The file was written by a newer version.

    """
    version = version_of(db)
    if version > len(steps):
        raise HistoryError(
            f"The history was written by a newer roleplay (its schema is {version}, "
            f"this one knows {len(steps)}). It has not been touched.",
            hint="update roleplay, or set ROLEPLAY_DATA to another folder and practise there",
        )
    while version < len(steps):
        transact(db, lambda db: _step(db, steps))
        version = version_of(db)


def _step(db: sqlite3.Connection, steps: tuple[tuple[str, ...], ...]) -> None:
    # Read again under the lock: another process may have taken the step meanwhile.
    version = version_of(db)
    if version < len(steps):
        for statement in steps[version]:
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {version + 1}")

"""Open the history's file, whatever state it is in.

A damaged file is set aside and nothing of it is deleted; a file that cannot be
written is read into memory. Either way the learner can practise, and a notice
says what has happened.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Final

from roleplay.history.schema import migrate

BUSY_SECONDS: Final = 15.0
"""How long a write waits for another process; each holds the lock for milliseconds."""

NOT_SAVED: Final = "your practice is not being saved"

_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def in_memory() -> sqlite3.Connection:
    """An empty history that vanishes with the process."""
    db = _connect(":memory:")
    migrate(db)
    return db


def open_file(path: Path) -> tuple[sqlite3.Connection, str]:
    """Open ``path``, making it and its folder if need be.

    Returns:
        The connection, and a notice for the learner, empty when all is well.

    Raises:
        HistoryError: The file was written by a newer version.
        OSError, sqlite3.Error: It cannot be opened for writing; see :func:`copy_in_memory`.

    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _private(path)
    seen = path.stat().st_ino
    try:
        return _open_sound(path), ""
    except sqlite3.DatabaseError as error:
        if not is_damaged(error):
            raise
    if path.stat().st_ino != seen:
        # Another process has met the same damage, and this is its new file.
        return _open_sound(path), ""
    aside = _set_aside(path)
    _private(path)
    notice = f"the history was damaged; it is kept as {aside}, and a new one has been started"
    return _open_sound(path), notice


def copy_in_memory(path: Path) -> sqlite3.Connection:
    """What can be read of ``path``, in memory, where practice can go on.

    ``immutable`` comes second: it reads a file in a folder where SQLite may not
    even make its lock files, but does not see what another process writes.
    """
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        with suppress(sqlite3.Error):
            file = sqlite3.connect(f"{path.resolve().as_uri()}?{mode}", uri=True)
            try:
                return backed_up(file)
            finally:
                file.close()
    return in_memory()


def backed_up(db: sqlite3.Connection) -> sqlite3.Connection:
    """A copy of ``db`` in memory.

    Raises:
        sqlite3.Error: It cannot be read, or is damaged; the copy would be, too.

    """
    memory = _connect(":memory:")
    db.backup(memory)
    _check(memory)
    migrate(memory)
    return memory


def is_damaged(error: sqlite3.Error) -> bool:
    """Whether ``error`` means that the file is no sound database."""
    return _code(error) in _DAMAGED


def reason(error: Exception, path: Path) -> str:
    """Why ``path`` cannot be written, for the learner."""
    if isinstance(error, sqlite3.Error):
        known = {
            sqlite3.SQLITE_FULL: "the disk is full",
            sqlite3.SQLITE_READONLY: f"{path} cannot be written",
            sqlite3.SQLITE_CANTOPEN: f"{path} cannot be opened",
            sqlite3.SQLITE_BUSY: f"another program holds {path}",
            sqlite3.SQLITE_CORRUPT: f"{path} is damaged",
        }
        return known.get(_code(error), f"{path}: {error}")
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or path}: {error.strerror}"
    return f"{path}: {error}"


def can_be_made(path: Path) -> bool:
    """Whether it looks as if ``path`` could be created; nothing is."""
    folder = next((folder for folder in path.parents if folder.exists()), None)
    return folder is not None and folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def _connect(name: str) -> sqlite3.Connection:
    # Transactions are begun by hand (isolation_level), and an app may write from a
    # worker thread (check_same_thread): History holds a lock meanwhile.
    return sqlite3.connect(
        name, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )


def _open_sound(path: Path) -> sqlite3.Connection:
    db = _connect(str(path))
    try:
        # The check goes first: other statements may well succeed on a file with bad pages.
        _check(db)
        migrate(db)
        # Readers do not wait for writers then. On a file system without shared memory SQLite
        # stays with its rollback journal, and all else still holds.
        db.execute("PRAGMA journal_mode = WAL")
        # SQLite opens a file without write permission silently; this says so now.
        db.execute("BEGIN IMMEDIATE")
        db.execute("ROLLBACK")
    except BaseException:
        db.close()
        raise
    return db


def _check(db: sqlite3.Connection) -> None:
    (sound,) = db.execute("PRAGMA quick_check(1)").fetchone()
    if sound != "ok":
        error = sqlite3.DatabaseError(sound)
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def _private(path: Path) -> None:
    """Make ``path`` if it is not there, readable by its owner only; SQLite's side files follow."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with suppress(OSError):
        path.chmod(0o600)


def _set_aside(path: Path) -> Path:
    taken = (path.with_name(f"{path.name}.damaged-{n}") for n in range(1, 10_000))
    aside = next(name for name in taken if not name.exists())
    path.rename(aside)
    for side in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + side).rename(aside.with_name(aside.name + side))
    return aside


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; the upper bits only say more about it."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF

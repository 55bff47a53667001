"""Ratings of a run that has not ended, in a file beside its output.

::

    graded.csv                  the output, once it is whole
    .graded.csv.roleplay-run    ratings by digest, until then; SQLite

A rating is on the disk before the next one is asked for, so a killed process
loses no more than it was working on. The file is locked while a run uses it.
"""

import json
import os
import sqlite3
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from roleplay.errors import RoleplayError, UsageError
from roleplay.rating import Rating
from roleplay.wire import rating_data, rating_from

FORMAT: Final = 1
_TABLES: Final = (
    "CREATE TABLE rating (key BLOB PRIMARY KEY, rating BLOB NOT NULL)",
    "CREATE TABLE maker (stamp TEXT PRIMARY KEY)",
    f"PRAGMA user_version = {FORMAT}",
)
_DAMAGED: Final = frozenset(
    # The last two are what SQLite says of tables that are not as they were made, and of a header
    # that seems to be from its future.
    {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_READONLY}
)
_REASONS: Final[Mapping[int, str]] = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "it is read-only",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
    sqlite3.SQLITE_CORRUPT: "it is damaged",
}


def checkpoint_of(out: Path) -> Path:
    """Where the ratings of an unfinished ``out`` are kept."""
    target = out.resolve()
    return target.with_name(f".{target.name}.roleplay-run")


class Checkpoint:
    """Ratings by key. Use :meth:`beside` or :meth:`passing`, as a context manager.

    Leaving the context keeps the file, unless the run is :meth:`done` or nothing is in it.

    Attributes:
        found: How many ratings were there when it was opened.
        notice: What a person should know about it; empty when all is well.

    """

    def __init__(self, db: sqlite3.Connection, path: Path | None, notice: str = "") -> None:
        self._db, self._path = db, path
        self._done = False
        self.notice = notice
        self.found = len(self)

    @classmethod
    def beside(cls, out: Path, *, resume: bool = False, restart: bool = False) -> Self:
        """The checkpoint of ``out``; a damaged one is set aside.

        Args:
            out: The output.
            resume: Take over what an earlier run has left.
            restart: Throw that away.

        Raises:
            UsageError: There is one and neither is wanted, or another run is using it.
            RoleplayError: It cannot be made or read.

        """
        path = checkpoint_of(out)
        with _told(path):
            found = cls(*_opened(path, out))
            if restart and found.found:
                found.done()
                found.close()
                found = cls(*_opened(path, out))
        if found.found and not resume:
            found.close()
            raise UsageError(
                f"{found.found:,} ratings for {out} are kept, of a pilot or of a run that was "
                "stopped.",
                hint="--resume goes on from there, --restart throws them away",
            )
        return found

    @classmethod
    def passing(cls) -> Self:
        """One that no run can resume, in a temporary file."""
        db = _connected("")
        _fill(db)
        return cls(db, None)

    @property
    def lasts(self) -> bool:
        """Whether it outlives the process."""
        return self._path is not None

    def __len__(self) -> int:
        """How many ratings there are."""
        with _told(self._path):
            (count,) = self._db.execute("SELECT count(*) FROM rating").fetchone()
        return int(count)

    def ratings(self, keys: Iterable[bytes]) -> dict[bytes, Rating]:
        """The ratings that are known, by key; one that has been damaged is not.

        Raises:
            RoleplayError: The file cannot be read.

        """
        found: dict[bytes, Rating] = {}
        for key in keys:
            with _told(self._path):
                query = "SELECT rating FROM rating WHERE key = ?"
                row = self._db.execute(query, (key,)).fetchone()
            if row is not None:
                with suppress(zlib.error, ValueError, KeyError, TypeError):
                    found[key] = _unpacked(key, row[0])
        return found

    def keep(self, ratings: Mapping[bytes, Rating]) -> None:
        """Put ``ratings`` on the disk, all of them or, if that fails, none.

        Raises:
            RoleplayError: They cannot be written.

        """
        rows = [(key, _packed(key, rating)) for key, rating in ratings.items()]
        with _told(self._path), _transaction(self._db):
            self._db.executemany("INSERT OR REPLACE INTO rating VALUES (?, ?)", rows)

    def sign(self, stamp: str) -> bool:
        """Note who rates; returns whether all that was found is by the same.

        Raises:
            RoleplayError: It cannot be written.

        """
        with _told(self._path), _transaction(self._db):
            others = self._db.execute("SELECT 1 FROM maker WHERE stamp != ?", (stamp,)).fetchone()
            self._db.execute("INSERT OR IGNORE INTO maker VALUES (?)", (stamp,))
        return others is None

    def done(self) -> None:
        """The output is whole: nothing has to be kept any longer."""
        self._done = True

    def close(self) -> None:
        """Let go of the file, and remove it where there is nothing to keep."""
        with suppress(RoleplayError):
            self._done = self._done or not len(self)
        unneeded = _files(self._path) if self._done and self._path is not None else ()
        # While it is locked, so that nobody opens what is about to go; Windows cannot do that.
        if sys.platform == "win32":
            self._db.close()
        for path in unneeded:
            path.unlink(missing_ok=True)
        self._db.close()

    def __enter__(self) -> Self:
        """Use it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()


def _packed(key: bytes, rating: Rating) -> bytes:
    """Text with a checksum, since SQLite has none, and the key, since an index can be damaged."""
    text = json.dumps([key.hex(), rating_data(rating)], ensure_ascii=False)
    return zlib.compress(text.encode(), level=1)


def _unpacked(key: bytes, packed: bytes) -> Rating:
    """Undo :func:`_packed`; zlib.error or ValueError when it is damaged or of another key."""
    owner, data = json.loads(zlib.decompress(packed))
    if owner != key.hex():
        raise ValueError(owner)
    return rating_from(data)


def _opened(path: Path, out: Path) -> tuple[sqlite3.Connection, Path, str]:
    """The file, locked and sound, and a notice if it was not."""
    try:
        return _sound(path, out), path, ""
    except sqlite3.DatabaseError as error:
        if _code(error) not in _DAMAGED:
            raise
    aside = _set_aside(path)
    notice = f"what an earlier run had left was damaged; it is kept as {aside.name}"
    return _sound(path, out), path, notice


def _sound(path: Path, out: Path) -> sqlite3.Connection:
    # The sentences of the replies are in it, so it is its owner's only.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    db = _connected(str(path))
    try:
        # Whoever writes first keeps the lock until the end of the process, however it ends.
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        _fill(db)
    except sqlite3.OperationalError as error:
        db.close()
        if _code(error) != sqlite3.SQLITE_BUSY:
            raise
        hint = "wait until it has ended, or name another output"
        raise UsageError(f"Another run is working on {out}.", hint=hint) from error
    except BaseException:
        db.close()
        raise
    return db


def _fill(db: sqlite3.Connection) -> None:
    """See that the tables are there and sound.

    Raises:
        sqlite3.DatabaseError: They are not; or another version has made them.

    """
    with _transaction(db):
        (version,) = db.execute("PRAGMA user_version").fetchone()
        for statement in _TABLES if version == 0 else ():
            db.execute(statement)
        if version not in {0, FORMAT} or not _is_sound(db):
            error = sqlite3.DatabaseError("damaged")
            error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise error


def _is_sound(db: sqlite3.Connection) -> bool:
    try:
        (found,) = db.execute("PRAGMA integrity_check(1)").fetchone()
        for query in ("SELECT key, rating FROM rating", "SELECT stamp FROM maker"):
            db.execute(query).fetchone()
    except UnicodeError:  # damage may reach SQLite's own words for it
        return False
    return bool(found == "ok")


def _connected(name: str) -> sqlite3.Connection:
    return sqlite3.connect(name, timeout=0, isolation_level=None)


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN EXCLUSIVE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        # SQLite has already rolled back after some errors, such as a full disk.
        with suppress(sqlite3.Error):
            db.execute("ROLLBACK")
        raise


@contextmanager
def _told(path: Path | None) -> Iterator[None]:
    """Say what is wrong with ``path`` in words."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        if isinstance(error, OSError):
            reason = error.strerror or str(error)
        else:
            reason = _REASONS.get(_code(error), str(error))
        raise RoleplayError(
            f"{path or 'A temporary file'} cannot be used: {reason}.",
            hint="what was rated before is kept; make room or mend it, and go on with --resume",
        ) from error


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; the upper bits only say more about it."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _set_aside(path: Path) -> Path:
    taken = (path.with_name(f"{path.name}.damaged-{n}") for n in range(1, 10_000))
    aside = next(name for name in taken if not name.exists())
    for file, name in zip(_files(path), _files(aside), strict=True):
        with suppress(FileNotFoundError):
            file.rename(name)
    return aside


def _files(path: Path) -> tuple[Path, Path]:
    """The file, and the journal by which SQLite undoes what was cut off."""
    return path, path.with_name(path.name + "-journal")

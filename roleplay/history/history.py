"""The learner's history: plays and attempts, kept as they happen."""

import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from roleplay.errors import HistoryError
from roleplay.history import rows
from roleplay.history.opening import (
    NOT_SAVED,
    backed_up,
    can_be_made,
    copy_in_memory,
    in_memory,
    open_file,
    reason,
)
from roleplay.history.rows import KeptAttempt, Play
from roleplay.history.schema import transact
from roleplay.practice import Standing
from roleplay.scenario import Scenario
from roleplay.session import Attempt, Session

T = TypeVar("T")


class _Keeping(Enum):
    """Where the rows are."""

    NOWHERE_YET = auto()
    """In memory, since there is nothing; the first write makes the file."""
    IN_FILE = auto()
    IN_MEMORY = auto()
    """The file failed; it stays so until the history is opened again."""


class History:
    """Implements :class:`roleplay.practice.Records` on a SQLite file.

    Writing never fails for want of disk or permission: practice goes on in
    memory then, with everything that was there, and :attr:`notice` says so.

    Attributes:
        notice: Something that the learner should know; empty when all is well. Look
            again after a write.

    """

    def __init__(
        self, path: Path, db: sqlite3.Connection, *, keeping: _Keeping, notice: str
    ) -> None:
        self.notice = notice
        self._path = path
        self._db = db
        self._keeping = keeping
        self._lock = threading.RLock()

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the history at ``path``. Nothing is created before the first write.

        Raises:
            HistoryError: It was written by a newer version of roleplay.

        """
        if not path.exists():
            if can_be_made(path):
                return cls(path, in_memory(), keeping=_Keeping.NOWHERE_YET, notice="")
            notice = f"{NOT_SAVED}: {path.parent} cannot be written"
            return cls(path, in_memory(), keeping=_Keeping.IN_MEMORY, notice=notice)
        try:
            db, notice = open_file(path)
        except (OSError, sqlite3.Error) as error:
            notice = f"{NOT_SAVED}: {reason(error, path)}"
            return cls(path, copy_in_memory(path), keeping=_Keeping.IN_MEMORY, notice=notice)
        return cls(path, db, keeping=_Keeping.IN_FILE, notice=notice)

    def __enter__(self) -> Self:
        """Use it until the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    def standings(self) -> Mapping[str, Standing]:
        """See :class:`roleplay.practice.Records`."""
        return rows.standings(self.plays())

    def plays(self) -> list[Play]:
        """Every play, oldest first."""
        return self._on_file(rows.select_plays)

    def attempts(self) -> list[KeptAttempt]:
        """Every attempt, oldest first."""
        return self._on_file(lambda db: list(rows.select_attempts(db)))

    def begin(self, scenario: Scenario) -> int:
        """See :class:`roleplay.practice.Records`."""
        return self._write(lambda db: rows.insert_play(db, scenario))

    def add(self, play: int, attempt: Attempt) -> None:
        """See :class:`roleplay.practice.Records`."""
        self._write(lambda db: rows.insert_attempt(db, play, attempt))

    def finish(self, play: int, session: Session) -> None:
        """See :class:`roleplay.practice.Records`."""
        self._write(lambda db: rows.update_play(db, play, session))

    def delete(self) -> int:
        """Delete everything, so that no file still holds a word of it; also what was set aside.

        Returns:
            How many plays were deleted.

        Raises:
            HistoryError: The file cannot be written, or another program is reading it.

        """
        with self._lock:
            if self._keeping is _Keeping.IN_MEMORY:
                raise HistoryError(
                    f"The history cannot be deleted: {self.notice.removeprefix(NOT_SAVED + ': ')}.",
                    hint=f"delete {self._path} by hand",
                )
            for aside in self._path.parent.glob(f"{self._path.name}.damaged-*"):
                aside.unlink(missing_ok=True)
            count = len(self.plays())
            if self._keeping is _Keeping.IN_FILE:
                _wipe(self._db, self._path)
            return count

    def _write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return self._on_file(lambda db: transact(db, work), write=True)

    def _on_file(self, work: Callable[[sqlite3.Connection], T], *, write: bool = False) -> T:
        """Do ``work``; where the file fails, do it again in memory."""
        with self._lock:
            try:
                if write and self._keeping is _Keeping.NOWHERE_YET:
                    self._make()
                return work(self._db)
            except sqlite3.ProgrammingError:  # a bug, such as a use after close
                raise
            except (OSError, sqlite3.DatabaseError) as error:
                if self._keeping is _Keeping.IN_MEMORY:
                    raise
                self._go_on_in_memory(error)
                return work(self._db)

    def _make(self) -> None:
        db, self.notice = open_file(self._path)
        self._db.close()
        self._db, self._keeping = db, _Keeping.IN_FILE

    def _go_on_in_memory(self, error: Exception) -> None:
        self.notice = f"{NOT_SAVED}: {reason(error, self._path)}"
        self._keeping = _Keeping.IN_MEMORY
        file = self._db
        try:
            self._db = backed_up(file)
        except sqlite3.Error:
            self._db = in_memory()
        with suppress(sqlite3.Error):
            file.close()


def _wipe(db: sqlite3.Connection, path: Path) -> None:
    """Overwrite what is deleted (secure_delete), give the pages back, and empty the log."""
    try:
        db.execute("PRAGMA secure_delete = ON")
        transact(db, _delete_rows)
        db.execute("VACUUM")
        (busy, _, _) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        raise HistoryError(
            f"The history was not deleted: {reason(error, path)}.",
            hint="close every other roleplay and try again",
        ) from error
    if busy:
        raise HistoryError(
            "The history is empty now, but another program still reads what was in it.",
            hint="close every other roleplay and delete again",
        )


def _delete_rows(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM attempt")
    db.execute("DELETE FROM play")

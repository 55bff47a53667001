"""Migrations: old or new, never between."""

import sqlite3
from pathlib import Path

import pytest

from roleplay.history.schema import STEPS, migrate, version_of

MORE = (*STEPS, ("ALTER TABLE play ADD COLUMN mood INTEGER", "CREATE TABLE extra (x)"))


def connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def tables(db: sqlite3.Connection) -> set[str]:
    return {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_each_step_is_taken_once(tmp_path: Path) -> None:
    db = connect(tmp_path / "a.sqlite")
    migrate(db)
    assert version_of(db) == len(STEPS)
    migrate(db, MORE)
    migrate(db, MORE)
    assert version_of(db) == len(MORE)
    assert "extra" in tables(db)
    db.close()


def test_an_interrupted_migration_leaves_old_or_new(tmp_path: Path) -> None:
    """A fault at call N, N growing until a run is clean."""
    seen = set()
    for call in range(1000):
        path = tmp_path / f"{call}.sqlite"
        if interrupted(path, call):
            seen.add(checked(path))
        else:
            break
    else:
        pytest.fail("no run was clean")
    assert seen == {0, 1}
    assert call > 10


def interrupted(path: Path, call: int) -> bool:
    db = connect(path)
    left = call

    def deny(*_: object) -> int:
        nonlocal left
        left -= 1
        return sqlite3.SQLITE_OK if left >= 0 else sqlite3.SQLITE_DENY

    db.set_authorizer(deny)
    try:
        migrate(db, MORE)
    except sqlite3.Error:
        return True
    else:
        return False
    finally:
        db.close()


def checked(path: Path) -> int:
    db = connect(path)
    version = version_of(db)
    names = tables(db) - {"sqlite_sequence"}
    assert names == [set(), {"play", "attempt"}, {"play", "attempt", "extra"}][version]
    migrate(db, MORE)
    assert version_of(db) == len(MORE)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()
    return version

"""Ratings kept from one run to the next, so that what has not changed is not rated again.

A rating is kept under a digest of everything that it depends on. What is kept is a
convenience: damaged, unwritable or missing, it costs time and nothing else.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from roleplay import rubric
from roleplay.rating import Exchange, Rater, Rating
from roleplay.receipt import digest
from roleplay.wire import rating_data, rating_from

KEPT: Final = 20_000
"""Ratings that are kept, the latest; each takes about a kilobyte."""

FILE: Final = "ratings.sqlite"
PATIENCE: Final = 2.0
_DAMAGED: Final = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
_TABLE: Final = "CREATE TABLE IF NOT EXISTS ratings (key TEXT PRIMARY KEY, rating TEXT NOT NULL)"
_PUT: Final = "INSERT OR REPLACE INTO ratings VALUES (?, ?)"
_DROP: Final = "DELETE FROM ratings WHERE rowid <= (SELECT max(rowid) FROM ratings) - ?"


class Memory:
    """Ratings in a file, by key."""

    def __init__(self, folder: Path, kept: int = KEPT, patience: float = PATIENCE) -> None:
        """Keep the latest ``kept`` ratings in ``folder``, if that can be written.

        Another process that writes there is waited for, ``patience`` seconds at most.
        """
        self._file, self._kept, self._patience = folder / FILE, kept, patience

    def find(self, keys: Sequence[str]) -> list[Rating | None]:
        """The rating of each key, or None."""
        found: list[Rating | None] = [None] * len(keys)
        with suppress(sqlite3.Error, OSError), self._open() as base:
            for number, key in enumerate(keys):
                row = base.execute("SELECT rating FROM ratings WHERE key = ?", [key]).fetchone()
                found[number] = _rating(row[0]) if row else None
        return found

    def keep(self, ratings: Iterable[tuple[str, Rating]]) -> None:
        """Keep ratings by their keys, and let go of the oldest."""
        rows = [(key, json.dumps(rating_data(rating))) for key, rating in ratings]
        with suppress(sqlite3.Error, OSError), self._open() as base, base:
            base.executemany(_PUT, rows)
            base.execute(_DROP, [self._kept])

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._file, timeout=self._patience)) as base:
            try:
                base.execute(_TABLE)
                yield base
            except sqlite3.DatabaseError as error:
                # Busy, full or read-only is none of these; what is no database is thrown away.
                if getattr(error, "sqlite_errorcode", None) in _DAMAGED:
                    self._file.unlink(missing_ok=True)
                raise


class RememberingRater:
    """A :class:`roleplay.rating.Rater` that asks another one only for what is not known yet.

    Attributes:
        rated: How many ratings were asked for that were not known.

    """

    def __init__(self, memory: Memory, stamp: str, wake: Callable[[], Rater]) -> None:
        """Rate from ``memory``.

        Args:
            memory: What is known.
            stamp: Digest of whatever rates: another one knows nothing of this one's ratings.
            wake: Makes the rater; not called while everything is known.

        """
        self.rated = 0
        self._memory, self._stamp, self._wake = memory, stamp, wake
        self._rater: Rater | None = None

    async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
        """Rate each exchange; see :class:`roleplay.rating.Rater`."""
        keys = [self._key(exchange) for exchange in exchanges]
        found = self._memory.find(keys)
        unknown = [number for number, rating in enumerate(found) if rating is None]
        if unknown:
            if self._rater is None:
                self._rater = self._wake()
            fresh = await self._rater.rate([exchanges[number] for number in unknown])
            self._memory.keep(
                (keys[number], rating) for number, rating in zip(unknown, fresh, strict=True)
            )
            for number, rating in zip(unknown, fresh, strict=True):
                found[number] = rating
            self.rated += len(unknown)
        return [rating for rating in found if rating is not None]

    def _key(self, exchange: Exchange) -> str:
        return digest([self._stamp, rubric.substance(), exchange.scene_key, exchange.reply])


def _rating(text: str) -> Rating | None:
    try:
        return rating_from(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None

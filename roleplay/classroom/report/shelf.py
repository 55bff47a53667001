"""Replies by learner, on the disk: a class need not fit into the memory."""

import sqlite3
from collections.abc import Sequence
from typing import Final

from pydantic import TypeAdapter

from roleplay.classroom.report.reply import Reply

_REPLY: Final = TypeAdapter(Reply)


class Shelf:
    """Takes replies in any order, and gives them back learner by learner.

    They are kept in a temporary file that is gone when the shelf is closed, or the process.

    Args:
        alone: Each reply is of another learner, since the table does not say who answered.

    """

    def __init__(self, *, alone: bool = False) -> None:
        self._alone = alone
        self._numbers: dict[str, int] = {}
        self._base = sqlite3.connect("")  # no name: private, and on the disk when it grows
        self._base.execute("PRAGMA journal_mode = OFF")  # nothing in it is ever taken back
        self._base.execute("CREATE TABLE reply (learner INTEGER, number INTEGER, data TEXT)")

    def add(self, reply: Reply) -> None:
        """Take a reply."""
        key = str(reply.number) if self._alone else reply.learner
        learner = self._numbers.setdefault(key, len(self._numbers))
        data = _REPLY.dump_json(reply).decode()
        self._base.execute("INSERT INTO reply VALUES (?, ?, ?)", (learner, reply.number, data))

    def sort(self) -> None:
        """See that they are found by learner; after the last was taken."""
        self._base.execute("CREATE INDEX of ON reply (learner, number)")

    @property
    def names(self) -> Sequence[str]:
        """Of all learners, each once, in the order in which they came; empty ones are nameless."""
        return [""] * len(self._numbers) if self._alone else list(self._numbers)

    def of(self, learner: int) -> Sequence[Reply]:
        """The replies of a learner, named by the place in :attr:`names`, in the table's order."""
        found = self._base.execute(
            "SELECT data FROM reply WHERE learner = ? ORDER BY number", (learner,)
        )
        return [_REPLY.validate_json(data) for (data,) in found]

    def close(self) -> None:
        """Let go of them."""
        self._base.close()

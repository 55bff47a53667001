"""Replies by learner, on the disk: a class need not fit into the memory."""

import sqlite3
from collections.abc import Iterator, Sequence
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
        self._replies = 0
        self._base = sqlite3.connect("")  # no name: private, and on the disk when it grows
        self._base.execute("PRAGMA journal_mode = OFF")  # nothing in it is ever taken back
        self._base.execute("CREATE TABLE reply (learner INTEGER, number INTEGER, data TEXT)")

    def add(self, reply: Reply) -> None:
        """Take a reply."""
        data = _REPLY.dump_json(reply).decode()
        row = (self._learner(reply), reply.number, data)
        self._base.execute("INSERT INTO reply VALUES (?, ?, ?)", row)
        self._replies += 1

    def _learner(self, reply: Reply) -> int | None:
        """The number of a learner; None for nobody."""
        if self._alone:
            return self._replies
        if not reply.learner:
            return None
        return self._numbers.setdefault(reply.learner, len(self._numbers))

    def sort(self) -> None:
        """See that they are found by learner; after the last was taken."""
        self._base.execute("CREATE INDEX of ON reply (learner, number)")

    @property
    def learners(self) -> int:
        """How many there are."""
        return self._replies if self._alone else len(self._numbers)

    @property
    def names(self) -> Sequence[str]:
        """Of all learners, each once, in the order in which they came; none where none is known."""
        return list(self._numbers)

    def of(self, learner: int) -> Sequence[Reply]:
        """The replies of a learner, a number below :attr:`learners`, in the table's order."""
        found = self._base.execute(
            "SELECT data FROM reply WHERE learner = ? ORDER BY number", (learner,)
        )
        return [_REPLY.validate_json(data) for (data,) in found]

    def nameless(self) -> Iterator[Reply]:
        """The replies that name no learner, though others may, in the table's order."""
        found = self._base.execute("SELECT data FROM reply WHERE learner IS NULL ORDER BY number")
        return (_REPLY.validate_json(data) for (data,) in found)

    def close(self) -> None:
        """Let go of them."""
        self._base.close()

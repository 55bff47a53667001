"""A share of the rows, so that several machines can rate one class without a cluster.

Shard ``i/n`` has the rows from ``(i-1)/n`` to ``i/n`` of all tables together, in
their order: the rows of all outputs, one after the other, are those of one run.
Rows keep the number that they have in the whole.
"""

import re
from dataclasses import dataclass
from typing import Final, Self

from roleplay.errors import UsageError

_WRITTEN: Final = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")


@dataclass(frozen=True)
class Shard:
    """Which share of the rows is rated; all of them by default.

    Attributes:
        number: Which it is, from 1.
        of: How many there are.

    """

    number: int = 1
    of: int = 1

    @classmethod
    def parse(cls, text: str) -> Self:
        """The shard that reads ``i/n``.

        Raises:
            UsageError: It is none.

        """
        written = _WRITTEN.fullmatch(text.strip())
        number, of = map(int, written.groups()) if written else (0, 0)
        if not 1 <= number <= of:
            raise UsageError(f"There is no shard {text!r}.", hint="such as 1/4, 2/4, 3/4 and 4/4")
        return cls(number, of)

    def rows(self, total: int) -> range:
        """The numbers of its rows, from 1, out of ``total``; shards differ by a row at most."""
        return range(total * (self.number - 1) // self.of + 1, total * self.number // self.of + 1)


WHOLE: Final = Shard()
"""All rows."""

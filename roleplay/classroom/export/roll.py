"""Who is who: two spellings of one learner must not get two grades."""

import unicodedata

from roleplay.classroom.export.attempts import Learner
from roleplay.classroom.export.gradebook import key
from roleplay.errors import InputError


class Roll:
    """The learners of a table.

    Args:
        source: What messages call the table.
        column: Where the ids stand.
        any_case: Whether capitals make no difference, as in addresses. Where they may, ids
            that differ in nothing else are refused.

    """

    def __init__(self, source: str, column: str, *, any_case: bool) -> None:
        self._source, self._column, self._any_case = source, column, any_case
        self._known: dict[str, Learner] = {}

    def learner(self, known_as: str, name: str) -> Learner:
        """The learner with this id, as they were first spelt.

        Raises:
            InputError: It may be another's.

        """
        spelt = unicodedata.normalize("NFC", known_as)
        first = self._known.setdefault(key(spelt), Learner(spelt, name))
        if first.id != spelt and not self._any_case:
            raise InputError(
                f"{self._source}: {first.id[:40]!r} and {spelt[:40]!r} in {self._column!r} may be "
                "one learner.",
                hint="spell each id in one way in the table",
            )
        return first

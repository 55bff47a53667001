"""The texts that cells of a workbook share, on the disk where they are many."""

import tempfile
import weakref
from array import array
from typing import Final

_IN_MEMORY: Final = 1024 * 1024
"""Bytes; more go to a temporary file."""
_SHORT: Final = 100
"""Characters of a text that is remembered, such as a scene's name on every row."""
_REMEMBERED: Final = 4096


class SharedTexts:
    """A list of texts, of which only the places and a few short ones are in the memory."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with self
        self._ends = array("Q", [0])
        self._short: dict[int, str] = {}
        weakref.finalize(self, self._file.close)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._ends) - 1

    def add(self, text: str) -> None:
        """Append ``text``; all are added before any is asked for."""
        data = text.encode()
        self._file.write(data)
        self._ends.append(self._ends[-1] + len(data))

    def __getitem__(self, index: int) -> str:
        """The text at ``index``.

        Raises:
            IndexError: There is none.

        """
        if not 0 <= index < len(self):
            raise IndexError(index)
        if index in self._short:
            return self._short[index]
        start, end = self._ends[index], self._ends[index + 1]
        self._file.seek(start)
        text = self._file.read(end - start).decode()
        if len(text) <= _SHORT:
            if len(self._short) >= _REMEMBERED:
                self._short.clear()
            self._short[index] = text
        return text

"""A file that appears whole or not at all."""

import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Protocol, TextIO

from roleplay.errors import RoleplayError


def sweep(target: Path) -> None:
    """Remove the drafts of ``target`` that killed processes have left; none may be running."""
    target = target.resolve()
    name = re.compile(re.escape(f".{target.name}.") + "[0-9a-f]{8}[.]part")
    with suppress(OSError):
        for path in target.parent.iterdir():
            if name.fullmatch(path.name):
                path.unlink()


class Sink(Protocol):
    """Anything that takes text."""

    def write(self, text: str, /) -> object:
        """Write ``text``."""


class Draft:
    """Text for ``target``, written beside it until :meth:`keep` puts it in its place.

    The file is made by the first write. Whatever was at ``target`` stays as it
    was until then, also when the process is killed.
    """

    def __init__(self, target: Path) -> None:
        # Through a link, so that the link stays one.
        self._target = target.resolve()
        self._path = self._target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
        self._file: TextIO | BinaryIO | None = None
        self._text: TextIO | None = None
        self._abandon: Callable[[], None] | None = None

    def write(self, text: str) -> int:
        """Write ``text``.

        Raises:
            RoleplayError: It cannot be written.

        """
        with self.writing():
            if self._text is None:
                self._file = self._text = self._path.open(
                    "x", encoding="utf-8", errors="backslashreplace", newline=""
                )
            return self._text.write(text)

    def opened(self, abandon: Callable[[], None]) -> BinaryIO:
        """The file, for a format that writes bytes itself, inside :meth:`writing`.

        Args:
            abandon: Is called by :meth:`drop` while the file is still open.

        """
        self._abandon = abandon
        with self.writing():
            self._file = file = self._path.open("xb")
        return file

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Tell errors of the system as what they are to a person.

        Raises:
            RoleplayError: It cannot be written.

        """
        try:
            yield
        except OSError as error:
            raise self._cannot(error) from error

    def finish(self) -> None:
        """See that everything written is on the disk.

        Raises:
            RoleplayError: It cannot be written.

        """
        if self._file is not None:
            with self.writing():
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()

    def keep(self) -> None:
        """Put it in its place, after :meth:`finish`; without a word in it, nothing stays there."""
        with self.writing():
            if self._file is None:
                self._target.unlink(missing_ok=True)
                return
            with suppress(FileNotFoundError):  # it keeps the rights that the old one had
                self._path.chmod(self._target.stat().st_mode & 0o777)
            self._path.replace(self._target)

    def drop(self) -> None:
        """Leave no trace of it; nothing to do after :meth:`keep`."""
        if self._file is not None:
            if self._abandon is not None:
                self._abandon()
            with suppress(OSError):
                self._file.close()
            self._path.unlink(missing_ok=True)

    def _cannot(self, error: OSError) -> RoleplayError:
        return RoleplayError(
            f"{self._target} cannot be written: {error.strerror}.",
            hint="what was there before is as it was; make room or name another file",
        )

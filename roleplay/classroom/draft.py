"""A file that appears whole or not at all."""

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Protocol, TextIO

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
        self._file: TextIO | None = None

    def write(self, text: str) -> int:
        """Write ``text``.

        Raises:
            RoleplayError: It cannot be written.

        """
        try:
            if self._file is None:
                self._file = self._path.open(
                    "x", encoding="utf-8", errors="backslashreplace", newline=""
                )
            return self._file.write(text)
        except OSError as error:
            raise self._cannot(error) from error

    def finish(self) -> None:
        """See that everything written is on the disk.

        Raises:
            RoleplayError: It cannot be written.

        """
        if self._file is not None:
            try:
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()
            except OSError as error:
                raise self._cannot(error) from error

    def keep(self) -> None:
        """Put it in its place, after :meth:`finish`; without a word in it, nothing stays there."""
        try:
            if self._file is None:
                self._target.unlink(missing_ok=True)
                return
            with suppress(FileNotFoundError):  # it keeps the rights that the old one had
                self._path.chmod(self._target.stat().st_mode & 0o777)
            self._path.replace(self._target)
        except OSError as error:
            raise self._cannot(error) from error

    def drop(self) -> None:
        """Leave no trace of it; nothing to do after :meth:`keep`."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            self._path.unlink(missing_ok=True)

    def _cannot(self, error: OSError) -> RoleplayError:
        return RoleplayError(
            f"{self._target} cannot be written: {error.strerror}.",
            hint="what was there before is as it was; make room or name another file",
        )

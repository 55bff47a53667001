"""A file that appears whole or not at all."""

import os
import re
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, BinaryIO, Protocol, TextIO, TypeVar

from roleplay.disk import settle
from roleplay.errors import RoleplayError, UsageError

if sys.platform != "win32":
    import fcntl

_File = TypeVar("_File", bound=IO[Any])


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
        self.target = target.resolve()
        self._path = self._beside()
        self._file: TextIO | BinaryIO | None = None
        self._text: TextIO | None = None
        self._abandon: Callable[[], None] | None = None
        self._scratch: tuple[Path, BinaryIO] | None = None

    def write(self, text: str) -> int:
        """Write ``text``.

        Raises:
            RoleplayError: It cannot be written.

        """
        with self.writing():
            if self._text is None:
                self._file = self._text = _held(
                    self._path.open("x", encoding="utf-8", errors="backslashreplace", newline="")
                )
            return self._text.write(text)

    def opened(self, abandon: Callable[[], None]) -> BinaryIO:
        """The file, for a format that writes bytes itself, inside :meth:`writing`.

        Args:
            abandon: Is called by :meth:`drop` while the file is still open.

        """
        self._abandon = abandon
        with self.writing():
            self._file = file = _held(self._path.open("xb"))
        return file

    def scratch(self) -> Path:
        """Another file beside the target, for a format that needs one on its way; once a draft.

        Raises:
            RoleplayError: It cannot be made.

        """
        place = self._beside()
        with self.writing():
            self._scratch = place, _held(place.open("xb"))
        return place

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
                self.target.unlink(missing_ok=True)
            else:
                with suppress(FileNotFoundError):  # it keeps the rights that the old one had
                    self._path.chmod(self.target.stat().st_mode & 0o777)
                self._path.replace(self.target)
        settle(self.target.parent)

    def drop(self) -> None:
        """Leave no trace of it; nothing to do after :meth:`keep`."""
        if self._file is not None:
            if self._abandon is not None:
                self._abandon()
            with suppress(OSError):
                self._file.close()
            self._path.unlink(missing_ok=True)
        if self._scratch is not None:
            place, file = self._scratch
            file.close()
            place.unlink(missing_ok=True)

    def _beside(self) -> Path:
        return self.target.with_name(f".{self.target.name}.{secrets.token_hex(4)}.part")

    def _cannot(self, error: OSError) -> RoleplayError:
        return RoleplayError(
            f"{self.target} cannot be written: {error.strerror}.",
            hint="what was there before is as it was; make room or name another file",
        )


@contextmanager
def drafting(*drafts: Draft) -> Iterator[None]:
    """Put ``drafts`` in their places when the block ends well, and none of them when it does not.

    Raises:
        RoleplayError: One cannot be written.

    """
    try:
        yield
        for draft in drafts:
            draft.finish()
        for draft in drafts:
            draft.keep()
    finally:
        for draft in drafts:
            draft.drop()


def check_place(out: Path, inputs: Iterable[Path] = ()) -> None:
    """See that a file can be put at ``out``, and that it is none of those that are read.

    Raises:
        UsageError: It cannot, or is.

    """
    if out.exists() and not out.is_file():
        raise UsageError(f"{out} is not a file.", hint="name another output")
    if not (folder := out.resolve().parent).is_dir():
        raise UsageError(f"There is no folder {folder}.", hint="make it first")
    for path in inputs:
        same = out.exists() and path.exists() and out.samefile(path)
        if same or out.resolve() == path.resolve():
            raise UsageError(f"{path} would be overwritten.", hint="name another output")


def sweep(target: Path) -> None:
    """Remove the drafts of ``target`` that killed processes have left."""
    target = target.resolve()
    _sweep(target.parent, re.escape(target.name))


def sweep_folder(folder: Path) -> None:
    """Remove the drafts of whatever in ``folder`` that killed processes have left."""
    _sweep(folder, "[^/]+")


def _sweep(folder: Path, name: str) -> None:
    pattern = re.compile(rf"\.{name}\.[0-9a-f]{{8}}\.part")
    with suppress(OSError):
        for path in folder.iterdir():
            if pattern.fullmatch(path.name) and _is_left(path):
                path.unlink(missing_ok=True)


def _held(file: _File) -> _File:
    """``file``, which this process has as long as it is open, and no longer than it lives."""
    if sys.platform != "win32":  # there, nobody can remove a file that is open
        with suppress(OSError):  # some network file systems have no locks
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    return file


def _is_left(path: Path) -> bool:
    """Whether no process has it any more."""
    if sys.platform == "win32":
        return True
    try:
        with path.open("rb") as file:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

"""Where a table is read from: a file, the files of a pattern, or standard input."""

import glob
import shutil
import sys
import tempfile
import weakref
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from roleplay.errors import InputError, UsageError

STANDARD: Final = Path("-")
"""Standard input, or standard output."""


class Copy:
    """A temporary file, in a folder that nobody else can look into, that goes with the object.

    Attributes:
        path: Where it will be.

    """

    def __init__(self) -> None:
        folder = tempfile.mkdtemp(prefix="roleplay-")
        self.path = Path(folder, "table")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)


def is_standard(path: Path) -> bool:
    """Whether ``path`` means standard input or standard output."""
    return path == STANDARD


@dataclass(frozen=True)
class Source:
    """The bytes of a table.

    Attributes:
        path: The file that they are in; a temporary copy where they came through a pipe.
        name: What messages call it.
        label: What a rated table of several calls it, in its column ``table``.
        copy: Keeps a temporary copy from being removed as long as it may be read.

    """

    path: Path
    name: str
    label: str
    copy: object = None

    @classmethod
    def of(cls, path: Path) -> "Source":
        """The file at ``path``; a pipe is copied first, since tables are read more than once.

        Raises:
            UsageError: There is no such file.

        """
        if is_standard(path):
            return _copied(sys.stdin.buffer, "standard input", "stdin")
        if path.is_dir():
            raise UsageError(
                f"{path} is a folder.", hint=f"name the tables in it, such as '{path}/*.csv'"
            )
        if not path.exists():
            raise UsageError(f"There is no {path}.")
        if path.is_file():
            return cls(path, str(path), path.name)
        try:
            with path.open("rb") as pipe:
                return _copied(pipe, str(path), path.name)
        except OSError as error:
            raise InputError(f"{path} cannot be read: {error.strerror}.") from error

    def __str__(self) -> str:
        """What messages call it."""
        return self.name


def sources(paths: Iterable[Path]) -> tuple[Source, ...]:
    """Every table that is named, in order; the files of a pattern in the order of their names.

    Tables whose files have the same name are labelled by the path that was given.

    Raises:
        UsageError: One is not there, no file fits a pattern, or one is there twice.

    """
    named = [path for pattern in paths for path in _files(pattern)]
    _check_once(named)
    found = [Source.of(path) for path in named]
    labels = Counter(source.label for source in found)
    return tuple(
        replace(source, label=source.name)
        if labels[source.label] > 1 and not is_standard(path)
        else source
        for path, source in zip(named, found, strict=True)
    )


def _files(pattern: Path) -> Sequence[Path]:
    """The files that fit; a file that has the pattern itself for a name is that file."""
    text = str(pattern)
    if is_standard(pattern) or not glob.has_magic(text) or pattern.exists():
        return [pattern]
    found = [Path(name) for name in sorted(glob.glob(text, recursive=True))]  # noqa: PTH207 - takes absolute patterns
    files = [path for path in found if not path.is_dir()]
    if not files:
        raise UsageError(f"There is no file like {text}.")
    return files


def _check_once(paths: Sequence[Path]) -> None:
    seen = set()
    for path in paths:
        place = path if is_standard(path) else path.resolve()
        if place in seen:
            raise UsageError(f"{path} is named twice.", hint="its rows would be there twice")
        seen.add(place)


def _copied(stream: BinaryIO, name: str, label: str) -> Source:
    copy = Copy()
    with copy.path.open("wb") as file:
        shutil.copyfileobj(stream, file)
    return Source(copy.path, name, label, copy)


def start_of(source: Source, size: int) -> bytes:
    """The first bytes, at most ``size``.

    Raises:
        InputError: It cannot be read.

    """
    try:
        with source.path.open("rb") as file:
            return file.read(size)
    except OSError as error:
        raise InputError(f"{source} cannot be read: {error.strerror}.") from error

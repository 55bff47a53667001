"""A folder with a file for each learner, whatever learners are called."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from roleplay.classroom.draft import Draft, drafting
from roleplay.classroom.report.pages import FEEDBACK
from roleplay.errors import RoleplayError, UsageError

ENDING: Final = ".html"
_LONGEST: Final = 60
"""Characters of a name that go into its file's."""
_MOST_BYTES: Final = 200
"""The same in bytes; systems take 255 for all of it, and there are an ending and a draft's mark."""
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", "index"}
    | {f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"}
)
"""Names that are devices to Windows, whatever their ending; and the one that servers show first."""
_HEAD: Final = 2048
"""Bytes in which a file says who made it."""
_FILE: Final = re.compile(rb'<meta name="roleplay-file" content="([^"]*)">')
"""In that, what a file was called when it was made."""


def file_names(names: Iterable[str]) -> Iterator[str]:
    """A safe file name for each name, each another one also where case does not count.

    Letters and digits of every script stay; everything else becomes a hyphen.
    """
    taken: dict[str, int] = {}
    for name in names:
        found = stem = _stem(name)
        n = taken.get(_key(stem), 0)
        while _key(found) in taken:
            n += 1
            found = f"{stem}-{n}"
        taken[_key(stem)] = max(n, 1)
        taken[_key(found)] = 1
        yield found + ENDING


def check_folder(folder: Path) -> None:
    """See that files can be put into ``folder``, which need not be there yet.

    Raises:
        UsageError: There is something else in its place.

    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is not a folder.", hint="name another for --feedback")


def check_files(paths: Iterable[Path]) -> None:
    """See that nothing would be overwritten that is not ours; before the first file is written.

    Raises:
        UsageError: There is a file of somebody else's.

    """
    for path in paths:
        if (path.exists() or path.is_symlink()) and not _is_ours(path):
            raise UsageError(
                f"{path} is there, and is no feedback that roleplay wrote.",
                hint="name an empty folder for --feedback",
            )


def remove_stale(folder: Path, written: Iterable[Path]) -> int:
    """Remove the pages that an earlier run wrote and this one did not.

    Only pages that say so themselves, and are still called what they were called then,
    so that a page that somebody has put aside under another name stays.

    Args:
        folder: Where they are.
        written: The files of this run.

    Returns:
        How many there were.

    Raises:
        RoleplayError: One cannot be removed.

    """
    ours = {_key(path.name) for path in written}
    stale = [path for path in _pages(folder) if _key(path.name) not in ours]
    for path in stale:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise RoleplayError(
                f"{path} is of an earlier report, and cannot be removed: {error.strerror}.",
                hint="remove it yourself: its learner is not in this one, or is called otherwise",
            ) from error
    return len(stale)


def _pages(folder: Path) -> Sequence[Path]:
    """The files in ``folder`` that a run has written there under their names."""
    return [path for path in sorted(folder.iterdir()) if _key(path.name) == _key(_made_as(path))]


def make(folder: Path) -> None:
    """Make ``folder`` unless it is there.

    Raises:
        RoleplayError: It cannot be made.

    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RoleplayError(f"{folder} cannot be made: {error.strerror}.") from error


def write(draft: Draft, pieces: Iterable[str]) -> None:
    """Write a page whole or not at all.

    Raises:
        RoleplayError: It cannot be written.

    """
    with drafting(draft):
        for piece in pieces:
            draft.write(piece)


def _stem(name: str) -> str:
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name))
    kept = "".join(char if char.isalnum() or _joins(char) else " " for char in text)
    stem = "-".join(kept.split())[:_LONGEST].lower()
    stem = stem.encode()[:_MOST_BYTES].decode(errors="ignore").strip("-")
    return f"learner-{stem}".rstrip("-") if not stem or stem in _RESERVED else stem


def _joins(char: str) -> bool:
    """Vowel signs and accents, without which words of many scripts are others."""
    return unicodedata.category(char) in {"Mn", "Mc"}


def _key(stem: str) -> str:
    return unicodedata.normalize("NFD", stem.casefold())


def _is_ours(path: Path) -> bool:
    return f'<meta name="generator" content="{FEEDBACK}">'.encode() in _head(path)


def _made_as(path: Path) -> str:
    """What a page of ours was called when it was made; empty for any other file."""
    found = _FILE.search(_head(path)) if _is_ours(path) else None
    return found[1].decode(errors="replace") if found else ""


def _head(path: Path) -> bytes:
    """How a file begins; nothing for what is no file, or cannot be read."""
    if path.is_symlink() or not path.is_file():
        return b""
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""

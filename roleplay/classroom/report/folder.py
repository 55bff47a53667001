"""A folder with a file for each learner, whatever learners are called."""

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from roleplay.classroom.draft import Draft
from roleplay.classroom.report.pages import FEEDBACK
from roleplay.errors import RoleplayError, UsageError

ENDING: Final = ".html"
_LONGEST: Final = 60
"""Characters of a name that go into its file's; at most four bytes each."""
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", "index"}
    | {f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"}
)
"""Names that are devices to Windows, whatever their ending; and the one that servers show first."""
_HEAD: Final = 1024
"""Bytes in which a file says who made it."""


def file_names(names: Iterable[str]) -> Iterator[str]:
    """A safe file name for each name, each another one also where case does not count.

    Letters and digits of every script stay; everything else becomes a hyphen.
    """
    taken: set[str] = set()
    for name in names:
        stem = _stem(name)
        found, n = stem, 1
        while _key(found) in taken:
            n += 1
            found = f"{stem}-{n}"
        taken.add(_key(found))
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
    try:
        for piece in pieces:
            draft.write(piece)
        draft.finish()
        draft.keep()
    finally:
        draft.drop()


def _stem(name: str) -> str:
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name))
    kept = "".join(char if char.isalnum() or _joins(char) else " " for char in text)
    stem = "-".join(kept.split())[:_LONGEST].strip("-").lower()
    return f"learner-{stem}".rstrip("-") if not stem or stem in _RESERVED else stem


def _joins(char: str) -> bool:
    """Vowel signs and accents, without which words of many scripts are others."""
    return unicodedata.category(char) in {"Mn", "Mc"}


def _key(stem: str) -> str:
    return unicodedata.normalize("NFD", stem.casefold())


def _is_ours(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return f'<meta name="generator" content="{FEEDBACK}">'.encode() in file.read(_HEAD)
    except OSError:
        return False

"""What is in a folder: entries by name; links are not followed, pipes not opened."""

import os
import stat
from functools import partial
from pathlib import Path

from roleplay.authoring.packs.archive import DAMAGED
from roleplay.authoring.packs.intake import (
    MAX_ENTRIES,
    NOT_A_FILE,
    TOO_MANY,
    Entry,
    RefusedError,
)
from roleplay.authoring.packs.names import is_junk
from roleplay.authoring.problems import Report
from roleplay.authoring.source import MAX_BYTES, START

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe that takes a file's place must not hold us up
    | getattr(os, "O_BINARY", 0)
)


def folder_entries(root: Path, report: Report) -> list[Entry]:
    """What there is under ``root``; what is hidden is passed over. Nothing if it is too much."""
    entries: list[Entry] = []
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        for found in _listed(root / prefix, report):
            name = prefix + found.name
            if is_junk(name):
                continue
            if len(entries) == MAX_ENTRIES:
                report(TOO_MANY, START, f"there are more than {MAX_ENTRIES} files and folders")
                return []
            if found.is_dir(follow_symlinks=False):
                waiting.append(f"{name}/")
                entries.append(Entry(name, None))
            else:
                plain = found.is_file(follow_symlinks=False)
                entries.append(Entry(name, partial(_content, Path(found.path)), plain))
    return entries


def _listed(folder: Path, report: Report) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        report(DAMAGED, START, f"{folder} cannot be read: {error.strerror}")
        return []


def _content(path: Path) -> bytes:
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise RefusedError(NOT_A_FILE, "has become a link, a pipe or a device")
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise RefusedError(DAMAGED, f"cannot be read: {error.strerror}") from error

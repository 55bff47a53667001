"""What is in a folder: entries by name; links are not followed, pipes not opened."""

import os
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from roleplay.authoring.packs.archive import DAMAGED, NOT_A_FILE
from roleplay.authoring.packs.intake import MAX_ENTRIES, TOO_MANY, Entry, RefusedError
from roleplay.authoring.packs.names import is_junk
from roleplay.authoring.problems import Report
from roleplay.authoring.source import MAX_BYTES, START

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe that takes a file's place must not hold us up
    | getattr(os, "O_BINARY", 0)
)


def folder_entries(root: Path, report: Report) -> Iterator[Entry]:
    """What there is under ``root``, in order; what is hidden is passed over."""
    count = 0
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        for found in _listed(root / prefix, report):
            name = prefix + found.name
            if is_junk(name):
                continue
            count += 1
            if count > MAX_ENTRIES:
                report(TOO_MANY, START, f"there are more than {MAX_ENTRIES} files and folders")
                return
            if found.is_dir(follow_symlinks=False):
                waiting.append(f"{name}/")
                yield Entry(name, None)
            else:
                yield Entry(name, partial(_content, Path(found.path)))


def _listed(folder: Path, report: Report) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        report(DAMAGED, START, f"{folder} cannot be read: {error.strerror}")
        return []


def _content(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise RefusedError(NOT_A_FILE, "is a link, a pipe or a device")
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise RefusedError(NOT_A_FILE, "is a link, a pipe or a device")
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise RefusedError(DAMAGED, f"cannot be read: {error.strerror}") from error

"""Find the packs among files and folders that somebody named, and check them."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from roleplay.authoring.library import MANIFEST
from roleplay.authoring.packs.check import check_pack
from roleplay.authoring.problems import Problems


def is_archive(path: Path) -> bool:
    """Whether ``path`` is named as a zipped pack is."""
    return path.suffix.lower() == ".zip"


def check_packs(named: Iterable[Path], problems: Problems) -> int:
    """Check the packs in ``named``; returns how many files that were.

    Archives are checked with their scenarios. Of a folder the scenarios are files that
    anybody can name, and are left to :func:`roleplay.authoring.load.check`.

    Raises:
        InputError: There is no such archive.

    """
    count = 0
    seen = set()
    for path in named:
        for pack in [path] if is_archive(path) else pack_folders(path):
            if pack not in seen:
                seen.add(pack)
                count += check_pack(pack, problems, with_scenarios=is_archive(pack)).files
    return count


def pack_folders(folder: Path) -> Iterator[Path]:
    """The folders from ``folder`` down that have a ``pack.yaml``; packs in packs are theirs."""
    for parent, folders, files in os.walk(folder):
        if MANIFEST in files:
            folders.clear()
            yield Path(parent)
        folders[:] = sorted(name for name in folders if not name.startswith("."))

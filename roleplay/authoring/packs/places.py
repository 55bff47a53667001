"""Where an installed pack's files are. The picker needs this, so nothing heavy is imported.

A pack's home has one folder with its files, under a name made up when it was installed,
and a pointer that names that folder. Replacing the pointer, which every system does all
or nothing, is what installs, upgrades and repairs a pack: whoever looks at any moment,
or after any accident, finds the old files or the new ones.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

POINTER: Final = "current"
_LINE: Final = re.compile(r"(files-[0-9a-f]{16}) ([0-9a-f]{64})\n")
_LONGEST: Final = 200


class Place(NamedTuple):
    """The files of an installed pack.

    Attributes:
        folder: Where they are.
        digest: Of what was installed.

    """

    folder: Path
    digest: str


def homes(packs: Path) -> Iterator[Path]:
    """The homes of packs that have been installed, damaged or not, by name; safe to show."""
    try:
        found = sorted(packs.iterdir())
    except OSError:
        return
    for home in found:
        shown = not home.name.startswith(".") and home.name.isascii() and home.name.isprintable()
        if shown and is_installed(home):
            yield home


def is_installed(home: Path) -> bool:
    """Whether a pack has been installed at ``home``, readable or not."""
    try:
        return (home / POINTER).is_file()
    except OSError:  # it may not be looked into: damaged, and listed as such
        return True


def place(home: Path) -> Place | None:
    """Where the files of the pack at ``home`` are; None if that cannot be told."""
    try:
        with (home / POINTER).open(encoding="ascii", newline="") as file:
            text = file.read(_LONGEST)
    except (OSError, ValueError):
        return None
    line = _LINE.fullmatch(text)
    return Place(home / line[1], line[2]) if line else None


def line(found: Place) -> str:
    """What a pointer to ``found`` says."""
    return f"{found.folder.name} {found.digest}\n"


def installed_folders(packs: Path) -> list[Path]:
    """The folders with the scenarios of installed packs, in the order of the packs' names."""
    found = (place(home) for home in homes(packs))
    return [known.folder for known in found if known is not None]

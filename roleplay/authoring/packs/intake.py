"""Take in the files of a pack, and refuse what a pack may not have.

What is taken in stands in memory; names, kinds and numbers have been looked at, and
every byte has been counted as it was read.
"""

import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from roleplay.authoring.library import ENDINGS, MANIFEST
from roleplay.authoring.packs.names import flaw_in, folded, is_junk, shown
from roleplay.authoring.packs.rules import PackFlaw, pack_rule
from roleplay.authoring.packs.shape import FILE_NAME as PACK_SCHEMA
from roleplay.authoring.problems import Report
from roleplay.authoring.rules import Rule
from roleplay.authoring.schema import FILE_NAME as SCENARIO_SCHEMA
from roleplay.authoring.source import MAX_BYTES, START

MAX_ENTRIES: Final = 500
"""Files and folders of a pack; a course has some dozens."""
MAX_TOTAL: Final = 8 * 1024 * 1024
"""Bytes of a pack, unpacked: five hundred long scenarios."""
_TEXTS: Final = (".md", ".txt")
_BARE: Final = ("readme", "license", "licence", "copying", "notice", "authors", "changelog")
_SCHEMAS: Final = (SCENARIO_SCHEMA, PACK_SCHEMA)
_ARCHIVES: Final = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".jar", ".whl")

NOT_A_FILE = pack_rule(
    "P209",
    "a link, a pipe or a device",
    "put a copy of the file in its place",
    PackFlaw(adds=(("passwords.txt", "/etc/passwd"),), mode=stat.S_IFLNK | 0o777),
)
TWICE = pack_rule(
    "P207",
    "two files with the same name",
    "rename one of them; some disks tell neither case nor accents apart",
    PackFlaw(adds=(("Notes.md", "x"), ("NOTES.md", "y"))),
)
KIND = pack_rule(
    "P208",
    "a file that is neither scenario nor text",
    "take it out: a pack has pack.yaml, scenarios (.yaml), texts (.md, .txt), README and LICENSE",
    PackFlaw(adds=(("setup.py", "x"),)),
)
TOO_MANY = pack_rule(
    "P211",
    "too many files",
    f"a pack has at most {MAX_ENTRIES} files and folders: make several of it",
    PackFlaw(adds=tuple((f"{n}.md", "") for n in range(MAX_ENTRIES))),
)
TOO_BIG = pack_rule(
    "P212",
    "a file or a pack that is too big",
    f"a file has at most {MAX_BYTES // 1024} KB, a pack {MAX_TOTAL // 1024**2} MB",
    PackFlaw(adds=(("long.md", "xyzzy" * MAX_BYTES),)),
)


class RefusedError(Exception):
    """A file cannot be taken in, since a rule is broken."""

    def __init__(self, rule: Rule, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True)
class Entry:
    """A file or folder of a pack, before anything about it is believed.

    Attributes:
        name: With '/' between folders.
        read: Gives the content, which may be a byte too long to be taken in;
            raises :class:`RefusedError`. None for a folder.
        plain: Whether it is a file or a folder, and not a link, a pipe or a device.

    """

    name: str
    read: Callable[[], bytes] | None
    plain: bool = True


def take_in(entries: Iterable[Entry], report: Report) -> dict[str, bytes]:
    """Contents by name, of the files that a pack may have; the others are reported."""
    files: dict[str, bytes] = {}
    names = _Names()
    total = 0
    for entry in entries:
        try:
            content = _taken(entry, names)
        except RefusedError as refused:
            message = f"{shown(entry.name)} {refused.message}"
            report(refused.rule, START, message, refused.remedy)
            continue
        if content is None:
            continue
        total += len(content)
        if total > MAX_TOTAL:
            report(TOO_BIG, START, f"there are more than {MAX_TOTAL // 1024**2} MB in it")
            break
        files[entry.name] = content
    return files


def _taken(entry: Entry, names: "_Names") -> bytes | None:
    """The content of a file; None of what need not be taken in."""
    _look_at(entry.name)
    if is_junk(entry.name):
        return None
    if not entry.plain:
        raise RefusedError(NOT_A_FILE, "is a link, a pipe or a device")
    names.claim(entry)
    if entry.read is None:
        return None
    _look_at_kind(entry.name)
    content = entry.read()
    if len(content) > MAX_BYTES:
        raise RefusedError(TOO_BIG, f"has more than {MAX_BYTES // 1024} KB")
    return content


class _Names:
    """Names that are taken, as the most forgetful disk sees them."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def claim(self, entry: Entry) -> None:
        *above, _ = parts = folded(entry.name).split("/")
        known = self._files.get("/".join(parts))
        if entry.read is not None:
            known = known or self._folders.get("/".join(parts))
        for depth in range(1, len(above) + 1):
            known = known or self._files.get("/".join(parts[:depth]))
        if known is not None:
            raise RefusedError(TWICE, f"is the same name as {shown(known)}")
        for depth in range(1, len(parts)):
            self._folders.setdefault("/".join(parts[:depth]), entry.name)
        taken = self._folders if entry.read is None else self._files
        taken["/".join(parts)] = entry.name


def _look_at(name: str) -> None:
    flaw = flaw_in(name)
    if flaw:
        raise RefusedError(*flaw)


def _look_at_kind(name: str) -> None:
    folder, _, file = name.rpartition("/")
    if file == MANIFEST and folder:
        raise RefusedError(KIND, f"is a pack inside the pack: {MANIFEST} stands at the top only")
    stem, dot, ending = file.rpartition(".")
    if stem == MANIFEST.partition(".")[0] and dot + ending in ENDINGS and file != MANIFEST:
        raise RefusedError(KIND, f"is neither {MANIFEST} nor a scenario", f"call it {MANIFEST}")
    lower = file.lower()
    if lower.endswith(_ARCHIVES):
        raise RefusedError(KIND, "is an archive inside the pack")
    if lower.endswith(ENDINGS) and not file.endswith(ENDINGS):
        raise RefusedError(KIND, "has an ending that is not read", "write it in small letters")
    if not (lower.endswith((*ENDINGS, *_TEXTS)) or lower in _BARE or file in _SCHEMAS):
        raise RefusedError(KIND, "does not belong in a pack")

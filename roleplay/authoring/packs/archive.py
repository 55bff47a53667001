"""What is in a zip: entries by name, whatever else they claim to be.

Nothing that the archive says of itself is believed: not its sizes, its types or its
names. It is read once, into memory, and only by the two methods that everybody uses.
"""

import io
import stat
import struct
import zipfile
import zlib
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from roleplay.authoring.library import MANIFEST
from roleplay.authoring.packs.intake import MAX_ENTRIES, TOO_BIG, TOO_MANY, Entry, RefusedError
from roleplay.authoring.packs.names import flaw_in, is_junk
from roleplay.authoring.packs.rules import PackFlaw, pack_rule
from roleplay.authoring.problems import Report
from roleplay.authoring.source import MAX_BYTES, START

MAX_ARCHIVE: Final = 8 * 1024 * 1024
"""Bytes of an archive."""
MAX_RATIO: Final = 100
"""How many bytes one packed byte may become; text becomes three to ten."""
_SMALL: Final = 32 * 1024  # a short file of blanks is no bomb
_CENTRAL: Final = b"PK\x01\x02"
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)

ENCRYPTED = pack_rule(
    "P210",
    "an encrypted file",
    "make the archive without a password",
    PackFlaw(adds=(("secret.md", "x"),), encrypted=True),
)
BOMB = pack_rule(
    "P213",
    "a file that unpacks to something else than it says",
    "do not trust this pack; if it is yours, make the archive again",
    PackFlaw(adds=(("small.md", "x" * 1000),), claims=10),
)
DAMAGED = pack_rule(
    "P214",
    "an archive or a file that cannot be read",
    "fetch it again, or make the archive again; a pack is a folder or a .zip",
    PackFlaw(cut=10),
)


def archive_entries(path: Path, report: Report) -> list[Entry]:
    """What there is in the zip at ``path``; if all of it is in one folder, what is in that."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_ARCHIVE + 1)
        if len(content) > MAX_ARCHIVE:
            report(TOO_BIG, START, f"the archive has more than {MAX_ARCHIVE // 1024**2} MB")
            return []
        if content.count(_CENTRAL) > MAX_ENTRIES:  # before the reader makes a list of them
            report(TOO_MANY, START, f"there are more than {MAX_ENTRIES} entries in it")
            return []
        archive = zipfile.ZipFile(io.BytesIO(content))
    except _DAMAGE as error:
        report(DAMAGED, START, f"this is not a whole zip archive: {error}")
        return []
    return _unwrapped([_entry(archive, info) for info in archive.infolist()])


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Entry:
    # The name as it is in the archive: the reader cuts it at a NUL, and turns slashes.
    name = info.orig_filename
    folder = name.endswith("/")
    kind = stat.S_IFMT(info.external_attr >> 16)  # 0 where the archive comes from Windows
    plain = kind in (0, stat.S_IFDIR if folder else stat.S_IFREG)
    read = None if folder else partial(_content, archive, info)
    return Entry(name.removesuffix("/"), read, plain)


def _unwrapped(entries: list[Entry]) -> list[Entry]:
    files = [entry.name for entry in entries if entry.read and not is_junk(entry.name)]
    tops = {name.partition("/")[0] for name in files}
    if MANIFEST in files or len(tops) != 1:
        return entries
    top = tops.pop()
    if f"{top}/{MANIFEST}" not in files or flaw_in(top):
        return entries
    return [
        replace(entry, name=entry.name.removeprefix(f"{top}/"))
        for entry in entries
        if entry.name != top
    ]


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & _ENCRYPTED:
        raise RefusedError(ENCRYPTED, "is encrypted")
    if info.compress_type not in _METHODS:
        raise RefusedError(DAMAGED, "is packed by a rare method", "pack it as an ordinary .zip")
    claimed = info.file_size
    if claimed > MAX_BYTES:
        raise RefusedError(TOO_BIG, f"has more than {MAX_BYTES // 1024} KB")
    try:
        # The reader would stop at the size that is claimed; what counts is what comes out.
        info.file_size = 2 * MAX_BYTES
        with archive.open(info) as file:
            content = file.read(MAX_BYTES + 1)
    except _DAMAGE as error:
        raise RefusedError(DAMAGED, f"cannot be unpacked: {error}") from error
    if len(content) != claimed:
        more = "more than " if len(content) > MAX_BYTES else ""
        raise RefusedError(BOMB, f"says {claimed} bytes and unpacks to {more}{len(content)}")
    if len(content) > max(_SMALL, MAX_RATIO * info.compress_size):
        message = f"unpacks to more than {MAX_RATIO} times its size"
        raise RefusedError(BOMB, message, "do not trust this pack: no text packs that well")
    return content

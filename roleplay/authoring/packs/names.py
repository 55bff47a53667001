"""Names of files in a pack: what some system would obey, hide or not be able to write."""

import re
import unicodedata
from typing import Final

from roleplay.authoring.packs.rules import PackFlaw, pack_rule
from roleplay.authoring.problems import one_line
from roleplay.authoring.rules import Rule
from roleplay.text.clean import sanitise

MAX_NAME: Final = 120
"""Characters of a name with its folders: Windows has 260 for the whole path."""
MAX_DEPTH: Final = 4
"""Names in a path: three folders and a file."""
KEPT_BY_WINDOWS: Final = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)))
)
_JUNK: Final = frozenset(("__MACOSX", "Thumbs.db", "desktop.ini"))
_DRIVE: Final = re.compile("[A-Za-z]:")
_UNWRITABLE: Final = frozenset('<>:"|?*')

INVISIBLE = pack_rule(
    "P204",
    "a name with control or invisible characters",
    "rename the file",
    PackFlaw(adds=(("a\x1b[2Jb.md", "x"),)),
)
LEADS_OUT = pack_rule(
    "P205",
    "a name that leads out of the pack",
    "do not trust this pack; if it is yours, make the archive again inside its folder",
    PackFlaw(adds=(("../evil.yaml", "x"),)),
)
UNPORTABLE = pack_rule(
    "P206",
    "a name that not every system can write",
    "rename the file: letters, digits, '-', '_' and '.' are safe",
    PackFlaw(adds=(("what?.md", "x"),)),
)


def flaw_in(name: str) -> tuple[Rule, str] | None:
    """Why a pack may not have a file called ``name``, with '/' between folders; None if it may."""
    if sanitise(name) != name or not name.isprintable():
        return INVISIBLE, "has characters that cannot be seen"
    if name.startswith("/") or "\\" in name or _DRIVE.match(name):
        return LEADS_OUT, "names a place on the disk, not one in the pack"
    parts = name.split("/")
    if not {"", ".", ".."}.isdisjoint(parts):
        return LEADS_OUT, "leads out of the pack"
    if len(name) > MAX_NAME or len(parts) > MAX_DEPTH:
        return UNPORTABLE, f"is longer than {MAX_NAME} characters or {MAX_DEPTH} levels"
    if any(
        not _UNWRITABLE.isdisjoint(part) or part != part.strip(" .") for part in _visible(parts)
    ):
        return UNPORTABLE, "cannot be written on every system"
    if any(part.partition(".")[0].lower() in KEPT_BY_WINDOWS for part in parts):
        return UNPORTABLE, "has a name that Windows keeps for itself"
    return None


def _visible(parts: list[str]) -> list[str]:
    """Names without the dot that hides a file."""
    return [part.removeprefix(".") for part in parts]


def is_junk(name: str) -> bool:
    """Whether systems and editors leave such files lying about: they are passed over."""
    return any(part.startswith(".") or part in _JUNK for part in name.split("/"))


def folded(name: str) -> str:
    """``name`` as a disk may see it that tells neither case nor ways to write an accent."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def shown(name: str) -> str:
    """``name`` in quotes, with what cannot be seen written out."""
    return one_line(repr(name), 100)

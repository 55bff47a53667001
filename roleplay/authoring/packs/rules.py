"""Rules of a pack as a whole: what it may have inside.

They stand apart from the rules of files (:data:`roleplay.authoring.rules.RULES`), since
their failing examples are not files but archives.
"""

import stat
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from roleplay.authoring.library import MANIFEST
from roleplay.authoring.packs.sample import SAMPLE as PACK
from roleplay.authoring.rules import Flaw, Rule
from roleplay.authoring.sample import SAMPLE as SCENARIO

SOUND: Final[Mapping[str, str]] = MappingProxyType({MANIFEST: PACK, "sample.yaml": SCENARIO})
"""A sound pack: texts by name. Failing examples add to it."""


@dataclass(frozen=True)
class PackFlaw(Flaw):
    """A failing example: a zip of the :data:`SOUND` pack with what is added here.

    The problem is one of the archive, so it stands at 1:1.

    Attributes:
        adds: Entries, name and text; a name may be there twice.
        without: Files of the sound pack that are left out.
        mode: Unix mode of the entries that are added.
        encrypted: Whether they say that they are.
        claims: The size that they claim to have; None for the true one.
        cut: Bytes that are missing at the end of the archive.

    """

    find: str = ""
    write: str = ""
    adds: tuple[tuple[str, str], ...] = ()
    without: tuple[str, ...] = ()
    mode: int = stat.S_IFREG | 0o644
    encrypted: bool = False
    claims: int | None = None
    cut: int = 0


_RULES: dict[str, Rule] = {}
PACK_RULES: Final[Mapping[str, Rule]] = MappingProxyType(_RULES)
"""By code; complete once :mod:`roleplay.authoring.packs.check` is imported."""


def pack_rule(code: str, title: str, remedy: str, example: PackFlaw) -> Rule:
    """Register a rule of packs."""
    if code in _RULES:
        message = f"two rules are called {code}"
        raise ValueError(message)
    _RULES[code] = Rule(code, title, remedy, example)
    return _RULES[code]

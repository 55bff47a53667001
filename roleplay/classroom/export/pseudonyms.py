"""Names for learners that say nothing about them, the same ones in every export.

A pseudonym is a keyed hash: without the key nobody can try out a list of names. Whoever
has the key can find out whose pseudonym it is, so it is kept like a list of names.
"""

import hmac
import os
import re
import secrets
import unicodedata
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final, Self

from roleplay.errors import InputError, RoleplayError

_BYTES: Final = 32
_DIGITS: Final = 32
"""Hex digits of a pseudonym: two of a million learners never share one."""
_KEY: Final = re.compile(f"[0-9a-f]{{{2 * _BYTES}}}")


class Pseudonyms:
    """Pseudonyms under one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def kept_at(cls, path: Path) -> Self:
        """With the key in the file ``path``; one is made there, readable by nobody else.

        Raises:
            InputError: There is something else in it.
            RoleplayError: It can be neither read nor made.

        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _make(path)
            text = path.read_text("ascii", errors="replace").strip()
        except OSError as error:
            raise RoleplayError(
                f"The key of the pseudonyms cannot be kept in {path}: {error.strerror}.",
                hint="name another file with --key, or give the ids as they are: --identify",
            ) from error
        if _KEY.fullmatch(text) is None:
            raise InputError(
                f"{path} has no key for pseudonyms in it.",
                hint="name another file with --key; one that is not there is made",
            )
        return cls(bytes.fromhex(text))

    def of(self, learner: str) -> str:
        """The pseudonym of a learner."""
        name = unicodedata.normalize("NFC", learner).encode("utf-8", "surrogatepass")
        return hmac.new(self._key, name, sha256).hexdigest()[:_DIGITS]


def _make(path: Path) -> None:
    """Put a new key at ``path`` if nothing is there; whole, or not at all."""
    if path.exists():
        return
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        # A link fails where another process was first, whose key must stay.
        with suppress(FileExistsError):
            os.link(new, path)
    finally:
        new.unlink(missing_ok=True)

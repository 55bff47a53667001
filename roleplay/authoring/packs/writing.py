"""Put a pack's files on the disk: all of them, or none that anybody would find."""

import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from roleplay.authoring.packs.places import POINTER, Place, line, place
from roleplay.disk import settle

_FORGOTTEN: Final = 3600
"""Seconds after which a folder that no pointer names is taken for what a killed add left."""


def digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 of a pack's files, names included."""
    made = hashlib.sha256()
    for name, content in sorted(files.items()):
        encoded = name.encode("utf-8", "surrogatepass")
        made.update(b"%d %d\n%b%b" % (len(encoded), len(content), encoded, content))
    return made.hexdigest()


def write_pack(home: Path, files: Mapping[str, bytes]) -> None:
    """Make ``files`` those of the pack at ``home``; what was there before goes afterwards.

    Raises:
        OSError: They cannot be written; what was there before is as it was.

    """
    home.mkdir(parents=True, exist_ok=True)
    before = place(home)
    now = Place(home / f"files-{secrets.token_hex(8)}", digest(files))
    pointer = home / f".{now.folder.name}"
    try:
        _write_all(now.folder, files)
        _write(pointer, line(now).encode("ascii"))
        pointer.replace(home / POINTER)
        settle(home)
        settle(home.parent)
    finally:
        if place(home) != now:  # asked of the disk: a signal may come right after the replacing
            shutil.rmtree(now.folder, ignore_errors=True)
            pointer.unlink(missing_ok=True)
            if before is None:
                _forget(home)
    _sweep(home, now, before)


def delete_pack(home: Path) -> None:
    """Take the pack at ``home`` away; it is gone at once, and its files a moment later.

    Raises:
        OSError: It cannot be moved out of the way.

    """
    rest = home.parent / f".removed-{secrets.token_hex(8)}"
    home.rename(rest)
    settle(home.parent)
    for old in home.parent.glob(".removed-*"):
        shutil.rmtree(old, ignore_errors=True)


def _write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for name, content in files.items():
        path = folder.joinpath(*name.split("/"))
        if not path.resolve().is_relative_to(folder.resolve()):  # names were looked at before
            message = f"{name!r} leads out of its pack"
            raise AssertionError(message)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, content)
    for inner in folder.rglob("*"):
        if inner.is_dir():
            settle(inner)
    settle(folder)


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _forget(home: Path) -> None:
    """Leave no home behind for a pack that has none; one with something in it stays."""
    with suppress(OSError):
        home.rmdir()


def _sweep(home: Path, now: Place, before: Place | None) -> None:
    """Delete the files that were replaced, and those that a killed add has left."""
    with suppress(OSError):
        for found in home.iterdir():
            ours = found.name.removeprefix(".").startswith("files-")
            if not ours or found.name == now.folder.name:
                continue
            replaced = before is not None and found == before.folder
            if replaced or time.time() - found.lstat().st_mtime > _FORGOTTEN:
                shutil.rmtree(found, ignore_errors=True)
                with suppress(OSError):
                    found.unlink()

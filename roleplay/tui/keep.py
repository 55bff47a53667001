"""Two small things kept between runs: the theme, and a reply that was typed but not sent.

Neither is worth an error: what cannot be written is not kept, what cannot be
read is not there.
"""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from roleplay import paths

_THEME: Final = "theme.json"
_DRAFT: Final = "draft.json"


def theme() -> str | None:
    """The theme chosen last, if one was."""
    return _read(_THEME).get("theme")


def keep_theme(name: str) -> None:
    """Remember the theme."""
    _write(_THEME, {"theme": name})


def draft(scenario: str, scene: str) -> str:
    """The unsent reply to this scene from a run that ended before it was sent, or nothing."""
    kept = _read(_DRAFT)
    return (
        kept.get("text", "")
        if (kept.get("scenario"), kept.get("scene")) == (scenario, scene)
        else ""
    )


def keep_draft(scenario: str, scene: str, text: str) -> None:
    """Remember an unsent reply; an empty one forgets it."""
    if text:
        _write(_DRAFT, {"scenario": scenario, "scene": scene, "text": text})
    else:
        forget_draft()


def forget_draft() -> None:
    """The reply has been sent, or given up."""
    with suppress(OSError):
        (paths.data() / _DRAFT).unlink()


def _read(name: str) -> dict[str, str]:
    try:
        found = json.loads((paths.data() / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, str)}


def _write(name: str, values: dict[str, str]) -> None:
    """Replace the file as a whole, readable by its owner only."""
    folder = paths.data()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = folder / f"{name}.{os.getpid()}"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            json.dump(values, file)
        Path(fresh).replace(folder / name)

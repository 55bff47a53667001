"""A real browser, where there is one."""

import shutil
import subprocess
from pathlib import Path
from typing import Final

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
BROWSER: Final = next(filter(None, map(shutil.which, _NAMES)), None)
MISSING: Final = "there is no Chromium here"


def browse(page: Path, *options: str) -> str:
    """Open ``page`` in a small window; returns what the browser prints."""
    home = page.parent / f"profile-{page.stem}"
    command = [
        *(str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
        *(f"--user-data-dir={home}", "--window-size=360,400", *options, page.as_uri()),
    ]
    done = subprocess.run(command, check=True, capture_output=True, timeout=120)
    return done.stdout.decode()

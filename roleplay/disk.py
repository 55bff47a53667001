"""What it takes for files to outlast a loss of power."""

import os
from contextlib import suppress
from pathlib import Path


def settle(folder: Path) -> None:
    """See that the names in ``folder`` are on the disk, where the system can see to it."""
    with suppress(OSError):  # Windows opens no folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

"""What goes to standard output instead of into a file."""

import shutil
import sys
from pathlib import Path

from roleplay.classroom.draft import Draft
from roleplay.classroom.tables.source import Copy, is_standard
from roleplay.errors import RoleplayError
from roleplay.text.clean import sanitise


class Piped(Draft):
    """Held back in a temporary file, and sent to standard output when it is whole."""

    def __init__(self) -> None:
        self._copy = Copy()
        super().__init__(self._copy.path)

    def keep(self) -> None:
        """See :meth:`Draft.keep`."""
        super().keep()
        if self._copy.path.exists():
            self._send()

    def _send(self) -> None:
        try:
            with self._copy.path.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.flush()
        except BrokenPipeError:
            raise  # whoever read it has enough; that is no error
        except OSError as error:
            raise RoleplayError(f"Standard output cannot be written: {error.strerror}.") from error


class Told(Piped):
    """The same for failed rows, which a person reads on standard error."""

    def _send(self) -> None:
        sys.stderr.write(sanitise(self._copy.path.read_text("utf-8")))


def draft_of(out: Path) -> Draft:
    """A draft of a rated table."""
    return Piped() if is_standard(out) else Draft(out)


def errors_draft_of(out: Path) -> Draft:
    """A draft of its failed rows."""
    return Told() if is_standard(out) else Draft(errors_of(out))


def errors_of(out: Path) -> Path:
    """Where the failed rows of ``out`` go."""
    return out.with_name(out.name + ".errors.csv")

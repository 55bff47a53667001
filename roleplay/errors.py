"""The errors that a user may meet, as one tree.

::

    RoleplayError            1  a bug, or nothing better is known
    ├── UsageError           2  the call does not make sense
    ├── InputError           4  a scenario, table or other input is invalid
    │   └── ScenarioError    4  … and these are the problems in it
    ├── HistoryError         4  the history cannot be read or written
    └── ModelError           5  the model is missing, damaged or does not answer
        └── ModelBusyError   5  … in time

Each carries a message that says what happened, a hint that says what to do, and
the exit code of the command line. No markup and no colours here: front doors
decide how a message looks.
"""

from typing import ClassVar


class RoleplayError(Exception):
    """Base of every error that is shown to a user as a message, not as a traceback."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Keep what happened (``message``) and what to do about it (``hint``)."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(RoleplayError):
    """The command line does not make sense."""

    exit_code = 2


class InputError(RoleplayError):
    """Something that was read is invalid."""

    exit_code = 4


class HistoryError(InputError):
    """The learner's history cannot be read or written."""


class ModelError(RoleplayError):
    """The model is missing, damaged, or failed."""

    exit_code = 5


class ModelBusyError(ModelError):
    """The model did not answer in time."""

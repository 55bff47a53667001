"""Write a scenario to start from."""

from pathlib import Path

from roleplay.authoring.answers import Answers, tidy
from roleplay.authoring.library import MANIFEST
from roleplay.authoring.schema import FILE_NAME, schema_text
from roleplay.authoring.starter import starter
from roleplay.errors import InputError, UsageError


def write_new(answers: Answers, folder: Path) -> Path:
    """Write a starter scenario into ``folder``, and the schema beside it if none is there.

    Raises:
        UsageError: One of the answers will not do.
        InputError: There is such a file already, or the folder cannot be written.

    """
    answers = tidy(answers)
    path = folder / f"{answers.id}.yaml"
    if path.name == MANIFEST:
        hint = "choose another id"
        raise UsageError(f"{MANIFEST} is where a pack says what it is", hint=hint)
    _create(path, starter(answers))
    _schema_beside(folder)
    return path


def refuse_if_there(folder: Path, name: str) -> None:
    """Find out before the questions are answered whether the file could be written.

    Raises:
        InputError: There is such a file already.

    """
    path = folder / f"{name}.yaml"
    if path.exists():
        raise _there(path)


def is_stale(schema: Path) -> bool:
    """Whether this schema is not the one that this version checks by."""
    try:
        return schema.read_text(encoding="utf-8") != schema_text()
    except (OSError, ValueError):
        return True


def _schema_beside(folder: Path) -> None:
    """The first line of a scenario names the schema beside it; one that is there is left alone."""
    beside = folder / FILE_NAME
    if not beside.exists():
        _create(beside, schema_text())


def _create(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise _there(path) from None
    except OSError as error:
        hint = "look whether the folder is there and may be written to"
        raise InputError(f"{path} cannot be written: {error.strerror}", hint=hint) from None


def _there(path: Path) -> InputError:
    return InputError(f"{path} is already there", hint="choose another id, or delete that file")

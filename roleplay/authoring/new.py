"""Write a scenario to start from."""

import re
from pathlib import Path
from typing import Final

from roleplay.authoring.library import MANIFEST
from roleplay.authoring.problems import one_line
from roleplay.authoring.schema import FILE_NAME, schema_text
from roleplay.authoring.shape import ID_PATTERN
from roleplay.authoring.starter import starter
from roleplay.errors import InputError, UsageError
from roleplay.scenario import Kind

MAX_TITLE: Final = 80


def write_new(name: str, title: str, kind: Kind, folder: Path) -> Path:
    """Write a starter scenario called ``name`` into ``folder``, and the schema beside it.

    Raises:
        UsageError: The name or the title will not do.
        InputError: There is such a file already, or the folder cannot be written.

    """
    if not re.fullmatch(ID_PATTERN, name):
        message = f"'{one_line(name, 60)}' is not an id"
        hint = "small letters, digits and hyphens, a letter first: two-minute-question"
        raise UsageError(message, hint=hint)
    path = folder / f"{name}.yaml"
    if path.name == MANIFEST:
        hint = "choose another id"
        raise UsageError(f"{MANIFEST} is where a pack says what it is", hint=hint)
    text = starter(name, _title(name, title), kind)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        _schema_beside(folder)
    except FileExistsError:
        hint = "choose another id, or delete that file"
        raise InputError(f"{path} is already there", hint=hint) from None
    except OSError as error:
        hint = "look whether the folder is there and may be written to"
        raise InputError(f"{path} cannot be written: {error.strerror}", hint=hint) from None
    return path


def _title(name: str, title: str) -> str:
    clean = one_line(title) or name.replace("-", " ").capitalize()
    if len(clean) > MAX_TITLE:
        message = f"the title has {len(clean)} characters; {MAX_TITLE} fit"
        raise UsageError(message, hint="say it in fewer words")
    return clean


def _schema_beside(folder: Path) -> None:
    """The first line of a scenario names the schema beside it; one that is there is left alone."""
    beside = folder / FILE_NAME
    if not beside.exists():
        beside.write_text(schema_text(), encoding="utf-8", newline="\n")

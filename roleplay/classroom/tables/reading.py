"""How tables are read, as far as they do not say it themselves."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Self

from roleplay.errors import InputError, UsageError

_NAMED: Final[Mapping[str, str]] = {
    "tab": "\t",
    "\\t": "\t",
    "comma": ",",
    "semicolon": ";",
    "pipe": "|",
    "space": " ",
}
_NEVER: Final = frozenset('"\r\n')
_OPTION: Final = re.compile(r"--(?:encoding|delimiter|sheet|from)\b")


@dataclass(frozen=True)
class Reading:
    """What a person says about tables.

    Attributes:
        encoding: Of text; when None, by its byte order mark, else UTF-8.
        delimiter: Between the cells of CSV; when None, found from the header.
        sheet: Of a workbook; when None, the only one that can be meant.
        format: Of what has no ending that says it, such as standard input; see
            :data:`roleplay.classroom.tables.formats.FORMATS`.

    """

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    format: str | None = None

    @classmethod
    def told(
        cls,
        encoding: str | None = None,
        delimiter: str | None = None,
        sheet: str | None = None,
        format_: str | None = None,
    ) -> Self:
        r"""The same, where the delimiter may have a name: ``tab``, ``\t``, ``semicolon``.

        Raises:
            UsageError: The delimiter is none.

        """
        if delimiter is not None:
            delimiter = _NAMED.get(delimiter.lower(), delimiter)
            if len(delimiter) != 1 or delimiter in _NEVER:
                raise UsageError(
                    f"{delimiter!r} cannot stand between cells.",
                    hint="name one character, such as --delimiter ';' or --delimiter tab",
                )
        return cls(encoding, delimiter, sheet, format_)


PLAIN: Final = Reading()
"""Nothing was said."""


@contextmanager
def second_table() -> Iterator[None]:
    """For a table beside the one that the options are about: no remedy names one of those."""
    try:
        yield
    except (InputError, UsageError) as error:
        if not _OPTION.search(error.hint):
            raise
        if isinstance(error, UsageError):
            hint = "let its name end in what it is, such as .csv or .xlsx"
            raise UsageError(error.message, hint=hint) from error
        hint = "save it as UTF-8, or as a workbook (.xlsx) with one sheet"
        raise InputError(error.message, hint=hint) from error

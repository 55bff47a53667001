"""Look at a workbook from outside before it is opened: it is a zip file, and may be a bomb."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - a class by the name of a module

from roleplay.classroom.tables.shared_texts import SharedTexts
from roleplay.classroom.tables.source import Source, start_of
from roleplay.classroom.tables.xlsx_survey import SHEET, SurveyError, survey
from roleplay.errors import InputError

MAX_UNPACKED: Final = 2 * 1024 * 1024 * 1024
"""Bytes of all parts together. A sheet that is full to its last row with rated replies has less."""
MAX_RATIO: Final = 400
"""Of unpacked bytes to those of the file. Tables of replies have 5 to 30, one reply a thousand
times has 200, and what is made to do harm has 1000."""
SMALL: Final = 64 * 1024 * 1024
"""Unpacked bytes below which the ratio is nobody's business."""
MAX_PARTS: Final = 10_000

_ZIP: Final = b"PK"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = 1
_METHODS: Final = frozenset({0, 8})
"""Stored and deflated, which is what workbooks are."""


def looked_through(source: Source) -> tuple[SharedTexts, frozenset[str]]:
    """See that a workbook can be opened without harm.

    Declared sizes are added up first; zipfile then reads no byte more than is
    declared, and the survey goes through all of them.

    Returns:
        The texts that its cells share, and the parts that are sheets.

    Raises:
        InputError: It is no workbook, or one that must not be opened.

    """
    _check_start(source)
    texts = SharedTexts()
    with _unzipping(source), ZipFile(source.path) as archive:
        parts = archive.infolist()
        _check_sizes(source, parts)
        roots = {part.filename: _survey(source, archive, part, texts) for part in parts}
    return texts, frozenset(name for name, root in roots.items() if root == SHEET)


@contextmanager
def _unzipping(source: Source) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(f"{source} cannot be read: {error.strerror or error}.") from error
    except (BadZipFile, ZlibError, ExpatError, EOFError, NotImplementedError, ValueError) as error:
        raise InputError(
            f"{source} is damaged: {error}.", hint="open it in a spreadsheet program, save it again"
        ) from error


def _check_start(source: Source) -> None:
    start = start_of(source, len(_OLE))
    if start == _OLE:
        raise InputError(
            f"{source} is an old Excel file, or has a password.",
            hint="save it as .xlsx, without a password",
        )
    if not start.startswith(_ZIP):
        what = "is empty" if not start else "is no XLSX file"
        raise InputError(f"{source} {what}.", hint="save it as .xlsx in a spreadsheet program")


def _check_sizes(source: Source, parts: Sequence[ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    ratio = unpacked / max(1, source.path.stat().st_size)
    if unpacked > MAX_UNPACKED or len(parts) > MAX_PARTS:
        raise _refused(source, f"it would unpack to {unpacked:,} bytes in {len(parts):,} parts")
    if unpacked > SMALL and ratio > MAX_RATIO:
        raise _refused(source, f"it would unpack to {unpacked:,} bytes, {ratio:.0f} times its size")
    if len({part.filename for part in parts}) < len(parts):
        raise _refused(source, "two of its parts have the same name")
    for part in parts:
        if part.flag_bits & _ENCRYPTED:
            raise _refused(source, "it has a password")
        if part.compress_type not in _METHODS:
            raise _refused(source, "it is packed in a way that no workbook is")


def _survey(source: Source, archive: ZipFile, part: ZipInfo, texts: SharedTexts) -> str:
    try:
        with archive.open(part) as file:
            return survey(file, texts)
    except SurveyError as error:
        raise _refused(source, f"{error}, in {part.filename}") from error


def _refused(source: Source, why: str) -> InputError:
    return InputError(
        f"{source} is not opened, because {why}.",
        hint="if you trust it, save it as CSV in a spreadsheet program and rate that",
    )

"""From bytes to lines, without guessing an encoding."""

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from roleplay.classroom.tables.source import Source, start_of
from roleplay.errors import InputError, UsageError

MAX_LINE: Final = 16 * 1024 * 1024
"""Characters in a line, and in a cell. More is no table of replies, and would fill the memory."""

_BLOCK: Final = 64 * 1024
_OPENING: Final = 256
_MARK: Final = 4
"""Bytes of the longest byte order mark."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins alike
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(source: Source, named: str | None) -> str:
    """The encoding that was named, else that of the byte order mark, else UTF-8."""
    if named is not None:
        try:
            found = codecs.lookup(named)
            "".encode(found.name)  # some codecs do not make text
        except (LookupError, UnicodeError) as error:
            hint = "such as utf-8, cp1252 or utf-16"
            raise UsageError(f"There is no encoding {named!r}.", hint=hint) from error
        return "utf-8-sig" if found.name == "utf-8" else found.name
    start = start_of(source, _MARK)
    return next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8")


def has_mark(source: Source) -> bool:
    """Whether the file begins with a byte order mark."""
    return start_of(source, _MARK).startswith(tuple(mark for mark, _ in _MARKS))


def opening(source: Source, encoding: str) -> str:
    """The first characters, without a mark; none where they are in another encoding.

    Raises:
        InputError: The file cannot be read.

    """
    with _reading(source), source.path.open(encoding=encoding, newline="") as file:
        try:
            return file.read(_OPENING).removeprefix("\ufeff")
        except UnicodeError:  # which line it is in is for who reads them
            return ""


def lines_of(source: Source, encoding: str) -> Iterator[str]:
    r"""Physical lines with their ends as they are: ``\n``, ``\r\n`` or ``\r``.

    Raises:
        InputError: The file cannot be opened, is in another encoding, or has an endless line.

    """
    with _reading(source), source.path.open(encoding=encoding, newline="") as file:
        number = 0
        while True:
            number += 1
            try:
                line = file.readline(MAX_LINE)
            except UnicodeError as error:
                raise _not_in(source, encoding, error) from error
            if not line:
                return
            if len(line) == MAX_LINE:
                raise InputError(
                    f"{source}:{number}: a line of more than {MAX_LINE} characters.",
                    hint="is it a table at all?",
                )
            # A mark is still there when the encoding was named without it, as in utf-16-le.
            yield line.removeprefix("\ufeff") if number == 1 else line


@contextmanager
def _reading(source: Source) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(f"{source} cannot be read: {error.strerror}.") from error


def _not_in(source: Source, encoding: str, error: UnicodeError) -> InputError:
    name = "UTF-8" if encoding.startswith("utf-8") else encoding
    what = ""
    if isinstance(error, UnicodeDecodeError):
        what = f" (byte 0x{error.object[error.start]:02X})"
    return InputError(
        f"{source}:{_first_bad_line(source, encoding)}: this is not {name}{what}.",
        hint="save it as UTF-8, or name its encoding, such as --encoding cp1252",
    )


def _first_bad_line(source: Source, encoding: str) -> int:
    """A text file is decoded in blocks, ahead of the line that is read; so look again."""
    decoder = codecs.getincrementaldecoder(encoding)()
    newlines = returns = 0
    with source.path.open("rb") as file:
        while block := file.read(_BLOCK):
            before = decoder.getstate()
            try:
                text, sound = decoder.decode(block), True
            except UnicodeError:
                decoder.setstate(before)
                text, sound = "".join(_until_bad(decoder, block)), False
            newlines += text.count("\n")
            returns += text.count("\r")
            if not sound:
                break
    return 1 + (newlines or returns)


def _until_bad(decoder: codecs.IncrementalDecoder, block: bytes) -> Iterator[str]:
    for at in range(len(block)):
        try:
            yield decoder.decode(block[at : at + 1])
        except UnicodeError:
            return

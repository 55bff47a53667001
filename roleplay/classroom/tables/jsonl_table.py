"""JSON Lines, in and out: one object a line."""

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NoReturn

from roleplay.classroom.draft import Sink
from roleplay.classroom.formulas import NONE
from roleplay.classroom.row import Record
from roleplay.classroom.tables.decoding import encoding_of, lines_of, opening
from roleplay.classroom.tables.reading import PLAIN, Reading
from roleplay.classroom.tables.source import Source
from roleplay.errors import InputError

_ARRAY: Final = re.compile(r"\s*\[\s*(?:\{|$)")


def opens_array(text: str) -> bool:
    """Whether ``text`` is the beginning of one array of objects, and so not of JSON Lines."""
    return _ARRAY.match(text) is not None


class JsonlTable:
    """A JSON Lines file. A line that is no object is a bad row, not the end.

    An array of objects is refused: it could only be read as a whole, and the last object in
    it may stand on a line of its own.

    Attributes:
        source: The file.

    """

    guards = NONE

    def __init__(self, source: Source, reading: Reading = PLAIN) -> None:
        self.source = source
        self._encoding = encoding_of(source, reading.encoding)
        if opens_array(opening(source, self._encoding)):
            raise InputError(
                f"{source}: this is one JSON array, and not JSON Lines.",
                hint="write one object a line, as `jq -c '.[]'` does",
            )
        # Objects may have different keys, so the columns are only known at the end.
        self._columns = tuple(
            dict.fromkeys(key for record in self.records() for key in record.cells)
        )
        if not self._columns:
            raise self._nothing()

    @property
    def columns(self) -> tuple[str, ...]:
        """See :class:`roleplay.classroom.row.Table`."""
        return self._columns

    def records(self) -> Iterator[Record]:
        """See :class:`roleplay.classroom.row.Table`."""
        for number, line in enumerate(lines_of(self.source, self._encoding), 1):
            if line.strip():
                yield _record(number, line)

    def _nothing(self) -> InputError:
        first = next(self.records(), None)
        why = f"line {first.line}: {first.error}" if first else "it is empty"
        if opening(self.source, self._encoding).lstrip().startswith("{"):
            why = f"write one object a line, as `jq -c .` does; {why}"
        return InputError(f"{self.source}: there is no JSON object in it.", hint=why)


def _record(number: int, line: str) -> Record:
    try:
        value = json.loads(line, object_pairs_hook=_object, parse_constant=_no_number)
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return Record(number, {}, "half of a surrogate pair: this is no Unicode text")
    except json.JSONDecodeError as error:
        return Record(number, {}, f"not JSON: {error.msg} at character {error.colno}")
    except RecursionError:
        return Record(number, {}, "not JSON that anybody would write: nested too deeply")
    except ValueError as error:
        return Record(number, {}, f"not JSON: {error}")
    if not isinstance(value, dict):
        return Record(number, {}, f"not an object, but {type(value).__name__}")
    return Record(number, value)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        message = f"{twice!r} is there twice"
        raise ValueError(message)
    return found


def _no_number(name: str) -> NoReturn:
    message = f"{name} is no number"
    raise ValueError(message)


class JsonlWriter:
    """Writes a JSON Lines file; nothing in it can be taken for a formula."""

    guards = NONE

    def __init__(self, stream: Sink) -> None:
        self._stream = stream

    def begin(self, _columns: Iterable[str], /) -> None:
        """Nothing to say, since every line names its columns; but there shall be a file."""
        self._stream.write("")

    def write(self, passed: Mapping[str, object], rated: Mapping[str, object]) -> None:
        """Write a row: the values that pass through, and the rater's."""
        cells = {**passed, **rated}
        try:
            text = json.dumps(cells, ensure_ascii=False, allow_nan=False, default=str)
        except ValueError:
            text = json.dumps(_finite(cells), ensure_ascii=False, default=str)
        self._stream.write(text + "\n")

    def end(self) -> None:
        """Nothing is held back."""


def _finite(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The same without numbers that JSON has not: NaN is how some tables say that there is none."""
    match value:
        case float() if not math.isfinite(value):
            return None if math.isnan(value) else str(value)
        case dict():
            return {name: _finite(item) for name, item in value.items()}
        case list():
            return [_finite(item) for item in value]
        case _:
            return value

"""Between the values of Arrow and those of a table."""

import base64
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.types as kinds

from roleplay.classroom.cells import Held, cell_text, listed

TEXT = pa.string()
_INT64 = range(-(2**63), 2**63)
_EXACT = range(-(2**53), 2**53)
"""Whole numbers that a float can be."""


def values_of(column: Any) -> list[object]:  # noqa: ANN401 - Arrow has no types
    """The values of an Arrow array; those that JSON has not are :class:`Held`."""
    if kinds.is_dictionary(column.type):
        column = column.dictionary_decode()
    if _plain(column.type):
        return list(column.to_pylist())
    return [None if not scalar.is_valid else _held(scalar) for scalar in column]


def kept(kind: Any) -> Any:  # noqa: ANN401
    """The type in which values of type ``kind`` are written again."""
    if kinds.is_dictionary(kind):
        return kept(kind.value_type)
    if kinds.is_null(kind) or isinstance(kind, pa.BaseExtensionType):
        return TEXT
    return kind


def settled(found: Iterable[Any]) -> Any:  # noqa: ANN401
    """The type for values whose types, by :func:`kind_of`, are ``found``; text, if none is."""
    known = {*found} - {None}
    if known == {pa.int32(), pa.float64()}:
        return pa.float64()
    widened = {pa.int64() if kind == pa.int32() else kind for kind in known}
    return widened.pop() if len(widened) == 1 else TEXT


def fitted(value: object, kind: Any) -> object:  # noqa: ANN401
    """``value`` as an array of type ``kind`` takes it; a text where it is no such thing."""
    match value:
        case None:
            return None
        case _ if kind == TEXT:
            return cell_text(value)
        case Held(scalar=None):
            return value.moment
        case Held():
            return value.scalar
        case list() if kind == pa.list_(TEXT):
            return listed(value) or value
        case _:
            return value


def kind_of(value: object) -> Any:  # noqa: ANN401, PLR0911 - one type a kind of value
    """The type that holds ``value``; None for None."""
    match value:
        case None:
            return None
        case bool():
            return pa.bool_()
        case int() if value in _EXACT:
            return pa.int32()  # stands for those that may become floats
        case int() if value in _INT64:
            return pa.int64()
        case float():
            return pa.float64()
        case list() if listed(value) is not None:
            return pa.list_(TEXT)
        case Held(moment=datetime() as moment) if moment.tzinfo is None:
            return pa.timestamp("us")
        case Held(moment=date() as moment) if not isinstance(moment, datetime):
            return pa.date32()
        case _:
            return TEXT


def _plain(kind: Any) -> bool:  # noqa: ANN401
    """Whether JSON has all values of the type."""
    if kinds.is_dictionary(kind):
        return _plain(kind.value_type)
    if kinds.is_struct(kind):
        return all(_plain(field.type) for field in kind)
    if kinds.is_list(kind) or kinds.is_large_list(kind) or kinds.is_fixed_size_list(kind):
        return _plain(kind.value_type)
    simple = (kinds.is_null, kinds.is_boolean, kinds.is_integer, kinds.is_floating)
    texts = (kinds.is_string, kinds.is_large_string, kinds.is_string_view)
    return any(is_one(kind) for is_one in (*simple, *texts))


class _Scalar(Held):
    """One whose scalar can be sent to another process; Arrow itself loses nanoseconds there."""

    def __reduce__(self) -> tuple[Any, ...]:
        """An array goes as it is."""
        scalar: Any = self.scalar
        return _received, (self.text, self.moment, pa.array([scalar], scalar.type))


def _received(text: str, moment: Any, array: Any) -> Held:  # noqa: ANN401
    return _Scalar(text, moment, array[0])


def _held(scalar: Any) -> Held:  # noqa: ANN401
    try:
        value = _in_micros(scalar).as_py()
    except (ValueError, OverflowError):  # finer than a microsecond, or beyond the year 9999
        return _Scalar(str(scalar.cast(TEXT).as_py()), None, scalar)
    match value:
        case datetime() | date() | time():
            return _Scalar(value.isoformat(), value, scalar)
        case timedelta():
            return _Scalar(str(value), value, scalar)
        case bytes():
            return _Scalar(_text(value), None, scalar)
        case list() | dict():
            return _Scalar(cell_text(value), None, scalar)
        case _:
            return _Scalar(str(value), None, scalar)


def _in_micros(scalar: Any) -> Any:  # noqa: ANN401
    """Of nanoseconds, Arrow makes what pandas has for them, but only where that is installed.

    Raises:
        ValueError: Something would be lost.

    """
    kind = scalar.type
    if getattr(kind, "unit", "") != "ns":
        return scalar
    if kinds.is_timestamp(kind):
        return scalar.cast(pa.timestamp("us", kind.tz))
    return scalar.cast(pa.duration("us") if kinds.is_duration(kind) else pa.time64("us"))


def _text(value: bytes) -> str:
    """Some programs write texts as bytes; what is none is shown as base64."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return base64.b64encode(value).decode()


def array_of(values: Sequence[object], kind: Any) -> Any:  # noqa: ANN401
    """An Arrow array of ``kind``."""
    return pa.array([fitted(value, kind) for value in values], kind)

"""Columns of Arrow to cells: the text of each is the one that a person would write for its value."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pyarrow as pa
from pyarrow import compute, types

from ingest.readers.cells import joined
from ingest.rows import Problem, cut

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNITS = {"s": 0, "ms": 3, "us": 6, "ns": 9}
_PLAIN_NUMBERS = range(-7, 22)
"""Powers of ten that are written out; beyond them a number keeps its exponent."""

Cell = str | Problem


def cells_of(name: str, column: Any) -> list[Cell]:
    """The cells of a column: each its text, or what is wrong with it."""
    if pa.types.is_dictionary(column.type):
        return cells_of(name, column.dictionary_decode())
    convert = next((convert for is_one, convert in _converters() if is_one(column.type)), _nested)
    return convert(name, column)


def _converters() -> list[tuple[Callable[[Any], bool], Callable[[str, Any], list[Cell]]]]:
    """How cells are made of each type; what is not here is nested."""
    return [
        (types.is_null, lambda _, column: [""] * len(column)),
        (types.is_boolean, _each(lambda value: "true" if value else "false")),
        (types.is_integer, _each(str)),
        (types.is_floating, _floats),
        (types.is_decimal, _each(lambda value: f"{value:f}")),
        (_is_text, _texts),
        (types.is_date, _days),
        (types.is_timestamp, _timestamps),
        (types.is_time, _times),
        (_is_plain_list, _lists),
    ]


def _each(text: Callable[[Any], str]) -> Callable[[str, Any], list[Cell]]:
    return lambda _, column: ["" if value is None else text(value) for value in column.to_pylist()]


def _is_text(kind: Any) -> bool:
    text = types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)
    return bool(text or types.is_binary(kind) or types.is_large_binary(kind) or _is_other_binary(kind))


def _is_other_binary(kind: Any) -> bool:
    return bool(types.is_fixed_size_binary(kind) or types.is_binary_view(kind))


def _is_plain_list(kind: Any) -> bool:
    is_list = types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind)
    return bool(is_list and not types.is_nested(kind.value_type))


def _texts(name: str, column: Any) -> list[Cell]:
    # As bytes: nothing promises that what is called text is UTF-8.
    return [_text(name, value) for value in column.cast(pa.binary()).to_pylist()]


def _text(name: str, value: bytes | None) -> Cell:
    try:
        return "" if value is None else value.decode()
    except UnicodeDecodeError:
        shown = cut(value.decode("utf-8", "backslashreplace")) if value else ""
        return Problem(name, shown, "encoding", "The cell's bytes are not text in UTF-8.")


def _floats(name: str, column: Any) -> list[Cell]:
    # Arrow writes the shortest text for each width; a narrow number that was widened would show damage.
    return [_float(name, text) for text in column.cast(pa.string()).to_pylist()]


def _float(name: str, text: str | None) -> Cell:
    if text is None:
        return ""
    number = Decimal(text)
    if not number.is_finite():
        return Problem(name, text, "number", "This is no number: it is infinite, or none at all.")
    if number and number.adjusted() not in _PLAIN_NUMBERS:
        return text
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _days(name: str, column: Any) -> list[Cell]:
    days = column.cast(pa.date32()).cast(pa.int32()).to_pylist()
    return ["" if day is None else _moment(name, day * 86_400, 0, None, day_only=True) for day in days]


def _timestamps(name: str, column: Any) -> list[Cell]:
    digits, zone = _UNITS[column.type.unit], column.type.tz
    values = column.cast(pa.int64()).to_pylist()
    return ["" if value is None else _moment(name, value, digits, zone) for value in values]


def _moment(name: str, value: int, digits: int, zone: str | None, *, day_only: bool = False) -> Cell:
    """The moment that many parts of a second after 1970 began, in ISO 8601."""
    seconds, parts = divmod(value, 10**digits)
    try:
        moment = (_EPOCH + timedelta(seconds=seconds)).astimezone(_zone(zone))
    except (OverflowError, ValueError, ZoneInfoNotFoundError):
        return Problem(
            name, str(value), "date", "This moment is not in the calendar, or its time zone unknown."
        )
    if day_only or (zone is None and not parts and moment.time() == time(0)):
        return moment.date().isoformat()
    local = moment.replace(tzinfo=None).isoformat() + _fraction(parts, digits)
    return local if zone is None else local + _offset(moment)


def _zone(zone: str | None) -> timezone | ZoneInfo:
    if zone is None:
        return UTC
    if zone[:1] in {"+", "-"}:
        return timezone(datetime.strptime(zone, "%z").utcoffset() or timedelta(0))
    return ZoneInfo(zone)


def _offset(moment: datetime) -> str:
    return "Z" if not moment.utcoffset() else f"{moment:%z}"[:3] + ":" + f"{moment:%z}"[3:5]


def _fraction(parts: int, digits: int) -> str:
    return f".{parts:0{digits}d}".rstrip("0") if parts else ""


def _times(_name: str, column: Any) -> list[Cell]:
    digits = _UNITS[column.type.unit]
    kind = pa.int32() if column.type.bit_width == 32 else pa.int64()
    return ["" if value is None else _time(value, digits) for value in column.cast(kind).to_pylist()]


def _time(value: int, digits: int) -> str:
    seconds, parts = divmod(value, 10**digits)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{_fraction(parts, digits)}"


def _lists(name: str, column: Any) -> list[Cell]:
    parts = iter(cells_of(name, column.flatten()))
    return [
        _list(name, [next(parts) for _ in range(n or 0)])
        for n in compute.list_value_length(column).to_pylist()
    ]


def _list(name: str, parts: list[Cell]) -> Cell:
    wrong = next((part for part in parts if isinstance(part, Problem)), None)
    return wrong or joined(name, [part for part in parts if isinstance(part, str)])


def _nested(name: str, column: Any) -> list[Cell]:
    return [_json(name, value) for value in column]


def _json(name: str, scalar: Any) -> Cell:
    try:
        value = scalar.as_py()
        if value is None:
            return ""
        return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain)
    except (ValueError, OverflowError, TypeError, RecursionError) as error:
        message = f"The value cannot be written as JSON: {cut(str(error))}."
        return Problem(name, "", "json-syntax", message)


def _plain(value: Any) -> str:
    """What JSON has no words for, as text."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value.decode() if isinstance(value, bytes) else str(value)

"""Literals as native values and back.

Reading gives the value that an analyst would compare; writing gives the one literal that a native value
stands for. A literal is regular when writing what was read gives exactly the same literal, so that no rule
about lexical forms is kept twice: "042" reads as 42, which writes "42", so "042" is an exception.

    str  xsd:string      int    xsd:integer    date      xsd:date
    bool xsd:boolean     float  xsd:double     DateTime  xsd:dateTime in UTC ("Z")

A key with a declared datatype writes that datatype instead, from the native type that stands for it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Any, Final

from neo4j.time import Date, DateTime
from pyoxigraph import Literal, NamedNode

# The zone named UTC, as the driver itself gives it. The embedded engine keeps instants of a named zone to the
# nanosecond in every year; one of offset 0 (datetime.UTC) comes back without any zone. pytz ships no types.
from pytz import UTC

from graph.model import Scalar

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
XSD_STRING: Final = f"{XSD}string"
NATIVE_INTEGERS: Final = range(-(2**63), 2**63)

_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:\.([0-9]{1,9}))?Z"
)
_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}
_INTEGER_TYPES: Final = (
    f"{XSD}integer",
    *(f"{XSD}{size}" for size in ("long", "int", "short", "byte")),
    *(f"{XSD}unsigned{size}" for size in ("Long", "Int", "Short", "Byte")),
    *(f"{XSD}{sign}Integer" for sign in ("positive", "negative", "nonPositive", "nonNegative")),
)
_DECIMAL: Final = f"{XSD}decimal"
_REAL_TYPES: Final = (f"{XSD}double", f"{XSD}float")

Writers = Mapping[type, Callable[[Any], Literal]]
"""For each native type, the literal that a value of it stands for."""


def _read_integer(lexical: str) -> int | None:
    # Longer texts are outside of 64 bits (or padded), and Python bounds the digits that int() takes.
    if len(lexical) > 40 or not _INTEGER.fullmatch(lexical):
        return None
    number = int(lexical)
    return number if number in NATIVE_INTEGERS else None


def _read_number(lexical: str) -> float | None:
    number = float(lexical) if _NUMBER.fullmatch(lexical) else None
    if number is None or not isfinite(number):
        return None
    return number + 0.0  # -0.0 equals 0.0 everywhere, so it is never the native value


@lru_cache(maxsize=65536)
def _read_date(lexical: str) -> date | None:
    try:
        return date.fromisoformat(lexical) if _DATE.fullmatch(lexical) else None
    except ValueError:
        return None


def _read_instant(lexical: str) -> DateTime | None:
    match = _INSTANT.fullmatch(lexical)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    nanosecond = int((match[7] or "").ljust(9, "0"))
    try:
        return DateTime(year, month, day, hour, minute, second, nanosecond, tzinfo=UTC)
    except ValueError:
        return None


_READERS: Final[Mapping[str, Callable[[str], Scalar | None]]] = {
    f"{XSD}boolean": _BOOLEANS.get,
    f"{XSD}date": _read_date,
    f"{XSD}dateTime": _read_instant,
    _DECIMAL: _read_number,
    **dict.fromkeys(_INTEGER_TYPES, _read_integer),
    **dict.fromkeys(_REAL_TYPES, _read_number),
}


def native(lexical: str, datatype: str) -> Scalar:
    """The native value of a lexical form; the text itself where there is none.

    >>> native("042", XSD + "integer"), native("POINT(7.5 7.25)", "urn:wkt"), native("NaN", XSD + "double")
    (42, 'POINT(7.5 7.25)', 'NaN')
    """
    read = _READERS.get(datatype)
    if read is None:
        return lexical
    value = read(lexical)
    return lexical if value is None else value


def _decimal_text(value: float) -> str:
    text = repr(value)
    if "e" in text:
        text = f"{Decimal(text):f}"
    return text.removesuffix(".0")


def _real_text(value: float) -> str:
    """XML Schema's canonical form: 150.0 is "1.5E2"."""
    mantissa, _, exponent = f"{Decimal(repr(value)).normalize():E}".partition("E")
    return f"{mantissa if '.' in mantissa else mantissa + '.0'}E{int(exponent)}"


def _date_text(value: date | Date) -> str:
    return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"


def _instant_text(value: DateTime) -> str:
    """Fraction without trailing zeros; Z for UTC. Another offset is only met when a person wrote it."""
    text = value.iso_format()
    clock, zone = (text[:-6], text[-6:]) if value.tzinfo is not None else (text, "")
    if "." in clock:
        clock = clock.rstrip("0").removesuffix(".")
    return clock + ("Z" if zone == "+00:00" else zone)


def _bool_text(value: bool) -> str:  # noqa: FBT001 - a table of writers, each called with its one value
    return "true" if value else "false"


def _typed(datatype: str, text: Callable[[Any], str]) -> Callable[[Any], Literal]:
    node = NamedNode(datatype)
    return lambda value: Literal(text(value), datatype=node)


_NATURAL: Final[Writers] = {
    str: Literal,
    bool: _typed(f"{XSD}boolean", _bool_text),
    int: _typed(f"{XSD}integer", str),
    float: _typed(f"{XSD}double", _real_text),
    date: _typed(f"{XSD}date", _date_text),
    Date: _typed(f"{XSD}date", _date_text),
    DateTime: _typed(f"{XSD}dateTime", _instant_text),
}

_DECLARED: Final[Mapping[str, tuple[type, Callable[[Any], str]]]] = {
    **dict.fromkeys(_INTEGER_TYPES, (int, str)),
    **dict.fromkeys(_REAL_TYPES, (float, _real_text)),
    _DECIMAL: (float, _decimal_text),
}
"""Declared datatypes that a native type other than text stands for."""


def _is_natural(datatype: str) -> bool:
    """The datatype needs no declaration: a native type stands for it already (or a language does)."""
    return datatype in {"", XSD_STRING, f"{XSD}boolean", f"{XSD}date", f"{XSD}dateTime"} or datatype.endswith(
        ("#langString", "#dirLangString")
    )


@lru_cache(maxsize=4096)
def writers(datatype: str, language: str) -> Writers:
    """How a key with this declared datatype ("" for none) and language ("" for none) writes each native type.

    >>> writers(XSD + "decimal", "")[float](10000000.0)
    <Literal value=10000000 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#decimal>>
    >>> writers("", "ar")[str]("حكيم")
    <Literal value=حكيم language=ar>
    """
    if language:
        return {**_NATURAL, str: lambda value: Literal(value, language=language)}
    if _is_natural(datatype):
        return _NATURAL
    from_type, text = _DECLARED.get(datatype, (str, str))
    return {**_NATURAL, from_type: _typed(datatype, text)}

"""Literals as XML Schema reads them: whether a text is one of its datatype, and which of two is less.

Only what the comparison operators of SPARQL 1.1 define is compared, with dates as SPARQL 1.2 does; a date or
time without a time zone stands in UTC.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal

from ontology.shacl.names import xsd

Order = tuple[str, Decimal | str]
"""What values are compared by: a family, and a place within it. Only places of one family compare."""

_ZONE: Final = r"(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_DAY: Final = r"(-?(?:[1-9][0-9]{3,}|0[0-9]{3}))-([0-9]{2})-([0-9]{2})"
_DATE: Final = re.compile(_DAY + _ZONE, re.ASCII)
_DATE_TIME: Final = re.compile(_DAY + r"T([0-9]{2}):([0-9]{2}):([0-9]{2}(?:\.[0-9]+)?)" + _ZONE, re.ASCII)
_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DOUBLE: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_BOOLEAN: Final = {"true": 1, "1": 1, "false": 0, "0": 0}
_DAYS_IN_400_YEARS: Final = 146_097


def _date(text: str) -> Order | None:
    match = _DATE.fullmatch(text)
    minutes = match and _minutes(*match.group(1, 2, 3))
    if match is None or minutes is None:
        return None
    return "date", Decimal(minutes - _offset(match[4]))


def _date_time(text: str) -> Order | None:
    match = _DATE_TIME.fullmatch(text)
    minutes = match and _minutes(*match.group(1, 2, 3))
    if match is None or minutes is None:
        return None
    hour, minute, second = int(match[4]), int(match[5]), Decimal(match[6])
    # 24:00:00 is the first moment of the next day.
    midnight = hour == 24 and minute == 0 and second == 0
    if not midnight and not (hour < 24 and minute < 60 and second < 60):
        return None
    return "dateTime", (minutes + hour * 60 + minute - _offset(match[7])) * 60 + second


def _minutes(year_text: str, month_text: str, day_text: str) -> int | None:
    """Minutes up to a day of the calendar, of any year; None where it is on no calendar."""
    year, month, day = int(year_text), int(month_text), int(day_text)
    # The calendar repeats itself every 400 years; Python's ends with the year 9999.
    era, place = divmod(year, 400)
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(place + 2000, month)[1]:
        return None
    days = era * _DAYS_IN_400_YEARS + date(place + 2000, month, day).toordinal()
    return days * 24 * 60


def _offset(zone: str | None) -> int:
    """Minutes by which a time zone is ahead of UTC."""
    if zone is None or zone == "Z":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[4:6])
    return -minutes if zone[0] == "-" else minutes


def _matching(pattern: re.Pattern[str]) -> Callable[[str], Order | None]:
    def number(text: str) -> Order | None:
        return ("number", _number(text)) if pattern.fullmatch(text) else None

    return number


def _number(text: str) -> Decimal:
    try:
        return Decimal(text.replace("INF", "Infinity"))
    except InvalidOperation:  # pragma: no cover - the pattern has let nothing else through
        return Decimal("NaN")


def _boolean(text: str) -> Order | None:
    return ("boolean", Decimal(_BOOLEAN[text])) if text in _BOOLEAN else None


def _string(text: str) -> Order | None:
    return "string", text


_READERS: Final[Mapping[str, Callable[[str], Order | None]]] = MappingProxyType(
    {
        xsd("boolean"): _boolean,
        xsd("date"): _date,
        xsd("dateTime"): _date_time,
        xsd("decimal"): _matching(_DECIMAL),
        xsd("double"): _matching(_DOUBLE),
        xsd("float"): _matching(_DOUBLE),
        xsd("integer"): _matching(_INTEGER),
        xsd("string"): _string,
    }
)
"""The datatypes whose texts are read."""


@lru_cache(maxsize=4096)
def _read(datatype: str, text: str) -> Order | None:
    reader = _READERS.get(datatype)
    return reader(text) if reader else None


def is_well_formed(literal: Literal) -> bool:
    """Whether the text is one of the literal's datatype; of a datatype that is not read any text is.

    >>> from pyoxigraph import NamedNode
    >>> is_well_formed(Literal("2023-02-30", datatype=NamedNode(xsd("date"))))
    False
    """
    datatype = literal.datatype.value
    return datatype not in _READERS or _read(datatype, literal.value) is not None


def is_at_most(first: Literal, second: Literal) -> bool:
    """Whether the first is less than the second or equal to it; False where they cannot be compared.

    >>> is_at_most(Literal(2), Literal(10)), is_at_most(Literal("2"), Literal("10"))
    (True, False)
    >>> is_at_most(Literal(2), Literal("10"))
    False
    """
    one, other = (_read(literal.datatype.value, literal.value) for literal in (first, second))
    if one is None or other is None or one[0] != other[0]:
        return False
    if isinstance(one[1], Decimal) and isinstance(other[1], Decimal):
        # Comparing with NaN would raise; it is neither less nor equal.
        return not (one[1].is_nan() or other[1].is_nan()) and one[1] <= other[1]
    return isinstance(one[1], str) and isinstance(other[1], str) and one[1] <= other[1]


__all__ = ["is_at_most", "is_well_formed"]

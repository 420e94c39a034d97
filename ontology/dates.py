"""Partial and uncertain dates: EDTF (ISO 8601-2) text with the earliest and the latest day it can mean.

Nothing is invented: "2003" stays the year 2003, and its earliest and latest days are the bounds of what is
known.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ontology.errors import HakimError

_YEAR = re.compile(r"(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_INTERVAL = re.compile(r"([^/]+)/([^/]+)")
_UNSPECIFIED_DAY = re.compile(r"(\d{4})-(\d{2})-XX")
_UNSPECIFIED_MONTH = re.compile(r"(\d{4})-XX(-XX)?")
_UNSPECIFIED_YEAR = re.compile(r"(\d{3}X|\d{2}XX)")
_QUALIFIER = re.compile(r"([^?~%]+)([?~%])")


class DateProblem(HakimError):
    """A text that is no date on the calendar, or no EDTF that Hakim reads."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known.

    `edtf` is the text in EDTF, `earliest` and `latest` the first and the last day that it can mean.
    """

    edtf: str
    earliest: date
    latest: date


def _calendar_day(text: str, year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise DateProblem(
            f"{text} is not on the calendar: {error}.", hint="Write it as YYYY-MM-DD, YYYY-MM or YYYY."
        ) from error


def _year(text: str, match: re.Match[str]) -> PartialDate:
    year = match[1]
    return PartialDate(text, _calendar_day(text, year, "1", "1"), _calendar_day(text, year, "12", "31"))


def _month(text: str, match: re.Match[str]) -> PartialDate:
    first = _calendar_day(text, match[1], match[2], "1")
    last_day = calendar.monthrange(first.year, first.month)[1]
    return PartialDate(text, first, first.replace(day=last_day))


def _day(text: str, match: re.Match[str]) -> PartialDate:
    day = _calendar_day(text, match[1], match[2], match[3])
    return PartialDate(text, day, day)


def _unspecified_year(text: str, match: re.Match[str]) -> PartialDate:
    low, high = match[1].replace("X", "0"), match[1].replace("X", "9")
    return PartialDate(text, _calendar_day(text, low, "1", "1"), _calendar_day(text, high, "12", "31"))


def _qualified(text: str, match: re.Match[str]) -> PartialDate:
    inner = parse_date(match[1])
    return PartialDate(text, inner.earliest, inner.latest)


def _interval(text: str, match: re.Match[str]) -> PartialDate:
    begin, end = parse_date(match[1]), parse_date(match[2])
    if begin.earliest > end.latest:
        raise DateProblem(f"The interval {text!r} ends before it begins.")
    return PartialDate(text, begin.earliest, end.latest)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str]], PartialDate]], ...] = (
    (_DAY, _day),
    (_MONTH, _month),
    (_YEAR, _year),
    (_UNSPECIFIED_DAY, _month),
    (_UNSPECIFIED_MONTH, _year),
    (_UNSPECIFIED_YEAR, _unspecified_year),
    (_QUALIFIER, _qualified),
    (_INTERVAL, _interval),
)


def parse_date(text: str) -> PartialDate:
    """The date that an EDTF text means: day, month, year, decade, century, uncertain forms and intervals.

    Raises DateProblem, with the reason, for anything else.

    >>> parse_date("2003-12")
    PartialDate(edtf='2003-12', earliest=datetime.date(2003, 12, 1), latest=datetime.date(2003, 12, 31))
    >>> parse_date("2023-02-30")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ontology.dates.DateProblem: 2023-02-30 is not on the calendar: day is out of range for month. ...
    """
    if text.isascii():
        for pattern, read in _FORMS:
            match = pattern.fullmatch(text)
            if match:
                return read(text, match)
    raise DateProblem(
        f"{text!r} is not a date that can be read.",
        hint="Write YYYY-MM-DD, YYYY-MM or YYYY, or an EDTF form such as 2003-12? or 2003-12/2004-02.",
    )

"""Moments: a day and a time of day with its offset from UTC, as xsd:dateTime writes them."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from ontology.dates import DateProblem

_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)T(?P<minute>\d\d:\d\d):(?P<second>\d\d)(?P<part>\.\d{1,9})?"
    r"(?P<offset>Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)",
    re.ASCII,
)
_WAY_OUT = "Write it with its offset from UTC, as in 2023-02-06T04:17:00+03:00."


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as xsd:dateTime writes it, its offset kept; `repair` says what had to be changed."""

    text: str
    repair: str = ""


def parse_moment(text: str) -> Moment:
    """The moment that a text means.

    The two forms that clocks show and calendars do not have, 24:00 and a leap second, become their
    neighbours, and the moment says so. Raises DateProblem for anything else that is no such time.

    >>> parse_moment("2023-02-06T04:17:00+03:00").text
    '2023-02-06T04:17:00+03:00'
    >>> parse_moment("2016-12-31T23:59:60Z")
    Moment(text='2016-12-31T23:59:59Z', repair='A leap second was read as the second before it.')
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise DateProblem(f"{text!r} is not a date and time with its offset from UTC.", hint=_WAY_OUT)
    day, minute, second, part, offset = match.groups(default="")
    repair = ""
    try:
        if (minute, second, part.strip(".0")) == ("24:00", "00", ""):
            day, minute = (date.fromisoformat(day) + timedelta(days=1)).isoformat(), "00:00"
            repair = "24:00 was read as 00:00 of the next day."
        elif (minute, second) == ("23:59", "60"):
            second, part = "59", ""
            repair = "A leap second was read as the second before it."
        date.fromisoformat(day)
        time.fromisoformat(f"{minute}:{second}")
    except (ValueError, OverflowError) as error:
        raise DateProblem(f"{text!r} is not on the calendar or the clock: {error}.", hint=_WAY_OUT) from error
    return Moment(f"{day}T{minute}:{second}{part}{offset}", repair)

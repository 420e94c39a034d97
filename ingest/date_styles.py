"""Dates as people write them, read by the style that a source declares and never by a guess.

EDTF is read everywhere. All else needs its word in the spec: the order of day and month, the century of years
of two digits, the languages of names of months, the calendar, the serial numbers of spreadsheets.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache

import pytz
from hijridate import Hijri

from ingest.month_names import month_number
from ingest.numbers import DIGIT_NAMES, DIGITS, foreign_digits
from ontology.dates import DateProblem, PartialDate, parse_date
from ontology.moments import Moment, parse_moment

LONGEST = 80
"""Characters of the longest text that is looked at as a date."""
HIJRI_NOTE = "Read by the Umm al-Qura calendar; where the moon was sighted the day may differ by one."
_WAY_OUT = (
    "Write YYYY-MM-DD, YYYY-MM or YYYY, or say in the source spec, under dates, how the column writes it."
)


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How a source or a column writes its dates, beside EDTF.

    `order` is dmy, mdy or ymd. `century` is the first year that two digits can mean: with 1950, 50 is 1950
    and 49 is 2049. `serial` is the first year, 1900 or 1904, of the day numbers of its spreadsheets. `zone`
    is the place whose clock its times show, by the name in the time zone database.
    """

    order: str = ""
    century: int | None = None
    calendar: str = "gregorian"
    digits: str = ""
    months: tuple[str, ...] = ()
    serial: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date, and what had to be said of how it was read."""

    when: PartialDate
    repair: str = ""


def read_date(text: str, style: DateStyle) -> ReadDate:
    """The date that a text means in a declared style, as far as it says it.

    Raises DateProblem for what is no date, and for what could be two.

    >>> read_date("28-Jan-10", DateStyle("dmy", 1950, months=("en",))).when.edtf
    '2010-01-28'
    >>> read_date("mars 2011", DateStyle(months=("fr",))).when.edtf
    '2011-03'
    >>> read_date("٢٨/١/٢٠١٠", DateStyle("dmy")).repair
    'Arabic-Indic digits were read as ASCII digits.'
    """
    if len(text) > LONGEST:
        raise DateProblem(f"A text of {len(text)} characters is no date.", hint=_WAY_OUT)
    plain, repair = _in_ascii_digits(text, style)
    day, clock = _split_clock(plain)
    when, note = _read_day(day, style)
    if clock is not None:
        when, said = _without_clock(plain, when, clock)
        note = f"{note} {said}".strip()
    if style.zone and when.earliest == when.latest:
        _check_is_there(when.earliest, style.zone)
    return ReadDate(when, f"{repair} {note}".strip())


def read_moment(text: str, style: DateStyle) -> Moment:
    """The moment that a text means in a declared style; a time without an offset is by the clock of its zone.

    Raises DateProblem for what no clock showed, and for what it showed twice.

    >>> read_moment("06/02/2023 04:17", DateStyle("dmy", zone="Europe/Istanbul")).text
    '2023-02-06T04:17:00+03:00'
    """
    plain, repair = _in_ascii_digits(text[: LONGEST + 1], style)
    day, clock = _split_clock(plain)
    if clock is None or len(text) > LONGEST:
        return parse_moment(text)
    when, note = _read_day(day, style)
    if when.earliest != when.latest or style.calendar != "gregorian":
        return parse_moment(text)
    offset = clock.offset or _offset(when.earliest, clock, style.zone)
    moment = parse_moment(f"{when.earliest.isoformat()}T{clock.text}{clock.part}{offset}")
    return replace(moment, repair=" ".join(filter(None, (repair, note, moment.repair))))


def check_zone(name: str) -> bool:
    """Whether the time zone database has a zone of that name."""
    return name in pytz.all_timezones_set


# --- Digits --------------------------------------------------------------------------------------------------


def _in_ascii_digits(text: str, style: DateStyle) -> tuple[str, str]:
    """The text in our own digits, and what is to be said of it where its own were not declared."""
    script = foreign_digits(text)
    if not script:
        return text, ""
    plain = text.translate(DIGITS[script])
    if foreign_digits(plain) or any("0" <= one <= "9" for one in text):
        raise DateProblem(f"{text!r} mixes the digits of two scripts.", hint=_WAY_OUT)
    repair = "" if style.digits == script else f"{DIGIT_NAMES[script]} digits were read as ASCII digits."
    return plain, repair


# --- Time of day ---------------------------------------------------------------------------------------------

_CLOCK = re.compile(
    r"(?:T|,? )(\d\d?):(\d\d)(?::(\d\d)(\.\d{1,9})?)?(?: ?([AaPp])\.?[Mm]\.?)?"
    r" ?(Z|UTC|GMT|[+-]\d\d:\d\d)?",
    re.ASCII,
)
_FIRST_COLON = re.compile(r"[T ]\d\d?:", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Clock:
    """A time of day as HH:MM:SS, the part of a second, and the offset where there is one."""

    text: str
    part: str = ""
    offset: str = ""


def _split_clock(text: str) -> tuple[str, _Clock | None]:
    colon = _FIRST_COLON.search(text)
    if colon is None:
        return text, None
    begin = colon.start() - (text[: colon.start()].endswith(","))
    match = _CLOCK.fullmatch(text, begin)
    if match is None:
        raise DateProblem(f"{text!r} holds no time of day that can be read.", hint=_WAY_OUT)
    hour, minute, second, part, half, offset = match.groups(default="")
    if half:
        hour = _of_half_day(text, int(hour), half.lower())
    offset = "Z" if offset in {"UTC", "GMT"} else offset
    return text[:begin], _Clock(f"{int(hour):02}:{minute}:{second or '00'}", part, offset)


def _of_half_day(text: str, hour: int, half: str) -> str:
    if not 1 <= hour <= 12:
        raise DateProblem(f"{text!r}: no clock with a.m. and p.m. shows {hour}.", hint=_WAY_OUT)
    return str(hour % 12 + (12 if half == "p" else 0))


def _without_clock(text: str, when: PartialDate, clock: _Clock) -> tuple[PartialDate, str]:
    """The day alone; midnight, which spreadsheets write for a day as such, is not worth a word."""
    if when.earliest != when.latest:
        raise DateProblem(f"{text!r} has a time of day and no day.", hint=_WAY_OUT)
    moment = parse_moment(f"{when.earliest.isoformat()}T{clock.text}{clock.part}{clock.offset or 'Z'}")
    day = moment.text[:10]
    if day != when.earliest.isoformat():
        return parse_date(day), moment.repair
    if clock.text == "00:00:00" and not clock.part.strip(".0"):
        return when, ""
    return when, f"{moment.repair} The time of day was left out.".strip()


# --- Places on the globe -------------------------------------------------------------------------------------


def _offset(day: date, clock: _Clock, zone: str) -> str:
    """The offset of the zone's clock at that time; none where no zone is declared."""
    if not zone:
        return ""
    hour, minute, second = (int(part) for part in clock.text.split(":"))
    # What the clock does not show, 24:00 and a leap second, has the offset of its neighbour.
    seconds = min(second, 59) + 60 * minute + 3600 * hour
    try:
        local = datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)  # noqa: DTZ001 - it is local
        text = pytz.timezone(zone).localize(local, is_dst=None).strftime("%z")
    except pytz.NonExistentTimeError as error:
        raise DateProblem(f"No clock in {zone} showed {clock.text} on {day}.") from error
    except pytz.AmbiguousTimeError as error:
        message = f"The clocks in {zone} showed {clock.text} twice on {day}."
        raise DateProblem(message, hint="Write it with its offset from UTC.") from error
    return f"{text[:3]}:{text[3:]}"


def _check_is_there(day: date, zone: str) -> None:
    """Raises DateProblem for a day that a place left out when it moved across the date line."""
    noon = datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - the clock of the place, not ours
    try:
        pytz.timezone(zone).localize(noon, is_dst=None)
    except pytz.InvalidTimeError as error:
        raise DateProblem(f"There was no {day} in {zone}: the calendar left it out.") from error


# --- The day -------------------------------------------------------------------------------------------------

_EDTF_DATE = r"\d\d(?:\d\d|\dX|XX)(?:-(?:\d\d|XX)){0,2}[?~%]?"
_EDTF = re.compile(rf"{_EDTF_DATE}(?:/{_EDTF_DATE})?", re.ASCII)
_THREE_NUMBERS = re.compile(r"(\d{1,4})([-/.]|\. | )(\d{1,2})\2(\d{1,4})", re.ASCII)
_TWO_NUMBERS = re.compile(r"(\d{1,4})[-/.](\d{1,4})", re.ASCII)
_ONE_NUMBER = re.compile(r"(\d{4})", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_NAMED = re.compile(r"(\d{1,4})?([^\d]{2,40})(\d{1,4})(?:(?:st|nd|rd|th)?,? (\d{2,4}))?", re.ASCII)
_BEFORE_NAME = re.compile(r"(?:(?:st|nd|rd|th|er|º)(?![^\W\d_]))?[-/., ]*(?:(?:of|de) )?")
_AFTER_NAME = re.compile(r"(?: (?:de|del))?[-/, ]*$")
_SERIAL = re.compile(r"(\d{5,6})(\.\d{1,12})?", re.ASCII)
_WEEK = re.compile(r"\d{4}-?W\d\d(-?\d)?", re.ASCII)
_OWN_MARK = {"gregorian": re.compile(r" ?(?:م|AD|CE)$"), "hijri": re.compile(r" ?(?:هـ|ه|هجري|AH|H)$")}

_Parts = tuple[str, str, str]
"""Year, month and day as they are written; a month or day that is not known is empty."""


def _read_day(text: str, style: DateStyle) -> tuple[PartialDate, str]:
    if style.calendar == "gregorian":
        if _EDTF.fullmatch(text):
            return parse_date(text), ""
        if style.serial and (match := _SERIAL.fullmatch(text)):
            return _from_serial(match, style.serial)
        if _WEEK.fullmatch(text):
            raise DateProblem(f"{text!r} is a week, and weeks are not read.", hint="Write its days.")
    parts = _parts(_OWN_MARK[style.calendar].sub("", text), text, style)
    return _CALENDARS[style.calendar](text, *parts)


def _parts(text: str, whole: str, style: DateStyle) -> _Parts:
    for pattern, read in _READERS:
        match = pattern.fullmatch(text)
        found = read(match, style) if match else None
        if found is not None:
            year, month, day = found
            return _whole_year(whole, year, style), month, day
    raise DateProblem(f"{whole!r} is not a date in the form that the source spec declares.", hint=_WAY_OUT)


def _of_three(match: re.Match[str], style: DateStyle) -> _Parts | None:
    first, mark, second, third = match.groups()
    order = style.order
    if not order:
        raise DateProblem(
            f"{match[0]!r} could be two days: the source spec does not say what comes first.",
            hint="Declare dates: {order: dmy}, mdy or ymd.",
        )
    if mark == "-" and len(first) == 4:
        order = "ymd"
    found = dict(zip(order, (first, second, third), strict=True))
    return (found["y"], found["m"], found["d"]) if len(found["m"] + found["d"]) <= 4 else None


def _of_two(match: re.Match[str], style: DateStyle) -> _Parts | None:
    first, second = match.groups()
    year, month = (first, second) if style.order == "ymd" else (second, first)
    return (year, month, "") if style.order and len(year) == 4 and len(month) <= 2 else None


def _of_one(match: re.Match[str], style: DateStyle) -> _Parts | None:
    return (match[1], "", "") if style.calendar == "hijri" else None


def _of_compact(match: re.Match[str], style: DateStyle) -> _Parts | None:
    return (match[1], match[2], match[3]) if style.order == "ymd" else None


def _of_name(match: re.Match[str], style: DateStyle) -> _Parts | None:
    before, between, after, last = match.groups(default="")
    name = _BEFORE_NAME.sub("", between, count=1) if before else between
    month = month_number(_AFTER_NAME.sub("", name), style.months, style.calendar)
    if month is None or (before and last):
        return None
    if before:
        year, day = _year_and_day(before, after, style)
    elif last:
        # May 5, 2023; of two digits each only where the month is declared to stand first.
        year, day = (last, after) if len(last) == 4 or style.order == "mdy" else ("", "")
    else:
        # May 2023; the number of Jan-10 could be a day as well.
        year, day = (after, "") if len(after) == 4 else ("", "")
    return (year, str(month), day) if year and len(day) <= 2 else None


def _year_and_day(before: str, after: str, style: DateStyle) -> tuple[str, str]:
    """Which of the numbers around the name of a month is the year: the long one, else the one declared."""
    if (len(before) == 4) != (len(after) == 4):
        return (before, after) if len(before) == 4 else (after, before)
    return {"dmy": (after, before), "ymd": (before, after)}.get(style.order, ("", ""))


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], DateStyle], _Parts | None]], ...] = (
    (_THREE_NUMBERS, _of_three),
    (_NAMED, _of_name),
    (_TWO_NUMBERS, _of_two),
    (_ONE_NUMBER, _of_one),
    (_COMPACT, _of_compact),
)


def _whole_year(text: str, year: str, style: DateStyle) -> str:
    if len(year) == 4:
        return year
    if len(year) != 2:
        raise DateProblem(f"{text!r}: a year has four digits, or two.", hint=_WAY_OUT)
    if style.century is None:
        raise DateProblem(
            f"{text!r} has a year of two digits, and the source spec does not say of which century.",
            hint="Declare dates: {century: 1950}, the first year that two digits can mean.",
        )
    near = style.century - style.century % 100 + int(year)
    return str(near if near >= style.century else near + 100)


def _gregorian(_text: str, year: str, month: str, day: str) -> tuple[PartialDate, str]:
    return parse_date(
        "-".join(filter(None, (year, month.zfill(2) if month else "", day and day.zfill(2))))
    ), ""


def _hijri(text: str, year: str, month: str, day: str) -> tuple[PartialDate, str]:
    """The days of our calendar that a date of the Umm al-Qura calendar means, marked as approximate."""
    try:
        first = Hijri(int(year), int(month or 1), int(day or 1))
        last_month = Hijri(int(year), int(month or 12), 1)
        last = first if day else Hijri(first.year, last_month.month, last_month.month_length())
        begin, end = first.to_gregorian().isoformat(), last.to_gregorian().isoformat()
    except (ValueError, OverflowError) as error:
        message = f"{text!r} is not in the Umm al-Qura calendar: {error}."
        raise DateProblem(message, hint="It is known for the years 1343 to 1500.") from error
    return parse_date(f"{begin}~" if begin == end else f"{begin}~/{end}~"), HIJRI_NOTE


_CALENDARS: dict[str, Callable[[str, str, str, str], tuple[PartialDate, str]]] = {
    "gregorian": _gregorian,
    "hijri": _hijri,
}


def _from_serial(match: re.Match[str], serial: str) -> tuple[PartialDate, str]:
    """The day of a spreadsheet's number; numbers of fewer digits than five are years, or nothing."""
    day = _first_day(serial) + timedelta(days=int(match[1]))
    # A fraction of nothing is how some exports write whole numbers.
    is_whole = not (match[2] or "").strip(".0")
    return parse_date(day.isoformat()), "" if is_whole else "The time of day was left out."


@cache
def _first_day(serial: str) -> date:
    # Spreadsheets of 1900 count a 29 February of that year which never was; five digits are all after it.
    return date(1899, 12, 30) if serial == "1900" else date(1904, 1, 1)

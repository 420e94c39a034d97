"""Numbers, dates and times of workbooks as text.

Workbooks store doubles. An integer is kept digit by digit; a decimal is the shortest text that names the stored
double, so that what was typed as 1.1 and is stored as 1.1000000000000001 is 1.1 again.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from ingest.readers.sheets import CellFault

_SHORT = re.compile(r"-?(?:[1-9][0-9]*(?:\.[0-9]*[1-9])?|0\.[0-9]*[1-9])")
_EXACT_CHARACTERS = 16
"""A decimal of up to 15 digits names one double, and is its shortest name."""
_INTEGER = re.compile(r"-[1-9][0-9]*")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_MOST_DIGITS = 40
"""Numbers are written out up to this size; 1e300 is not."""
_MOST_NUMBER_CHARACTERS = 400

_DAY_MILLISECONDS = 86_400_000
_LAST_DAY = date(9999, 12, 31)
_FALSE_LEAP_DAY = 60
"""In the calendar of 1900, serial 60 is 29 February 1900, a day that never was."""


def number_text(text: str) -> str | CellFault:
    """The text of a stored number.

    >>> number_text("1.1000000000000001"), number_text("9007199254740993"), number_text("5.0"), number_text("1E-3")
    ('1.1', '9007199254740993', '5', '0.001')
    """
    if text.isdecimal() and text.isascii() and (text[0] != "0" or text == "0"):
        return text
    if len(text) < _EXACT_CHARACTERS and _SHORT.fullmatch(text):
        return text
    if len(text) > _MOST_NUMBER_CHARACTERS or not _NUMBER.fullmatch(text):
        return CellFault(text, "number", "The cell is marked as a number and holds none.")
    if _INTEGER.fullmatch(text):
        return text
    value = float(text)
    if abs(value) == float("inf"):
        return CellFault(text, "number", "The number is larger than any that a workbook can hold.")
    return plain(Decimal(repr(value)))


def plain(value: Decimal) -> str:
    """A number without exponent where that is of a readable size, and without needless zeros.

    >>> plain(Decimal("1.50")), plain(Decimal("-0.0")), plain(Decimal("1E+3")), plain(Decimal("1E+300"))
    ('1.5', '0', '1000', '1E+300')
    """
    if not value:
        return "0"
    shortest = value.normalize()
    return format(shortest, "f") if abs(shortest.adjusted()) < _MOST_DIGITS else str(shortest)


@dataclass(frozen=True, slots=True)
class DateFormat:
    """What a number format shows of a moment; an elapsed one counts hours beyond a day."""

    shows_date: bool
    shows_time: bool
    is_elapsed: bool = False


DAY = DateFormat(shows_date=True, shows_time=False)
MOMENT = DateFormat(shows_date=True, shows_time=True)
TIME = DateFormat(shows_date=False, shows_time=True)
ELAPSED = DateFormat(shows_date=False, shows_time=True, is_elapsed=True)

BUILT_IN: dict[int, DateFormat] = {
    **dict.fromkeys(range(14, 18), DAY),
    **dict.fromkeys(range(18, 22), TIME),
    22: MOMENT,
    # In Chinese, Japanese, Korean and Thai settings these are dates and times too.
    **dict.fromkeys((27, 28, 29, 30, 31, 36), DAY),
    **dict.fromkeys((32, 33, 34, 35), TIME),
    45: TIME,
    46: ELAPSED,
    47: TIME,
    **dict.fromkeys(range(50, 59), DAY),
}
"""Formats that have a number and no code (ECMA-376, part 1, 18.8.30)."""

_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
_EXPONENT = re.compile(r"E[+-]", re.IGNORECASE)
_AM_PM = re.compile(r"am/pm|a/p|上午/下午", re.IGNORECASE)


def date_format(code: str) -> DateFormat | None:
    """What a format code shows of a moment; nothing where it shows a number.

    >>> date_format("dd/mm/yyyy hh:mm") == MOMENT, date_format("mmm-yy") == DAY, date_format("[h]:mm") == ELAPSED
    (True, True, True)
    >>> date_format('0.00" days"'), date_format("General"), date_format("[Red]0.00E+00")
    (None, None, None)
    """
    if code.lower() in {"general", "standard", "@"}:
        return None
    shown = _EXPONENT.sub("", _NOT_SHOWN.sub("", code)).split(";")[0].lower()
    if "[" in shown:
        return ELAPSED
    has_time = bool(_AM_PM.search(shown)) or bool(set("hs") & set(shown))
    has_date = bool(set("ydebg") & set(_AM_PM.sub("", shown))) or ("m" in shown and not has_time)
    return DateFormat(has_date, has_time) if has_date or has_time else None


@lru_cache(maxsize=10_000)
def moment_text(text: str, shown: DateFormat, *, since_1904: bool) -> str | CellFault:
    """The day, moment or time that a serial number is, as its format shows it, in ISO 8601.

    A time of day that is midnight is not told: programs store days so.

    >>> moment_text("44927", DAY, since_1904=False), moment_text("44927.5", MOMENT, since_1904=False)
    ('2023-01-01', '2023-01-01T12:00:00')
    >>> moment_text("1.5", ELAPSED, since_1904=False), moment_text("0.5", TIME, since_1904=False)
    ('36:00:00', '12:00:00')
    """
    if len(text) > _MOST_NUMBER_CHARACTERS or not _NUMBER.fullmatch(text):
        return CellFault(text, "number", "The cell is marked as a date and holds no number.")
    serial = float(text)
    if not 0 <= serial < 2_958_467:
        return CellFault(
            text, "date", "The cell is marked as a date, and its number is no day of the calendar."
        )
    days, milliseconds = divmod(round(serial * _DAY_MILLISECONDS), _DAY_MILLISECONDS)
    if shown.is_elapsed:
        return clock_text(days * _DAY_MILLISECONDS + milliseconds)
    if not shown.shows_date:
        return clock_text(milliseconds)
    day = _day(days, since_1904=since_1904)
    if day is None:
        return CellFault(
            text, "date", "The cell is marked as a date, and its number is no day of the calendar."
        )
    return f"{day}T{clock_text(milliseconds)}" if shown.shows_time and milliseconds else f"{day}"


def _day(days: int, *, since_1904: bool) -> date | None:
    if since_1904:
        first = date(1904, 1, 1)
    elif days in {0, _FALSE_LEAP_DAY}:
        return None
    else:
        first = date(1899, 12, 31 if days < _FALSE_LEAP_DAY else 30)
    return first + timedelta(days) if days <= (_LAST_DAY - first).days else None


def clock_text(milliseconds: int) -> str:
    """Hours, minutes and seconds, with the thousandths that there are.

    >>> clock_text(45_000), clock_text(3_600_250)
    ('00:00:45', '01:00:00.25')
    """
    seconds, rest = divmod(milliseconds, 1_000)
    fraction = f".{rest:03}".rstrip("0") if rest else ""
    return f"{seconds // 3_600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{fraction}"


_ISO_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2}:[0-9]{2}:[0-9]{2})(?:[.,]([0-9]+))?(Z?))?"
)


def iso_text(text: str) -> str | CellFault:
    """A stored ISO date or moment, without a time that is midnight.

    >>> iso_text("2023-01-05T00:00:00"), iso_text("2023-01-05T13:05:00.500")
    ('2023-01-05', '2023-01-05T13:05:00.5')
    """
    found = _ISO_MOMENT.fullmatch(text)
    if not found or not _is_day(found[1]):
        return CellFault(text, "date", "The cell is marked as a date and holds none.")
    fraction = (found[3] or "").rstrip("0")
    if found[2] in {None, "00:00:00"} and not fraction:
        return found[1]
    return f"{found[1]}T{found[2]}{f'.{fraction}' if fraction else ''}{found[4]}"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


_DURATION = re.compile(r"PT(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})(?:[.,]([0-9]{1,18}))?S)?")


def duration_text(text: str) -> str | CellFault:
    """A stored duration of hours, minutes and seconds as a clock shows it.

    >>> duration_text("PT13H05M07S"), duration_text("PT26H30M00.5S")
    ('13:05:07', '26:30:00.5')
    """
    found = _DURATION.fullmatch(text)
    if not found:
        return CellFault(text, "time", "The cell is marked as a time and holds none.")
    hours, minutes, seconds = (int(part or 0) for part in found.group(1, 2, 3))
    thousandths = round(float(f"0.{found[4] or 0}") * 1_000)
    return clock_text(((hours * 60 + minutes) * 60 + seconds) * 1_000 + thousandths)


_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str | CellFault:
    r"""The text of an Open XML string: characters that XML cannot hold stand in it as `_x000D_`.

    >>> unescaped("a_x000D_b_x005F_c")
    'a\rb_c'
    """
    if "_x" not in text:
        return text
    units = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    try:
        return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        message = "The text holds half a character, which no file can be written with."
        return CellFault(text, "lone-surrogate", message)

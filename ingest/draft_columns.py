"""What the columns of a file hold, as far as its rows show: dates, numbers, places, addresses, few or many texts."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from ingest.normalise import normal_name
from ingest.numbers import NumberForm, NumberProblem, parse_number
from ingest.readers.iso3166 import country_rows
from ingest.rows import Row

MOST_VALUES = 60
"""Different texts of a column that are told one by one; a column with more is no list."""
MOST_CHECKED = 2_000
"""Different texts of a column that are looked at; more tell nothing new of how it is written."""
ENOUGH = 0.8
"""The share of a column's texts that must be of a kind for the column to be of it."""
SEPARATORS = (";", "|", ",")

_ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?[?~%]?")
_YEAR_FIRST = re.compile(r"\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?")
_THREE_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: .*)?")
_MONTH_NAMED = re.compile(r"\d{1,2}[- /][^\W\d_]{3,9}[- /](\d{4}|\d{2})|[^\W\d_]{3,9} \d{1,2},? \d{4}")
_DATE_FORMS = (_ISO_DATE, _YEAR_FIRST, _THREE_NUMBERS, _MONTH_NAMED)
_YEAR = re.compile(r"(1[89]|20)\d{2}")
_URL = re.compile(r"https?://\S+")


@dataclass(slots=True)
class Profile:
    """What one column holds: how many cells are filled, and with which texts."""

    column: str
    rows: int = 0
    filled: int = 0
    texts: Counter[str] = field(default_factory=Counter)
    cut_off: bool = False

    def see(self, text: str) -> None:
        """Notes one cell."""
        self.rows += 1
        if not text:
            return
        self.filled += 1
        if text in self.texts or len(self.texts) < MOST_CHECKED:
            self.texts[text] += 1
        else:
            self.cut_off = True

    def is_mostly(self, test: Callable[[str], bool]) -> bool:
        """Whether most of the texts pass a test, each text as often as it stands there."""
        counted = self.texts.total()
        good = sum(count for text, count in self.texts.items() if test(text))
        return bool(counted) and good >= ENOUGH * counted

    @property
    def is_list(self) -> bool:
        """Whether the column holds a few texts again and again."""
        return not self.cut_off and 0 < len(self.texts) <= MOST_VALUES and len(self.texts) < self.filled

    @property
    def shown(self) -> str:
        """The commonest texts, for a person."""
        return ", ".join(f"{text[:40]!r} ({count})" for text, count in self.texts.most_common(3))


def profile_columns(header: Iterable[str], rows: Iterable[Row]) -> dict[str, Profile]:
    """The profile of each column; the rows are read once."""
    profiles = {name: Profile(name) for name in header}
    for row in rows:
        for name, profile in profiles.items():
            profile.see(row.cells.get(name, "").strip())
    return profiles


@cache
def _place_names() -> frozenset[str]:
    return frozenset(normal_name(name) for row in country_rows() for name in row[3:] if name)


@cache
def _place_codes() -> frozenset[str]:
    return frozenset(code for row in country_rows() for code in row[:2])


def is_place(text: str) -> bool:
    """Whether a text is the code of a country as it is written, or the name of one."""
    return text in _place_codes() or normal_name(text) in _place_names()


def is_place_code(text: str) -> bool:
    """Whether a text is a code of ISO 3166-1."""
    return text in _place_codes()


def is_url(text: str) -> bool:
    """Whether a text is one web address."""
    return bool(_URL.fullmatch(text))


def is_year(text: str) -> bool:
    """Whether a text is a year of our time."""
    return bool(_YEAR.fullmatch(text))


def is_date(text: str) -> bool:
    """Whether a text is written as a date, in whatever style."""
    return any(pattern.fullmatch(text) for pattern in _DATE_FORMS)


def is_number(text: str) -> bool:
    """Whether a text is written as a number, in whatever style."""
    return bool(re.fullmatch(r"-?[\d٠-٩۰-۹][\d٠-٩۰-۹.,٬٫'\u00a0\u202f ]*", text))


def separator_of(profile: Profile, test: Callable[[str], bool]) -> str:
    """What stands between several values in a cell, where only that makes them what they should be."""
    if profile.is_mostly(test):
        several = [text for text in profile.texts if not test(text)]
        tried = _splits(several, test)
        return next(tried, "")
    return next(
        (
            mark
            for mark in SEPARATORS
            if profile.is_mostly(lambda text, mark=mark: all(map(test, _parts(text, mark))))  # type: ignore[misc]
        ),
        "",
    )


def _splits(texts: Iterable[str], test: Callable[[str], bool]) -> Iterator[str]:
    for text in texts:
        yield from (mark for mark in SEPARATORS if mark in text and all(map(test, _parts(text, mark))))


def mark_between(profile: Profile) -> str:
    """What stands between several texts in a cell, where one mark alone does so."""
    found = [mark for mark in SEPARATORS[:2] if any(mark in text for text in profile.texts)]
    return found[0] if len(found) == 1 else ""


def _parts(text: str, mark: str) -> list[str]:
    return [part.strip() for part in text.split(mark) if part.strip()]


@dataclass(frozen=True, slots=True)
class Style:
    """How the numbers or dates of a column are written; `doubt` says what its texts leave open."""

    keys: Mapping[str, object] = field(default_factory=dict)
    doubt: str = ""


NO_STYLE = Style()

_FORMS = (
    NumberForm(),
    NumberForm(".", ","),
    NumberForm(",", "."),
    NumberForm(",", " "),
    NumberForm(".", " "),
)


def number_style(profile: Profile) -> Style:
    """What separates decimals and thousands, where the texts leave one way to read them."""
    texts = [text for text in profile.texts if is_number(text)]
    forms = [form for form in _FORMS if all(_reads(text, form) for text in texts)]
    if not texts or not forms:
        return Style(doubt="no one way of writing decimals and thousands reads all of its numbers")
    if forms[0] == _FORMS[0]:
        # 1.234 reads as one and a bit; where all have three digits after a point, they may be thousands.
        if any("." in text for text in texts) and all(
            re.fullmatch(r"\d{1,3}(\.\d{3})*", text) for text in texts
        ):
            return Style(
                doubt="a point with three digits after it may stand before decimals or between thousands"
            )
        return Style()
    meanings = {tuple(parse_number(text, form).value for text in texts) for form in forms}
    if len(meanings) > 1:
        return Style(doubt="its commas may stand before decimals or between thousands")
    return Style({"decimal": forms[0].decimal, "thousands": forms[0].thousands})


def _reads(text: str, form: NumberForm) -> bool:
    try:
        parse_number(text, form)
    except NumberProblem:
        return False
    return True


def date_style(profile: Profile) -> Style:
    """The order of day and month, the century of short years, where the texts leave one way to read them."""
    parts = [match.groups() for text in profile.texts if (match := _THREE_NUMBERS.fullmatch(text))]
    named = [match for text in profile.texts if (match := _MONTH_NAMED.fullmatch(text))]
    keys: dict[str, object] = {}
    if any(_YEAR_FIRST.fullmatch(text) and not _ISO_DATE.fullmatch(text) for text in profile.texts):
        keys["order"] = "ymd"
    if parts:
        day_first = any(int(first) > 12 for first, _, _ in parts)
        month_first = any(int(second) > 12 for _, second, _ in parts)
        if day_first == month_first:
            return Style(
                doubt="day and month cannot be told apart: declare dates: {order: dmy} or {order: mdy}"
            )
        keys["order"] = "dmy" if day_first else "mdy"
    short = [year for *_, year in parts if len(year) == 2] + [m[1] for m in named if len(m[1] or "") == 2]
    if named:
        keys.setdefault("order", "dmy")
        keys["months"] = ["en"]
    if short:
        return Style(keys, doubt="years of two digits: declare their century, dates: {century: 1950}")
    return Style(keys)

"""Names of months: which month a name means in the languages that a source declares."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

from babel import Locale
from hijridate import Hijri

LOCALES: Mapping[str, tuple[str, ...]] = {
    # Arabic has three sets of names: by the Egyptian, the Levantine and the Maghrebi custom.
    "ar": ("ar", "ar_SY", "ar_MA", "ar_TN"),
    "de": ("de", "de_AT"),
    "en": ("en", "en_GB"),
    "es": ("es",),
    "fa": ("fa",),
    "fr": ("fr", "fr_CA"),
    "id": ("id",),
    "it": ("it",),
    "ms": ("ms",),
    "pt": ("pt",),
    "ru": ("ru",),
    "tr": ("tr",),
    "ur": ("ur",),
}
"""The locales of CLDR whose names of months count for each language that a spec can declare."""

_HIJRI_LANGUAGES: tuple[Literal["ar", "en", "tr"], ...] = ("ar", "en", "tr")
_HIJRI_OTHERS = {
    # Other common spellings; those of the library are by one custom only.
    3: ("ربيع الاول", "Rabi al-Awwal", "Rabi I"),
    4: ("ربيع الآخر", "Rabi al-Thani", "Rabi al-Akhir", "Rabi II"),
    5: ("جمادى الأول", "Jumada al-Awwal", "Jumada I"),
    6: ("جمادى الثانية", "جمادى الآخر", "Jumada al-Thani", "Jumada II"),
    8: ("Shaaban",),
    9: ("Ramadhan",),
    11: ("Dhul-Qadah", "Zul Qadah"),
    12: ("Dhul-Hijjah", "Zul Hijjah"),
}
_WITHOUT_SIGNS = str.maketrans("ı", "i", ".'’ʿʾ-\N{ARABIC TATWEEL}")


def month_number(name: str, languages: tuple[str, ...], calendar: str = "gregorian") -> int | None:
    """The month that a name means in some languages; None where they do not know it or mean two months by it.

    Case, accents, points, hyphens and spaces do not count.

    >>> month_number("FÉVR", ("fr",)), month_number("شباط", ("ar",)), month_number("Ocak", ("en",))
    (2, 2, None)
    >>> month_number("شعبان", (), "hijri")
    8
    """
    names = _hijri() if calendar == "hijri" else _gregorian(languages)
    return names.get(_key(name))


def _key(name: str) -> str:
    """A name as it is compared: İ, I and ı are one letter here, for a month has no other that differs by it."""
    folded = unicodedata.normalize("NFKD", name.casefold()).translate(_WITHOUT_SIGNS)
    return "".join(one for one in folded if not (unicodedata.combining(one) or one.isspace()))


@cache
def _gregorian(languages: tuple[str, ...]) -> Mapping[str, int]:
    return _table(
        (name, month)
        for language in languages
        for locale in LOCALES[language]
        for by_form in Locale.parse(locale).months.values()
        for width in ("wide", "abbreviated")
        for month, name in by_form[width].items()
    ) | ({"sept": 9} if "en" in languages else {})


@cache
def _hijri() -> Mapping[str, int]:
    library = ((Hijri(1444, month, 1), month) for month in range(1, 13))
    named = [(day.month_name(language), month) for day, month in library for language in _HIJRI_LANGUAGES]
    others = [(name, month) for month, names in _HIJRI_OTHERS.items() for name in names]
    return _table([*named, *others])


def _table(named: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Months by name, without the names that mean two: nothing is guessed."""
    found: dict[str, int] = {}
    twice: set[str] = set()
    for name, month in named:
        if found.setdefault(_key(name), month) != month:
            twice.add(_key(name))
    return {name: month for name, month in found.items() if name not in twice}

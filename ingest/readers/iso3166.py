"""The countries of ISO 3166-1 as rows, with their names in many languages.

Codes and official names come from `pycountry` (Debian's iso-codes), names from `babel` (Unicode CLDR). The
table is a pure function of the two pinned packages; it is written as a CSV file so that it is kept and cited
as any other.
"""

import csv
from pathlib import Path

import pycountry
from babel import Locale

LANGUAGES = ("en", "ar", "zh", "fr", "ru", "es", "fa", "ur", "tr", "ms", "id", "de", "it", "pt")
"""The six languages of the United Nations first, then those that mission records are often written in."""

COLUMNS = (
    "alpha_3",
    "alpha_2",
    "numeric",
    "iso_name",
    "official_name",
    *(f"name_{code}" for code in LANGUAGES),
)


def country_rows() -> list[tuple[str, ...]]:
    """One row a country in the order of the codes, as wide as `COLUMNS`."""
    names = [Locale.parse(code).territories for code in LANGUAGES]
    return [
        (
            country.alpha_3,
            country.alpha_2,
            country.numeric,
            country.name,
            getattr(country, "official_name", ""),
            *(territories.get(country.alpha_2, "") for territories in names),
        )
        for country in sorted(pycountry.countries, key=lambda country: str(country.alpha_3))
    ]


def write_countries(path: Path) -> None:
    """Writes the table as CSV; the same packages give the same bytes."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(country_rows())

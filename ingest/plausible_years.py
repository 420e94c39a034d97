"""Years that a record of health diplomacy can speak of; others are slips of the pen or of a program."""

from collections.abc import Iterator
from datetime import date

from ingest.fields import Values
from ingest.rows import Problem
from ontology.dates import PartialDate

EARLIEST_YEAR, LATEST_YEAR = 1800, 2100


def check_years(values: Values) -> Iterator[Problem]:
    """A problem for each date of a row with a year that cannot be meant."""
    for field, found in values.items():
        for value in found:
            if isinstance(value, PartialDate) and not _plausible(value.earliest, value.latest):
                message = f"The year of {value.edtf} is outside of {EARLIEST_YEAR} to {LATEST_YEAR}."
                yield Problem(field, value.edtf, "plausible-year", message)


def _plausible(earliest: date, latest: date) -> bool:
    return earliest.year >= EARLIEST_YEAR and latest.year <= LATEST_YEAR

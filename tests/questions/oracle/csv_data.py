"""The shipped CSV files as plain rows, for the independent computation of expected answers.

Nothing of the product is imported here or by the oracles beside it: they are a second path to the same answers.
"""

import csv
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]
ID = "https://w3id.org/health-diplomacy/id/"
DELIVERED = {"delivered", "completed", "ongoing", "implementation"}
"""The words of missions.csv for a mission that reached its recipient."""

CsvRow = dict[str, str]


class CsvData:
    """The rows of each file of a folder: `data["missions.csv"]`."""

    def __init__(self, folder: Path = CHECKOUT / "data", outside: Path | None = None) -> None:
        self.folder = folder
        self.outside = outside
        """The folder of third-party files, where it is there."""

    def __getitem__(self, name: str) -> list[CsvRow]:
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def missions(self) -> list[CsvRow]:
        return self["missions.csv"]


def parts(cell: str) -> list[str]:
    """The values of a cell that holds several, each once, in their order."""
    return list(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()))


def mission_iri(identifier: str) -> str:
    return f"{ID}mission/hdm/{identifier}"


def interval(text: str) -> tuple[date, date] | None:
    """The first and the last day that a date of the files can mean; None for an empty one."""
    if not text:
        return None
    numbers = [int(part) for part in text.split("-")]
    if len(numbers) == 3:
        day = date(*numbers)
        return day, day
    if len(numbers) == 2:
        year, month = numbers
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(numbers[0], 1, 1), date(numbers[0], 12, 31)


def delivered(mission: CsvRow) -> bool:
    return mission["status"] in DELIVERED


def pairs(mission: CsvRow) -> Iterator[tuple[str, str]]:
    """Sender and recipient codes, without loops."""
    for sender in parts(mission["sender_iso3"]):
        for recipient in parts(mission["recipient_iso3"]):
            if sender != recipient:
                yield sender, recipient

"""Facts gathered in the ways that many questions need."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from graph.evidence_counts import DELIVERED
from graph.finished import Row

Key = TypeVar("Key", bound=Hashable)


def of_kind(facts: Iterable[Row], kind: str) -> list[Row]:
    """The facts of one kind, where a query unites several."""
    return [row for row in facts if row["kind"] == kind]


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    """The rows by a key, in their order."""
    groups: dict[Key, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def missions_in(rows: Iterable[Row]) -> list[str]:
    """The missions of rows, each once, sorted."""
    return sorted({row["mission"] for row in rows})


def united(rows: Iterable[Row], name: str) -> list[str]:
    """All values of a list column, each once, sorted."""
    return sorted({value for row in rows for value in row[name]})


def is_delivered(row: Row) -> bool:
    """Whether a mission is known to have reached its recipient."""
    return row["status"] in DELIVERED


def worded(row: Row) -> str | None:
    """What a claim says, with its unit; the unit `text` says nothing.

    >>> worded({"value": "48", "unit": "hours"}), worded({"value": "access refused", "unit": "text"})
    ('48 hours', 'access refused')
    """
    unit = row["unit"] if row["unit"] != "text" else None
    return " ".join(filter(None, (row["value"], unit))) or None

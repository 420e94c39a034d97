"""The exception ledger `_q`: what a natural view alone would not give back, as short JSON texts.

["start", [0, 2]]                                  the values are regular, but only in these of `graphs`
["start", [[[0], "2003-1", "http://…#gYear"],      every value exactly: where, lexical form, datatype,
           [[1], "hello", "", "en", "ltr"]]]       language, direction (empty ones at the end are left out)
"""

import json
from collections.abc import Iterable
from typing import Final, NamedTuple, cast

from graph.model import LEDGER, DamagedGraph, Properties

Places = list[int]
"""Indexes into the `graphs` of the node or edge."""
Cell = tuple[Places, list[str]]
"""One term exactly: where it is said, and its texts (see `Key.cell`)."""

MOST_TEXTS: Final = 4
"""Texts of a cell: lexical form, datatype, language, direction."""

_SEPARATORS: Final = (",", ":")


class Entry(NamedTuple):
    """What is exceptional about one property: where all its values are said, or each of them exactly."""

    places: Places
    cells: list[Cell]


def write_places(name: str, places: Places) -> str:
    """The short entry.

    >>> write_places("start", [0, 2])
    '["start",[0,2]]'
    """
    return json.dumps([name, places], ensure_ascii=False, separators=_SEPARATORS)


def write_cells(name: str, cells: Iterable[Cell]) -> str:
    """The full entry, its cells in order.

    >>> write_cells("start", [([0], ["2003-1", "urn:d"])])
    '["start",[[[0],"2003-1","urn:d"]]]'
    """
    rows = [[places, *texts] for places, texts in sorted(cells)]
    return json.dumps([name, rows], ensure_ascii=False, separators=_SEPARATORS)


def read_ledger(properties: Properties) -> dict[str, Entry]:
    """The entries of a node or edge, by property."""
    texts = properties.get(LEDGER)
    if texts is None:
        return {}
    try:
        return dict(_read_entry(text) for text in cast("list[str]", texts))
    except (TypeError, ValueError, LookupError, RecursionError) as error:
        raise DamagedGraph(f"The ledger {texts!r} cannot be read ({error}).") from error


def _read_entry(text: str) -> tuple[str, Entry]:
    name, rows = json.loads(text)
    is_short = isinstance(rows[0], int)
    if not isinstance(name, str) or not isinstance(rows, list):
        raise TypeError("an entry is a name and a list")
    if is_short:
        return name, Entry(rows, [])
    return name, Entry([], [(row[0], row[1:]) for row in rows])

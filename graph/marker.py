"""What a graph says of itself: the marker that every batch of a load leaves in its own transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Protocol

MARKER_ID = "state"

_MARKERS = "MATCH (s:_Sync) RETURN s.id AS id, properties(s) AS marker"

Run = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Marker:
    """What a graph says of itself: which store it shows, after which run, and the batch last committed.

    While a load is under way `run` is the state that it came from and `target` the one that it goes to. The first
    load goes on in lanes, each with a marker of its own.
    """

    store: str
    run: int
    target: int
    batch: int
    hash: str


class Marked(Protocol):
    """A graph that can be asked for its marker, by the account that writes or the one that reads."""

    def marker(self) -> Marker | None: ...


def marker_of(properties: Mapping[str, Any]) -> Marker | None:
    """The marker that a node holds; None while a transaction is only about to write the first one.

    >>> marker_of({"id": "state"})
    """
    names = [item.name for item in fields(Marker)]
    return Marker(**{name: properties[name] for name in names}) if properties.keys() >= {*names} else None


def read_markers(run: Run) -> dict[str, Marker]:
    """The markers of a graph by their names: of its state, and of each lane of a first load that is under way.

    None are there when nothing was ever loaded. `run` answers a query.
    """
    found = {row["id"]: marker_of(row["marker"]) for row in run(_MARKERS, {})}
    return {name: marker for name, marker in found.items() if marker}


def read_marker(run: Run) -> Marker | None:
    """The marker of a graph's state; None when nothing was ever loaded. `run` answers a query."""
    return read_markers(run).get(MARKER_ID)

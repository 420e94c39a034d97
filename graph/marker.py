"""What a graph says of itself: the marker that every batch of a load leaves in its own transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Protocol

MARKER_ID = "state"

_MARKER = "MATCH (s:_Sync {id: $id}) RETURN properties(s) AS marker"

Run = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Marker:
    """What a graph says of itself: which store it shows, after which run, and the batch last committed.

    While a load is under way `run` is the state that it came from and `target` the one that it goes to.
    """

    store: str
    run: int
    target: int
    batch: int
    hash: str


class Marked(Protocol):
    """A graph that can be asked for its marker, by the account that writes or the one that reads."""

    def marker(self) -> Marker | None: ...


def read_marker(run: Run) -> Marker | None:
    """The marker of a graph; None when nothing was ever loaded. `run` answers a query."""
    rows = run(_MARKER, {"id": MARKER_ID})
    return Marker(**{item.name: rows[0]["marker"][item.name] for item in fields(Marker)}) if rows else None

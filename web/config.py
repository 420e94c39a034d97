"""What the viewer is given: its graph, its index of names, and where the evidence comes from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph.search import Match
from web.model import Sighting, ViewerGraph

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})


def no_evidence(_records: Sequence[str]) -> Sequence[Sighting]:
    """Where no store of record is at hand, nothing can be said of where a value was read."""
    return ()


@dataclass(frozen=True, slots=True)
class ViewerConfig:
    """Everything that pages need from outside, given once by the caller.

    `find` answers a search with at most so many matches; `evidence` gives sightings of records. `hosts` are
    the names that the viewer answers to: another name is a site made to point here (DNS rebinding).
    `handling` is the strictest marking in the graph, shown on every page, since counts, ties and drawings rest
    on all records; "" says that one record has none of our markings.
    """

    graph: ViewerGraph
    find: Callable[[str, int], Sequence[Match]]
    evidence: Callable[[Sequence[str]], Sequence[Sighting]] = no_evidence
    hosts: frozenset[str] = LOOPBACK_NAMES
    handling: str | None = None

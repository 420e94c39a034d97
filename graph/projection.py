"""The whole graph that shows a state of the store of record, as a stream of its portions."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from graph.entries import TermEntry
from graph.marker import Marker
from graph.portions import Portion, Portions
from graph.registry import Registry
from graph.ties import Tie
from records.journal import Journal

WHOLE = "whole"
"""What stands in place of a batch's hash in the marker of a graph that was not loaded in batches."""


class WholeGraph(Protocol):
    """A graph to be made from nothing. The portions are asked for once, and first; memory stays flat."""

    def portions(self) -> Iterator[Portion]:
        """Every node once, those that others only mention too, and every edge once."""

    def ties(self) -> Mapping[tuple[str, str], Tie]:
        """The derived ties, by sender and recipient."""

    def entries(self) -> tuple[TermEntry, ...]:
        """The registry's entries."""

    def marker(self) -> Marker:
        """What the graph says of itself."""


class Projection:
    """The graph of a store after a run."""

    def __init__(self, journal: Journal, registry: Registry, run: int) -> None:
        self._journal = journal
        self._registry = registry
        self._run = run
        self._portions = Portions(journal, registry, run)

    def portions(self) -> Iterator[Portion]:
        return iter(self._portions)

    def ties(self) -> Mapping[tuple[str, str], Tie]:
        return self._portions.ties()

    def entries(self) -> tuple[TermEntry, ...]:
        layers = self._portions.layer_entries()
        self._registry.learn_layers(layers)
        return (*self._registry.entries(), *layers)

    def marker(self) -> Marker:
        return Marker(self._journal.store_id, self._run, self._run, 0, WHOLE)

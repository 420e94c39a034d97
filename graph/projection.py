"""The whole graph that shows a state of the store of record, as streams of nodes and of edges."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from graph.encode import encode
from graph.entries import TermEntry
from graph.marker import Marker
from graph.model import Edge, Fragment, Node
from graph.plan import ties_at
from graph.registry import Registry
from graph.ties import Tie
from ontology.nquads import read_canonical
from records.journal import Journal

WHOLE = "whole"
"""What stands in place of a batch's hash in the marker of a graph that was not loaded in batches."""


class WholeGraph(Protocol):
    """A graph to be made from nothing. Each stream is asked for once, in this order; memory stays flat."""

    def nodes(self) -> Iterator[Node]:
        """Every node once, those that others only mention too."""

    def edges(self) -> Iterator[Edge]:
        """Every edge once; its ends were among the nodes."""

    def ties(self) -> Mapping[tuple[str, str], Tie]:
        """The derived ties, by sender and recipient."""

    def entries(self) -> tuple[TermEntry, ...]:
        """The registry's entries: known when nodes and edges have been read."""

    def marker(self) -> Marker:
        """What the graph says of itself."""


class Projection:
    """The graph of a store after a run."""

    def __init__(self, journal: Journal, registry: Registry, run: int) -> None:
        self._journal = journal
        self._registry = registry
        self._run = run
        self._made: Fragment | None = None

    def nodes(self) -> Iterator[Node]:
        yield from self._fragment().nodes.values()

    def edges(self) -> Iterator[Edge]:
        yield from self._fragment().edges.values()

    def ties(self) -> Mapping[tuple[str, str], Tie]:
        return ties_at(self._journal, self._run)

    def entries(self) -> tuple[TermEntry, ...]:
        return self._registry.entries()

    def marker(self) -> Marker:
        return Marker(self._journal.store_id, self._run, self._run, 0, WHOLE)

    def _fragment(self) -> Fragment:
        if self._made is None:
            texts = self._journal.texts(at_run=self._run)
            self._made = encode((quad for text in texts for quad in read_canonical(text)), self._registry)
        return self._made

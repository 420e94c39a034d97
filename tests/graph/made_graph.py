"""Whole graphs that tests make by hand, node by node."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.entries import TermEntry
from graph.marker import Marker
from graph.model import Edge, Node
from graph.portions import Portion
from graph.ties import Tie


@dataclass(frozen=True)
class MadeGraph:
    """A whole graph of a few nodes and edges."""

    made_nodes: tuple[Node, ...] = ()
    made_edges: tuple[Edge, ...] = ()
    made_ties: tuple[Tie, ...] = ()
    made_entries: tuple[TermEntry, ...] = ()

    def portions(self) -> Iterator[Portion]:
        yield Portion(self.made_nodes, self.made_edges, (), "", 0)

    def ties(self) -> Mapping[tuple[str, str], Tie]:
        return {(tie.sender, tie.recipient): tie for tie in self.made_ties}

    def entries(self) -> tuple[TermEntry, ...]:
        return self.made_entries

    def marker(self) -> Marker:
        return Marker("store", 3, 3, 0, "whole")

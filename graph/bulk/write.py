"""A whole graph as the rows of tables, and as statements for what no row can say."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from itertools import chain
from typing import Final

from graph.bulk.afterwards import Afterwards
from graph.bulk.tables import TableName, Tables
from graph.entries import ROOT_LABEL
from graph.marker import MARKER_ID
from graph.model import IRI, Edge, Node, Value
from graph.projection import WholeGraph
from graph.terms import entry_properties
from graph.ties import TIE, tie_properties
from ontology.errors import HakimError

MOST_TYPES: Final = 500
"""Relationship types that have a table of their own. Foreign RDF can have any number of predicates."""

_ENDS = (":START_ID", ":END_ID")
_OTHERS = TableName("relationships", (), (*_ENDS, ":TYPE"))
# Keys of nodes, of the registry's entries and of the marker are three kinds of text that cannot be alike: one has
# a colon and no blank, one a blank, one neither. So they need no spaces of their own.
_TERMS = TableName("nodes", ("_Term",), ("id:ID",))
_MARKER = TableName("nodes", ("_Sync",), ("id:ID",))


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was written: nodes with the registry's and the marker, relationships with the ties."""

    nodes: int
    relationships: int


class GraphRows:
    """Writes a graph into tables and statements."""

    def __init__(self, tables: Tables, after: Afterwards) -> None:
        self._tables = tables
        self._after = after
        self._node_tables: dict[tuple[str, ...], TableName] = {}
        self._edge_tables: dict[str, TableName] = {}

    def write(self, graph: WholeGraph) -> Counts:
        """Every node, edge and tie, the registry, and the marker last."""
        nodes = edges = 0
        for portion in graph.portions():
            nodes += sum(map(self._node, portion.nodes))
            edges += sum(map(self._edge, chain(portion.inner, portion.outer)))
        ties = graph.ties().values()
        edges += sum(
            self._edge(Edge(tie.sender, TIE, tie.recipient, "", tie_properties(tie))) for tie in ties
        )
        entries = graph.entries()
        for entry in entries:
            self._own(_TERMS, entry_properties(entry))
        self._marker(graph)
        return Counts(nodes + len(entries) + 1, edges)

    def _node(self, node: Node) -> int:
        table = self._node_tables.get(node.labels)
        if table is None:
            table = TableName("nodes", (*node.labels, ROOT_LABEL), ("iri:ID",))
            self._node_tables[node.labels] = table
        properties = {**node.properties}
        del properties[IRI]
        if unsaid := self._tables.add(table, (node.iri,), properties):
            self._after.set_on_node(node.iri, unsaid)
        return 1

    def _edge(self, edge: Edge) -> int:
        table = self._edge_tables.get(edge.type)
        if table is None:
            own = len(self._edge_tables) < MOST_TYPES
            table = TableName("relationships", (edge.type,), _ENDS) if own else _OTHERS
            self._edge_tables[edge.type] = table
        key = (edge.subject, edge.object) if table.names else (edge.subject, edge.object, edge.type)
        if unsaid := self._tables.add(table, key, edge.properties):
            self._after.set_on_edge(edge, unsaid)
        return 1

    def _marker(self, graph: WholeGraph) -> None:
        """Where statements follow, the marker says that the load is under way; the last of them ends it."""
        marker = graph.marker()
        whole = not self._after.values
        self._own(_MARKER, {"id": MARKER_ID, **asdict(marker if whole else replace(marker, run=0))})
        self._after.finish(marker.run)

    def _own(self, table: TableName, properties: Mapping[str, Value]) -> None:
        rest = {name: value for name, value in properties.items() if name != "id"}
        if self._tables.add(table, (str(properties["id"]),), rest):
            raise HakimError(f"{properties!r} cannot be written for the import.", hint="Please report this.")

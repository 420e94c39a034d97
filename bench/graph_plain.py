"""The loader that a skilled user would write for rows that are ready: grouped UNWIND … CREATE, 5,000 rows each.

It keeps no marker, looks for nothing that is there, and does not verify: a floor for ours on Neo4j, and on the
embedded engine, where it makes plain labels, the peer that type inheritance is measured against.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from neo4j import Session

from graph.labels import quoted
from graph.model import Node
from graph.portions import Portion
from graph.projection import WholeGraph
from graph.ties import TIE, tie_properties

ROWS = 5_000
Row = dict[str, Any]
EdgeGroup = tuple[str, str, str]
"""The label of the subjects, the type, and the label of the objects."""


@dataclass(frozen=True, slots=True)
class PlainRows:
    """Nodes by their labels, and edges by their type and the most specific labels of their ends."""

    nodes: dict[tuple[str, ...], list[Row]]
    edges: dict[EdgeGroup, list[Row]]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(map(len, self.nodes.values())) + sum(map(len, self.edges.values()))


def plain_rows(graph: WholeGraph) -> PlainRows:
    """The rows of a whole graph."""
    nodes: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    edges: dict[EdgeGroup, list[Row]] = defaultdict(list)
    label_of: dict[str, str] = {}
    portions = list(graph.portions())
    for node in chain.from_iterable(portion.nodes for portion in portions):
        nodes[node.labels].append(dict(node.properties))
        label_of[node.iri] = _one_label(node)
    for subject, edge_type, target, properties in _edges(graph, portions):
        group = (label_of[subject], edge_type, label_of[target])
        edges[group].append({"s": subject, "o": target, "p": properties})
    return PlainRows(nodes, edges)


def _one_label(node: Node) -> str:
    return node.labels[0] if node.labels else "Resource"


def _edges(graph: WholeGraph, portions: Iterable[Portion]) -> Iterator[tuple[str, str, str, Row]]:
    for edge in chain.from_iterable(chain(portion.inner, portion.outer) for portion in portions):
        yield edge.subject, edge.type, edge.object, dict(edge.properties)
    for (sender, recipient), tie in graph.ties().items():
        yield sender, TIE, recipient, tie_properties(tie)


def load_plainly(session: Session, rows: PlainRows, *, one_label: bool) -> None:
    """Makes constraints, nodes and edges. With `one_label` a node has only its most specific label.

    The embedded engine would make a hidden type of several labels, of which its index knows nothing.
    """
    if one_label:
        names = sorted({labels[0] if labels else "Resource" for labels in rows.nodes})
        keys = {name: name for name in names}
    else:
        names, keys = ["Resource"], {}
    for name in names:
        _run(session, f"CREATE CONSTRAINT FOR (n:{quoted(name)}) REQUIRE n.iri IS UNIQUE")
    for labels, of_labels in rows.nodes.items():
        shown = (labels[:1] or ("Resource",)) if one_label else (*labels, "Resource")
        pattern = "".join(f":{quoted(name)}" for name in shown)
        _send(session, f"UNWIND $rows AS row CREATE (n{pattern}) SET n = row", of_labels)
    for (start, edge_type, end), of_type in rows.edges.items():
        _send(
            session,
            f"UNWIND $rows AS row MATCH (a:{quoted(keys.get(start, 'Resource'))} {{iri: row.s}})"
            f" MATCH (b:{quoted(keys.get(end, 'Resource'))} {{iri: row.o}})"
            f" CREATE (a)-[r:{quoted(edge_type)}]->(b) SET r = row.p",
            of_type,
        )


def _send(session: Session, cypher: str, rows: Sequence[Row]) -> None:
    for begin in range(0, len(rows), ROWS):
        _run(session, cypher, rows[begin : begin + ROWS])


def _run(session: Session, cypher: str, rows: Iterable[Row] = ()) -> None:
    # Its names come from the registry and are checked; the driver asks for literal text.
    session.run(cypher, rows=list(rows)).consume()

"""The property graph read back: nodes and edges as values, in pages, in the order of IRIs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from neo4j import Driver

from graph.address import Server
from graph.marker import Marker, read_marker
from graph.model import Edge, Node, read_edge, read_node
from graph.server import speaking_to

PAGE = 2_000

_NODES = """
MATCH (n:Resource) WHERE n.iri > $after
RETURN labels(n) AS labels, properties(n) AS properties ORDER BY n.iri LIMIT $page
"""
_NODES_BY_IRI = """
UNWIND $iris AS iri MATCH (n:Resource {iri: iri})
RETURN labels(n) AS labels, properties(n) AS properties ORDER BY iri
"""
_EDGES_FROM = """
UNWIND $iris AS iri MATCH (n:Resource {iri: iri})-[r]->(o:Resource)
RETURN iri AS subject, type(r) AS type, o.iri AS object, properties(r) AS properties
"""


class GraphReader:
    """Reads facts of one database through a driver; writes nothing."""

    def __init__(self, driver: Driver, server: Server) -> None:
        self._driver = driver
        self._server = server

    def run(self, cypher: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The rows of a query of ours, as dictionaries."""
        with (
            speaking_to(self._server),
            self._driver.session(database=self._server.database, default_access_mode="READ") as session,
        ):
            return session.execute_read(lambda tx: tx.run(cypher, dict(parameters)).data())

    def marker(self) -> Marker | None:
        """What the graph says of itself; None when nothing was ever loaded."""
        return read_marker(self.run)

    def pages(self) -> Iterator[tuple[list[Node], list[Edge]]]:
        """All nodes in pages, each page with the edges that leave its nodes."""
        after = ""
        while rows := self.run(_NODES, {"after": after, "page": PAGE}):
            nodes = [_node(row) for row in rows]
            yield nodes, self.edges_from([node.iri for node in nodes])
            after = nodes[-1].iri

    def nodes(self, iris: Sequence[str]) -> list[Node]:
        """The nodes of these IRIs that are there."""
        return [_node(row) for row in self._in_pages(_NODES_BY_IRI, iris)]

    def edges_from(self, iris: Sequence[str]) -> list[Edge]:
        """The edges that leave the nodes of these IRIs."""
        return [
            read_edge(row["subject"], row["type"], row["object"], row["properties"])
            for row in self._in_pages(_EDGES_FROM, iris)
        ]

    def _in_pages(self, cypher: str, iris: Sequence[str]) -> Iterable[dict[str, Any]]:
        for begin in range(0, len(iris), PAGE):
            yield from self.run(cypher, {"iris": list(iris[begin : begin + PAGE])})


def _node(row: dict[str, Any]) -> Node:
    return read_node(tuple(label for label in row["labels"] if label != "Resource"), row["properties"])

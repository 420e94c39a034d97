"""The property graph read back: nodes and edges as values, the whole as one stream, parts by their IRIs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, LiteralString, cast

from neo4j import Driver

from graph.address import Server
from graph.marker import Marker, read_marker
from graph.model import Edge, Node, Properties, read_edge, read_node
from graph.server import speaking_to

PAGE: Final = 2_000
"""Nodes that are handed over at a time."""
FETCHED: Final = 10_000
"""Rows that a server sends without being asked again: it reads on while we decode, and few are lost when we stop."""

_ROWS: LiteralString = """
RETURN labels(n) AS labels, properties(n) AS properties,
       [(n)-[r]->(o:Resource) | [type(r), o.iri, properties(r)]] AS edges
"""
_ALL: LiteralString = "MATCH (n:Resource) WHERE n.iri > ''" + _ROWS
# What somebody made by hand: no index has it, so it takes a look at every node.
_WITHOUT_KEYS: LiteralString = "MATCH (n:Resource) WHERE (n.iri > '') IS NULL OR n.iri = ''" + _ROWS
_OF_LABEL: LiteralString = (
    "MATCH (n:`{label}`) WHERE n.iri > ''"
    " RETURN n.iri AS iri, labels(n) AS labels, properties(n) AS properties"
)
# Both products walk along the index of `iri`. The embedded one gives its order unasked, and sorts everything before
# its first row where one asks; Neo4j reads other pages than the index's at random unless one asks. Nobody needs
# the order: sorting what comes in order is only quicker.
_EVERYTHING: Mapping[str, LiteralString] = {"embedded": _ALL, "neo4j": _ALL + "ORDER BY n.iri"}
_NODES_BY_IRI: LiteralString = """
UNWIND $iris AS iri MATCH (n:Resource {iri: iri})
RETURN labels(n) AS labels, properties(n) AS properties ORDER BY iri
"""
_EDGES_FROM: LiteralString = """
UNWIND $iris AS iri MATCH (n:Resource {iri: iri})-[r]->(o:Resource)
RETURN iri AS subject, type(r) AS type, o.iri AS object, properties(r) AS properties
"""

Leaving = tuple[str, str | None, Properties]
"""An edge that leaves a node, as it is answered: type, key of its other end (None where it has none), properties."""
Row = tuple[Sequence[str], Properties, Sequence[Leaving]]
"""A node as it is answered: labels, properties, the edges that leave it."""
Page = tuple[list[Node], list[Edge]]
Thing = tuple[str, Sequence[str], Properties]
"""What is asked of a node by itself: key, labels, properties."""


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

    def rows(self) -> Iterator[list[Row]]:
        """All nodes, some at a time, each with the edges that leave it: one query, read as it is answered.

        What is in memory is a page, whatever the size of the graph. GraphUnreachable when the server breaks off.
        """
        return self._stream(_EVERYTHING[self._server.product])

    def rows_without_keys(self) -> Iterator[list[Row]]:
        """The nodes that `rows` passes over: somebody made them, without an `iri` or with one that is no text."""
        return self._stream(_WITHOUT_KEYS)

    def things(self, label: LiteralString) -> Iterator[list[Thing]]:
        """The nodes with a label, some at a time, in no order."""
        for page in self._stream(_OF_LABEL.format(label=label)):
            yield cast("list[Thing]", page)

    def _stream(self, cypher: LiteralString) -> Iterator[list[Row]]:
        with (
            speaking_to(self._server),
            self._driver.session(
                database=self._server.database, default_access_mode="READ", fetch_size=FETCHED
            ) as session,
        ):
            result = session.run(cypher)
            while page := list(islice(result, PAGE)):
                # A record is a tuple too.
                yield cast("list[Row]", page)

    def pages(self) -> Iterator[Page]:
        """The same as values: nodes with the edges that leave them."""
        return map(page_of, self.rows())

    def nodes(self, iris: Sequence[str]) -> list[Node]:
        """The nodes of these IRIs that are there."""
        return [_node(row["labels"], row["properties"]) for row in self._in_pages(_NODES_BY_IRI, iris)]

    def edges_from(self, iris: Sequence[str]) -> list[Edge]:
        """The edges that leave the nodes of these IRIs."""
        return [
            read_edge(row["subject"], row["type"], row["object"], row["properties"])
            for row in self._in_pages(_EDGES_FROM, iris)
        ]

    def _in_pages(self, cypher: LiteralString, iris: Sequence[str]) -> Iterable[dict[str, Any]]:
        for begin in range(0, len(iris), PAGE):
            yield from self.run(cypher, {"iris": list(iris[begin : begin + PAGE])})


def page_of(rows: Iterable[Row]) -> Page:
    """The nodes and edges of rows."""
    nodes: list[Node] = []
    edges: list[Edge] = []
    for labels, properties, leaving in rows:
        node = _node(labels, properties)
        nodes.append(node)
        edges += [read_edge(node.iri, kind, target, said) for kind, target, said in leaving]
    return nodes, edges


def _node(labels: Sequence[str], properties: Properties) -> Node:
    return read_node(tuple(label for label in labels if label != "Resource"), properties)

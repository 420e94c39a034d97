"""A graph product as the tests use it: its two accounts, open, and graphs on it that begin empty."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from neo4j import Driver

from graph.address import Server
from graph.gateway import Gateway
from graph.labels import LabelText, vertex_types
from graph.reader import GraphReader
from graph.registry import Registry
from graph.schema import prepare, wipe
from graph.server import connect
from graph.writer import GraphWriter
from ontology.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class GraphBackend:
    """One graph of one product, open to the account that writes and to the one that reads.

    On Neo4j Community these are the same account: there, the access mode keeps a reader from writing.
    """

    name: str
    server: Server
    driver: Driver
    reading_server: Server
    reading_driver: Driver

    @property
    def writer(self) -> GraphWriter:
        return GraphWriter(self.driver, self.server, LabelText(self.server, vocabulary()))

    @property
    def gateway(self) -> Gateway:
        return Gateway(self.reading_driver, self.reading_server)

    @property
    def reader(self) -> GraphReader:
        return GraphReader(self.reading_driver, self.reading_server)

    @property
    def registry(self) -> Registry:
        """A registry that has learnt nothing yet."""
        return Registry(vocabulary())

    @property
    def learnt_registry(self) -> Registry:
        """A registry that knows what the graph does."""
        registry = self.registry
        registry.learn(self.writer.terms())
        return registry

    def empty(self) -> None:
        """Drop what the graph holds and prepare it anew, as `hakim rebuild` does."""
        wipe(self.server)
        self.prepare()

    def clear(self) -> None:
        """The same, but the schema and the registry's names stay: they say nothing of what was there.

        Quicker for small worlds, too much at once for large ones.
        """
        if self.by_hand("MATCH (n) RETURN count(n) > 2000 AS large") == [{"large": True}]:
            return self.empty()
        self.by_hand("MATCH (n) WHERE NOT n:_Term OR n.kind = 'layer' DETACH DELETE n")
        return self.prepare()

    def prepare(self) -> None:
        words = vocabulary()
        prepare(self.server, vertex_types(words), [term.edge for term in words.edges.values()])

    def by_hand(self, cypher: str, **parameters: object) -> list[dict[str, object]]:
        """What somebody does past Hakim, with the rights of the writer."""
        with self.driver.session(database=self.server.database) as session:
            return session.run(cypher, parameters).data()


@contextmanager
def open_backend(name: str, writer: Server, reader: Server) -> Iterator[GraphBackend]:
    """A product, open, with an empty graph that is prepared for data."""
    with connect(writer) as driver, connect(reader) as reading_driver:
        backend = GraphBackend(name, writer, driver, reader, reading_driver)
        backend.empty()
        yield backend

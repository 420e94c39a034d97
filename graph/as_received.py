"""A loaded document given back as it came: its own graph names, nothing of ours beside it."""

from collections.abc import Iterator

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from graph.export import quads_of_subjects
from graph.reader import GraphReader
from graph.registry import Registry
from ontology.errors import HakimError
from ontology.subjects import node_key
from ontology.terms import hd
from records.journal import Journal

SOURCE = "loaded"


def as_received(journal: Journal, reader: GraphReader, registry: Registry, document: str) -> set[Quad]:
    """The quads of a loaded document, read from the graph.

    `document` is its IRI, or the end of it. Raises HakimError when no such document was loaded, or when more
    than one fits.
    """
    key = document.rsplit("/", 1)[-1]
    graphs = [graph for graph in journal.live_graphs(SOURCE) if graph.rsplit("/", 2)[1].startswith(key)]
    if not graphs or not key:
        raise HakimError(
            f"No loaded document is called {document!r}.", hint="`hakim load` prints their names."
        )
    if len({graph.rsplit("/", 2)[1] for graph in graphs}) > 1:
        raise HakimError(f"{document!r} fits more than one loaded document.", hint="Give more of its name.")
    return {quad for graph in graphs for quad in _graph_as_received(journal, reader, registry, graph)}


def _graph_as_received(
    journal: Journal, reader: GraphReader, registry: Registry, graph: str
) -> Iterator[Quad]:
    record = NamedNode(graph)
    quads = quads_of_subjects(reader, registry, journal.subjects_of(graph))
    inside = [quad for quad in quads if quad.graph_name == record]
    names = [quad.object for quad in inside if quad.subject == record and quad.predicate == hd.receivedGraph]
    name = names[0] if names else DefaultGraph()
    if not isinstance(name, NamedNode | BlankNode | DefaultGraph):
        raise HakimError(
            f"The record {graph} names no graph: {node_key(record)}.", hint="Run `hakim rebuild`."
        )
    return (
        Quad(quad.subject, quad.predicate, quad.object, name) for quad in inside if quad.subject != record
    )

"""Loaded documents given back as they came: their own graph names, nothing of ours beside them."""

from collections.abc import Iterable

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from graph.export import quads_of_subjects
from graph.reader import GraphReader
from graph.registry import Registry
from ontology.errors import HakimError
from ontology.terms import hd
from records.journal import Journal

SOURCE = "loaded"
_PLACE = f"/record/{SOURCE}/"


def as_received(journal: Journal, reader: GraphReader, registry: Registry, document: str) -> set[Quad]:
    """The quads of a loaded document, read from the graph.

    `document` is its IRI, or the end of it. Raises HakimError when no such document was loaded, or when more
    than one fits.
    """
    key = document.rsplit("/", 1)[-1]
    graphs = [graph for graph in journal.live_graphs(SOURCE) if key and document_of(graph).startswith(key)]
    found = {document_of(graph) for graph in graphs}
    if not found:
        raise HakimError(
            f"No loaded document is called {document!r}.", hint="`hakim load` prints their names."
        )
    if len(found) > 1:
        raise HakimError(f"{document!r} fits {len(found)} loaded documents.", hint="Give more of its name.")
    subjects = {subject for graph in graphs for subject in journal.subjects_of(graph)}
    return documents_as_received(quads_of_subjects(reader, registry, subjects))[found.pop()]


def documents_as_received(quads: Iterable[Quad]) -> dict[str, set[Quad]]:
    """The documents among the facts of a graph, by their hash; facts of other records are passed over."""
    records: dict[str, list[Quad]] = {}
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode) and _PLACE in quad.graph_name.value:
            records.setdefault(quad.graph_name.value, []).append(quad)
    documents: dict[str, set[Quad]] = {}
    for record, facts in records.items():
        documents.setdefault(document_of(record), set()).update(_graph_as_received(NamedNode(record), facts))
    return documents


def document_of(record: str) -> str:
    """The hash of the document that a record graph holds a graph of.

    >>> document_of("https://example.org/id/record/loaded/4d0dd674/1")
    '4d0dd674'
    """
    return record.rsplit("/", 2)[1]


def _graph_as_received(record: NamedNode, facts: list[Quad]) -> set[Quad]:
    said = [fact.object for fact in facts if fact.subject == record and fact.predicate == hd.receivedGraph]
    name = next((term for term in said if isinstance(term, NamedNode | BlankNode)), DefaultGraph())
    return {Quad(fact.subject, fact.predicate, fact.object, name) for fact in facts if fact.subject != record}

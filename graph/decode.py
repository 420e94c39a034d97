"""Property graph to quads: node by node, edge by edge."""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import NamedNode, Quad, Triple

from graph.facts import read_values
from graph.ledger import read_ledger
from graph.model import (
    DERIVED,
    EID,
    GRAPHS,
    RESERVED,
    TERM,
    TYPES,
    DamagedGraph,
    Edge,
    Node,
    Properties,
    Scalar,
)
from graph.registry import Registry
from graph.reifiers import REIFIES
from graph.term_text import Entity, GraphName, entity_of, graph_of
from graph.triple_terms import read_term
from ontology.errors import HakimError

UNRECORDED: Final = NamedNode("urn:hakim:unrecorded")
"""The graph of facts that no record states: a node or edge without `graphs` was made by hand."""

_NO_KEY: Final = RESERVED - {TYPES}


def decode(nodes: Iterable[Node], edges: Iterable[Edge], registry: Registry) -> Iterator[Quad]:
    """The quads of nodes and edges as a stream; each node and each edge is read alone, nothing is kept.

    Every quad comes at least once: a fact with several reifiers comes with each. Labels, bare nodes, triple
    term nodes and all that is derived are views and give nothing.
    """
    for node in nodes:
        yield from node_quads(node, registry)
    for edge in edges:
        yield from edge_quads(edge, registry)


def _restored(quads: Iterator[Quad], registry: Registry) -> Iterator[Quad]:
    """Quads of a merged view as their records state them."""
    return map(registry.restored, quads) if registry.layers else quads


def node_quads(node: Node, registry: Registry) -> Iterator[Quad]:
    """The quads that a node holds; DamagedGraph names the node when it cannot be read."""
    if node.is_bare or node.is_view or node.properties.get(DERIVED):
        return
    try:
        yield from _restored(_held_quads(entity_of(node.iri), node.properties, registry), registry)
    except HakimError as error:
        raise DamagedGraph(f"Node {node.iri}: {error.message}") from error


def edge_quads(edge: Edge, registry: Registry) -> Iterator[Quad]:
    """The quads that an edge states: its fact, and for a promoted one its reifier with all that it says.

    DamagedGraph names the edge when it cannot be read.
    """
    if edge.is_derived:
        return
    try:
        yield from _restored(_stated_quads(edge, registry), registry)
    except HakimError as error:
        raise DamagedGraph(f"Edge {edge.subject} -[{edge.type}]-> {edge.object}: {error.message}") from error


def _stated_quads(edge: Edge, registry: Registry) -> Iterator[Quad]:
    properties, text = edge.properties, edge.properties.get(TERM)
    subject, predicate = entity_of(edge.subject), registry.predicate(edge.type)
    term = entity_of(edge.object) if text is None else read_term(str(text))
    for graph in _home(properties):
        yield Quad(subject, predicate, term, graph)
        if edge.eid:
            yield Quad(entity_of(edge.eid), REIFIES, Triple(subject, predicate, term), graph)
    if edge.eid:
        yield from _held_quads(entity_of(edge.eid), properties, registry)
    elif properties.keys() - {GRAPHS, TERM}:
        raise DamagedGraph(f"It has {sorted(properties)} but no {EID!r} of whom they could be said.")


def _held_quads(subject: Entity, properties: Properties, registry: Registry) -> Iterator[Quad]:
    home = _home(properties)
    ledger = read_ledger(properties)
    for name, value in properties.items():
        if name in _NO_KEY:
            continue
        key = registry.key(name)
        for term, graphs in read_values(key, value, ledger.get(name), home):
            for graph in graphs:
                yield Quad(subject, key.predicate, term, graph)


def _home(properties: Properties) -> list[GraphName]:
    texts = properties.get(GRAPHS)
    if not texts:
        return [UNRECORDED]
    if not isinstance(texts, list):
        raise DamagedGraph(f"{GRAPHS!r} is {texts!r}, no list of names.")
    return [_graph(text) for text in texts]


def _graph(text: Scalar) -> GraphName:
    if not isinstance(text, str):
        raise DamagedGraph(f"{GRAPHS!r} has {text!r}, no name of a graph.")
    return graph_of(text)

"""Property graph to quads: node by node, edge by edge."""

from collections.abc import Iterable, Iterator
from typing import Final, cast

from pyoxigraph import NamedNode, Quad, Triple

from graph.facts import read_values
from graph.ledger import read_ledger
from graph.model import DERIVED, EID, GRAPHS, RESERVED, TERM, TYPES, DamagedGraph, Edge, Node, Properties
from graph.names import NameProblem
from graph.registry import Registry
from graph.reifiers import REIFIES
from graph.term_text import Entity, GraphName, entity_of, graph_of
from graph.triple_terms import read_term

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


def node_quads(node: Node, registry: Registry) -> Iterator[Quad]:
    """The quads that a node holds.

    Raises DamagedGraph, naming the node, for what no edit of a value could have made.
    """
    if node.is_bare or node.is_term or node.properties.get(DERIVED):
        return
    where = f"Node {node.iri}"
    yield from _held_quads(where, entity_of(node.iri), node.properties, registry)


def edge_quads(edge: Edge, registry: Registry) -> Iterator[Quad]:
    """The quads that an edge states: its fact, and for a promoted one its reifier with all that it says."""
    if edge.is_derived:
        return
    where = f"Edge {edge.subject} -[{edge.type}]-> {edge.object}"
    subject, predicate = entity_of(edge.subject), registry.predicate(edge.type)
    term = _end(edge)
    for graph in _home(edge.properties):
        yield Quad(subject, predicate, term, graph)
        if edge.eid:
            yield Quad(entity_of(edge.eid), REIFIES, Triple(subject, predicate, term), graph)
    if edge.eid:
        yield from _held_quads(where, entity_of(edge.eid), edge.properties, registry)
    elif edge.properties.keys() - {GRAPHS, TERM}:
        raise DamagedGraph(where, f"it has properties {sorted(edge.properties)} but no {EID!r} to hold them")


def _held_quads(where: str, subject: Entity, properties: Properties, registry: Registry) -> Iterator[Quad]:
    home = _home(properties)
    ledger = read_ledger(where, properties)
    for name, value in properties.items():
        if name in _NO_KEY:
            continue
        try:
            key = registry.key(name)
            for term, graphs in read_values(key, value, ledger.get(name), home):
                for graph in graphs:
                    yield Quad(subject, key.predicate, term, graph)
        except (NameProblem, ValueError) as error:
            raise DamagedGraph(where, f"property {name!r} cannot be read ({error})") from error


def _home(properties: Properties) -> list[GraphName]:
    texts = properties.get(GRAPHS)
    return [graph_of(text) for text in cast("list[str]", texts)] if texts else [UNRECORDED]


def _end(edge: Edge) -> Entity | Triple:
    text = edge.properties.get(TERM)
    return entity_of(edge.object) if text is None else read_term(str(text))

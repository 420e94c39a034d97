"""What a graph holds as facts, and what in it is no fact that could be read: the traces of edits by hand.

What Hakim writes is always read whole. Where somebody added a property that stands for nothing, changed a label
or doubled an edge, all that can be read still is, and each trace is named in a line of its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pyoxigraph import Quad

from graph.decode import decode
from graph.entries import TERM_LABEL
from graph.model import (
    DERIVED,
    EID,
    GRAPHS,
    IRI,
    LEDGER,
    TERM,
    TYPES,
    DamagedGraph,
    Edge,
    EdgeKey,
    Node,
    same_properties,
)
from graph.reader import GraphReader
from graph.registry import Registry
from graph.ties import TIE, Tie, tie_properties
from ontology.errors import HakimError
from ontology.nquads import canonical_line

_FRAME = (IRI, EID, GRAPHS, TERM, LEDGER, DERIVED)
"""Properties that others need to be read."""


@dataclass(slots=True)
class GraphContent:
    """The canonical lines of the facts, and a comment line for each trace of an edit that is no fact."""

    facts: set[str] = field(default_factory=set)
    traces: set[str] = field(default_factory=set)


def read_content(
    reader: GraphReader, registry: Registry, ties: Mapping[tuple[str, str], Tie]
) -> GraphContent:
    """All that a graph holds, read in pages; `ties` are those that it must show."""
    content = GraphContent()
    expected = {(tie.sender, TIE, tie.recipient, ""): tie_properties(tie) for tie in ties.values()}
    shown: set[EdgeKey] = set()
    for nodes, edges in reader.pages():
        quads, damage = _read(nodes, edges, registry)
        content.facts.update(map(canonical_line, quads))
        content.traces.update(damage, _label_traces(nodes, registry), _doubled(edges))
        for edge in edges:
            if edge.type == TIE and edge.is_derived:
                shown.add(edge.key)
                if not same_properties(expected.get(edge.key, {}), edge.properties):
                    content.traces.add(_trace(f"{_name(edge)} differs from what the missions say"))
    content.traces.update(_trace(f"{_name(key)} is missing") for key in expected.keys() - shown)
    return content


def _read(nodes: list[Node], edges: list[Edge], registry: Registry) -> tuple[set[Quad], set[str]]:
    try:
        return set(decode(nodes, edges, registry)), set()
    except DamagedGraph:
        quads: set[Quad] = set()
        traces: set[str] = set()
        for piece in [*_pieces(nodes), *_pieces(edges)]:
            try:
                quads.update(decode(*piece, registry))
            except DamagedGraph as error:
                traces.add(_trace(error.message))
        return quads, traces


def _pieces(items: Iterable[Node] | Iterable[Edge]) -> Iterator[tuple[list[Node], list[Edge]]]:
    """Each node or edge with no property of its own, and with each of them alone: what is damaged is in one."""
    for item in items:
        frame = {name: item.properties[name] for name in _FRAME if name in item.properties}
        for properties in (frame, *({**frame, name: value} for name, value in item.properties.items())):
            piece = replace(item, properties=properties)
            yield ([piece], []) if isinstance(piece, Node) else ([], [piece])


def _label_traces(nodes: Iterable[Node], registry: Registry) -> Iterator[str]:
    for node in nodes:
        try:
            expected = _labels(node, registry)
        except HakimError:
            continue  # the unknown type is a trace already
        if set(node.labels) != expected:
            yield _trace(
                f"Node {node.iri} has the labels {sorted(node.labels)}, its types say {sorted(expected)}"
            )


def _labels(node: Node, registry: Registry) -> set[str]:
    if node.is_term:
        return {TERM_LABEL}
    types = node.properties.get(TYPES, [])
    names = types if isinstance(types, list) else [types]
    return set(registry.labels(registry.label_iri(str(name)) for name in names))


def _doubled(edges: Iterable[Edge]) -> Iterator[str]:
    seen: set[EdgeKey] = set()
    for edge in edges:
        if edge.key in seen:
            yield _trace(f"{_name(edge)} is there more than once")
        seen.add(edge.key)


def _name(edge: Edge | EdgeKey) -> str:
    subject, edge_type, target, eid = edge.key if isinstance(edge, Edge) else edge
    return f"Edge {subject} -[{edge_type}{f' {eid}' if eid else ''}]-> {target}"


def _trace(text: str) -> str:
    return f"# {text.rstrip('.')}.\n"

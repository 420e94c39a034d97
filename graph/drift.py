"""What a graph holds as facts, and what in it is no fact that could be read: the traces of edits by hand.

What Hakim writes is always read whole. Where somebody added a property that stands for nothing, changed a label
or doubled an edge, all that can be read still is, and each trace is named in a line of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from graph.decode import decode
from graph.entries import RIVAL_LABEL, TERM_LABEL
from graph.fact_lines import FactLines
from graph.model import (
    DERIVED,
    EID,
    GRAPHS,
    IRI,
    LEDGER,
    RIVAL_NODE,
    TERM,
    TERM_NODE,
    TYPES,
    DamagedGraph,
    Edge,
    EdgeKey,
    Node,
    read_edge,
    same_properties,
)
from graph.reader import GraphReader, Leaving, Page, Row, page_of
from graph.registry import Registry
from graph.ties import TIE, Tie, tie_properties
from ontology.errors import HakimError
from ontology.nquads import canonical_line

TRACE: Final = b"#"
"""What the line of a trace begins with, and that of a fact never."""
_LABELS_OF_VIEWS: Final = {TERM_NODE: TERM_LABEL, RIVAL_NODE: RIVAL_LABEL}
_FRAME = (IRI, EID, GRAPHS, TERM, LEDGER, DERIVED)
"""Properties that others need to be read."""


def read_content(
    reader: GraphReader, registry: Registry, ties: Mapping[tuple[str, str], Tie]
) -> Iterator[list[str]]:
    """All that a graph holds, some at a time: the canonical lines of its facts, at least once each, in no order.

    Among them is a comment line for each trace of an edit that is no fact. `ties` are those that it must show.
    """
    lines = FactLines(registry)
    expected = {(tie.sender, TIE, tie.recipient, ""): tie_properties(tie) for tie in ties.values()}
    shown: set[EdgeKey] = set()
    for answered in chain(reader.rows(), reader.rows_without_keys()):
        rows, (nodes, edges), traces = _read(answered)
        yield traces
        yield _facts(rows, lines, registry)
        yield [*_label_traces(nodes, registry), *_doubled(edges)]
        for edge in edges:
            if edge.type == TIE and edge.is_derived:
                shown.add(edge.key)
                if not same_properties(expected.get(edge.key, {}), edge.properties):
                    yield [_trace(f"{_name(edge)} differs from what the missions say")]
    yield [_trace(f"{_name(key)} is missing") for key in expected.keys() - shown]


def _read(rows: Sequence[Row]) -> tuple[Sequence[Row], Page, list[str]]:
    """The rows that can be values, the values, and traces of the others."""
    try:
        return rows, page_of(rows), []
    except DamagedGraph:
        kept, traces = _with_keys(rows)
        return kept, page_of(kept), traces


def _with_keys(rows: Iterable[Row]) -> tuple[list[Row], list[str]]:
    """Rows without the nodes that have no key and the edges that lead to one, and a trace of each of these."""
    kept: list[Row] = []
    traces: list[str] = []
    for labels, properties, leaving in rows:
        edges: list[Leaving] = []
        try:
            node = page_of([(labels, properties, [])])[0][0]
        except DamagedGraph as error:
            traces.append(_trace(error.message))
            continue
        for edge in leaving:
            try:
                read_edge(node.iri, *edge)
                edges.append(edge)
            except DamagedGraph as error:
                traces.append(_trace(error.message))
        kept.append((labels, properties, edges))
    return kept, traces


def _facts(rows: Iterable[Row], lines: FactLines, registry: Registry) -> list[str]:
    """The lines of rows; of what cannot be read whole, those that can be read and a trace of each that cannot."""
    try:
        return lines.of_rows(rows)
    except DamagedGraph:
        nodes, edges = page_of(rows)
        found: list[str] = []
        for piece in [*_pieces(nodes), *_pieces(edges)]:
            try:
                found += map(canonical_line, [*decode(*piece, registry)])
            except DamagedGraph as error:
                found.append(_trace(error.message))
        return found


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
    for key, label in _LABELS_OF_VIEWS.items():
        if node.iri.startswith(key):
            return {label}
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
    # A name made by hand may hold a line feed, or half a character; a trace is one line, and can be written.
    line = f"# {text.rstrip('.')}.".replace("\n", "\\n")
    return line.encode(errors="backslashreplace").decode() + "\n"

"""A property graph as sorted lines of text, so that two graphs are compared whole and a difference can be read.

The lines keep what a set of facts does not show: doubled nodes and edges, labels, views and native types.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from graph.encode import encode
from graph.grades import Grades
from graph.model import Edge, Fragment, Node
from graph.reader import GraphReader
from graph.registry import Registry
from graph.ties import TIE, Tie, tie_properties
from ontology.nquads import read_canonical
from records.journal import Journal
from tests.graph.ties_oracle import ties_of

_NODES = "MATCH (n) WHERE NOT n:_Term AND NOT n:_Sync RETURN labels(n) AS labels, properties(n) AS properties"
_EDGES = """
MATCH (a)-[r]->(b) RETURN a.iri AS subject, type(r) AS type, b.iri AS object, properties(r) AS properties
"""


def lines_of_graph(reader: GraphReader) -> list[str]:
    """What a database holds, without the registry and the marker."""
    nodes = [_node_line(row["labels"], row["properties"]) for row in reader.run(_NODES, {})]
    edges = [
        _edge_line(row["subject"], row["type"], row["object"], row["properties"])
        for row in reader.run(_EDGES, {})
    ]
    return sorted(nodes + edges)


def lines_of_journal(journal: Journal, registry: Registry) -> list[str]:
    """What a database must hold that shows a journal, from the pure functions alone."""
    missions = journal.texts_of_kinds_at(("mission",), journal.last_run)
    ties = ties_of(quad for text in missions for quad in read_canonical(text))
    return lines_of_fragment(fragment_of(journal.texts(), registry), ties.values())


def fragment_of(texts: Iterable[str], registry: Registry) -> Fragment:
    """The property graph of the records of some texts, rivals by their grades."""
    told = list(texts)
    quads = (quad for text in told for quad in read_canonical(text))
    return encode(quads, registry, Grades(told).rank)


def lines_of_fragment(fragment: Fragment, ties: Iterable[Tie] = ()) -> list[str]:
    """What a database must hold that shows a fragment and ties."""
    nodes = [_line_of_node(node) for node in fragment.nodes.values()]
    edges = [_line_of_edge(edge) for edge in fragment.edges.values()]
    views = [_edge_line(tie.sender, TIE, tie.recipient, tie_properties(tie)) for tie in ties]
    return sorted(nodes + edges + views)


def _line_of_node(node: Node) -> str:
    return _node_line([*node.labels, "Resource"], node.properties)


def _line_of_edge(edge: Edge) -> str:
    return _edge_line(edge.subject, edge.type, edge.object, edge.properties)


def _node_line(labels: Iterable[str], properties: Mapping[str, Any]) -> str:
    return f"({':'.join(sorted(labels))} {_text(properties)})"


def _edge_line(subject: str, edge_type: str, target: str, properties: Mapping[str, Any]) -> str:
    return f"<{subject}> -[{edge_type} {_text(properties)}]-> <{target}>"


def _text(properties: Mapping[str, Any]) -> str:
    # Dates are Python's before and the driver's after; both have an ISO form.
    return json.dumps(properties, sort_keys=True, ensure_ascii=False, default=lambda value: [str(value)])

"""The values of the property graph: nodes, edges and a fragment of both.

`properties` are exactly what the database holds: a node or an edge that the driver returns is the same value.
Native values are `str`, `bool`, 64-bit `int`, finite `float`, `datetime.date` (the driver returns its own
`Date`, which is equal and is read the same) and, for instants, `neo4j.time.DateTime` in the zone
named UTC (nanoseconds).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from neo4j.time import Date, DateTime

from ontology.errors import HakimError

Scalar = str | bool | int | float | date | Date | DateTime
Value = Scalar | list[Scalar]
Properties = Mapping[str, Value]
EdgeKey = tuple[str, str, str, str]
"""What makes an edge one: subject, type, object, and the reifier of a promoted edge ("" for a plain one)."""

IRI: Final = "iri"
TYPES: Final = "types"
GRAPHS: Final = "graphs"
EID: Final = "eid"
DERIVED: Final = "derived"
TERM: Final = "term"
LEDGER: Final = "_q"
RESERVED: Final = frozenset({IRI, TYPES, GRAPHS, EID, DERIVED, TERM, LEDGER})
"""Properties that the codec itself needs; no term is ever named so."""

TERM_NODE: Final = "_tt:"
"""The node key of a triple term is this and the hash of its text; no other node's key begins so."""
RIVAL_NODE: Final = "_rv:"
"""The same for a rival value of a property (see `graph.rivals`)."""
VIEW_NODES: Final = (TERM_NODE, RIVAL_NODE)
"""How the keys of nodes begin that hold no facts of their own, and are there for people who query."""


class DamagedGraph(HakimError):
    """What the database holds is not what the codec wrote, and no edit that it can read."""

    def __init__(self, message: str) -> None:
        super().__init__(message, hint="Undo the edit, or run `hakim rebuild`.")


@dataclass(frozen=True, slots=True)
class Node:
    """A resource. `labels` are a view (most specific first); () for a node that only others mention."""

    iri: str
    labels: tuple[str, ...]
    properties: Properties

    @property
    def is_bare(self) -> bool:
        """No fact is held by this node itself."""
        return len(self.properties) == 1

    @property
    def is_view(self) -> bool:
        """The node stands for a triple term or a rival value."""
        return self.iri.startswith(VIEW_NODES)


@dataclass(frozen=True, slots=True)
class Edge:
    """A fact whose object is a node. With an `eid`, the fact and what its reifier says of it."""

    subject: str
    type: str
    object: str
    eid: str
    properties: Properties

    @property
    def key(self) -> EdgeKey:
        """The identity of the edge."""
        return (self.subject, self.type, self.object, self.eid)

    @property
    def is_derived(self) -> bool:
        """The edge is a view, no fact."""
        return bool(self.properties.get(DERIVED))


@dataclass(frozen=True, slots=True)
class Fragment:
    """Some nodes and edges of the graph; every end of an edge is among the nodes."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[EdgeKey, Edge] = field(default_factory=dict)

    def add_node(self, node: Node) -> None:
        """Take a node in; facts are never replaced by a bare node."""
        known = self.nodes.get(node.iri)
        if known is None or known.is_bare:
            self.nodes[node.iri] = node

    def add_edge(self, edge: Edge) -> None:
        """Take an edge in, and its ends when they are not there yet."""
        self.edges[edge.key] = edge
        for end in (edge.subject, edge.object):
            if end not in self.nodes:
                self.nodes[end] = bare_node(end)


def bare_node(iri: str) -> Node:
    """A node that only others mention.

    >>> bare_node("urn:x")
    Node(iri='urn:x', labels=(), properties={'iri': 'urn:x'})
    """
    return Node(iri, (), {IRI: iri})


def read_node(labels: tuple[str, ...], properties: Properties) -> Node:
    """The node that a database row holds; DamagedGraph for one without a key.

    >>> read_node(("Country",), {"iri": "urn:x"}).iri
    'urn:x'
    """
    iri = properties.get(IRI)
    if iri is None:
        raise DamagedGraph(
            f"A node with the labels {sorted(labels)} has no {IRI!r}, only {dict(properties)}."
        )
    return Node(str(iri), labels, properties)


def read_edge(subject: str, edge_type: str, target: str | None, properties: Properties) -> Edge:
    """The edge that a database row holds; `subject` and `target` are the keys of its ends.

    DamagedGraph for one that leads to a node without a key.
    """
    if target is None:
        raise DamagedGraph(f"Edge {subject} -[{edge_type}]-> leads to a node without {IRI!r}.")
    return Edge(subject, edge_type, str(target), str(properties.get(EID, "")), properties)


def same_value(one: Value, other: Value) -> bool:
    """The two values are the same in the database: 1, 1.0 and true are three, the driver's dates are dates.

    >>> same_value([1], [True]), same_value(date(2003, 12, 26), Date(2003, 12, 26))
    (False, True)
    """
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_value, one, other))
    return one == other and _family(one) is _family(other)


def same_properties(one: Properties, other: Properties) -> bool:
    """The two hold the same under the same names, in whatever order."""
    return one.keys() == other.keys() and all(same_value(value, other[name]) for name, value in one.items())


def _family(value: Value) -> type:
    return date if isinstance(value, Date) else type(value)

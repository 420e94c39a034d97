"""Facts that fit a pattern, straight from the graph: a few queries with parameters, in batches.

given                 what is read
subject               its node, and the edges that leave it, by the index of `iri`
object, an entity     the edges that lead to it, by the same index; where it may be a class or a concept, the nodes
                      whose keys hold it
neither               the nodes in windows along the index, and of them only those that may hold a fitting fact

Every batch may hold more than was asked for: the server sorts out what can be told there, and whoever asks
compares the terms. All facts of one subject and predicate that fit are in one batch.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from neo4j.time import DateTime
from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph.address import Server
from graph.decode import UNRECORDED, decode
from graph.keys import Key
from graph.labels import quoted
from graph.model import Edge, Node, Scalar, read_edge, read_node
from graph.reader import GraphReader
from graph.registry import RDF_TYPE, Registry
from graph.term_text import Entity, GraphName, Object, text_of

WINDOW: Final = 10_000
"""Nodes that one query looks through."""
PAGE: Final = 2_000
"""Nodes that are looked up at a time."""

_EDGE: Final = " RETURN s.iri AS subject, type(r) AS type, o.iri AS object, properties(r) AS properties"
# The embedded engine walks along the index unasked and would sort everything where one asks; any order is right.
_WINDOW_END: Final[Mapping[str, str]] = {
    "embedded": "MATCH (s:Resource) WHERE s.iri > $after RETURN s.iri AS last SKIP $window LIMIT 1",
    "neo4j": "MATCH (s:Resource) WHERE s.iri > $after RETURN s.iri AS last ORDER BY s.iri SKIP $window LIMIT 1",
}

Parameters = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pattern:
    """What facts must have; None for anything."""

    subject: Entity | None = None
    predicate: NamedNode | None = None
    object: Object | None = None
    graph: GraphName | None = None

    def fits(self, quad: Quad) -> bool:
        """The quad has all that is given."""
        return (
            (self.subject is None or quad.subject == self.subject)
            and (self.predicate is None or quad.predicate == self.predicate)
            and (self.object is None or quad.object == self.object)
            and (self.graph is None or quad.graph_name == self.graph)
        )


@dataclass(frozen=True, slots=True)
class _Condition:
    """A WHERE, and the parameters that it names."""

    text: str
    values: Parameters

    def joined(self, other: "_Condition") -> "_Condition":
        """Both hold."""
        if not other.text:
            return self
        return _Condition(f"{self.text} AND ({other.text})", {**self.values, **other.values})


class LiveFacts:
    """Answers patterns from one graph; `registry` knows what the graph's own does."""

    def __init__(self, reader: GraphReader, server: Server, registry: Registry, window: int = WINDOW) -> None:
        self._reader = reader
        self._server = server
        self._registry = registry
        self._window = window
        self._promoted: dict[str, list[str]] | None = None
        self.left_out = 0
        """Facts about triple terms that the last look at all relationships met."""

    def matching(self, pattern: Pattern) -> Iterator[list[Quad]]:
        """The facts that fit, in batches; facts about triple terms among them."""
        shown = self._shown(pattern)
        seen: set[Quad] = set()
        for one in shown:
            for nodes, edges in self._candidates(one):
                found = list(filter(pattern.fits, decode(nodes, edges, self._registry)))
                if len(shown) > 1:
                    found = [quad for quad in found if quad not in seen]
                    seen.update(found)
                if found:
                    yield found

    def _shown(self, pattern: Pattern) -> list[Pattern]:
        """The pattern under each name that a merged view may show its parts by; itself alone in any other."""
        subjects, targets, graphs = map(self._names, (pattern.subject, pattern.object, pattern.graph))
        return [
            replace(pattern, subject=subject, object=target, graph=graph)
            for subject in subjects
            for target in targets
            for graph in graphs
        ]

    def _names(self, term: Any) -> list[Any]:
        return (
            [NamedNode(name) for name in self._registry.shown_as(term.value)]
            if isinstance(term, NamedNode)
            else [term]
        )

    def _candidates(self, pattern: Pattern) -> Iterator[tuple[list[Node], list[Edge]]]:
        if isinstance(pattern.object, Triple):
            return iter(())
        if pattern.subject is not None:
            return self._of_subject(pattern, pattern.subject)
        if isinstance(pattern.object, Literal) or pattern.object is None:
            return self._scan(_node_condition(pattern, self._registry), self._edge_condition(pattern))
        return self._of_entity(pattern, pattern.object)

    # --- a subject ---

    def _of_subject(self, pattern: Pattern, subject: Entity) -> Iterator[tuple[list[Node], list[Edge]]]:
        key = text_of(subject)
        nodes = self._nodes("MATCH (s:Resource {iri: $s})", {"s": key})
        edges: list[Edge] = []
        if not isinstance(pattern.object, Literal):
            target = "" if pattern.object is None else " {iri: $o}"
            edges = self._edges(
                f"MATCH (s:Resource {{iri: $s}})-[r{self._type(pattern)}]->(o:Resource{target})",
                {"s": key, **({} if pattern.object is None else {"o": text_of_entity(pattern.object)})},
            )
        # What a promoted reifier says stands on its edge, and nothing then on a node of its own.
        if self._promoted is not None or not (edges or any(not node.is_bare for node in nodes)):
            edges += self._edges_of_reifier(key)
        yield nodes, edges

    def _edges_of_reifier(self, key: str) -> list[Edge]:
        return [
            edge
            for subject in self._reifiers().get(key, ())
            for edge in self._edges(
                "MATCH (s:Resource {iri: $s})-[r]->(o:Resource) WHERE r.eid = $eid",
                {"s": subject, "eid": key},
            )
        ]

    def _reifiers(self) -> dict[str, list[str]]:
        """Promoted reifiers, and the subjects of their edges: looked up once, there is no index of them."""
        if self._promoted is None:
            self.count_left_out()
        return self._promoted or {}

    def count_left_out(self) -> int:
        """How many facts are about triple terms, after a look at all relationships."""
        promoted: dict[str, list[str]] = {}
        self.left_out = 0
        for window in self._windows():
            rows = self._reader.run(
                "MATCH (s:Resource)-[r]->(:Resource)"
                f" WHERE {window.text} AND (r.eid IS NOT NULL OR r.term IS NOT NULL)"
                " RETURN s.iri AS subject, r.eid AS eid, r.graphs AS graphs",
                window.values,
            )
            self.left_out += sum(len(row["graphs"] or [UNRECORDED]) for row in rows)
            for row in rows:
                if row["eid"]:
                    promoted.setdefault(row["eid"], []).append(row["subject"])
        self._promoted = promoted
        return self.left_out

    # --- an object ---

    def _of_entity(self, pattern: Pattern, target: Entity) -> Iterator[tuple[list[Node], list[Edge]]]:
        yield from self._leading_to(text_of(target), self._type(pattern))
        if isinstance(target, NamedNode):
            keys = _iri_keys(pattern.predicate, self._registry)
            if keys:
                yield from self._scan(_holding(target, keys), None)
            subjects = sorted({subject for found in self._reifiers().values() for subject in found})
            for begin in range(0, len(subjects), PAGE):
                yield (
                    [],
                    self._edges(
                        "UNWIND $iris AS iri MATCH (s:Resource {iri: iri})-[r]->(o:Resource)"
                        " WHERE r.eid IS NOT NULL AND o.iri <> $o",
                        {"iris": subjects[begin : begin + PAGE], "o": text_of(target)},
                    ),
                )

    def _leading_to(self, key: str, of_type: str) -> Iterator[tuple[list[Node], list[Edge]]]:
        """The edges that lead to a node, those of some subjects at a time."""
        after = ""
        while rows := self._reader.run(
            f"MATCH (o:Resource {{iri: $o}})<-[r{of_type}]-(s:Resource) WHERE s.iri > $after"
            " RETURN DISTINCT s.iri AS iri ORDER BY iri LIMIT $page",
            {"o": key, "after": after, "page": PAGE},
        ):
            iris = [row["iri"] for row in rows]
            yield (
                [],
                self._edges(
                    f"UNWIND $iris AS iri MATCH (s:Resource {{iri: iri}})-[r{of_type}]->(o:Resource {{iri: $o}})",
                    {"iris": iris, "o": key},
                ),
            )
            if len(iris) < PAGE:
                return
            after = iris[-1]

    # --- all ---

    def _scan(
        self, of_nodes: _Condition | None, of_edges: _Condition | None
    ) -> Iterator[tuple[list[Node], list[Edge]]]:
        """The nodes and edges that fulfil their conditions, window by window; None asks for none."""
        for window in self._windows():
            nodes: list[Node] = []
            edges: list[Edge] = []
            if of_nodes:
                both = window.joined(of_nodes)
                nodes = self._nodes(f"MATCH (s:Resource) WHERE {both.text}", both.values)
            if of_edges:
                both = window.joined(of_edges)
                edges = self._edges(f"MATCH (s:Resource)-[r]->(o:Resource) WHERE {both.text}", both.values)
            yield nodes, edges

    def _windows(self) -> Iterator[_Condition]:
        """Spans of IRIs, the first excluded, the last included; together they are everything."""
        after = ""
        query = _WINDOW_END[self._server.product]
        while rows := self._reader.run(query, {"after": after, "window": self._window}):
            last = rows[0]["last"]
            yield _Condition("s.iri > $after AND s.iri <= $last", {"after": after, "last": last})
            after = last
        yield _Condition("s.iri > $after", {"after": after})

    def _edge_condition(self, pattern: Pattern) -> _Condition:
        """Edges that state a fitting fact; those with a reifier say more than their type tells."""
        parts: list[str] = []
        values: Parameters = {}
        if isinstance(pattern.object, Literal):
            parts.append("r.eid IS NOT NULL")
        elif pattern.predicate is not None:
            parts.append("(type(r) = $type OR r.eid IS NOT NULL)")
            values["type"] = self._registry.edge(pattern.predicate.value)
        return _within(pattern.graph, "r", parts, values)

    def _type(self, pattern: Pattern) -> str:
        if pattern.predicate is None:
            return ""
        return f":{quoted(self._registry.edge(pattern.predicate.value))}"

    # --- reading ---

    def _nodes(self, matched: str, parameters: Parameters) -> list[Node]:
        rows = self._reader.run(f"{matched} RETURN properties(s) AS properties", parameters)
        return [read_node((), row["properties"]) for row in rows]

    def _edges(self, matched: str, parameters: Parameters) -> list[Edge]:
        rows = self._reader.run(matched + _EDGE, parameters)
        return [read_edge(row["subject"], row["type"], row["object"], row["properties"]) for row in rows]


def text_of_entity(term: Object) -> str:
    """The key of an object's node; no node has the empty one."""
    return "" if isinstance(term, Literal | Triple) else text_of(term)


def _node_condition(pattern: Pattern, registry: Registry) -> _Condition:
    """Nodes that may hold a fact with this predicate and literal, in this graph."""
    parts: list[str] = []
    values: Parameters = {}
    if pattern.predicate is not None and isinstance(pattern.object, Literal):
        key = registry.literal_key(pattern.predicate.value, pattern.object.language or "")
        held = _holding(pattern.object, [key])
        parts.append(f"({held.text})")
        values.update(held.values)
    elif pattern.predicate is not None:
        iri = pattern.predicate.value
        keys = [registry.literal_key(iri, ""), registry.node_key(iri)]
        # A language follows the name. A name that is the beginning of another is sorted out with the terms.
        parts.append("any(k IN keys(s) WHERE any(name IN $names WHERE k = name OR k STARTS WITH name + '_'))")
        values["names"] = [key.name for key in keys if key]
    return _within(pattern.graph, "s", parts, values)


def _within(graph: GraphName | None, name: str, parts: list[str], values: Parameters) -> _Condition:
    if graph is not None and graph != UNRECORDED:
        parts.append(f"$graph IN {name}.graphs")
        values["graph"] = text_of(graph)
    return _Condition(" AND ".join(parts), values)


def _iri_keys(predicate: NamedNode | None, registry: Registry) -> list[Key]:
    """The keys by which nodes hold IRIs of a predicate, or of any."""
    if predicate is not None:
        key = registry.node_key(predicate.value)
        return [key] if key else []
    concepts = sorted({entry.iri for entry in registry.entries() if entry.kind == "concept"} - {RDF_TYPE})
    return [registry.types, *(key for iri in concepts if (key := registry.concept_key(iri)))]


def _holding(term: Literal | NamedNode, keys: list[Key]) -> _Condition:
    """Nodes that show a term under one of the keys, or hold it in the ledger."""
    parts: list[str] = []
    values: Parameters = {}
    for number, key in enumerate(keys):
        shown = f"s.{quoted(key.name)}"
        native = key.view(term)
        if isinstance(native, DateTime):
            # An instant equals none of another zone, however the same it is.
            parts.append(f"{shown} IS NOT NULL")
            continue
        # A list and a single value alike, whatever somebody's hand has made of them.
        parts.append(f"any(x IN [] + {shown} WHERE x IN $v{number})")
        parts.append(f"any(q IN s._q WHERE q STARTS WITH $key{number} AND q CONTAINS $text)")
        values |= {f"v{number}": _shown_as(term, native), f"key{number}": f"[{json.dumps(key.name)},"}
    if values:
        values["text"] = json.dumps(term.value, ensure_ascii=False)
    return _Condition(" OR ".join(parts), values)


def _shown_as(term: Literal | NamedNode, native: Scalar) -> list[Scalar]:
    """What a key can show for a term: a concept by its notation, or by its whole IRI where somebody wrote that."""
    return sorted({str(native), term.value}) if isinstance(term, NamedNode) else [native]

"""Quads to property graph by their text: what `graph.encode` makes of one record, six times as fast.

Facts repeat: what a predicate with its object means is worked out once and remembered, by the very functions that
`graph.encode` uses. Whatever is not plain (rival values, an exact form that needs the ledger, a triple term) takes
the way over `graph.encode`, for its one subject or for the record.
"""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from graph.encode import encode
from graph.facts import no_rank, write_properties
from graph.keys import Key, KeyTermValue
from graph.model import GRAPHS, IRI, TYPES, Edge, Fragment, Node, Value, bare_node
from graph.registry import RDF_TYPE, Registry
from graph.term_text import Object, text_of
from ontology.nquads import read_canonical

REMEMBERED: Final = 50_000
"""Facts whose meaning is remembered."""

_PLAIN = re.compile(r'<([^>\\]*)> (?:<([^>\\]*)>|"([^"\\]*)"(?:\^\^<([^>\\]*)>|@([a-z]{2,3}))?)')
_TYPE: Final = f"<{RDF_TYPE}> "


@dataclass(frozen=True, slots=True)
class _Says:
    """What a predicate and an object mean: a value of a property, or an edge of a type to a node."""

    name: str
    value: Value
    is_edge: bool = False


class LineEncoder:
    """Encodes records one by one, each by all the facts that there are of its subjects."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._known: dict[str, _Says | None] = {}
        self._types: dict[tuple[str, ...], tuple[tuple[str, ...], Value] | None] = {}

    def encode(self, text: str, without: AbstractSet[str] = frozenset()) -> Fragment | None:
        """The property graph of canonical N-Quads without what they say of some subjects, by their keys.

        None when the quads are of several graphs or have triple terms: `graph.encode` takes these.
        """
        end = text.find("\n")
        tail = text[text.rfind(" ", 0, end - 2) : end + 1]
        if not tail.startswith(" <") or "\\" in tail or text.count(tail) != text.count("\n"):
            return None
        facts = text.split(tail)
        facts.pop()
        graph = tail[2:-4]
        fragment = Fragment()
        for token, lines in groupby(facts, _subject_token):
            subject = token[1:-1] if token[0] == "<" else token
            if subject in without:
                continue
            if "\\" in token or not self._take(
                fragment, subject, [line[len(token) + 1 :] for line in lines], graph
            ):
                if any(" <<(" in line for line in facts):
                    return None
                self._take_slowly(fragment, text, token)
        return fragment

    def _take(self, fragment: Fragment, subject: str, facts: list[str], graph: str) -> bool:
        """Takes a subject in; False, and nothing is taken, when that is not plain."""
        properties: dict[str, Value] = {IRI: subject}
        types = tuple([fact for fact in facts if fact.startswith(_TYPE)])
        labels, names = self._labels(types) or ((), None)
        if types:
            if names is None:
                return False
            properties[TYPES] = names
        graphs: Value = [graph]
        properties[GRAPHS] = graphs
        edges: list[_Says] = []
        for fact in facts:
            if fact in types:
                continue
            says = self._meaning(fact)
            if says is None or says.name in properties:
                return False
            if says.is_edge:
                edges.append(says)
            else:
                properties[says.name] = says.value
        fragment.add_node(Node(subject, labels, properties))
        for edge in edges:
            end = str(edge.value)
            fragment.edges[subject, edge.name, end, ""] = Edge(subject, edge.name, end, "", {GRAPHS: graphs})
            if end not in fragment.nodes:
                fragment.nodes[end] = bare_node(end)
        return True

    def _meaning(self, fact: str) -> _Says | None:
        try:
            return self._known[fact]
        except KeyError:
            if len(self._known) > REMEMBERED:
                self._known.clear()
            says = self._known[fact] = self._work_out(fact)
            return says

    def _work_out(self, fact: str) -> _Says | None:
        """The meaning of a fact; None when its value alone does not give back the term."""
        predicate, term = _read(fact)
        if isinstance(term, Triple):
            return None
        if isinstance(term, Literal):
            return self._value(self._registry.literal_key(predicate, term.language or ""), term)
        key = self._registry.node_key(predicate) if isinstance(term, NamedNode) else None
        if key and isinstance(term, NamedNode):
            return self._value(key, term)
        return _Says(self._registry.edge(predicate), text_of(term), is_edge=True)

    def _value(self, key: Key, term: KeyTermValue) -> _Says | None:
        value = key.view(term)
        if key.term(value) != term:
            return None
        return _Says(key.name, [value] if key.many else value)

    def _labels(self, types: tuple[str, ...]) -> tuple[tuple[str, ...], Value] | None:
        """The labels and the value of `types` for the facts that state them; None when one is no class's IRI."""
        if types not in self._types:
            self._types[types] = self._work_out_types(types)
        return self._types[types]

    def _work_out_types(self, types: tuple[str, ...]) -> tuple[tuple[str, ...], Value] | None:
        terms = [_read(fact)[1] for fact in types]
        classes = [term for term in terms if isinstance(term, NamedNode)]
        if len(classes) < len(terms):
            return None
        labels = self._registry.labels(term.value for term in classes)
        if not classes:
            return labels, []
        slots: dict[Key, dict[KeyTermValue, set[str]]] = {
            self._registry.types: {term: {""} for term in classes}
        }
        properties = write_properties(slots, {""}, no_rank)
        return (labels, properties[TYPES]) if properties.keys() == {TYPES, GRAPHS} else None

    def _take_slowly(self, fragment: Fragment, text: str, token: str) -> None:
        said = encode(_quads_of(text, token), self._registry)
        for node in said.nodes.values():
            fragment.add_node(node)
        fragment.edges.update(said.edges)


def _subject_token(fact: str) -> str:
    return fact[: fact.index(" ")]


def _read(fact: str) -> tuple[str, Object]:
    """Predicate and object of their canonical text."""
    if match := _PLAIN.fullmatch(fact):
        predicate, iri, lexical, datatype, language = match.groups()
        if iri is not None:
            return predicate, NamedNode(iri)
        if language:
            return predicate, Literal(lexical, language=language)
        return predicate, Literal(lexical, datatype=NamedNode(datatype)) if datatype else Literal(lexical)
    quad: Quad = next(iter(parse(f"<urn:x> {fact} .", format=RdfFormat.N_QUADS)))
    return quad.predicate.value, quad.object


def _quads_of(text: str, token: str) -> Iterator[Quad]:
    start = f"{token} "
    return iter(read_canonical("".join(f"{line}\n" for line in text.split("\n") if line.startswith(start))))

"""What the ontology declares in the property graph, and everything that is wrong with it.

The property graph is lossless only while names and terms map one to one, so each fault below ends the build.
Vertex and edge types share one namespace in the embedded engine, so labels and edges are checked together.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from rdflib import OWL, RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from ontology.namespaces import HD, PREFIXES

HD_TERMS: Final = Namespace(HD)

_LONGEST_NAME = 60
"""The most that the embedded engine takes as the name of a type."""

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_EDGE: Final = re.compile(r"[A-Z][A-Z_]*")

_RESERVED: Final = {
    "label": frozenset({"Resource", "TripleTerm"}),
    "key": frozenset({"iri", "graphs", "types", "eid", "derived"}),
    "edge": frozenset({"AIDED", "TT_OBJECT", "TT_SUBJECT"}),
}
"""Names that the mapping itself uses."""

_KINDS: Final = (
    ("label", HD_TERMS.graphLabel, _NAME),
    ("key", HD_TERMS.graphKey, _NAME),
    ("edge", HD_TERMS.graphEdge, _EDGE),
)


def is_true(value: Node | None) -> bool:
    """Whether a value is the boolean true."""
    return isinstance(value, Literal) and value.value is True


@dataclass(frozen=True, slots=True)
class Declaration:
    """One term's name in the property graph; `kind` is label, key or edge."""

    kind: str
    iri: str
    name: str


def read_declarations(graph: Graph) -> tuple[Declaration, ...]:
    """Every declaration of the ontology, sorted by kind, term and name."""
    found = {
        Declaration(kind, str(term), str(name))
        for kind, annotation, _ in _KINDS
        for term, name in graph.subject_objects(annotation)
        if isinstance(term, URIRef)
    }
    return tuple(sorted(found, key=lambda one: (one.kind, one.iri, one.name)))


def _malformed(_graph: Graph, declared: tuple[Declaration, ...]) -> Iterator[str]:
    forms = {kind: form for kind, _, form in _KINDS}
    for one in declared:
        if not forms[one.kind].fullmatch(one.name):
            yield f"the {one.kind} {one.name!r} of {one.iri} does not match {forms[one.kind].pattern}"
        if len(one.name) > _LONGEST_NAME:
            yield f"the {one.kind} {one.name!r} of {one.iri} is longer than {_LONGEST_NAME} characters"


def _reserved(_graph: Graph, declared: tuple[Declaration, ...]) -> Iterator[str]:
    for one in declared:
        if one.name in _RESERVED[one.kind]:
            yield f"the {one.kind} {one.name!r} of {one.iri} is reserved"
        if one.kind == "key" and one.name in PREFIXES:
            yield f"the key {one.name!r} of {one.iri} is a shipped prefix"


def _shared(_graph: Graph, declared: tuple[Declaration, ...]) -> Iterator[str]:
    holders: defaultdict[tuple[str, str], list[Declaration]] = defaultdict(list)
    for one in declared:
        holders["key" if one.kind == "key" else "type", one.name].append(one)
    for (_, name), sharing in holders.items():
        if len(sharing) > 1:
            yield f"the name {name!r} is shared by " + " and ".join(
                f"the {s.kind} of {s.iri}" for s in sharing
            )


def _renamed(_graph: Graph, declared: tuple[Declaration, ...]) -> Iterator[str]:
    names: defaultdict[str, list[str]] = defaultdict(list)
    for one in declared:
        names[one.iri].append(f"{one.kind} {one.name!r}")
    for iri, several in names.items():
        if len(several) > 1:
            yield f"{iri} is declared more than once: {', '.join(several)}"


def _needs_no_name(graph: Graph, term: URIRef, known: frozenset[str]) -> bool:
    """An edge is read in both directions, so the inverse of one needs none; nor do terms about the vocabulary."""
    inverse = any(str(other) in known for other in graph.objects(term, OWL.inverseOf))
    return inverse or any(is_true(flag) for flag in graph.objects(term, HD_TERMS.outsideGraph))


def _undeclared(graph: Graph, declared: tuple[Declaration, ...]) -> Iterator[str]:
    known = frozenset(one.iri for one in declared)
    for kind, of in (
        ("class", OWL.Class),
        ("property", OWL.ObjectProperty),
        ("property", OWL.DatatypeProperty),
    ):
        for term in graph.subjects(RDF.type, of):
            if not isinstance(term, URIRef) or str(term) in known or _needs_no_name(graph, term, known):
                continue
            yield f"the {kind} {term} has no name in the property graph"


def _value_spaces(graph: Graph, declared: tuple[Declaration, ...]) -> Iterator[str]:
    for one in declared:
        term = URIRef(one.iri)
        spaces = list(graph.objects(term, HD_TERMS.valueSpace))
        concept_valued = one.kind == "key" and (term, RDF.type, OWL.ObjectProperty) in graph
        if len(spaces) != int(concept_valued):
            yield f"{one.iri} has {len(spaces)} value spaces; a key that is an object property needs one"
        for space in spaces:
            if not str(space).endswith("/"):
                yield f"the value space {space} of {one.iri} does not end in '/'"


def _circles(graph: Graph, declared: tuple[Declaration, ...]) -> Iterator[str]:
    for one in declared:
        term = URIRef(one.iri)
        above = graph.objects(term, RDFS.subClassOf)
        if any(term in graph.transitive_objects(parent, RDFS.subClassOf) for parent in above):
            yield f"the class {one.iri} is its own superclass"


_Check = Callable[[Graph, tuple[Declaration, ...]], Iterator[str]]
_CHECKS: Final[tuple[_Check, ...]] = (
    _malformed,
    _reserved,
    _shared,
    _renamed,
    _undeclared,
    _value_spaces,
    _circles,
)


def find_faults(graph: Graph) -> tuple[str, ...]:
    """What keeps the ontology from being mapped one to one, sorted; empty when nothing does."""
    declared = read_declarations(graph)
    return tuple(sorted(fault for check in _CHECKS for fault in check(graph, declared)))


__all__ = ["HD_TERMS", "Declaration", "find_faults", "is_true", "read_declarations"]

"""The vocabulary as the property graph needs it: labels, keys and edges, read from ontology and shapes.

Everything here is derived: names from health_diplomacy.ttl, datatypes from the ranges, scalar or list from
shapes.ttl. A contradiction ends the build with every fault in one message.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.declarations import HD_TERMS, Declaration, find_faults, is_true, read_declarations
from ontology.files import SHAPES, VOCABULARY, OntologyError

_TEXT_RANGES: Final = frozenset({RDF.PlainLiteral, RDF.langString})
"""Ranges whose values may carry a language, which then goes into the key."""


@dataclass(frozen=True, slots=True)
class ClassTerm:
    """A class and its node label; `parents` are the direct superclasses that have a label too, sorted."""

    iri: str
    label: str
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A property that is a key.

    `datatype` is the declared one, or "" where a value's own native type says it. `many` tells a list from
    a scalar (texts: from a scalar in each language). `value_space` begins the IRIs of concepts, else "".
    """

    iri: str
    key: str
    datatype: str
    many: bool
    language: bool
    value_space: str


@dataclass(frozen=True, slots=True)
class EdgeTerm:
    """A property that is a relationship type."""

    iri: str
    edge: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The declared terms, each by its IRI, in the order of the IRIs."""

    classes: Mapping[str, ClassTerm]
    keys: Mapping[str, KeyTerm]
    edges: Mapping[str, EdgeTerm]

    def closure(self, class_iris: Iterable[str]) -> tuple[str, ...]:
        """The labels of the classes and of all their superclasses, most specific first; others are left out.

        >>> vocabulary().closure(["https://w3id.org/health-diplomacy/ont#Epidemic"])
        ('Epidemic', 'Crisis', 'Occasion')
        """
        found: set[str] = set()
        waiting = [iri for iri in class_iris if iri in self.classes]
        while waiting:
            iri = waiting.pop()
            if iri not in found:
                found.add(iri)
                waiting.extend(self.classes[iri].parents)
        ranked = sorted((-self._depth(iri), self.classes[iri].label) for iri in found)
        return tuple(label for _, label in ranked)

    def _depth(self, iri: str) -> int:
        """Steps to the furthest root, so that a class always lies deeper than its superclasses."""
        return 1 + max((self._depth(parent) for parent in self.classes[iri].parents), default=-1)


def _is_unique_in_language(graph: Graph, term: URIRef) -> bool:
    return any(is_true(graph.value(shape, SH.uniqueLang)) for shape in graph.subjects(SH.path, term))


def _caps(graph: Graph, shape: Node) -> bool:
    limit = graph.value(shape, SH.maxCount)
    capped = isinstance(limit, Literal) and int(limit) <= 1
    return capped or is_true(graph.value(shape, SH.uniqueLang))


def _scalar_paths(graph: Graph) -> frozenset[str]:
    """The properties that every node shape which lists them caps at one value, or at one a language."""
    capped: dict[tuple[str, Node], bool] = {}
    for shape, path in graph.subject_objects(SH.path):
        for owner in list(graph.subjects(SH.property, shape)) or [shape]:
            place = (str(path), owner)
            capped[place] = capped.get(place, False) or _caps(graph, shape)
    uncapped = {path for (path, _), one in capped.items() if not one}
    return frozenset(path for path, _ in capped if path not in uncapped)


def _class_term(graph: Graph, one: Declaration) -> ClassTerm:
    above = graph.objects(URIRef(one.iri), RDFS.subClassOf)
    labelled = (str(parent) for parent in above if (parent, HD_TERMS.graphLabel, None) in graph)
    return ClassTerm(one.iri, one.name, tuple(sorted(labelled)))


def _key_term(graph: Graph, one: Declaration, scalar: frozenset[str]) -> KeyTerm:
    term = URIRef(one.iri)
    value_space = str(graph.value(term, HD_TERMS.valueSpace) or "")
    datatype = graph.value(term, RDFS.range)
    language = datatype in _TEXT_RANGES or _is_unique_in_language(graph, term)
    native = language or bool(value_space) or datatype is None
    return KeyTerm(
        iri=one.iri,
        key=one.name,
        datatype="" if native else str(datatype),
        many=one.iri not in scalar,
        language=language,
        value_space=value_space,
    )


def build_vocabulary(graph: Graph) -> Vocabulary:
    """The vocabulary that an ontology graph (vocabulary and shapes together) declares.

    Raises OntologyError, with every fault found, when terms and names do not map one to one.
    """
    faults = find_faults(graph)
    if faults:
        raise OntologyError(
            "The ontology cannot be mapped to a property graph: " + "; ".join(faults) + ".",
            hint="Correct the .ttl files in the folder ontology.",
        )
    declared = read_declarations(graph)
    scalar = _scalar_paths(graph)
    return Vocabulary(
        MappingProxyType({one.iri: _class_term(graph, one) for one in declared if one.kind == "label"}),
        MappingProxyType({one.iri: _key_term(graph, one, scalar) for one in declared if one.kind == "key"}),
        MappingProxyType({one.iri: EdgeTerm(one.iri, one.name) for one in declared if one.kind == "edge"}),
    )


@cache
def load_ontology() -> Graph:
    """The vocabulary and the shapes as one rdflib graph, parsed once; read it, do not change it."""
    graph = Graph(bind_namespaces="none")
    for path in (VOCABULARY, SHAPES):
        graph.parse(path, format="turtle")
    return graph


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the shipped ontology, built once."""
    return build_vocabulary(load_ontology())


__all__ = [
    "ClassTerm",
    "EdgeTerm",
    "KeyTerm",
    "OntologyError",
    "Vocabulary",
    "build_vocabulary",
    "load_ontology",
    "vocabulary",
]

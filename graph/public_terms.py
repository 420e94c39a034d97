"""Facts in the terms of schema.org, for tools that know no others: beside our terms, or in place of them.

What stands in for what is said in ontology/alignments.ttl, with the reason; where a public term may stand is said in
ontology/schema_org.py. A fact that fits no public term is left out, and nothing is bent to fit: an event has no
recipient there, so that of a field hospital is not told, while that of a donation is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad
from rdflib import RDFS, URIRef

from ontology.alignments import aligned_terms
from ontology.files import SCHEMES, read_file
from ontology.namespaces import HD, PREFIXES
from ontology.schema_org import EDTF, KINDS, PROPERTIES, ROLES, SCHEMA_ORG, may_hold, may_stand_on
from ontology.vocabulary import load_ontology, vocabulary

VOCABULARIES = ("ours", "schema.org", "both")
_TYPE: Final = NamedNode(PREFIXES["rdf"] + "type")
_XSD: Final = PREFIXES["xsd"]
_DATES: Final[Mapping[str, str]] = MappingProxyType(
    {r"\d{4}-\d{2}-\d{2}": "date", r"\d{4}-\d{2}": "gYearMonth", r"\d{4}": "gYear"}
)
"""The EDTF texts that schema.org can say too, each with the datatype of no more than what is known."""
_FROM_OBJECT: Final = frozenset({HD + "grouping"})
"""The roles that their object has, in the words of schema.org."""
_TAKEN_FOR: Final[Mapping[str, str]] = MappingProxyType(
    {HD + "Party": "Organization", PREFIXES["skos"] + "Concept": "URL"}
)
"""What stands where schema.org expects a body, though it knows a state as a place alone; and a concept's address."""
_PARTS: Final = frozenset(NamedNode(SCHEMA_ORG + name) for name in ("QuantitativeValue", "MonetaryAmount"))

Classes = Mapping[str, frozenset[str]]
"""The classes of ours of each thing that is described, with those above them."""


def in_vocabulary(quads: Iterable[Quad], name: str) -> set[Quad]:
    """The facts in one of VOCABULARIES; each public fact stands in the graph of the fact that it comes from."""
    facts = set(quads)
    if name == "ours":
        return facts
    public = set(public_quads(facts))
    return public | facts if name == "both" else set(_without_loose_parts(public))


def public_quads(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The facts for which schema.org has a term, in its terms."""
    facts = list(quads)
    classes = _classes(facts)
    for quad in facts:
        yield from _types(quad) if quad.predicate == _TYPE else _values(quad, classes)


def _types(quad: Quad) -> Iterator[Quad]:
    if isinstance(quad.object, NamedNode):
        for name in _public_types(_upwards(quad.object.value)):
            yield Quad(quad.subject, _TYPE, NamedNode(SCHEMA_ORG + name), quad.graph_name)


def _values(quad: Quad, classes: Classes) -> Iterator[Quad]:
    predicate = quad.predicate.value
    if predicate in ROLES:
        yield from _role(quad)
        return
    subject = _classes_of(quad.subject, classes, predicate, RDFS.domain)
    term = _stand_in(predicate, subject)
    if term is None or not may_stand_on(term, _public_types(subject)):
        return
    value = _value(term, quad, classes)
    if value is not None:
        yield Quad(quad.subject, NamedNode(SCHEMA_ORG + term), value, quad.graph_name)


def _role(quad: Quad) -> Iterator[Quad]:
    if isinstance(quad.object, NamedNode):
        term = NamedNode(SCHEMA_ORG + ROLES[quad.predicate.value])
        turned = quad.predicate.value in _FROM_OBJECT
        subject, value = (quad.object, quad.subject) if turned else (quad.subject, quad.object)
        yield Quad(subject, term, value, quad.graph_name)


# --- What is known of a thing -----------------------------------------------------------------------------------------


def _classes(facts: Iterable[Quad]) -> Classes:
    found: dict[str, frozenset[str]] = {}
    for quad in facts:
        if quad.predicate == _TYPE and isinstance(quad.object, NamedNode):
            known = found.get(str(quad.subject), frozenset())
            found[str(quad.subject)] = known | _upwards(quad.object.value)
    return found


def _classes_of(thing: object, classes: Classes, predicate: str, side: URIRef) -> frozenset[str]:
    """The classes of a thing or, where it is not described, the one that the property speaks of."""
    return classes[str(thing)] if str(thing) in classes else _declared(predicate, side)


@cache
def _declared(predicate: str, side: URIRef) -> frozenset[str]:
    """The domain or range of a property, when it is one class; a union leaves open which."""
    found = [str(one) for one in load_ontology().objects(URIRef(predicate), side) if isinstance(one, URIRef)]
    return _upwards(found[0]) if len(found) == 1 else frozenset()


@cache
def _upwards(iri: str) -> frozenset[str]:
    """A class and those above it."""
    classes = vocabulary().classes
    parents = classes[iri].parents if iri in classes else ()
    return frozenset({iri}).union(*(_upwards(parent) for parent in parents))


# --- What stands in for what ------------------------------------------------------------------------------------------


@cache
def _stand_ins() -> Mapping[tuple[str, str], str]:
    """The public term for each term of ours, and for each property of ours with a class that it is limited to."""
    return MappingProxyType(
        {(one.ours, one.only_for): one.theirs.removeprefix(SCHEMA_ORG) for one in aligned_terms(SCHEMA_ORG)}
    )


@cache
def _public_types(classes: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted({term for one in classes if (term := _stand_ins().get((one, "")))}))


@cache
def _stand_in(iri: str, classes: frozenset[str]) -> str | None:
    limited = (_stand_ins().get((iri, cls)) for cls in sorted(classes))
    return next((term for term in limited if term), _stand_ins().get((iri, "")))


def _value(term: str, quad: Quad, classes: Classes) -> NamedNode | Literal | None:
    """The value as the property takes it; None for one that it cannot hold, or only by claiming too much."""
    value = quad.object
    if isinstance(value, Literal):
        public = _date(value) if value.datatype.value == EDTF else value
        kind = KINDS.get(public.datatype.value) if public else None
        return public if kind in PROPERTIES[term].range else None
    if not isinstance(value, NamedNode):
        return None
    if PROPERTIES[term].range == {"Text"}:
        name = _concept_names().get(value.value)
        return Literal(name) if name else None
    return value if _may_hold(term, _classes_of(value, classes, quad.predicate.value, RDFS.range)) else None


def _may_hold(term: str, classes: frozenset[str]) -> bool:
    taken = {kind for cls, kind in _TAKEN_FOR.items() if cls in classes}
    return bool(taken & PROPERTIES[term].range) or may_hold(term, _public_types(classes))


def _date(value: Literal) -> Literal | None:
    datatype = next((name for form, name in _DATES.items() if re.fullmatch(form, value.value)), None)
    return Literal(value.value, datatype=NamedNode(_XSD + datatype)) if datatype else None


@cache
def _concept_names() -> Mapping[str, str]:
    """The English names of the concepts, for properties that hold text alone."""
    return MappingProxyType(
        {
            str(quad.subject.value): quad.object.value
            for quad in read_file(SCHEMES)
            if quad.predicate.value == HD + "name"
            and isinstance(quad.subject, NamedNode)
            and isinstance(quad.object, Literal)
            and quad.object.language == "en"
        }
    )


def _without_loose_parts(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Without the amounts that nothing leads to: a number alone says nothing."""
    facts = list(quads)
    parts = {quad.subject for quad in facts if quad.predicate == _TYPE and quad.object in _PARTS}
    loose = parts - {quad.object for quad in facts}
    return (quad for quad in facts if quad.subject not in loose)

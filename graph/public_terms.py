"""Facts in the terms of schema.org, for tools that know no others: beside our terms, or in place of them.

What stands in for what is said in ontology/alignments.ttl, with the reason. Where no public term fits, the fact is left
out, and nothing is bent: roles that schema.org does not tell apart, sources, grades and lifecycle steps need our terms.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, Quad

from ontology.alignments import aligned_terms
from ontology.namespaces import PREFIXES
from ontology.vocabulary import vocabulary

VOCABULARIES = ("ours", "schema.org", "both")
SCHEMA_ORG = PREFIXES["schema"]
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_XSD = PREFIXES["xsd"]
_DATES: Mapping[str, str] = MappingProxyType(
    {r"\d{4}-\d{2}-\d{2}": "date", r"\d{4}-\d{2}": "gYearMonth", r"\d{4}": "gYear"}
)
"""The EDTF texts that schema.org can say too, each with the datatype of no more than what is known."""


def in_vocabulary(quads: Iterable[Quad], name: str) -> set[Quad]:
    """The facts in one of VOCABULARIES; each public fact stands in the graph of the fact that it comes from."""
    facts = set(quads)
    if name == "ours":
        return facts
    public = set(public_quads(facts))
    return public | facts if name == "both" else public


def public_quads(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The facts for which schema.org has a term, in its terms."""
    facts = list(quads)
    classes = _classes(facts)
    for quad in facts:
        if quad.predicate == _TYPE:
            if term := _class_term(quad.object):
                yield Quad(quad.subject, _TYPE, NamedNode(term), quad.graph_name)
        elif term := _property_term(quad.predicate.value, classes[str(quad.subject)]):
            value = _value(quad.object)
            if value is not None:
                yield Quad(quad.subject, NamedNode(term), value, quad.graph_name)


def _classes(facts: Iterable[Quad]) -> defaultdict[str, frozenset[str]]:
    """The classes of each subject, with all classes above them."""
    found: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for quad in facts:
        if quad.predicate == _TYPE and isinstance(quad.object, NamedNode):
            found[str(quad.subject)] |= frozenset(_upwards(quad.object.value))
    return found


@cache
def _upwards(iri: str) -> tuple[str, ...]:
    """A class and those above it, the nearest first."""
    classes = vocabulary().classes
    found = [iri]
    for one in found:
        parents = classes[one].parents if one in classes else ()
        found.extend(parent for parent in parents if parent not in found)
    return tuple(found)


@cache
def _stand_ins() -> Mapping[tuple[str, str], str]:
    """The public term for each term of ours, and for each property of ours with a class that it is limited to."""
    return MappingProxyType({(one.ours, one.only_for): one.theirs for one in aligned_terms(SCHEMA_ORG)})


def _class_term(cls: object) -> str | None:
    if not isinstance(cls, NamedNode):
        return None
    return next((term for one in _upwards(cls.value) if (term := _stand_ins().get((one, "")))), None)


def _property_term(iri: str, classes: Iterable[str]) -> str | None:
    limited = (_stand_ins().get((iri, cls)) for cls in sorted(classes))
    return next((term for term in limited if term), _stand_ins().get((iri, "")))


def _value(value: object) -> NamedNode | Literal | None:
    """The value as schema.org takes it; None for a date that it cannot say without claiming too much."""
    if isinstance(value, Literal) and value.datatype.value == PREFIXES["edtf"] + "EDTF":
        datatype = next((name for form, name in _DATES.items() if re.fullmatch(form, value.value)), None)
        return Literal(value.value, datatype=NamedNode(_XSD + datatype)) if datatype else None
    return value if isinstance(value, (NamedNode, Literal)) else None

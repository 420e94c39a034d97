"""The reference of the ontology: every term with its texts, its use in the property graph, and examples that are true.

Everything is read from the .ttl files; what a page shows of a term is made here, once for the pages of the viewer and
once for docs/reference.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ontology.alignments import Alignment, alignments
from ontology.files import SCHEMES
from ontology.namespaces import HD, PREFIXES, SCHEME
from ontology.terms import notations
from ontology.vocabulary import KeyTerm, load_ontology, vocabulary

LANGUAGES: Final = ("en", "ar")
TURTLE_HEAD: Final = "@base <https://w3id.org/health-diplomacy/id/> .\n" + "".join(
    f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items()
)
"""What stands before every Turtle example."""

READING_EXAMPLE: Final = """\
MATCH (giver:Country)<-[:SENT_BY]-(m:Mission)-[:RECEIVED_BY]->(taker:Country {iso3: 'ITA'})
WHERE m.status IN ['delivered', 'operating', 'completed', 'handed-over']
RETURN giver.name_en AS giver, m.name_en AS mission, m.start AS earliest, m.startLatest AS latest
ORDER BY earliest, giver"""
"""A first query, with the direction of the relationships, what delivered means, and both ends of a date."""

Texts = Mapping[str, tuple[str, ...]]
"""Texts by language; what has none stands under ""."""

_SAMPLES: Final = MappingProxyType(
    {
        "Mission": "mission/hdm/HDM-0104",
        "Country": "country/MAR",
        "Party": "country/MAR",
        "Organisation": "organisation/example",
        "Grouping": "organisation/oic",
        "Crisis": "crisis/hdm/CRI-001",
        "Occasion": "crisis/hdm/CRI-001",
        "Claim": "claim/hdm/CLM-0001",
        "Event": "event/hdm/DPE-001",
        "Record": "record/missions/HDM-0104",
    }
)
"""An instance of a class for the examples; any other class has one called `example`."""
_VALUES: Final = MappingProxyType(
    {
        "date": '"2020-06-14"^^xsd:date',
        "dateTime": '"2020-08-04T18:08:00+03:00"^^xsd:dateTime',
        "decimal": "8000000.0",
        "integer": "2020",
        "boolean": "true",
        "anyURI": '"https://example.org/"^^xsd:anyURI',
        "EDTF": '"2020-06"^^edtf:EDTF',
        "PlainLiteral": '"an example"@en',
        "langString": '"an example"@en',
    }
)
"""A literal of each datatype for the examples; any other is a plain text."""


@dataclass(frozen=True, slots=True)
class GraphUse:
    """How a term stands in the property graph: `kind` is label, key, edge or none."""

    kind: str
    name: str
    many: bool = False
    language: bool = False
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class TermReference:
    """All that is said of one class or property. Other terms are named by their short names, such as hd:Mission."""

    iri: str
    name: str
    kind: str
    label: Texts
    definition: Texts
    notes: Texts
    examples: Texts
    sources: tuple[str, ...]
    parents: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    inverse: str
    required_in: tuple[str, ...]
    use: GraphUse
    alignments: tuple[Alignment, ...]
    turtle: str
    cypher: str


@dataclass(frozen=True, slots=True)
class ConceptReference:
    """One concept of a scheme; `matches` are (property, outside concept or code)."""

    iri: str
    notation: str
    name: Mapping[str, str]
    definition: Mapping[str, str]
    broader: str
    matches: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SchemeReference:
    """A concept scheme with its concepts in their own order."""

    iri: str
    notation: str
    name: Mapping[str, str]
    concepts: tuple[ConceptReference, ...]


@dataclass(frozen=True, slots=True)
class ShapeReference:
    """A demand of the shapes: on what, how grave, and its message by language."""

    name: str
    path: str
    severity: str
    message: Mapping[str, str]
    owners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """The whole reference, each part sorted by name."""

    version: str
    title: Mapping[str, str]
    classes: tuple[TermReference, ...]
    properties: tuple[TermReference, ...]
    schemes: tuple[SchemeReference, ...]
    shapes: tuple[ShapeReference, ...]
    alignments: tuple[Alignment, ...]


@cache
def reference() -> Reference:
    """The reference of the shipped ontology, built once."""
    graph = load_ontology()
    ontology = URIRef(HD.removesuffix("#"))
    terms = [_term(graph, iri) for iri in _own_terms(graph)]
    return Reference(
        version=str(graph.value(ontology, OWL.versionInfo)),
        title=_one_each(graph, ontology, DCTERMS.title),
        classes=tuple(term for term in terms if term.kind == "class"),
        properties=tuple(term for term in terms if term.kind == "property"),
        schemes=_schemes(),
        shapes=_shapes(graph),
        alignments=alignments(),
    )


def short(iri: str) -> str:
    """An IRI with its prefix, where one of ours fits.

    >>> short("https://w3id.org/health-diplomacy/ont#Mission")
    'hd:Mission'
    """
    fitting = [(len(space), prefix) for prefix, space in PREFIXES.items() if iri.startswith(space)]
    return f"{max(fitting)[1]}:{iri[max(fitting)[0] :]}" if fitting else iri


def _own_terms(graph: Graph) -> list[URIRef]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    found = {term for kind in kinds for term in graph.subjects(RDF.type, kind)}
    # Annotations that only serve the mapping itself are no part of what facts are made of.
    found |= {
        term for term in graph.subjects(RDF.type, OWL.AnnotationProperty) if _use(str(term)).kind != "none"
    }
    own = [term for term in found if isinstance(term, URIRef) and str(term).startswith(HD)]
    return sorted(own, key=lambda term: str(term).casefold())


def _term(graph: Graph, iri: URIRef) -> TermReference:
    is_class = (iri, RDF.type, OWL.Class) in graph
    name = str(iri).removeprefix(HD)
    domain, value_range = _classes(graph, iri, RDFS.domain), _classes(graph, iri, RDFS.range)
    use = _use(str(iri))
    parent = RDFS.subClassOf if is_class else RDFS.subPropertyOf
    return TermReference(
        iri=str(iri),
        name=name,
        kind="class" if is_class else "property",
        label=_texts(graph, iri, RDFS.label),
        definition=_texts(graph, iri, SKOS.definition),
        notes=_texts(graph, iri, SKOS.scopeNote),
        examples=_texts(graph, iri, SKOS.example),
        sources=tuple(sorted(str(one) for one in graph.objects(iri, DCTERMS.source))),
        parents=tuple(
            sorted(short(str(one)) for one in graph.objects(iri, parent) if isinstance(one, URIRef))
        ),
        domain=domain,
        range=value_range,
        inverse=_inverse(graph, iri),
        required_in=_required_in(graph, iri),
        use=use,
        alignments=tuple(one for one in alignments() if one.ours == str(iri)),
        turtle=_class_turtle(name) if is_class else _property_turtle(name, domain, value_range, use),
        cypher=_cypher(domain, value_range, use),
    )


def _texts(graph: Graph, term: Node, predicate: URIRef) -> Texts:
    found: dict[str, list[str]] = {}
    for value in graph.objects(term, predicate):
        if isinstance(value, Literal):
            found.setdefault(value.language or "", []).append(str(value))
    return MappingProxyType({language: tuple(sorted(texts)) for language, texts in sorted(found.items())})


def _one_each(graph: Graph, term: Node, predicate: URIRef) -> Mapping[str, str]:
    return MappingProxyType(
        {language: texts[0] for language, texts in _texts(graph, term, predicate).items()}
    )


def _classes(graph: Graph, term: URIRef, predicate: URIRef) -> tuple[str, ...]:
    """The classes or datatypes of a domain or range; a union gives its members."""
    found: list[str] = []
    for value in graph.objects(term, predicate):
        members = graph.value(value, OWL.unionOf)
        parts: Iterable[Node] = Collection(graph, members) if members else [value]
        found.extend(short(str(part)) for part in parts)
    return tuple(sorted(found))


def _inverse(graph: Graph, term: URIRef) -> str:
    found = graph.value(term, OWL.inverseOf) or graph.value(predicate=OWL.inverseOf, object=term)
    return short(str(found)) if isinstance(found, URIRef) else ""


def _required_in(graph: Graph, term: URIRef) -> tuple[str, ...]:
    """The classes whose shape demands at least one value as a violation."""
    found = set()
    for shape in graph.subjects(SH.path, term):
        least = graph.value(shape, SH.minCount)
        severity = graph.value(shape, SH.severity) or SH.Violation
        if isinstance(least, Literal) and int(least) > 0 and severity == SH.Violation:
            for owner in graph.subjects(SH.property, shape):
                found |= {short(str(target)) for target in graph.objects(owner, SH.targetClass)}
    return tuple(sorted(found))


def _use(iri: str) -> GraphUse:
    words = vocabulary()
    if iri in words.classes:
        return GraphUse("label", words.classes[iri].label)
    if iri in words.edges:
        return GraphUse("edge", words.edges[iri].edge)
    if iri in words.keys:
        return _key_use(words.keys[iri])
    return GraphUse("none", "")


def _key_use(key: KeyTerm) -> GraphUse:
    scheme = key.value_space.removeprefix(SCHEME).rstrip("/")
    return GraphUse("key", key.key, key.many, key.language, scheme)


# --- Examples ------------------------------------------------------------------------------------------------------


def _label(classes: tuple[str, ...]) -> str:
    """The node label for the first class of a domain or range that has one, else the label that all nodes have."""
    labels = {short(iri): term.label for iri, term in vocabulary().classes.items()}
    return next((labels[name] for name in classes if name in labels), "Resource")


def _cypher(domain: tuple[str, ...], value_range: tuple[str, ...], use: GraphUse) -> str:
    match use.kind:
        case "label":
            return f"MATCH (x:{use.name}) RETURN x LIMIT 5"
        case "edge":
            return (
                f"MATCH (x:{_label(domain)})-[:{use.name}]->(y:{_label(value_range)})\n"
                f"RETURN {_called('x')} AS subject, {_called('y')} AS object LIMIT 5"
            )
        case "key":
            return _key_cypher(_label(domain), use)
        case _:
            return ""


def _called(node: str) -> str:
    """What a thing is called in a result: its name, else its identifier, else its IRI."""
    return f"coalesce({node}.name_en, {node}.name, {node}.identifier, {node}.iri)"


def _key_cypher(label: str, use: GraphUse) -> str:
    key = f"{use.name}_en" if use.language else use.name
    if use.many:
        return (
            f"MATCH (x:{label}) WHERE x.{key} IS NOT NULL UNWIND x.{key} AS value\n"
            "RETURN value, count(*) AS things ORDER BY things DESC, value LIMIT 5"
        )
    if use.scheme:
        return f"MATCH (x:{label})\nRETURN x.{key} AS value, count(*) AS things ORDER BY things DESC, value LIMIT 5"
    return f"MATCH (x:{label}) WHERE x.{key} IS NOT NULL\nRETURN {_called('x')} AS thing, x.{key} AS value LIMIT 5"


def _sample(classes: tuple[str, ...]) -> str:
    name = next((one.removeprefix("hd:") for one in classes if one.startswith("hd:")), "Thing")
    return f"<{_SAMPLES.get(name, name[0].lower() + name[1:] + '/example')}>"


def _class_turtle(name: str) -> str:
    return f"{_sample((f'hd:{name}',))} a hd:{name} ."


def _property_turtle(name: str, domain: tuple[str, ...], value_range: tuple[str, ...], use: GraphUse) -> str:
    return f"{_sample(domain)} hd:{name} {_value(value_range, use)} ."


def _value(value_range: tuple[str, ...], use: GraphUse) -> str:
    if use.scheme:
        scheme = next(one for one in _schemes() if one.notation == use.scheme)
        return f"<{scheme.concepts[0].iri}>"
    kind = value_range[0] if value_range else "xsd:string"
    if kind.startswith(("xsd:", "rdf:", "edtf:")):
        return _VALUES.get(kind.split(":")[1], '"an example"')
    return _sample(value_range)


# --- Schemes and shapes --------------------------------------------------------------------------------------------


@cache
def _scheme_graph() -> Graph:
    return Graph(bind_namespaces="none").parse(SCHEMES, format="turtle")


@cache
def _schemes() -> tuple[SchemeReference, ...]:
    graph = _scheme_graph()
    found = sorted(one for one in graph.subjects(RDF.type, SKOS.ConceptScheme) if isinstance(one, URIRef))
    return tuple(_scheme(graph, scheme) for scheme in found)


def _scheme(graph: Graph, scheme: URIRef) -> SchemeReference:
    members = [one for one in graph.subjects(SKOS.inScheme, scheme) if isinstance(one, URIRef)]
    order = notations(str(scheme).removeprefix(SCHEME))
    concepts = sorted((_concept(graph, one) for one in members), key=lambda one: order.index(one.notation))
    return SchemeReference(
        str(scheme),
        str(scheme).removeprefix(SCHEME),
        _one_each(graph, scheme, URIRef(HD + "name")),
        tuple(concepts),
    )


_MATCHES: Final = (
    *(SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch),
    *(URIRef(HD + name) for name in ("exactCodeMatch", "closeCodeMatch", "broadCodeMatch")),
)


def _concept(graph: Graph, concept: URIRef) -> ConceptReference:
    broader = graph.value(concept, SKOS.broader)
    matches = {
        (short(str(predicate)), str(value))
        for predicate in _MATCHES
        for value in graph.objects(concept, predicate)
    }
    return ConceptReference(
        str(concept),
        str(graph.value(concept, SKOS.notation)),
        _one_each(graph, concept, URIRef(HD + "name")),
        _one_each(graph, concept, SKOS.definition),
        str(broader).rsplit("/", 1)[1] if broader else "",
        tuple(sorted(matches)),
    )


def _shapes(graph: Graph) -> tuple[ShapeReference, ...]:
    found = []
    for shape in graph.subjects(SH.message, unique=True):
        if isinstance(shape, URIRef):
            path = graph.value(shape, SH.path)
            severity = str(graph.value(shape, SH.severity) or SH.Violation)
            owners = {short(str(one)).split("#")[-1] for one in graph.subjects(SH.property, shape)}
            found.append(
                ShapeReference(
                    str(shape).split("#")[-1],
                    short(str(path)) if isinstance(path, URIRef) else "",
                    severity.removeprefix(PREFIXES["sh"]),
                    _one_each(graph, shape, SH.message),
                    tuple(sorted(owner.rsplit("#")[-1] for owner in owners)),
                )
            )
    return tuple(sorted(found, key=lambda one: one.name))

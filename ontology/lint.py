"""What is wrong with an ontology that its parsers do not mind: a pure function from its triples to findings.

The triples are those of the vocabulary, the schemes, the shapes and the alignments together. What would keep the
vocabulary from being mapped to the property graph (ontology.declarations) is found here too, under "graph".
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from types import MappingProxyType
from typing import Final

from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ontology.declarations import HD_TERMS, find_faults, read_declarations
from ontology.files import ALIGNMENTS, SCHEMES, SHAPES, VOCABULARY
from ontology.namespaces import HD, PREFIXES, SCHEME

LANGUAGES: Final = ("ar", "en")
"""The languages that every term and concept is named in."""

_PROPERTIES: Final = (OWL.ObjectProperty, OWL.DatatypeProperty)
_TERMS: Final = (OWL.Class, *_PROPERTIES, OWL.AnnotationProperty)
_HIERARCHIES: Final = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.broader)
_AXIOMS: Final = (RDFS.subClassOf, RDFS.subPropertyOf)
_MATCHES: Final = frozenset(
    {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch, *_AXIOMS}
)
_STANDS_IN: Final = _MATCHES - {SKOS.narrowMatch, SKOS.relatedMatch}
_QUERIES: Final = (SH.select, SH.ask, SH.construct)
_TERM_IN_QUERY: Final = re.compile(r"\bhd:(\w+)")
_SENTENCE: Final = re.compile(r"[A-Z](?:[^.]|\.(?! ))*\.")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong: the rule that found it, the term that it is about, and what to read in it."""

    rule: str
    term: str
    message: str


_Found = Iterator[tuple[Node, str]]
_Rule = Callable[[Graph], _Found]


def lint(graph: Graph) -> tuple[Finding, ...]:
    """Everything that is wrong with an ontology, sorted by rule and term; empty when nothing is."""
    return tuple(
        sorted(
            {
                Finding(name, str(term), message)
                for name, rule in RULES.items()
                for term, message in rule(graph)
            }
        )
    )


@cache
def shipped_ontology() -> Graph:
    """All four files of the shipped ontology as one graph, parsed once; read it, do not change it."""
    graph = Graph(bind_namespaces="none")
    for path in (VOCABULARY, SCHEMES, SHAPES, ALIGNMENTS):
        graph.parse(path, format="turtle")
    return graph


def _ours(graph: Graph, kinds: Iterable[URIRef]) -> list[URIRef]:
    """The terms of our namespace that are declared to be of one of the kinds."""
    found = {term for kind in kinds for term in graph.subjects(RDF.type, kind)}
    return sorted(term for term in found if isinstance(term, URIRef) and term.startswith(HD))


def _local(term: Node) -> str:
    return str(term).removeprefix(HD)


# --- texts ---


def _texts(graph: Graph) -> _Found:
    for term in _ours(graph, _TERMS):
        yield from _in_each_language(graph, term, {"label": RDFS.label, "definition": SKOS.definition})
    for kind in (SKOS.Concept, SKOS.ConceptScheme):
        for concept in graph.subjects(RDF.type, kind):
            if str(concept).startswith(SCHEME):
                yield from _in_each_language(graph, concept, {"name": HD_TERMS.name})


def _in_each_language(graph: Graph, term: Node, wanted: Mapping[str, URIRef]) -> _Found:
    for what, annotation in wanted.items():
        texts = [text for text in graph.objects(term, annotation) if isinstance(text, Literal)]
        counts = Counter(text.language for text in texts if str(text).strip())
        for language in LANGUAGES:
            if counts[language] != 1:
                yield term, f"has {counts[language]} of {what} in {language}, not 1"


def _explanations(graph: Graph) -> _Found:
    for term in _ours(graph, (OWL.Class, *_PROPERTIES)):
        for what, annotation in (("example", SKOS.example), ("source of its concept", DCTERMS.source)):
            if (term, annotation, None) not in graph:
                yield term, f"has no {what}"


# --- names ---


def _undeclared_terms(graph: Graph) -> _Found:
    declared = {str(term) for term in graph.subjects(RDF.type, None)}
    for term, where in [*_mentions(graph, HD), *_mentions_in_queries(graph)]:
        if term not in declared:
            yield URIRef(term), f"is used ({where}) but not declared"


def _undeclared_concepts(graph: Graph) -> _Found:
    kinds = (SKOS.Concept, SKOS.ConceptScheme)
    declared = {str(term) for kind in kinds for term in graph.subjects(RDF.type, kind)}
    for term, where in _mentions(graph, SCHEME):
        # A value space is the IRI of its scheme and a slash: what begins the IRIs of the concepts.
        if term.removesuffix("/") not in declared:
            yield URIRef(term), f"is used ({where}) but is in no scheme"


def _mentions(graph: Graph, namespace: str) -> Iterator[tuple[str, str]]:
    """Each name of a namespace and one place of its use."""
    places: dict[str, str] = {}
    for subject, predicate, value in sorted(graph):
        place = f"{_short(predicate)} of {_short(subject)}"
        for term in (subject, predicate, value):
            if isinstance(term, URIRef) and term.startswith(namespace) and term != namespace:
                places.setdefault(str(term), place)
    yield from places.items()


def _mentions_in_queries(graph: Graph) -> Iterator[tuple[str, str]]:
    """Our terms in the SPARQL texts of the shapes, which no parser of the shapes looks into."""
    for link in _QUERIES:
        for text in graph.objects(None, link):
            for name in _TERM_IN_QUERY.findall(str(text)):
                yield HD + name, f"{_short(link)} of a shape"


def _short(term: Node) -> str:
    """A term with its prefix; a blank node as such, for its label says nothing and changes."""
    if not isinstance(term, URIRef):
        return "a blank node"
    for prefix, iri in PREFIXES.items():
        if term.startswith(iri):
            return f"{prefix}:{term.removeprefix(iri)}"
    return f"<{term}>"


# --- hierarchies ---


def _cycles(graph: Graph) -> _Found:
    for link in _HIERARCHIES:
        for term in set(graph.subjects(link, None)):
            above = graph.objects(term, link)
            if any(term in graph.transitive_objects(parent, link) for parent in above):
                yield term, f"is its own ancestor by {_short(link)}"


def _disjoint_pairs(graph: Graph) -> Iterator[tuple[Node, Node]]:
    yield from graph.subject_objects(OWL.disjointWith)
    for group in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        for members in graph.objects(group, OWL.members):
            yield from combinations(Collection(graph, members), 2)


def _disjoint_ancestors(graph: Graph) -> _Found:
    ancestors = {
        term: set(graph.transitive_objects(term, RDFS.subClassOf)) for term in _ours(graph, (OWL.Class,))
    }
    for left, right in _disjoint_pairs(graph):
        for term, above in ancestors.items():
            if left in above and right in above:
                yield term, f"lies below {_local(left)} and {_local(right)}, which are disjoint"


# --- properties ---


def _classes(graph: Graph, node: Node | None) -> frozenset[Node]:
    """The named classes of a class expression: itself, or the members of its union."""
    if isinstance(node, URIRef) or node is None:
        return frozenset({node} if node else ())
    members = graph.value(node, OWL.unionOf)
    return frozenset(Collection(graph, members)) if members else frozenset()


def _domains_and_ranges(graph: Graph) -> _Found:
    declared = set(graph.subjects(RDF.type, OWL.Class)) | {OWL.Thing}
    data = set(_ours(graph, (OWL.DatatypeProperty,)))
    for term in _ours(graph, _PROPERTIES):
        for what, link in (("domain", RDFS.domain), ("range", RDFS.range)):
            stated = list(graph.objects(term, link))
            if len(stated) != 1:
                yield term, f"has {len(stated)} of {what}, not 1"
            if what == "range" and term in data:
                continue
            for named in (named for one in stated for named in _classes(graph, one) or {one}):
                if named not in declared:
                    yield term, f"has the {what} {_short(named)}, which is no declared class"
    for term in data:
        for one in graph.objects(term, RDFS.range):
            if one in declared:
                yield term, f"is a datatype property with the class {_short(one)} as its range"


def _inverses(graph: Graph) -> _Found:
    objects = set(graph.subjects(RDF.type, OWL.ObjectProperty))
    named = {one.iri for one in read_declarations(graph)}
    partners: defaultdict[Node, set[Node]] = defaultdict(set)
    for term, other in graph.subject_objects(OWL.inverseOf):
        partners[term].add(other)
        partners[other].add(term)
        if term == other:
            yield term, "is its own inverse: say owl:SymmetricProperty"
        if other not in objects or term not in objects:
            yield term, f"is the inverse of {_short(other)}, and one of them is no object property"
        if str(term) in named:
            yield term, "is an inverse and has a name in the graph, where an edge is read in both directions"
        for here, there in ((RDFS.domain, RDFS.range), (RDFS.range, RDFS.domain)):
            if _classes(graph, graph.value(term, here)) != _classes(graph, graph.value(other, there)):
                yield (
                    term,
                    f"has another {_local_word(here)} than the {_local_word(there)} of {_short(other)}",
                )
    for term, others in partners.items():
        if len(others) > 1:
            yield term, f"has the inverses {' and '.join(sorted(map(_short, others)))}"


def _local_word(link: URIRef) -> str:
    return str(link).removeprefix(str(RDFS))


def _graph_names(graph: Graph) -> _Found:
    for fault in find_faults(graph):
        yield URIRef(HD.removesuffix("#")), fault


# --- alignments ---


def _alignments(graph: Graph) -> _Found:
    for one in graph.subjects(RDF.type, HD_TERMS.Alignment):
        if graph.value(one, HD_TERMS.match) not in _MATCHES:
            yield one, "has no match that is one of SKOS, rdfs:subClassOf or rdfs:subPropertyOf"
        if str(graph.value(one, HD_TERMS.theirs) or HD).startswith(HD):
            yield one, "names no outside term"
        reason = str(graph.value(one, HD_TERMS.justification) or "")
        if not _SENTENCE.fullmatch(reason):
            yield one, "is not justified in one sentence"


def _axioms_outside(graph: Graph) -> _Found:
    """What the vocabulary asserts of outside terms and what is justified must be the same."""
    asserted = {
        (term, link, above)
        for link in _AXIOMS
        for term, above in graph.subject_objects(link)
        if str(term).startswith(HD) and isinstance(above, URIRef) and not above.startswith(HD)
    }
    justified = {
        (graph.value(one, HD_TERMS.ours), graph.value(one, HD_TERMS.match), graph.value(one, HD_TERMS.theirs))
        for one in graph.subjects(RDF.type, HD_TERMS.Alignment)
    }
    for term, link, above in asserted - justified:
        yield term, f"is {_local_word(link)} {_short(above)} without an alignment that says why"
    for ours, match, theirs in justified - asserted:
        if match in _AXIOMS and ours and theirs:
            yield ours, f"is aligned with {_short(theirs)} by an axiom that the vocabulary does not assert"


def _one_public_name(graph: Graph) -> _Found:
    """A term has one stand-in at most in schema.org for each class of subjects, so that an export need not choose."""
    found = Counter(
        (graph.value(one, HD_TERMS.ours), graph.value(one, HD_TERMS.onlyFor))
        for one in graph.subjects(RDF.type, HD_TERMS.Alignment)
        if graph.value(one, HD_TERMS.match) in _STANDS_IN
        and str(graph.value(one, HD_TERMS.theirs)).startswith(PREFIXES["schema"])
    )
    for (term, _), count in found.items():
        if count > 1 and term is not None:
            yield term, f"has {count} stand-ins in schema.org for the same subjects"


RULES: Final[Mapping[str, _Rule]] = MappingProxyType(
    {
        "alignment": _alignments,
        "alignment-axiom": _axioms_outside,
        "alignment-choice": _one_public_name,
        "concept": _undeclared_concepts,
        "cycle": _cycles,
        "disjoint": _disjoint_ancestors,
        "domain-range": _domains_and_ranges,
        "explanation": _explanations,
        "graph": _graph_names,
        "inverse": _inverses,
        "term": _undeclared_terms,
        "text": _texts,
    }
)
"""The rules, each by the name that its findings carry."""

__all__ = ["LANGUAGES", "RULES", "Finding", "lint", "shipped_ontology"]

"""The concept schemes are complete, closed and the same in the shapes."""

import pytest
from rdflib import RDF, SH, SKOS, Graph, URIRef
from rdflib.collection import Collection

from ontology.files import SCHEMES
from ontology.namespaces import HD, SCHEME
from ontology.terms import concept, notations, schemes
from ontology.vocabulary import load_ontology, vocabulary

GRAPH = Graph().parse(SCHEMES, format="turtle")
CONCEPTS = set(GRAPH.subjects(RDF.type, SKOS.Concept))
SCHEME_NODES = set(GRAPH.subjects(RDF.type, SKOS.ConceptScheme))
NAME = URIRef(HD + "name")


def languages(annotation: URIRef) -> dict[object, list[str]]:
    return {
        node: sorted(getattr(text, "language", "") for text in GRAPH.objects(node, annotation))
        for node in CONCEPTS | SCHEME_NODES
    }


def test_every_concept_and_scheme_is_named_once_in_english_and_arabic() -> None:
    assert languages(NAME) == {node: ["ar", "en"] for node in CONCEPTS | SCHEME_NODES}


def test_a_definition_is_given_in_both_languages_or_in_none() -> None:
    assert {tuple(found) for found in languages(SKOS.definition).values()} == {(), ("ar", "en")}


def test_the_iri_of_a_concept_is_its_scheme_and_its_one_notation() -> None:
    stated = {
        node: (
            list(GRAPH.objects(node, SKOS.inScheme)),
            [str(one) for one in GRAPH.objects(node, SKOS.notation)],
        )
        for node in CONCEPTS
    }
    by_iri = {node: str(node).removeprefix(SCHEME).split("/") for node in CONCEPTS}
    assert stated == {
        node: ([URIRef(SCHEME + scheme)], [notation]) for node, (scheme, notation) in by_iri.items()
    }


def test_every_concept_is_in_a_declared_scheme_and_every_scheme_has_concepts() -> None:
    assert (
        set(GRAPH.objects(None, SKOS.inScheme))
        == SCHEME_NODES
        == {URIRef(SCHEME + name) for name in schemes()}
    )


def test_every_term_that_the_schemes_use_is_declared() -> None:
    used = {term for term in GRAPH.all_nodes() | set(GRAPH.predicates()) if str(term).startswith(HD)}
    assert used - set(load_ontology().subjects(RDF.type, None)) == set()


def allowed(path: URIRef) -> set[str]:
    shapes = load_ontology()
    lists = (shapes.value(shape, SH["in"]) for shape in shapes.subjects(SH.path, path))
    return {str(value) for head in lists if head for value in Collection(shapes, head)}


@pytest.mark.parametrize("iri", [key.iri for key in vocabulary().keys.values() if key.value_space])
def test_the_shapes_allow_exactly_the_concepts_of_the_scheme(iri: str) -> None:
    scheme = vocabulary().keys[iri].value_space.removeprefix(SCHEME).rstrip("/")
    assert allowed(URIRef(iri)) == {concept(scheme, notation).value for notation in notations(scheme)}

"""The concept schemes are complete, closed, worded in four languages and the same in the shapes."""

import re
from collections import Counter

import pytest
from rdflib import RDF, SH, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection

from ontology.files import SCHEMES
from ontology.namespaces import HD, SCHEME
from ontology.terms import concept, notations, schemes
from ontology.vocabulary import load_ontology, vocabulary

GRAPH = Graph().parse(SCHEMES, format="turtle")
CONCEPTS = set(GRAPH.subjects(RDF.type, SKOS.Concept))
SCHEME_NODES = set(GRAPH.subjects(RDF.type, SKOS.ConceptScheme))
NAME = URIRef(HD + "name")
LANGUAGES = ["ar", "en", "fr", "tr"]


def languages(annotation: URIRef) -> dict[object, list[str]]:
    return {
        node: sorted(
            text.language or "" for text in GRAPH.objects(node, annotation) if isinstance(text, Literal)
        )
        for node in CONCEPTS | SCHEME_NODES
    }


def scheme_of(node: object) -> str:
    return str(node).removeprefix(SCHEME).split("/")[0]


@pytest.mark.parametrize("annotation", [NAME, SKOS.definition])
def test_every_concept_and_scheme_has_one_text_in_each_language(annotation: URIRef) -> None:
    assert languages(annotation) == dict.fromkeys(CONCEPTS | SCHEME_NODES, LANGUAGES)


def test_a_name_stands_for_one_concept_of_its_scheme_in_its_language() -> None:
    names = Counter(
        (scheme_of(node), text.language, str(text).casefold())
        for node in CONCEPTS
        for text in GRAPH.objects(node, NAME)
        if isinstance(text, Literal)
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_texts_are_trimmed_and_a_definition_is_one_whole_sentence() -> None:
    texts = [
        (str(text), annotation == SKOS.definition)
        for annotation in (NAME, SKOS.definition)
        for text in GRAPH.objects(None, annotation)
    ]
    wrong = [
        text
        for text, whole in texts
        if text != " ".join(text.split()) or text.endswith(".") is not whole or text[:1].islower()
    ]
    assert wrong == []


def test_arabic_is_written_in_arabic_letters_and_the_others_are_not() -> None:
    arabic = re.compile("[\u0600-\u06ff]")
    texts = [text for link in (NAME, SKOS.definition) for text in GRAPH.objects(None, link)]
    wrong = [
        text
        for text in texts
        if isinstance(text, Literal) and bool(arabic.search(text)) is not (text.language == "ar")
    ]
    assert wrong == []


def test_a_broader_concept_is_of_the_same_scheme_and_no_circle() -> None:
    pairs = list(GRAPH.subject_objects(SKOS.broader))
    assert [pair for pair in pairs if scheme_of(pair[0]) != scheme_of(pair[1])] == []
    assert {above for _, above in pairs} - CONCEPTS == set()
    assert [one for one, above in pairs if one in set(GRAPH.transitive_objects(above, SKOS.broader))] == []


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

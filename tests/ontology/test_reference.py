"""The reference is made of what the ontology says, and its examples are true."""

import pytest
from pyoxigraph import RdfFormat, parse

from hakim.reference import FOLDER, all_pages
from ontology.diagram import described_lines, diagram
from ontology.reference import TURTLE_HEAD, TermReference, reference
from ontology.vocabulary import vocabulary

TERMS = (*reference().classes, *reference().properties)


def test_the_committed_pages_are_those_that_the_ontology_and_the_questions_make() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}

    assert written == dict(all_pages())


def test_every_term_in_the_graph_has_its_entry() -> None:
    words = vocabulary()
    named = {term.iri for term in TERMS if term.use.kind != "none"}
    ours = {
        iri
        for terms in (words.classes, words.keys, words.edges)
        for iri in terms
        if "health-diplomacy" in iri
    }

    assert named == ours


@pytest.mark.parametrize("term", TERMS, ids=lambda term: str(term.name))
def test_every_term_is_told_in_english_and_arabic(term: TermReference) -> None:
    assert all(term.label.get(language) and term.definition.get(language) for language in ("en", "ar"))


@pytest.mark.parametrize("term", TERMS, ids=lambda term: str(term.name))
def test_every_turtle_example_is_turtle_and_uses_its_term(term: TermReference) -> None:
    quads = list(parse((TURTLE_HEAD + term.turtle).encode(), format=RdfFormat.TURTLE))

    assert [term.iri in {quad.predicate.value, getattr(quad.object, "value", "")} for quad in quads] == [True]


def test_a_key_of_concepts_says_its_scheme() -> None:
    status = next(term for term in TERMS if term.name == "status")

    assert (status.use.kind, status.use.name, status.use.scheme, status.use.many) == (
        "key",
        "status",
        "status",
        False,
    )
    assert status.turtle == (
        "<mission/hdm/HDM-0104> hd:status <https://w3id.org/health-diplomacy/scheme/status/announced> ."
    )


def test_the_picture_shows_what_is_declared_and_says_it_in_words() -> None:
    picture = diagram("The model", "; ".join(described_lines()))

    assert "Mission SENT_BY Party" in picture
    assert picture.count("<rect ") == 18
    assert picture == diagram("The model", "; ".join(described_lines()))

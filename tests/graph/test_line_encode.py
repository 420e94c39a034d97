"""The encoder that works on text is the encoder of quads: same nodes, edges, values and names, for any record."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from graph.encode import encode
from graph.line_encode import LineEncoder
from graph.model import Fragment
from graph.registry import Registry
from graph.term_text import subject_of, text_of
from ontology.nquads import canonical_text, read_canonical
from ontology.terms import concept, hd
from ontology.vocabulary import vocabulary
from records.journal import Journal
from tests.graph.graph_text import lines_of_fragment
from tests.graph.records_made import TYPE, record, thing, turtle
from tests.graph.run_strategies import contents
from tests.strategies import XSD

RECORDS = {
    "languages": 'm:1 hd:name "one"@en , "bir"@tr , "one" , "واحد"@ar , "e"@en-GB , "l"@en--ltr .',
    "escapes": r'm:1 hd:note "a\"b" ; hd:name "c\\d\n\t"@en . <urn:x:caf\u00e9> hd:note "\u0085\u2028" .',
    "numbers": 'm:1 :int 1 , 01 ; :small "1"^^xsd:byte ; :many 1.50 , 2e0 ; :true true ; :odd "1"^^xsd:boolean .',
    "rivals": 'm:1 hd:start "2020-01-01"^^xsd:date , "2020"^^xsd:gYear ; hd:status <urn:x:odd> .',
    "days": 'm:1 hd:start "2020-02-30"^^xsd:date . m:2 hd:start "2020-02-28"^^xsd:date ; hd:note "" .',
    "several classes": "m:1 a hd:Mission , hd:VaccineDonation , :Foreign . :x a [] .",
    "blank nodes": "_:a hd:note 'n' ; :knows _:b . _:b :knows m:1 , _:a .",
    "loops": "m:1 hd:sentBy m:1 ; :knows m:1 .",
    "a fact in a text": 'm:1 hd:note "<urn:x:a> <urn:x:b> <<( <urn:x:c> ." ; a hd:Mission .',
    "a triple term": "m:1 :says <<( :a :b :c )>> ; a hd:Mission . m:2 a hd:Mission .",
}


def same(text: str, without: frozenset[str] = frozenset()) -> bool | None:
    """Whether both encoders agree; None when the one of texts passes the record on. Memory changes nothing."""
    registry, plain = Registry(vocabulary()), Registry(vocabulary())
    encoder = LineEncoder(registry)
    encoder.encode(text, without)
    found = encoder.encode(text, without)
    quads = (quad for quad in read_canonical(text) if text_of(subject_of(quad)) not in without)
    expected = encode(quads, plain)
    if found is None:
        return None
    return (shown(found), registry.entries()) == (shown(expected), plain.entries())


def shown(fragment: Fragment) -> tuple[Fragment, list[str]]:
    """A fragment, and its text, in which 1, 1.0 and true are three."""
    return fragment, lines_of_fragment(fragment)


@pytest.mark.parametrize("text", RECORDS.values(), ids=RECORDS.keys())
def test_it_says_what_the_encoder_of_quads_says(text: str) -> None:
    made = record("a", turtle(text))

    assert same(made.text) is (None if ":says" in text else True)


def test_quads_of_several_graphs_are_passed_on() -> None:
    triples = turtle("m:1 a hd:Mission .")
    quads = [Quad(t.subject, t.predicate, t.object, NamedNode(f"urn:{g}")) for t in triples for g in "ab"]

    assert same(canonical_text(quads)) is None


def test_every_shipped_record_goes_the_quick_way(shipped_journal: Journal) -> None:
    outcomes = {same(text) for text in shipped_journal.texts()}

    assert outcomes == {True}


literals = st.one_of(
    st.builds(Literal, st.text(st.characters(codec="utf-8"), max_size=6)),
    st.builds(
        lambda text, name: Literal(text, datatype=NamedNode(f"{XSD}{name}")),
        st.sampled_from(["1", "01", "-0", "1.0", "1e0", "true", "2020-01-01", "2020-02-30", "", " 1", "NaN"]),
        st.sampled_from(["integer", "decimal", "double", "boolean", "date", "dateTime", "string", "byte"]),
    ),
    st.builds(
        lambda text, tag: Literal(text, language=tag),
        st.text('aé\\"\n', max_size=3),
        st.sampled_from(["en", "ar", "en-gb"]),
    ),
)
subjects = st.sampled_from(
    [thing("mission/hdm/1"), thing("mission/hdm/11"), BlankNode("b"), NamedNode("urn:x:é")]
)
predicates = st.sampled_from([hd.note, hd.name, hd.start, hd.status, hd.sentBy, NamedNode("urn:x:p"), TYPE])
objects = st.one_of(
    literals, subjects, st.sampled_from([concept("status", "delivered"), hd.Mission, hd.VaccineDonation])
)
odd_triples = st.lists(st.builds(Triple, subjects, predicates, objects), max_size=8).map(tuple)


@settings(deadline=None)
@given(contents | odd_triples, st.booleans())
def test_any_record_is_encoded_alike(triples: tuple[Triple, ...], leave_out: bool) -> None:
    made = record("a", triples)
    without = frozenset(made.subjects[:1] if leave_out else ())

    assert same(made.text, without) in (True, None if "<<(" in made.text else True)

"""The encoder that works on text is the encoder of quads: same nodes, edges, values and names, for any record."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Quad, Triple

from graph.encode import encode
from graph.entries import TermEntry
from graph.line_encode import LineEncoder
from graph.model import Fragment, Value, same_value
from graph.predicate_text import REMEMBERED
from graph.registry import Registry
from graph.term_text import subject_of, text_of
from ontology.nquads import canonical_text, lines_of, read_canonical
from ontology.terms import concept, hd
from ontology.vocabulary import vocabulary
from records.journal import Journal
from tests.graph.mapping_vectors import Json, quads_of_vector, read_vectors
from tests.graph.records_made import TYPE, record, thing, turtle
from tests.graph.run_strategies import contents
from tests.strategies import DATATYPES, LEXICAL_FORMS, XSD, datasets

RECORDS = {
    "languages": 'm:1 hd:name "one"@en , "bir"@tr , "one" , "واحد"@ar , "e"@en-GB , "l"@en--ltr .',
    "a direction alone": 'm:1 hd:name "l"@en--ltr ; hd:note "r"@ar--rtl , "r"@ar .',
    "escapes": r'm:1 hd:note "a\"b" ; hd:name "c\\d\n\t"@en . <urn:x:caf\u00e9> hd:note "\u0085\u2028" .',
    "an escape that looks like an end": r'm:1 hd:note "a\"@en" , "a\"^^<urn:x:d>" , "\\" .',
    "numbers": 'm:1 :int 1 , 01 ; :small "1"^^xsd:byte ; :many 1.50 , 2e0 ; :true true ; :odd "1"^^xsd:boolean .',
    "one, one and true": 'm:1 :says 1 . m:2 :says 1e0 . m:3 :says true . m:4 :says 1 , 1e0 , true , "1" .',
    "zeros": 'm:1 :says 0e0 , "-0.0E0"^^xsd:double ; hd:amount 0.0 , 0 .',
    "too large": 'm:1 :says 9223372036854775808 , 9223372036854775807 ; :more "1e400"^^xsd:double .',
    "a text of texts": 'm:1 hd:note "one"^^xsd:string , "two" , "" , "A" , "a" , "a b" , "a!" .',
    "rivals": 'm:1 hd:start "2020-01-01"^^xsd:date , "2020"^^xsd:gYear ; hd:status <urn:x:odd> .',
    "rival texts": "m:1 hd:unit 'bed' , 'tent' ; hd:sentBy c:TUR .",
    "days": 'm:1 hd:start "2020-02-30"^^xsd:date . m:2 hd:start "2020-02-28"^^xsd:date ; hd:note "" .',
    "many days": 'm:1 :on "2020-02-28"^^xsd:date , "2019-02-28"^^xsd:date , "0001-01-01"^^xsd:date .',
    "instants": 'm:1 hd:onset "2020-01-01T00:00:00Z"^^xsd:dateTime ; :at "2020-01-01T00:00:00.10Z"^^xsd:dateTime .',
    "several classes": "m:1 a hd:Mission , hd:VaccineDonation , :Foreign . :x a [] . :y a 'Mission' .",
    "literals of edges, edges of keys": "m:1 hd:sentBy 'Turkey' ; hd:note c:TUR ; hd:status 'x' , [] ; a m:1 .",
    "blank nodes": "_:a hd:note 'n' ; :knows _:b . _:b :knows m:1 , _:a .",
    "loops": "m:1 hd:sentBy m:1 ; :knows m:1 .",
    "a subject like another": "m:1 hd:note '1' . m:11 hd:note '11' ; :knows m:1 . m:1- hd:note '1-' .",
    "a fact in a text": 'm:1 hd:note "<urn:x:a> <urn:x:b> <<( <urn:x:c> ." ; a hd:Mission .',
}


def same(text: str, without: frozenset[str] = frozenset()) -> bool | None:
    """Whether both encoders agree; None when the one of texts passes the record on. Memory changes nothing."""
    registry, plain = Registry(vocabulary()), Registry(vocabulary())
    encoder = LineEncoder(registry)
    encoder.encode(text, without)
    found = encoder.encode(text, without)
    if found is None:
        return None
    quads = (quad for quad in read_canonical(text) if text_of(subject_of(quad)) not in without)
    expected = encode(quads, plain)
    return (shown(found), registry.entries()) == (shown(expected), plain.entries())


class Exactly:
    """A value that is equal to the same value alone: 1, 1.0 and true are three."""

    def __init__(self, value: Value) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Exactly) and same_value(self.value, other.value)

    __hash__ = None  # type: ignore[assignment]  # never a key


def shown(fragment: Fragment) -> dict[Any, Any]:
    """Everything that a fragment has."""
    nodes = {key: (node.iri, node.labels, node.properties) for key, node in fragment.nodes.items()}
    edges = {key: (edge.key, (), edge.properties) for key, edge in fragment.edges.items()}
    return {
        key: (name, labels, {name: Exactly(value) for name, value in properties.items()})
        for key, (name, labels, properties) in [*nodes.items(), *edges.items()]
    }


def test_values_that_python_takes_for_equal_are_told_apart() -> None:
    assert [Exactly(one) == Exactly(1) for one in (1, 1.0, True)] == [True, False, False]


@pytest.mark.parametrize("text", RECORDS.values(), ids=RECORDS.keys())
def test_it_says_what_the_encoder_of_quads_says(text: str) -> None:
    assert same(record("a", turtle(text)).text)


@pytest.mark.parametrize("text", RECORDS.values(), ids=RECORDS.keys())
def test_lines_in_any_order_and_twice_say_the_same(text: str) -> None:
    lines = lines_of(record("a", turtle(text)).text)

    assert same("".join([*lines[::-1], *lines]))


@pytest.mark.parametrize("left_out", ["m:1", "m:2", ":x"])
def test_subjects_are_left_out(left_out: str) -> None:
    made = record(
        "a", turtle("m:1 hd:note 'n' ; :knows m:2 . m:2 hd:start 'odd' ; :knows m:1 , :x . :x a :X .")
    )
    [subject] = {text_of(subject_of(triple)) for triple in turtle(f"{left_out} a hd:Mission .")}

    assert same(made.text, frozenset([subject]))


PASSED_ON = {
    "a triple term": "<urn:s> <urn:p> <<( <urn:a> <urn:b> <urn:c> )>> <urn:g> .\n",
    "two graphs": "<urn:s> <urn:p> <urn:o> <urn:g> .\n<urn:s> <urn:p> <urn:o> <urn:h> .\n",
    "the default graph": "<urn:s> <urn:p> <urn:o> .\n",
    "a text in the default graph": '<urn:s> <urn:p> "o"^^<urn:d> .\n<urn:s> <urn:p> "a <urn:d> ." .\n',
    "a graph and the default graph": "<urn:s> <urn:p> <urn:o> <urn:g> .\n<urn:s> <urn:p> <urn:o> .\n",
    "a blank graph": "<urn:s> <urn:p> <urn:o> _:g .\n",
    "no last line feed": "<urn:s> <urn:p> <urn:o> <urn:g> .",
    "an escape in an IRI": "<urn:\\u0073> <urn:p> <urn:o> <urn:g> .\n",
    "blanks": "<urn:s> <urn:p> <urn:o>  <urn:g> .\n",
    "more blanks": "<urn:s>  <urn:p> <urn:o> <urn:g> .\n",
    "tabs": "<urn:s>\t<urn:p>\t<urn:o> <urn:g> .\n",
    "a remark": "# remark\n<urn:s> <urn:p> <urn:o> <urn:g> .\n",
    "a word too many": "<urn:s> <urn:p> <urn:o> <urn:x> <urn:g> .\n",
    "no language": '<urn:s> <urn:p> "x"@ <urn:g> .\n',
    "no text": '<urn:s> <urn:p> "x <urn:g> .\n',
    "nothing": "",
}


@pytest.mark.parametrize("text", PASSED_ON.values(), ids=PASSED_ON.keys())
def test_what_is_no_single_plain_record_is_passed_on(text: str) -> None:
    assert LineEncoder(Registry(vocabulary())).encode(text) is None


def test_tags_and_datatypes_may_be_written_otherwise() -> None:
    line = '<urn:s> <https://w3id.org/health-diplomacy/ont#name> "x"{} <urn:g> .\n'

    assert [same(line.format(end)) for end in ("@EN", "@en-Latn-GB", f"^^<{XSD}string>")] == [True] * 3


def test_more_values_than_are_remembered_are_read() -> None:
    values = [Literal(f"{number}.5", datatype=NamedNode(f"{XSD}decimal")) for number in range(REMEMBERED + 1)]
    quads = [Quad(NamedNode(f"urn:s:{one.value}"), hd.amount, one, NamedNode("urn:g")) for one in values]

    assert same(canonical_text(quads))


def test_shipped_records_are_encoded_alike_and_nearly_all_of_them_by_text(shipped_journal: Journal) -> None:
    registry, plain = Registry(vocabulary()), Registry(vocabulary())
    encoder = LineEncoder(registry)
    texts = list(shipped_journal.texts())

    different = [
        text for text in texts if not _alike(encoder.encode(text), encode(read_canonical(text), plain))
    ]

    assert (different, registry.entries()) == ([], plain.entries())
    assert encoder.subjects_by_quads < 0.05 * len(texts)


def _alike(found: Fragment | None, expected: Fragment) -> bool:
    return found is not None and shown(found) == shown(expected)


VECTORS = read_vectors("vectors")


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())
def test_the_facts_of_each_vector_make_a_record_that_is_encoded_alike(vector: Json) -> None:
    made = record("a", [quad.triple for quad in quads_of_vector(vector)])

    assert same(made.text) is (None if _has_terms(made.text) else True)


def _has_terms(text: str) -> bool:
    return any(isinstance(quad.object, Triple) for quad in read_canonical(text))


def test_names_are_entered_once_for_all_records() -> None:
    registry = Registry(vocabulary())
    encoder = LineEncoder(registry)
    before = registry.entries()

    for name in ("a", "b"):
        encoder.encode(record(name, turtle("m:1 :says 'one'@en ; :knows m:2 ; a :Foreign .")).text)

    assert {(entry.iri, entry.kind) for entry in _new(before, registry)} == {
        ("urn:x:says", "key"),
        ("urn:x:knows", "edge"),
        ("urn:x:Foreign", "label"),
    }


def _new(before: tuple[TermEntry, ...], registry: Registry) -> list[TermEntry]:
    return [entry for entry in registry.entries() if entry not in before]


literals = st.one_of(
    st.builds(Literal, st.text(st.characters(codec="utf-8"), max_size=6)),
    st.builds(
        lambda text, datatype: Literal(text, datatype=datatype),
        st.sampled_from([*LEXICAL_FORMS, " 1", "2020-01-01", "2020-02-30"]),
        st.sampled_from([*DATATYPES, NamedNode(f"{XSD}byte")]),
    ),
    st.builds(
        lambda text, tag, direction: Literal(text, language=tag, direction=direction),
        st.text('aé\\"\n@^<(', max_size=3),
        st.sampled_from(["en", "ar", "en-gb", "x-private"]),
        st.sampled_from([None, None, BaseDirection.LTR, BaseDirection.RTL]),
    ),
)
subjects = st.sampled_from(
    [thing("mission/hdm/1"), thing("mission/hdm/11"), BlankNode("b"), NamedNode("urn:x:é")]
)
predicates = st.sampled_from(
    [hd.note, hd.name, hd.start, hd.status, hd.amount, hd.sentBy, NamedNode("urn:x:p"), TYPE]
)
objects = st.one_of(
    literals, subjects, st.sampled_from([concept("status", "delivered"), hd.Mission, hd.VaccineDonation])
)
odd_triples = st.lists(st.builds(Triple, subjects, predicates, objects), max_size=8).map(tuple)


@given(contents | odd_triples, st.booleans())
def test_any_record_is_encoded_alike(triples: tuple[Triple, ...], leave_out: bool) -> None:
    made = record("a", triples)
    without = frozenset(made.subjects[:1] if leave_out else ())

    assert same(made.text, without) is (None if _has_terms(made.text) else True)


@given(datasets())
def test_any_dataset_is_encoded_alike_or_passed_on(quads: frozenset[Quad]) -> None:
    assert same(canonical_text(quads)) is not False

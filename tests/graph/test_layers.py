"""Renaming the IRIs of a record: one name for a cluster, and every quad comes back."""

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph.layers import Layer, layer_entry, layer_of, layered
from ontology.terms import hd
from tests.strategies import datasets

A, B, C = ("urn:x:a", "urn:x:b", "urn:x:c")
CANONICAL = {A: A, B: A, C: A}


def quads(text: str) -> list[Quad]:
    """Quads of a Turtle text, all in the graph urn:g."""
    parsed = parse(f"PREFIX : <urn:x:> {text}", format=RdfFormat.TURTLE)
    return [Quad(quad.subject, quad.predicate, quad.object, NamedNode("urn:g")) for quad in parsed]


def shown(text: str) -> tuple[list[str], dict[str, Layer]]:
    found = layered(quads(text), CANONICAL)
    return [str(quad).replace("urn:x:", "") for quad in found.quads], dict(found.layers)


def test_what_is_said_of_a_member_is_shown_of_its_cluster() -> None:
    assert shown(":b :says 1 . :x :knows :b .") == (
        [
            '<a> <says> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:g>',
            "<x> <knows> <a> <urn:g>",
        ],
        {"urn:g": Layer("urn:g", {A: B})},
    )


def test_a_record_of_the_first_member_is_shown_as_it_is() -> None:
    assert shown(":a :knows :x .") == (["<a> <knows> <x> <urn:g>"], {})


def test_where_a_record_names_another_member_they_exchange_their_names() -> None:
    assert shown(":b :sameAs :a .") == (
        ["<a> <sameAs> <b> <urn:g>"],
        {"urn:g": Layer("urn:g", {A: B, B: A})},
    )


def test_a_record_that_describes_two_members_is_cut_into_layers() -> None:
    assert shown(":a :says true . :b :says false .") == (
        [
            '<a> <says> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> <urn:g>',
            '<a> <says> "false"^^<http://www.w3.org/2001/XMLSchema#boolean> <urn:g~1>',
        ],
        {"urn:g~1": Layer("urn:g", {A: B})},
    )


def test_triple_terms_are_renamed_too() -> None:
    assert shown(":r :reifies <<( :b :says <<( :x :knows :b )>> )>> .") == (
        ["<r> <reifies> <<( <a> <says> <<( <x> <knows> <a> )>> )>> <urn:g>"],
        {"urn:g": Layer("urn:g", {A: B})},
    )


def test_a_judgement_speaks_of_the_names_themselves() -> None:
    assert shown(f":j {hd.judges} :a , :b .")[1] == {}


@given(
    datasets(),
    st.dictionaries(st.sampled_from(["urn:x:a", "urn:x:b", "urn:x:c"]), st.just("urn:x:a")),
)
def test_every_quad_comes_back(dataset: frozenset[Quad], joined: dict[str, str]) -> None:
    found = layered(sorted(dataset, key=str), joined | {"urn:x:a": "urn:x:a"})

    back = {
        found.layers[name].restored(quad) if (name := _name(quad)) in found.layers else quad
        for quad in found.quads
    }

    assert back == set(dataset)
    assert len(found.quads) == len(dataset)


def _name(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def test_a_layer_travels_as_an_entry() -> None:
    layer = Layer("urn:g", {A: B, B: A})

    assert layer_of(layer_entry("urn:g~1", layer)) == layer

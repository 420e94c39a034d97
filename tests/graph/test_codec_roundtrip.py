"""The codec is an inverse: whatever RDF 1.2 can say comes back, through what a driver would hand over."""

import re
from collections.abc import Callable
from datetime import date
from math import isfinite
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neo4j.time import Date, DateTime
from pyoxigraph import Quad

from graph.decode import decode
from graph.encode import closure_links, encode
from graph.entries import fragment_names
from graph.model import Edge, Fragment, Node, Scalar, Value, read_edge, read_node
from graph.registry import Registry
from graph.term_text import subject_of, text_of
from ontology.vocabulary import vocabulary
from tests.strategies import datasets

TYPE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")


def new_registry() -> Registry:
    return Registry(vocabulary())


def decoded(fragment: Fragment, registry: Registry) -> frozenset[Quad]:
    return frozenset(decode(fragment.nodes.values(), fragment.edges.values(), registry))


def as_driver_gives(value: Value) -> Value:
    if isinstance(value, list):
        return [_scalar(item) for item in value]
    return _scalar(value)


def _scalar(value: Scalar) -> Scalar:
    return Date(value.year, value.month, value.day) if isinstance(value, date) else value


def reread_node(node: Node) -> Node:
    return read_node(node.labels, {name: as_driver_gives(value) for name, value in node.properties.items()})


def reread_edge(edge: Edge) -> Edge:
    properties = {name: as_driver_gives(value) for name, value in edge.properties.items()}
    return read_edge(edge.subject, edge.type, edge.object, properties)


def closed(quads: frozenset[Quad], subjects: set[str]) -> set[str]:
    """The subjects with all that is tied to them."""
    graphs = {quad.graph_name for quad in quads if text_of(subject_of(quad)) in subjects}
    links = closure_links(quad for quad in quads if quad.graph_name in graphs)
    return subjects if links <= subjects else closed(quads, subjects | links)


def storable(value: Value) -> bool:
    """Both engines take it: a scalar of a native type, or a list of one such type that is not empty."""
    items = value if isinstance(value, list) else [value]
    return len({type(item) for item in items}) == 1 and all(storable_item(item) for item in items)


def storable_item(item: Scalar) -> bool:
    checks: dict[type, Callable[[Scalar], bool]] = {
        int: lambda number: isinstance(number, int) and -(2**63) <= number < 2**63,
        float: lambda number: isinstance(number, float) and isfinite(number),
    }
    return type(item) in {str, bool, date, DateTime} or checks[type(item)](item)


@given(datasets())
def test_decoding_gives_back_exactly_the_quads(quads: frozenset[Quad]) -> None:
    registry = new_registry()

    assert decoded(encode(quads, registry), registry) == quads


@given(datasets())
def test_a_reader_needs_only_the_graph_and_its_entries(quads: frozenset[Quad]) -> None:
    writer, reader = new_registry(), new_registry()
    fragment = encode(quads, writer)

    reader.learn(writer.entries_for(fragment_names(fragment)))
    nodes, edges = map(reread_node, fragment.nodes.values()), map(reread_edge, fragment.edges.values())

    assert frozenset(decode(nodes, edges, reader)) == quads


@given(datasets(), st.randoms(use_true_random=False))
def test_the_order_of_quads_does_not_matter(quads: frozenset[Quad], random: Random) -> None:
    shuffled = sorted(quads, key=str)
    random.shuffle(shuffled)

    assert encode(shuffled + shuffled, new_registry()) == encode(sorted(quads, key=str), new_registry())


@given(datasets(), st.data())
def test_a_closed_part_is_encoded_as_in_the_whole(quads: frozenset[Quad], data: st.DataObject) -> None:
    subjects = sorted({text_of(subject_of(quad)) for quad in quads})
    chosen = closed(quads, data.draw(st.sets(st.sampled_from(subjects))) if subjects else set())
    whole = encode(quads, new_registry())

    part = encode((quad for quad in quads if text_of(subject_of(quad)) in chosen), new_registry())

    full = {iri: node for iri, node in part.nodes.items() if not node.is_bare and not node.is_view}
    leaving = {key: edge for key, edge in whole.edges.items() if edge.subject in chosen}
    assert full == {iri: node for iri, node in whole.nodes.items() if iri in chosen and not node.is_bare}
    assert {key: edge for key, edge in part.edges.items() if not edge.is_derived} == leaving


@given(datasets())
def test_both_engines_can_store_what_is_made(quads: frozenset[Quad]) -> None:
    fragment = encode(quads, new_registry())
    held = [item.properties for item in fragment.nodes.values()]
    held += [item.properties for item in fragment.edges.values()]

    assert [value for properties in held for value in properties.values() if not storable(value)] == []
    assert [edge.type for edge in fragment.edges.values() if not TYPE_NAME.fullmatch(edge.type)] == []
    assert [key for key in fragment.edges if not {key[0], key[2]} <= fragment.nodes.keys()] == []


@pytest.mark.full
@settings(max_examples=20_000, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(datasets())
def test_twenty_thousand_datasets_come_back_to_a_reader_that_knows_the_entries_only(
    quads: frozenset[Quad],
) -> None:
    writing, reading = new_registry(), new_registry()
    fragment = encode(quads, writing)
    reading.learn(writing.entries())

    assert decoded(fragment, reading) == quads

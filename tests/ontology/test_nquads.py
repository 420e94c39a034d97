"""The same set of quads has the same text and the same digest, which is RDFC-1.0's."""

import hashlib
from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, serialize

from ontology.nquads import canonical_line, canonical_text, digest, digest_of_lines, lines_of, read_canonical

iris = st.sampled_from([NamedNode("urn:a"), NamedNode("urn:é"), NamedNode("urn:b/c"), NamedNode("urn:z")])
characters = st.characters(exclude_categories=["Cs"]) | st.sampled_from(
    '"\\\n\r\t\x00\x7f\x85\u2028\u2029\ufffe'
)
texts = st.text(characters, max_size=5)
literals = (
    texts.map(Literal)
    | texts.map(lambda text: Literal(text, language="ar"))
    | texts.map(lambda text: Literal(text, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")))
)
quads = st.tuples(iris, iris, iris | literals, iris).map(lambda parts: Quad(*parts))


def rdfc_digest(of: Collection[Quad]) -> str:
    """The SHA-256 of the canonical form that pyoxigraph makes."""
    dataset = Dataset(of)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = (serialize([quad], format=RdfFormat.N_QUADS) or b"" for quad in dataset)
    return "sha256:" + hashlib.sha256(b"".join(sorted(lines))).hexdigest()


@given(st.sets(quads, max_size=8))
def test_the_digest_of_ground_quads_is_that_of_rdfc(some: set[Quad]) -> None:
    assert digest(some) == rdfc_digest(some)


@given(st.lists(quads, max_size=8).flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_order_and_repetition_change_nothing(pair: tuple[list[Quad], list[Quad]]) -> None:
    some, shuffled = pair

    assert canonical_text(shuffled + some) == canonical_text(some)


@given(st.sets(quads, max_size=8))
def test_the_text_gives_the_quads_back(some: set[Quad]) -> None:
    assert set(read_canonical(canonical_text(some))) == some


@given(st.sets(quads, max_size=8))
def test_each_quad_is_one_line_of_the_text(some: set[Quad]) -> None:
    text = canonical_text(some)

    assert lines_of(text) == sorted(map(canonical_line, some))
    assert digest_of_lines(lines_of(text)) == digest(some)


@pytest.mark.parametrize(
    ("literal", "written"),
    [
        ('a"b\\c', '"a\\"b\\\\c"'),
        ("a\nb\rc\td", '"a\\nb\\rc\\td"'),
        ("a\u2028b", '"a\u2028b"'),
        ("حكيم", '"حكيم"'),
        ("\x00\x7f", '"\\u0000\\u007F"'),
    ],
)
def test_a_line_escapes_what_n_quads_must_and_nothing_else(literal: str, written: str) -> None:
    quad = Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal(literal), NamedNode("urn:g"))

    assert canonical_line(quad) == f"<urn:s> <urn:p> {written} <urn:g> .\n"

"""IRIs of instances: one for each thing, whatever stands in its key."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from ontology.identifiers import IdentifierProblem, Identifiers, hash_key, join_key

IDS = Identifiers("https://example.org/id/")

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)
keys = st.lists(texts | st.just(""), max_size=4).map(tuple)
paths = st.lists(texts.filter(lambda text: text not in {".", ".."}), min_size=1, max_size=3).map(tuple)


def test_a_key_is_safe_for_direction() -> None:
    assert join_key("CU", "IT") == "2:CU2:IT"
    assert join_key("IT", "CU") == "2:IT2:CU"
    assert hash_key("CU", "IT") != hash_key("IT", "CU")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("AB", "C"), ("A", "BC")),
        (("A", ""), ("", "A")),
        (("A",), ("A", "")),
        ((), ("",)),
        (("1:A",), ("A",)),
        (("2:AB1", "C"), ("AB", "1:C")),
    ],
)
def test_parts_of_a_key_cannot_run_together(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert join_key(*one) != join_key(*other)


@given(keys, keys)
def test_no_two_keys_are_joined_to_the_same_text(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert (join_key(*one) == join_key(*other)) == (one == other)


@given(paths, paths)
def test_no_two_paths_have_the_same_iri(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert (IDS.iri("mission", *one) == IDS.iri("mission", *other)) == (one == other)


@given(paths)
def test_an_iri_has_as_many_segments_as_its_path(path: tuple[str, ...]) -> None:
    rest = IDS.iri("mission", *path).value.removeprefix("https://example.org/id/mission/")

    assert rest.isascii()
    assert len(rest.split("/")) == len(path)


@given(texts, texts)
def test_a_part_is_never_taken_for_another_thing(identifier: str, name: str) -> None:
    assume({identifier, name}.isdisjoint({".", ".."}))
    owner = IDS.iri("mission", "hdm", identifier)

    assert IDS.below(owner, name) != IDS.iri("mission", "hdm", f"{identifier}/{name}")


@pytest.mark.parametrize(
    ("path", "iri"),
    [
        (("TUR",), "https://example.org/id/mission/TUR"),
        (("hdm", "A/B"), "https://example.org/id/mission/hdm/A%2FB"),
        (("a b#c?d",), "https://example.org/id/mission/a%20b%23c%3Fd"),
        (("été",), "https://example.org/id/mission/%C3%A9t%C3%A9"),
        (("...",), "https://example.org/id/mission/..."),
    ],
)
def test_each_segment_is_percent_encoded(path: tuple[str, ...], iri: str) -> None:
    assert IDS.iri("mission", *path) == NamedNode(iri)


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("mission", ()),
        ("mission", ("",)),
        ("mission", ("hdm", "")),
        ("Mission", ("a",)),
        ("mission/x", ("a",)),
        ("", ("a",)),
        ("mission", (".",)),
        ("mission", ("hdm", "..")),
        ("mission", ("\ud800",)),
    ],
)
def test_what_cannot_be_an_iri_is_refused(kind: str, path: tuple[str, ...]) -> None:
    with pytest.raises(IdentifierProblem):
        IDS.iri(kind, *path)


@pytest.mark.parametrize(
    "base",
    [
        "",
        "example.org/",
        "https://example.org",
        "ftp://example.org/",
        "https://a b/",
        'https://a"/',
        "https://a/\n",
    ],
)
def test_a_base_that_makes_no_iris_is_refused(base: str) -> None:
    with pytest.raises(IdentifierProblem, match="is not an http"):
        Identifiers(base)

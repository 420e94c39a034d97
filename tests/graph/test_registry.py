"""The registry is a bijection: a name for every term, and never one name for two."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from graph.entries import Kind, NameTable, TermEntry
from graph.names import LONGEST, ForeignNames, NameProblem, hashed_name
from graph.registry import RDF_TYPE, Registry
from ontology.namespaces import HD, PREFIXES, SCHEME
from ontology.vocabulary import ClassTerm, EdgeTerm, KeyTerm, Vocabulary, vocabulary
from tests.strategies import IRIS, LANGUAGES

DECIMAL = f"{PREFIXES['xsd']}decimal"
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")

locals_ = st.text(st.sampled_from("abcAZ019_-/é.:"), max_size=14) | st.sampled_from(
    ["name", "name_en", "0123456789ab", "abcdefabcdef", "en", "reference", "longName" * 9]
)
spaces = st.sampled_from([*PREFIXES.values(), "http://a.example/", "http://a.example/x#", "urn:x:", "x:"])
terms = st.tuples(spaces, locals_).map("".join) | st.sampled_from([iri.value for iri in IRIS])
kinds: st.SearchStrategy[Kind] = st.sampled_from(["label", "edge", "key", "reference"])
uses = st.tuples(kinds, terms, st.sampled_from(["", *LANGUAGES]))


def new_registry() -> Registry:
    return Registry(vocabulary())


def name(registry: Registry, kind: Kind, iri: str, language: str) -> str:
    if kind == "label":
        return registry.label(iri)
    if kind == "edge":
        return registry.edge(iri)
    return registry.literal_key(iri, language).name if kind == "key" else registry.edge_key(iri).name


def meaning(registry: Registry, kind: Kind, named: str) -> str:
    if kind == "label":
        return registry.label_iri(named)
    return (registry.predicate(named) if kind == "edge" else registry.key(named).predicate).value


@given(st.sets(uses))
def test_two_terms_never_share_a_name(used: set[tuple[Kind, str, str]]) -> None:
    registry = new_registry()

    named: dict[tuple[str, str], set[tuple[Kind, str, str]]] = {}
    for kind, iri, language in used:
        spoken = language if kind == "key" else ""
        space = "key" if kind == "reference" else kind
        named.setdefault((space, name(registry, kind, iri, spoken)), set()).add((kind, iri, spoken))

    assert [terms for terms in named.values() if len(terms) > 1] == []


@given(uses)
def test_a_name_means_its_term_to_whoever_learnt_the_entry(used: tuple[Kind, str, str]) -> None:
    kind, iri, language = used
    writer, reader = new_registry(), new_registry()

    named = name(writer, kind, iri, language)
    reader.learn(writer.entries_for([("label", named), ("edge", named), ("key", named)]))

    assert meaning(reader, kind, named) == iri


@given(st.lists(uses))
def test_names_do_not_depend_on_the_order_of_loading(used: list[tuple[Kind, str, str]]) -> None:
    one, other = new_registry(), new_registry()

    first = {use: name(one, *use) for use in used}
    second = {use: name(other, *use) for use in reversed(used)}

    assert first == second


@given(terms)
def test_names_are_short_ascii_words(iri: str) -> None:
    registry = new_registry()
    made = [registry.label(iri), registry.edge(iri)]

    assert [one for one in made if len(one) > LONGEST or not NAME.fullmatch(one)] == []


@pytest.mark.parametrize(
    ("kind", "iri", "language", "expected"),
    [
        ("label", f"{HD}Mission", "", "Mission"),
        ("label", "https://schema.org/Event", "", "schema_Event"),
        ("label", "urn:x:Visit", "", "Visit_247c89b8ef7b"),
        ("edge", f"{HD}sentBy", "", "SENT_BY"),
        ("edge", f"{HD}notDeclared", "", "hd_notDeclared"),
        ("edge", f"{HD}start", "", "start_a57b106ae891"),
        ("edge", RDF_TYPE, "", "rdf_type"),
        ("key", f"{HD}start", "", "start"),
        ("key", f"{HD}name", "zh-hant-tw", "name_zh_hant_tw"),
        ("key", f"{HD}sentBy", "", "sentBy_e63d6a06c9b0"),
        ("key", f"{HD}status", "en", "status_e5f4a8d13c80_en"),
        ("key", "https://schema.org/0123456789ab", "", "x0123456789ab_03724097812e"),
        ("reference", f"{HD}status", "", "status"),
        ("reference", f"{HD}statedIn", "", "hd_statedIn_reference"),
        ("reference", RDF_TYPE, "", "rdf_type_reference"),
    ],
)
def test_names_read_well(kind: Kind, iri: str, language: str, expected: str) -> None:
    registry = new_registry()

    assert name(registry, kind, iri, language) == expected
    assert meaning(registry, kind, expected) == iri


def test_prefixed_classes_and_edges_are_read_without_any_entry() -> None:
    registry = new_registry()

    assert registry.label_iri("schema_Event") == "https://schema.org/Event"
    assert registry.predicate("schema_member") == NamedNode("https://schema.org/member")


def test_prefixed_and_declared_names_are_read_without_any_entry() -> None:
    registry = new_registry()

    read = [registry.key(named) for named in ("name_ar", "schema_age_en", "prov_used_reference", "types")]

    assert [key.predicate.value for key in read] == [
        f"{HD}name",
        "https://schema.org/age",
        "http://www.w3.org/ns/prov#used",
        RDF_TYPE,
    ]


@pytest.mark.parametrize(
    "named",
    ["colour", "colour_0123456789ab", "schema", "schema_0123456789ab", "hd_start", "status_en", "name_", ""],
)
def test_a_name_that_is_never_given_means_nothing(named: str) -> None:
    with pytest.raises(NameProblem):
        new_registry().key(named)


def test_entries_say_how_values_are_written() -> None:
    registry = new_registry()
    registry.literal_key(f"{HD}note", "ar")

    assert registry.entries_for(
        [("key", "amount"), ("key", "status"), ("key", "note_ar"), ("label", "no")]
    ) == (
        TermEntry("amount", f"{HD}amount", "key", DECIMAL),
        TermEntry("note_ar", f"{HD}note", "key", language="ar", multi=True),
        TermEntry("status", f"{HD}status", "concept"),
    )


def test_all_entries_are_the_vocabulary_and_what_was_named() -> None:
    registry = new_registry()
    before = set(registry.entries())

    registry.edge("https://schema.org/member")

    assert set(registry.entries()) - before == {
        TermEntry("schema_member", "https://schema.org/member", "edge")
    }


@pytest.mark.parametrize(
    "entry",
    [
        TermEntry("amount", f"{HD}amount", "key", "urn:another-datatype"),
        TermEntry("amount", f"{HD}amount", "key", DECIMAL, multi=True),
        TermEntry("sender", f"{HD}sentBy", "edge"),
        TermEntry("colour_0123456789ab", "urn:x:colour", "label"),
    ],
)
def test_a_graph_of_another_vocabulary_is_refused(entry: TermEntry) -> None:
    with pytest.raises(NameProblem, match="hakim rebuild"):
        new_registry().learn([entry])


MISSION = ClassTerm(f"{HD}Mission", "Mission", ())
START = KeyTerm(f"{HD}start", "start", "", many=False, language=False, value_space="")


def build(
    *,
    classes: list[ClassTerm] | None = None,
    keys: list[KeyTerm] | None = None,
    edges: list[EdgeTerm] | None = None,
) -> Registry:
    return Registry(
        Vocabulary(
            {term.iri: term for term in classes or []},
            {term.iri: term for term in keys or []},
            {term.iri: term for term in edges or []},
        )
    )


def key(iri: str, named: str, value_space: str = "") -> KeyTerm:
    return KeyTerm(iri, named, "", many=False, language=False, value_space=value_space)


@pytest.mark.parametrize(
    ("vocabulary_parts", "message"),
    [
        ({"classes": [MISSION, ClassTerm("urn:m", "Mission", ())]}, "would both be named 'Mission'"),
        ({"keys": [START, key("urn:s", "start")]}, "would both be named 'start'"),
        ({"keys": [START, key("urn:s", "start", SCHEME)]}, "would both be named 'start'"),
        ({"edges": [EdgeTerm("urn:a", "A"), EdgeTerm("urn:b", "A")]}, "would both be named 'A'"),
        (
            {"classes": [ClassTerm("urn:a", "A", ())], "edges": [EdgeTerm("urn:b", "A")]},
            "a class and an edge",
        ),
        ({"keys": [key("urn:s", "graphs")]}, "'graphs' is reserved"),
        ({"keys": [key("urn:s", "term")]}, "'term' is reserved"),
        ({"classes": [ClassTerm("urn:a", "Resource", ())]}, "'Resource' is reserved"),
        ({"edges": [EdgeTerm("urn:a", "TT_OBJECT")]}, "'TT_OBJECT' is reserved"),
        ({"keys": [key("urn:s", "schema")]}, "is a shipped prefix"),
    ],
)
def test_a_clash_ends_the_building(vocabulary_parts: dict[str, list[KeyTerm]], message: str) -> None:
    with pytest.raises(NameProblem, match=re.escape(message)):
        build(**vocabulary_parts)  # type: ignore[arg-type]  # a table of keyword arguments


@pytest.mark.parametrize(
    "prefixes",
    [{"a": "urn:x/", "b": "urn:x/"}, {"a_b": "urn:x/"}, {"A": "urn:x/"}, {"a": "urn:x:"}, {"": "urn:x/"}],
)
def test_prefixes_that_cannot_name_terms_are_refused(prefixes: dict[str, str]) -> None:
    with pytest.raises(NameProblem):
        ForeignNames(prefixes)


def test_two_terms_of_one_hash_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.entries.hashed_name", lambda _iri: "x_000000000000")
    table = NameTable()
    table.enter(TermEntry("a", "urn:a", "label"))

    with pytest.raises(NameProblem, match="'x_000000000000'"):
        table.enter(TermEntry("b", "urn:b", "label"))


def test_a_hashed_name_is_cut_to_what_engines_take() -> None:
    assert (
        hashed_name("urn:x:" + "longName" * 9)
        == "longNamelongNamelongNamelongNamelongNamelongNam_222cd316f80a"
    )


def test_labels_are_those_of_the_vocabulary() -> None:
    registry = new_registry()

    assert registry.labels([f"{HD}Country", "https://schema.org/Country"]) == ("Country", "Party")
    assert registry.types.predicate == NamedNode(RDF_TYPE)

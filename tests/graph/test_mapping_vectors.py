"""docs/mapping.md and its vectors are true: of Hakim's code, and of another encoder and decoder made from the page."""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache

import pytest
from hypothesis import given
from pyoxigraph import Quad

from graph.encode import encode
from graph.facts import Rank
from graph.line_encode import LineEncoder
from graph.model import Fragment
from graph.registry import Registry
from ontology.errors import HakimError
from ontology.nquads import canonical_line, canonical_text, digest_of_lines
from tests.graph import mapping_from_the_specification as page
from tests.graph.mapping_vectors import (
    CHECKOUT,
    FOLDER,
    PAGE,
    Encode,
    Graph,
    Json,
    decoded,
    encoded,
    files,
    name_of,
    page_with_examples,
    quads_of_vector,
    read_vectors,
)
from tests.strategies import datasets

Ranks = Mapping[str, list[int | str]]
Encoder = Callable[[list[Quad], Ranks], Graph]
"""What an encoder makes of quads, as JSON."""

ONTOLOGY = [CHECKOUT / "ontology" / name for name in ("health_diplomacy.ttl", "shapes.ttl")]


def hakim(encoder: Encode) -> Encoder:
    """An encoder with Hakim's own values: (quads, registry, rank) -> Fragment."""
    return lambda quads, ranks: encoded(quads, ranks, encoder)


@cache
def tables() -> page.Tables:
    known = json.loads((FOLDER / "vocabulary.json").read_text(encoding="utf-8"))
    return page.read_tables(known["prefixes"], ONTOLOGY)


def from_the_page(quads: list[Quad], ranks: Ranks) -> Graph:
    made: Graph = page.Mapper(tables()).encode(quads, ranks)
    return made


def decoded_from_the_page(graph: Graph) -> list[str]:
    mapper = page.Mapper(tables())
    mapper.learn(graph.get("entries", []))
    return mapper.decode(graph)


def by_lines(quads: Iterable[Quad], registry: Registry, rank: Rank) -> Fragment:
    """By text, where that is one record's; what it passes on, by quads."""
    known = list(quads)
    return LineEncoder(registry).encode(canonical_text(known)) or encode(known, registry, rank)


ENCODERS: dict[str, Encoder] = {
    "graph.encode": hakim(encode),
    "graph.line_encode": hakim(by_lines),
    "the page": from_the_page,
}
"""Every encoder that must give the same graph. One more is one line."""

VECTORS = read_vectors("vectors")
EDITS = read_vectors("edits")
REFUSED = read_vectors("refused")


def hakim_reads(graph: Graph) -> list[str]:
    return decoded(graph)


DECODERS: dict[str, Callable[[Graph], list[str]]] = {
    "graph.decode": hakim_reads,
    "the page": decoded_from_the_page,
}


def graph_of(vector: Json) -> Graph:
    return {part: vector[part] for part in ("nodes", "edges", "entries") if part in vector}


@pytest.mark.parametrize("encoder", ENCODERS.values(), ids=ENCODERS.keys())
@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())
def test_an_encoder_makes_the_graph_of_the_vector(encoder: Encoder, vector: Json) -> None:
    assert encoder(quads_of_vector(vector), vector.get("ranks", {})) == graph_of(vector)


@pytest.mark.parametrize("decoder", DECODERS.values(), ids=DECODERS.keys())
@pytest.mark.parametrize("vector", [*VECTORS.values(), *EDITS.values()], ids=[*VECTORS, *EDITS])
def test_a_decoder_gives_back_the_quads_of_the_vector(
    decoder: Callable[[Graph], list[str]], vector: Json
) -> None:
    assert decoder(graph_of(vector)) == vector["quads"]


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())
def test_the_digest_is_that_of_the_quads(vector: Json) -> None:
    assert digest_of_lines(f"{line}\n" for line in vector["quads"]) == vector["digest"]


@pytest.mark.parametrize("vector", REFUSED.values(), ids=REFUSED.keys())
def test_a_damaged_graph_is_refused(vector: Json) -> None:
    with pytest.raises(HakimError) as told:
        decoded(graph_of(vector))
    with pytest.raises(page.Refused) as refused:
        decoded_from_the_page(graph_of(vector))

    assert (told.value.message, str(refused.value)) == (vector["hakim_says"], vector["complaint"])


DOCUMENTS = read_vectors("documents")
UPDATES = read_vectors("updates")


@pytest.mark.parametrize("vector", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_the_page_names_blank_nodes_as_documents_are_loaded(vector: Json) -> None:
    made = page.document_lines(vector["document"], vector["media"], vector["base"])

    assert made == vector["quads"]


@pytest.mark.parametrize("encoder", ENCODERS.values(), ids=ENCODERS.keys())
@pytest.mark.parametrize("vector", UPDATES.values(), ids=UPDATES.keys())
def test_an_update_is_the_difference_of_two_graphs(encoder: Encoder, vector: Json) -> None:
    before, after = (encoder(quads_of_vector({"quads": vector[part]}), {}) for part in ("before", "after"))

    assert page.update(before, after) == {part: vector[part] for part in ("nodes", "edges")}


def test_names_are_those_of_the_table() -> None:
    mapper = page.Mapper(tables())
    made: dict[str, Callable[[str, str], str]] = {
        "label": lambda iri, _: mapper.label(iri),
        "edge": lambda iri, _: mapper.edge(iri),
        "key": lambda iri, language: mapper.literal_key(iri, language).name,
        "concept": lambda iri, _: mapper.edge_key(iri).name,
        "reference": lambda iri, _: mapper.edge_key(iri).name,
    }
    cases = json.loads((FOLDER / "names.json").read_text(encoding="utf-8"))

    named = [(case["kind"], case["iri"], case["language"]) for case in cases]
    assert [case["name"] for case in cases] == [name_of(*case) for case in named]
    assert [case["name"] for case in cases] == [made[kind](iri, language) for kind, iri, language in named]


def test_the_tables_are_read_from_the_ontology_as_the_page_says() -> None:
    known = json.loads((FOLDER / "vocabulary.json").read_text(encoding="utf-8"))

    assert tables().classes == {one["iri"]: (one["label"], tuple(one["parents"])) for one in known["classes"]}
    assert tables().edges == {one["iri"]: one["edge"] for one in known["edges"]}
    assert tables().keys == {
        one["iri"]: page.DeclaredKey(one["key"], one["datatype"], one["many"], one["value_space"])
        for one in known["keys"]
    }


@given(datasets())
def test_the_page_and_the_code_make_the_same_graph_of_anything(quads: frozenset[Quad]) -> None:
    given_quads = sorted(quads, key=canonical_line)

    graphs = [encoder(given_quads, {}) for encoder in ENCODERS.values()]

    assert graphs == [graphs[0]] * len(graphs)


@given(datasets())
def test_the_page_reads_what_the_code_wrote_and_the_code_what_the_page_says(quads: frozenset[Quad]) -> None:
    given_quads = sorted(quads, key=canonical_line)

    graph = encoded(given_quads, {})

    assert decoded_from_the_page(graph) == [canonical_line(quad)[:-1] for quad in given_quads]


def test_the_vectors_are_those_of_their_cases_byte_for_byte() -> None:
    stored = {
        path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8")
        for path in FOLDER.rglob("*.json")
    }

    assert stored == files(), "make them anew: python -m tests.graph.mapping_vectors"


def test_the_examples_of_the_page_are_vectors() -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert text == page_with_examples(text, files())


def test_there_are_vectors_of_every_section_that_decides_something() -> None:
    sections = {vector["section"].split(".")[0] for vector in [*VECTORS.values(), *EDITS.values()]}

    assert sections >= {"4", "5", "6", "7", "8", "9", "10", "11", "12", "14", "16"}

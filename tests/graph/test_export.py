"""Facts out of every product: a thing with its evidence, what a query selects, and everything."""

from collections.abc import Iterable
from itertools import chain

import pytest
from pyoxigraph import Quad

from graph.export import all_lines, all_quads, describe_entity, selected_lines
from graph.sync import synchronise
from ontology.errors import HakimError, UsageProblem
from ontology.namespaces import DEFAULT_ID_BASE
from ontology.nquads import canonical_text, digest, digest_of_lines, lines_of, read_canonical
from records.journal import Journal
from tests.graph.backend import GraphBackend
from tests.graph.records_made import play, turtle

WORLD = {
    "a": """
        m:1 a hd:VaccineDonation ; hd:sentBy c:TUR ; hd:receivedBy c:ITA ; hd:quantity <q> .
        <q> hd:amount 5 .
        r:a hd:describes m:1 ; hd:statedIn :paper ; hd:reliability
            <https://w3id.org/health-diplomacy/scheme/reliability/B> .
        """.replace("<q>", f"<{DEFAULT_ID_BASE}mission/hdm/1/quantity>"),
    "b": 'c:TUR a hd:Country ; hd:iso3 "TUR" . r:b hd:statedIn :paper .',
    "c": ':paper hd:name "A paper" ; :doubts <<( m:1 :knows m:2 )>> .',
    "d": 'm:2 hd:sentBy c:TUR . :r rdf:reifies <<( m:2 hd:sentBy c:TUR )>> ; hd:note "said aloud" .',
    "e": 'm:3 :has _:x . _:x :has _:y, :paper . _:y :has _:x ; hd:note "deep" .',
}


@pytest.fixture
def world(graph_backend: GraphBackend, journal: Journal) -> GraphBackend:
    play(journal, {name: turtle(text) for name, text in WORLD.items()})
    synchronise(journal, graph_backend.writer, graph_backend.registry)
    return graph_backend


def selected(backend: GraphBackend, cypher: str) -> set[Quad]:
    rows = backend.gateway.stream(cypher, {})
    batches = selected_lines(backend.reader, backend.learnt_registry, rows)
    return {quad for batch in batches for quad in read_canonical("".join(batch))}


def of_records(journal: Journal, *names: str) -> list[str]:
    """The lines that some records say."""
    graphs = tuple(f"<{DEFAULT_ID_BASE}record/{name}> .\n" for name in names)
    lines = (line for text in journal.texts() for line in lines_of(text))
    return sorted(line for line in lines if line.endswith(graphs))


def lines(quads: Iterable[Quad]) -> list[str]:
    return lines_of(canonical_text(quads))


def test_everything_is_what_the_records_say_and_no_derived_tie(world: GraphBackend, journal: Journal) -> None:
    found = list(all_quads(world.reader, world.learnt_registry))

    assert lines(found) == of_records(journal, *WORLD)
    assert sorted(set(chain(*all_lines(world.reader, world.learnt_registry)))) == of_records(journal, *WORLD)
    assert world.by_hand("MATCH ()-[r:AIDED]->() RETURN count(r) AS ties") == [{"ties": 1}]


def test_a_thing_comes_with_its_parts_and_its_evidence(world: GraphBackend, journal: Journal) -> None:
    found = describe_entity(world.reader, world.learnt_registry, f"{DEFAULT_ID_BASE}mission/hdm/1")

    assert lines(found) == of_records(journal, "a")


def test_blank_nodes_come_with_the_thing_that_leads_to_them(world: GraphBackend, journal: Journal) -> None:
    found = describe_entity(world.reader, world.learnt_registry, f"{DEFAULT_ID_BASE}mission/hdm/3")

    assert lines(found) == of_records(journal, "e")


def test_a_thing_that_is_not_there_is_told(world: GraphBackend) -> None:
    with pytest.raises(HakimError, match="holds nothing named urn:x:nowhere"):
        describe_entity(world.reader, world.learnt_registry, "urn:x:nowhere")


SELECTIONS = {
    "a node": ("MATCH (m:VaccineDonation) RETURN m", ["a"]),
    "nodes in a list": ("MATCH (m:VaccineDonation) RETURN [m, 1]", ["a"]),
    "nodes in a map": ("MATCH (m:VaccineDonation) RETURN {found: m}", ["a"]),
    "a node and a number": ("MATCH (c:Country) RETURN c, 7", ["b"]),
    "a path": ("MATCH p = (:VaccineDonation)-[:SENT_BY]->(:Country) RETURN p", ["a", "b"]),
    "an edge with what is said of it": (
        "MATCH p = ()-[r:SENT_BY {eid: 'urn:x:r'}]->() RETURN r, p",
        ["b", "d"],
    ),
}


@pytest.mark.parametrize(("cypher", "records"), SELECTIONS.values(), ids=SELECTIONS.keys())
def test_a_selection_comes_with_its_evidence(
    world: GraphBackend, journal: Journal, cypher: str, records: list[str]
) -> None:
    assert lines(selected(world, cypher)) == of_records(journal, *records)


def test_an_edge_with_its_ends_is_its_fact_and_all_that_is_said_of_them(
    world: GraphBackend, journal: Journal
) -> None:
    found = selected(world, "MATCH (a:VaccineDonation)-[r:SENT_BY]->(b) RETURN r, a, b")

    assert lines(found) == of_records(journal, "a", "b")


def test_an_edge_without_its_ends_is_refused_with_the_way_out(world: GraphBackend) -> None:
    with pytest.raises(UsageProblem, match=r"without its ends\. Return the path"):
        selected(world, "MATCH (:Mission)-[r:SENT_BY]->() RETURN r")


def test_a_derived_tie_is_no_fact(world: GraphBackend, journal: Journal) -> None:
    found = selected(world, "MATCH p = (:Country)-[:AIDED]->() RETURN p")

    assert lines(found) == of_records(journal, "b")


NOTHING = ["RETURN 1", "MATCH (m:Mission) RETURN m.iri", "MATCH (n:Concept) RETURN n", "RETURN null"]


@pytest.mark.parametrize("cypher", NOTHING)
def test_a_selection_of_nothing_is_told(world: GraphBackend, cypher: str) -> None:
    with pytest.raises(UsageProblem, match="no nodes, relationships or paths"):
        selected(world, cypher)


def test_the_digest_of_an_export_is_the_digest_of_the_records(world: GraphBackend, journal: Journal) -> None:
    exported = digest(all_quads(world.reader, world.learnt_registry))

    assert exported == digest_of_lines(of_records(journal, *WORLD))

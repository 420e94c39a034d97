"""Merging and unmerging in a real graph: one node while the judgement stands, and no trace of it afterwards."""

from dataclasses import dataclass

import pytest
from pyoxigraph import NamedNode

from graph.export import all_lines, describe_entity
from graph.live_facts import LiveFacts, Pattern
from graph.sync import synchronise
from graph.verify import verify
from ontology.nquads import read_canonical
from ontology.terms import hd
from records.journal import Journal
from tests.graph.backend import GraphBackend
from tests.graph.graph_text import lines_of_graph
from tests.graph.judged_histories import judged
from tests.graph.records_made import record, thing, turtle, write_run

ONE, OTHER = thing("mission/hdm/1").value, thing("mission/hdm/2").value
TOLD = {
    "a": 'm:1 a hd:VaccineDonation ; hd:sentBy c:TUR ; hd:receivedBy c:ITA ; hd:amount 5 ; hd:name "Vaccines"@en .',
    "b": 'm:2 a hd:Mission ; hd:sentBy c:TUR ; hd:receivedBy c:ITA ; hd:amount 7 ; hd:name "Doses"@en .',
    "c": ':step hd:stepOf m:2 . c:TUR hd:name "Türkiye" .',
}
MISSIONS = """
MATCH (m:Mission) OPTIONAL MATCH (s)-[:STEP_OF]->(m) OPTIONAL MATCH (m)-[r:SENT_BY]->(c)
RETURN m.iri AS iri, labels(m) AS labels, m.name_en AS name, count(s) AS steps, count(r) AS senders ORDER BY iri
"""
RIVALS = """
MATCH (r:Rival)-[:RIVAL_OF]->(m:Mission), (s:Record) WHERE s.iri IN r.records
RETURN m.iri AS mission, r.property AS property, r.value AS value, r.shown AS shown, s.reliability AS grade
ORDER BY property, value
"""
GRADED = " r:{} hd:reliability <https://w3id.org/health-diplomacy/scheme/reliability/{}> ."
TIES = "MATCH ()-[t:AIDED]->() RETURN t.missions AS missions"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a graph shows and gives back."""

    lines: list[str]
    facts: list[str]
    equal: bool


def seen(journal: Journal, backend: GraphBackend) -> Seen:
    synchronise(journal, backend.writer, backend.registry)
    registry = backend.learnt_registry
    facts = sorted({line for lines in all_lines(backend.reader, registry) for line in lines})
    return Seen(lines_of_graph(backend.reader), facts, verify(journal, backend.reader, registry).equal)


def test_two_tellings_are_one_mission_while_they_are_judged_so(
    graph_backend: GraphBackend, journal: Journal
) -> None:
    write_run(journal, [record(name, turtle(text)) for name, text in TOLD.items()])
    before = seen(journal, graph_backend)

    write_run(journal, [judged(ONE, OTHER)])
    merged = seen(journal, graph_backend)
    missions, ties = graph_backend.reader.run(MISSIONS, {}), graph_backend.reader.run(TIES, {})
    write_run(journal, [], [judged(ONE, OTHER)])
    after = seen(journal, graph_backend)

    assert [(row["iri"], row["name"], row["steps"], row["senders"]) for row in missions] == [
        (ONE, "Doses", 1, 1)
    ]
    assert ties == [{"missions": 1}]
    assert (before.equal, merged.equal, after.equal) == (True, True, True)
    assert set(before.facts) < set(merged.facts)
    assert after == before


def test_the_better_graded_value_is_shown_and_its_rivals_stand_beside_it(
    graph_backend: GraphBackend, journal: Journal
) -> None:
    told = TOLD | {
        name: TOLD[name] + GRADED.format(name, grade) for name, grade in {"a": "C", "b": "A"}.items()
    }
    write_run(journal, [record(name, turtle(text)) for name, text in told.items()])
    before = seen(journal, graph_backend)

    write_run(journal, [judged(ONE, OTHER)])
    merged = seen(journal, graph_backend)
    rivals = graph_backend.reader.run(RIVALS, {})
    amounts = graph_backend.reader.run("MATCH (m:Mission) RETURN m.amount AS amount", {})
    write_run(journal, [], [judged(ONE, OTHER)])
    after = seen(journal, graph_backend)

    assert [str(row["amount"]) for row in amounts] == ["7"]
    assert [tuple(row.values()) for row in rivals] == [
        (ONE, "amount", "5", False, "C"),
        (ONE, "amount", "7", True, "A"),
        (ONE, "name_en", "Doses", True, "A"),
        (ONE, "name_en", "Vaccines", False, "C"),
    ]
    assert (before.equal, merged.equal, after.equal) == (True, True, True)
    assert after == before


@pytest.mark.parametrize(
    "pattern",
    [
        Pattern(),
        Pattern(subject=NamedNode(ONE)),
        Pattern(subject=NamedNode(OTHER)),
        Pattern(subject=NamedNode(OTHER), predicate=hd.sentBy),
        Pattern(object=NamedNode(OTHER)),
        Pattern(graph=thing("record/d")),
        Pattern(predicate=hd.name, graph=thing("record/b")),
    ],
    ids=str,
)
def test_facts_are_found_by_the_names_under_which_they_were_told(
    graph_backend: GraphBackend, journal: Journal, pattern: Pattern
) -> None:
    told = TOLD | {"d": 'm:1 hd:note "one" . m:2 hd:note "two" , "2" ; :sameAs m:1 .'}
    write_run(journal, [*(record(name, turtle(text)) for name, text in told.items()), judged(ONE, OTHER)])
    synchronise(journal, graph_backend.writer, graph_backend.registry)
    facts = LiveFacts(graph_backend.reader, graph_backend.server, graph_backend.learnt_registry)

    found = sorted(str(quad) for quads in facts.matching(pattern) for quad in quads)
    stated = (quad for text in journal.texts() for quad in read_canonical(text))

    assert found == sorted(map(str, filter(pattern.fits, stated)))


def test_either_telling_is_described_by_both(graph_backend: GraphBackend, journal: Journal) -> None:
    write_run(journal, [*(record(name, turtle(text)) for name, text in TOLD.items()), judged(ONE, OTHER)])
    synchronise(journal, graph_backend.writer, graph_backend.registry)
    registry = graph_backend.learnt_registry

    described = [describe_entity(graph_backend.reader, registry, iri) for iri in (ONE, OTHER)]

    assert described[0] == described[1]
    assert {quad.subject for quad in described[0]} >= {NamedNode(ONE), NamedNode(OTHER)}


def test_a_graph_loaded_anew_is_the_one_that_was_brought_there(
    graph_backend: GraphBackend, journal: Journal
) -> None:
    write_run(journal, [record(name, turtle(text)) for name, text in TOLD.items()])
    synchronise(journal, graph_backend.writer, graph_backend.registry)
    write_run(journal, [judged(ONE, OTHER)])
    step_by_step = seen(journal, graph_backend)
    graph_backend.clear()

    assert seen(journal, graph_backend) == step_by_step

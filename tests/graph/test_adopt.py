"""Edits that somebody made in the graph past Hakim, adopted: what becomes a record, and what is only told."""

import pytest
from pyoxigraph import Triple

from graph.adopt import SOURCE, HandEdits, adopted_record, hand_edits
from graph.marker import Marker
from graph.sync import synchronise
from graph.verify import verify
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE
from ontology.nquads import lines_of, read_canonical
from records.journal import Journal
from records.model import RecordGraph, RunHeader
from tests.graph.backend import GraphBackend
from tests.graph.records_made import play, record, turtle, write_run

IDS = Identifiers(DEFAULT_ID_BASE)
NOW = "2026-11-23T09:00:00Z"
WORLD = {
    "a": 'm:1 a hd:VaccineDonation ; hd:sentBy c:TUR ; hd:note "one" ; hd:startEdtf "2003"^^edtf:EDTF .',
    "b": 'c:TUR a hd:Country ; hd:iso3 "TUR" .',
}
ID = DEFAULT_ID_BASE
MARKED = (
    f"# Only its own graph describes a record: <{ID}record/b> <https://w3id.org/health-diplomacy/ont#marking>"
    " <https://w3id.org/health-diplomacy/scheme/marking/clear>.\n"
)
MISSION = "MATCH (m:Resource {iri: $id + 'mission/hdm/1'})"


def loaded(backend: GraphBackend, journal: Journal, *edits: str) -> None:
    synchronise(journal, backend.writer, backend.registry)
    for edit in edits:
        backend.by_hand(edit, id=ID)


def edits_of(backend: GraphBackend, journal: Journal) -> HandEdits:
    found = verify(journal, backend.reader, backend.learnt_registry, kept=None)
    return hand_edits(journal, backend.reader.marker(), found.missing, found.drift)


def keep(journal: Journal, adopted: RecordGraph) -> None:
    with journal.write_run(RunHeader(SOURCE, "", "", "", NOW)) as run:
        run.add(adopted, line=1, cells=(), retrieved=NOW)


def rebuilt(backend: GraphBackend, journal: Journal, edits: HandEdits) -> None:
    if edits.claims:
        keep(journal, adopted_record(IDS, edits.claims, "Desk", NOW))
    backend.clear()
    synchronise(journal, backend.writer, backend.registry)


ADOPTED: dict[str, tuple[str, str]] = {
    "a text changed": (f"{MISSION} SET m.note = ['two']", 'm:1 hd:note "two" .'),
    "a value changed": (f"{MISSION} SET m.startEdtf = '2004'", 'm:1 hd:startEdtf "2004"^^edtf:EDTF .'),
    "a text added": (f"{MISSION} SET m.name_en = 'Aid'", 'm:1 hd:name "Aid"@en .'),
    "a type changed": (f"{MISSION} SET m.types = ['Mission']", "m:1 a hd:Mission ."),
    "an edge added": (
        f"{MISSION} MATCH (c:Country) CREATE (m)-[:IN_RESPONSE_TO]->(c)",
        "m:1 hd:inResponseTo c:TUR .",
    ),
    "a node added": (
        "CREATE (:Resource {iri: 'urn:x:new', note: ['by hand']})",
        ':new hd:note "by hand" .',
    ),
    "a fact taken away": (f"{MISSION} REMOVE m.note", ""),
    "an edge doubled": (
        f"{MISSION} MATCH (c:Country) CREATE (m)-[:SENT_BY {{graphs: [$id + 'record/a']}}]->(c)",
        "",
    ),
    "a marking changed": ("MATCH (r:Record {iri: $id + 'record/a'}) SET r.marking = 'clear'", ""),
}


@pytest.mark.parametrize(("edit", "claims"), ADOPTED.values(), ids=ADOPTED.keys())
def test_after_adoption_the_graph_shows_the_store_and_nothing_is_adopted_again(
    graph_backend: GraphBackend, journal: Journal, edit: str, claims: str
) -> None:
    play(journal, {name: turtle(text) for name, text in WORLD.items()})
    loaded(graph_backend, journal, edit)

    edits = edits_of(graph_backend, journal)
    rebuilt(graph_backend, journal, edits)

    assert set(edits.claims) == set(turtle(claims))
    assert edits_of(graph_backend, journal) == HandEdits()


def test_what_an_edit_took_away_comes_back_and_what_is_no_fact_is_told(
    graph_backend: GraphBackend, journal: Journal
) -> None:
    play(journal, {name: turtle(text) for name, text in WORLD.items()})
    loaded(
        graph_backend,
        journal,
        f"{MISSION} SET m.note = ['two'], m.colour = 'red'",
        "MATCH (r:Record {iri: $id + 'record/b'}) SET r.marking = 'clear'",
    )

    edits = edits_of(graph_backend, journal)

    assert edits == HandEdits(
        turtle('m:1 hd:note "two" .'),
        (f'<{ID}mission/hdm/1> <https://w3id.org/health-diplomacy/ont#note> "one" <{ID}record/a> .\n',),
        (
            f"# Node {ID}mission/hdm/1: The property 'colour' stands for no term that is known here.\n",
            MARKED,
        ),
    )


def test_a_changed_value_stands_beside_the_old_one(graph_backend: GraphBackend, journal: Journal) -> None:
    """A list shows both; a property of one value shows one of them, and the facts are there all the same."""
    play(journal, {name: turtle(text) for name, text in WORLD.items()})
    loaded(graph_backend, journal, f"{MISSION} SET m.note = ['two'], m.startEdtf = '2004'")

    rebuilt(graph_backend, journal, edits_of(graph_backend, journal))

    shown = graph_backend.by_hand(f"{MISSION} RETURN m.note AS note, m.startEdtf AS start", id=ID)
    assert shown == [{"note": ["one", "two"], "start": "2003"}]
    assert verify(journal, graph_backend.reader, graph_backend.learnt_registry).equal


def test_an_adopted_record_that_is_withdrawn_leaves_the_graph_as_it_was(
    graph_backend: GraphBackend, journal: Journal
) -> None:
    play(journal, {name: turtle(text) for name, text in WORLD.items()})
    loaded(graph_backend, journal, f"{MISSION} SET m.note = ['two']")
    before = [*journal.texts()]
    edits = edits_of(graph_backend, journal)
    rebuilt(graph_backend, journal, edits)

    write_run(journal, removed=[adopted_record(IDS, edits.claims, "Desk", NOW)])
    synchronise(journal, graph_backend.writer, graph_backend.registry)

    assert [*journal.texts()] == before
    assert verify(journal, graph_backend.reader, graph_backend.learnt_registry).equal


def test_a_graph_that_is_behind_holds_no_edits(journal: Journal) -> None:
    """Facts of an earlier run, or of one that is being loaded, were told by the store and not by a hand."""
    play(journal, {"a": turtle('m:1 hd:note "one" .')})
    old = [line for text in journal.texts() for line in lines_of(text)]
    play(journal, {"a": turtle('m:1 hd:note "two" .')})
    between = [line for text in journal.texts() for line in lines_of(text)]
    play(journal, {"a": None})
    marker = Marker(journal.store_id, 1, 2, 1, "")

    assert hand_edits(journal, marker, [], [*old, *between]) == HandEdits()


def test_edits_found_again_after_a_crash_are_not_adopted_twice(journal: Journal) -> None:
    """The record is journalled before the graph goes: the edit is still there when the command runs again."""
    claims = turtle('m:1 hd:note "two" .')
    keep(journal, adopted_record(IDS, claims, "Desk", NOW))
    drift = lines_of(record("a", claims).text)[:1]

    assert hand_edits(journal, None, [], drift) == HandEdits()


def test_an_adopted_record_says_who_when_and_that_it_never_leaves() -> None:
    claims = turtle('m:1 hd:note "two" . :new hd:note "by hand" .')

    made = adopted_record(IDS, claims, "Desk", NOW)

    expected = turtle(f"""
        m:1 hd:note "two" . :new hd:note "by hand" .
        <{made.graph}> a hd:Record ; hd:describes m:1, :new ;
          hd:fromDataset <{ID}dataset/adopted> ;
          hd:marking <https://w3id.org/health-diplomacy/scheme/marking/red> ;
          hd:reliability <https://w3id.org/health-diplomacy/scheme/reliability/F> ;
          hd:credibility <https://w3id.org/health-diplomacy/scheme/credibility/6> ;
          dcterms:creator "Desk" ;
          prov:generatedAtTime "{NOW}"^^xsd:dateTime .
        <{ID}dataset/adopted> a hd:Dataset ; hd:name "Edits made in the graph by hand, and adopted"@en .
    """)
    assert triples_of(made.text) == set(expected)
    assert (made.kind, made.marking, made.subjects) == (
        "adopted",
        "red",
        (f"{ID}dataset/adopted", f"{ID}mission/hdm/1", made.graph, "urn:x:new"),
    )


def test_the_name_of_an_adopted_record_is_made_from_its_facts_alone() -> None:
    claims = turtle("m:1 hd:sentBy c:TUR, c:ITA .")

    names = {
        adopted_record(IDS, given, by, NOW).graph for given in (claims, claims[::-1]) for by in ("A", "B")
    }

    assert len(names) == 1


def triples_of(text: str) -> set[Triple]:
    return {quad.triple for quad in read_canonical(text)}

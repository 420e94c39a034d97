"""Records come, change and go: after each run the graph is exactly what it would be if it were made anew."""

import pytest

from graph.sync import synchronise
from graph.verify import verify
from records.journal import Journal
from tests.graph.backend import GraphBackend
from tests.graph.graph_text import lines_of_graph, lines_of_journal
from tests.graph.records_made import play_states

MISSION = "m:1 a hd:VaccineDonation ; hd:sentBy c:TUR ; hd:receivedBy c:ITA"
DELIVERED = "hd:status <https://w3id.org/health-diplomacy/scheme/status/delivered>"
REIFIED = "m:1 hd:sentBy c:TUR . :r rdf:reifies <<( m:1 hd:sentBy c:TUR )>>"

HISTORIES = {
    "a text changes": [
        {"a": f'{MISSION} ; hd:note "one" .'},
        {"a": f'{MISSION} ; hd:note "two" .'},
        {"a": f'{MISSION} ; hd:note "two", "three" ; hd:name "Aid"@en, "Yardım"@tr .'},
    ],
    "a record is added, another withdrawn": [
        {"a": f"{MISSION} ."},
        {"a": f"{MISSION} .", "b": "m:2 a hd:Mission ; hd:sentBy c:EGY ; hd:receivedBy c:ITA ."},
        {"b": "m:2 a hd:Mission ; hd:sentBy c:EGY ; hd:receivedBy c:ITA ."},
        {},
    ],
    "two records say the same, then one of them": [
        {"a": f"{MISSION} .", "b": f"{MISSION} ."},
        {"b": f"{MISSION} ."},
        {"a": f"{MISSION} .", "b": 'm:1 hd:note "only a note" .'},
    ],
    "a node of one class becomes one of another": [
        {"a": f"{MISSION} .", "b": "m:1 :knows :x . :x a hd:Country ; :knows :x, m:1 ."},
        {"a": f"{MISSION} .", "b": "m:1 :knows :x . :x a hd:Organisation ; :knows :x, m:1 ."},
        {"a": f"{MISSION} .", "b": "m:1 :knows :x . :x a hd:Epidemic, hd:Organisation ; :knows :x, m:1 ."},
        {"a": f"{MISSION} .", "b": "m:1 :knows :x . :x a hd:Crisis, :Foreign ; :knows :x, m:1 ."},
        {"a": f"{MISSION} .", "b": "m:1 :knows :x . :x a :Foreign ; :knows :x, m:1 ."},
    ],
    "a class becomes narrower, then wider": [
        {"a": "m:1 a hd:Mission ; hd:sentBy c:TUR ."},
        {"a": "m:1 a hd:FieldHospitalDeployment ; hd:sentBy c:TUR ."},
        {"a": "m:1 a hd:FieldHospitalDeployment, hd:Mission ; hd:sentBy c:TUR ."},
        {"a": "m:1 a hd:Mission ; hd:sentBy c:TUR ."},
    ],
    "what was only mentioned is described, then mentioned, then gone": [
        {"a": "m:1 hd:sentBy c:TUR ."},
        {"a": "m:1 hd:sentBy c:TUR .", "b": 'c:TUR a hd:Country ; hd:iso3 "TUR" .'},
        {"a": "m:1 hd:sentBy c:TUR ."},
        {"a": "m:1 a hd:Mission ."},
    ],
    "what is described is mentioned by others too, for a while": [
        {"b": 'c:TUR a hd:Country ; hd:iso3 "TUR" .'},
        {
            "b": 'c:TUR a hd:Country ; hd:iso3 "TUR" .',
            "a": "m:1 hd:sentBy c:TUR ; :doubts <<( c:TUR :a :b )>> .",
        },
        {"b": 'c:TUR a hd:Country ; hd:iso3 "TUR" .'},
    ],
    "a document speaks of records that are not in this store, and of one that is": [
        {"a": ":theirs a hd:Record . r:theirs a hd:Record . r:b a hd:Record .", "b": "m:1 a hd:Mission ."},
        {"a": ":theirs a hd:Record . r:theirs a hd:Record . r:b a hd:Record ."},
        {"b": "m:1 a hd:Mission ."},
    ],
    "what was described stays while somebody mentions it": [
        {"a": "m:1 hd:sentBy c:TUR .", "b": "c:TUR a hd:Country .", "c": "c:TUR :knows c:ITA ."},
        {"a": "m:1 hd:sentBy c:TUR .", "c": "c:TUR :knows c:ITA ."},
        {"a": "m:1 hd:sentBy c:TUR ."},
    ],
    "triple terms come and go": [
        {"a": "m:1 a hd:Mission ."},
        {"a": "m:1 a hd:Mission ; :doubts <<( c:EGY :knows c:ITA )>> ."},
        {"a": "m:1 :doubts <<( c:EGY :knows c:ITA )>> .", "b": "m:2 :doubts <<( c:EGY :knows c:ITA )>> ."},
        {"b": "m:2 :doubts <<( c:EGY :knows c:ITA )>> ."},
        {"b": "m:2 a hd:Mission ."},
    ],
    "triple terms within triple terms come and go": [
        {"a": "m:1 :doubts <<( :a :says <<( :b :says <<( :c :says :d )>> )>> )>> ."},
        {"a": "m:1 :doubts <<( :b :says <<( :c :says :d )>> )>> ."},
        {"a": 'm:1 :doubts <<( :a :says <<( :b :says <<( :c :says :d )>> )>> )>> ; hd:note "again" .'},
        {"a": "m:1 a hd:Mission ."},
    ],
    "a reifier becomes an edge of its own, then a node": [
        {"a": f'{REIFIED} ; hd:note "one" .'},
        {"a": f'{REIFIED} ; hd:note "two" ; :seenIn :paper .'},
        {"a": f"{REIFIED} ; :seenIn _:b ."},
        {"a": f"{REIFIED} ."},
        {"a": "m:1 hd:sentBy c:TUR ."},
    ],
    "another record breaks what a reifier stands on": [
        {"a": f"{REIFIED} ."},
        {"a": f"{REIFIED} .", "b": ':r hd:note "from elsewhere" .'},
        {"a": f"{REIFIED} .", "b": "m:1 hd:sentBy c:TUR ."},
        {"a": f"{REIFIED} .", "b": "m:2 :knows :r ."},
    ],
    "two reifiers of one fact": [
        {"a": f'{REIFIED} . :s rdf:reifies <<( m:1 hd:sentBy c:TUR )>> ; hd:note "s" .'},
        {"a": f"{REIFIED} .", "b": "m:1 hd:sentBy c:TUR ."},
        {"b": "m:1 hd:sentBy c:TUR ."},
    ],
    "foreign predicates and classes": [
        {"a": 'm:1 :knows c:TUR ; a :Class ; schema:name "n" .'},
        {"a": "m:1 :sees c:TUR ; schema:memberOf c:TUR ; <http://a.example/2nd-colour> c:TUR, 5 ."},
        {"a": 'm:1 hd:name c:TUR ; hd:sentBy "a text" ; hd:status "odd", c:TUR, _:b .'},
    ],
    "blank nodes": [
        {"a": "m:1 :knows _:b1 . _:b1 a hd:Country ; :knows _:b2 ."},
        {"a": "m:1 :knows _:b1 .", "b": '_:b2 hd:note "two" ; :knows _:b2 .'},
        {"b": "_:b2 a hd:Organisation ."},
    ],
    "ties": [
        {"a": f'{MISSION} ; {DELIVERED} ; hd:start "2021-03-01"^^xsd:date .'},
        {
            "a": f"{MISSION} .",
            "b": f"m:2 a hd:Mission ; hd:sentBy c:TUR ; hd:receivedBy c:ITA ; {DELIVERED} .",
        },
        {"a": f"{MISSION}, c:EGY, c:TUR ."},
        {"a": "m:1 a hd:VaccineDonation ; hd:sentBy c:ITA ; hd:receivedBy c:TUR ."},
        {"a": "m:1 a hd:VaccineDonation ; hd:sentBy c:ITA ."},
    ],
    "rival values of a scalar": [
        {"a": 'm:1 hd:start "2021-03-01"^^xsd:date ; hd:personnel 5 .'},
        {"a": 'm:1 hd:start "2021-03-01"^^xsd:date .', "b": 'm:1 hd:start "2021-02-01"^^xsd:date, "2021" .'},
        {"b": 'm:1 hd:start "2021-02-01"^^xsd:date .'},
    ],
}


@pytest.mark.parametrize("states", HISTORIES.values(), ids=HISTORIES.keys())
def test_after_each_run_the_graph_is_as_if_made_anew(
    graph_backend: GraphBackend, journal: Journal, states: list[dict[str, str]]
) -> None:
    found, expected = [], []
    for _ in play_states(journal, states):
        synchronise(journal, graph_backend.writer, graph_backend.registry)
        found.append(lines_of_graph(graph_backend.reader))
        expected.append(lines_of_journal(journal, graph_backend.registry))

    assert found == expected
    assert verify(journal, graph_backend.reader, graph_backend.learnt_registry).equal


SHARED = 'c:TUR a hd:Country . c:ITA a hd:Country ; hd:iso3 "ITA" . :x a hd:Organisation .'
TOUCHES = {
    "nothing": ({"a": f"{MISSION} ."}, []),
    "a text": ({"a": f'{MISSION} ; hd:note "new" .'}, ["mission/hdm/1"]),
    "an edge": (
        {"a": f"{MISSION}, c:EGY ."},
        ["country/EGY", "mission/hdm/1 RECEIVED_BY country/EGY", "country/TUR AIDED country/EGY"],
    ),
    "a record": (
        {"a": f"{MISSION} .", "b": "m:2 a hd:Mission ; hd:sentBy c:EGY ."},
        ["country/EGY", "mission/hdm/2", "record/b", "mission/hdm/2 SENT_BY country/EGY"],
    ),
    "a withdrawn record": ({}, []),
}


@pytest.mark.parametrize(("after", "touched"), TOUCHES.values(), ids=TOUCHES.keys())
def test_only_what_a_change_touches_is_written(
    graph_backend: GraphBackend, journal: Journal, after: dict[str, str], touched: list[str]
) -> None:
    """Everything is stamped by hand; what is written loses the stamp."""
    for _ in play_states(journal, [{"shared": SHARED, "a": f"{MISSION} ."}, {"shared": SHARED, **after}]):
        graph_backend.by_hand("MATCH (n) SET n.stamp = 1")
        graph_backend.by_hand("MATCH ()-[r]->() SET r.stamp = 1")
        synchronise(journal, graph_backend.writer, graph_backend.registry)

    assert unstamped(graph_backend) == sorted(touched)


def unstamped(backend: GraphBackend) -> list[str]:
    nodes = backend.by_hand("MATCH (n:Resource) WHERE n.stamp IS NULL RETURN n.iri AS found")
    edges = backend.by_hand(
        "MATCH (a:Resource)-[r]->(b:Resource) WHERE r.stamp IS NULL RETURN a.iri, type(r), b.iri"
    )
    texts = [str(row["found"]) for row in nodes] + [" ".join(map(str, row.values())) for row in edges]
    return sorted(text.replace("https://w3id.org/health-diplomacy/id/", "") for text in texts)

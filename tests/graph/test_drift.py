"""Edits that somebody made in the graph past Hakim: each is told, fact by fact."""

import re

import pytest

from graph.sync import synchronise
from graph.verify import verify
from records.journal import Journal
from tests.graph.backend import GraphBackend
from tests.graph.records_made import play, turtle

ID = "https://w3id.org/health-diplomacy/id/"
WORLD = {
    "a": 'm:1 a hd:VaccineDonation ; hd:sentBy c:TUR ; hd:receivedBy c:ITA ; hd:note "one" ; :says "x" .',
    "b": 'c:TUR a hd:Country ; hd:iso3 "TUR" ; :doubts <<( :a :says :b )>> .',
    "c": 'm:2 hd:sentBy c:ITA . :r rdf:reifies <<( m:2 hd:sentBy c:ITA )>> ; hd:note "r" .',
}
NAMESPACES = {
    "hd": "https://w3id.org/health-diplomacy/ont#",
    "m": f"{ID}mission/hdm/",
    "c": f"{ID}country/",
    "r": f"{ID}record/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "": "urn:x:",
}
MISSION = "MATCH (m:Resource {iri: $id + 'mission/hdm/1'})"

EDITS: dict[str, tuple[str, list[str], list[str]]] = {
    "nothing": ("RETURN 1", [], []),
    "a text changed": (
        f"{MISSION} SET m.note = ['two']",
        ['m:1 hd:note "one" r:a'],
        ['m:1 hd:note "two" r:a'],
    ),
    "a text taken away": (f"{MISSION} REMOVE m.note", ['m:1 hd:note "one" r:a'], []),
    "a text added": (f"{MISSION} SET m.name_en = ['Aid']", [], ['m:1 hd:name "Aid"@en r:a']),
    "a type changed and its label left": (
        f"{MISSION} SET m.types = ['Mission']",
        ["m:1 rdf:type hd:VaccineDonation r:a"],
        [
            "# Node m:1 has the labels ['Mission', 'VaccineDonation'], its types say ['Mission'].",
            "m:1 rdf:type hd:Mission r:a",
        ],
    ),
    "an edge taken away": (
        f"{MISSION}-[r:SENT_BY]->() DELETE r",
        ["m:1 hd:sentBy c:TUR r:a"],
        [],
    ),
    "an edge added": (
        f"{MISSION} MATCH (c:Country) CREATE (m)-[:IN_RESPONSE_TO]->(c)",
        [],
        ["m:1 hd:inResponseTo c:TUR <urn:hakim:unrecorded>"],
    ),
    "an edge doubled": (
        f"{MISSION} MATCH (c:Country) CREATE (m)-[:SENT_BY {{graphs: [$id + 'record/a']}}]->(c)",
        [],
        ["# Edge m:1 -[SENT_BY]-> c:TUR is there more than once."],
    ),
    "a node added": (
        "CREATE (:Resource {iri: 'urn:x:new', note: ['by hand']})",
        [],
        [':new hd:note "by hand" <urn:hakim:unrecorded>'],
    ),
    "a node taken away": (
        "MATCH (c:Country) DETACH DELETE c",
        [
            "c:TUR :doubts <<( :a :says :b )>> r:b",
            'c:TUR hd:iso3 "TUR" r:b',
            "c:TUR rdf:type hd:Country r:b",
            "m:1 hd:sentBy c:TUR r:a",
        ],
        ["# Edge c:TUR -[AIDED]-> c:ITA is missing."],
    ),
    "a property that stands for nothing": (
        f"{MISSION} SET m.colour = 'red'",
        [],
        ["# Node m:1: The property 'colour' stands for no term that is known here."],
    ),
    "a remark on an edge": (
        f"{MISSION}-[r:SENT_BY]->() SET r.remark = 'why?'",
        [],
        [
            "# Edge m:1 -[SENT_BY]-> c:TUR: It has ['graphs', 'remark'] but no 'eid' of whom they could be said."
        ],
    ),
    "a remark on an edge of a reifier": (
        "MATCH ()-[r:SENT_BY {eid: 'urn:x:r'}]->() SET r.remark = 'why?'",
        [],
        ["# Edge m:2 -[SENT_BY]-> c:ITA: The property 'remark' stands for no term that is known here."],
    ),
    "a tie changed": (
        "MATCH ()-[r:AIDED]->() SET r.missions = 7",
        [],
        ["# Edge c:TUR -[AIDED]-> c:ITA differs from what the missions say."],
    ),
    "graphs that are a number": (
        f"{MISSION} SET m.graphs = 5",
        ['m:1 :says "x" r:a', 'm:1 hd:note "one" r:a', "m:1 rdf:type hd:VaccineDonation r:a"],
        ["# Node m:1: 'graphs' is 5, no list of names."],
    ),
    "a graph that is a number": (
        f"{MISSION} SET m.graphs = [5]",
        ['m:1 :says "x" r:a', 'm:1 hd:note "one" r:a', "m:1 rdf:type hd:VaccineDonation r:a"],
        ["# Node m:1: 'graphs' has 5, no name of a graph."],
    ),
    "a number that is none": (
        f"{MISSION} SET m.amount = 0.0 / 0.0",
        [],
        ["# Node m:1: Property 'amount' has nan, no number."],
    ),
    "a number without end": (
        f"{MISSION} SET m.amount = -1.0 / 0.0",
        [],
        ["# Node m:1: Property 'amount' has -inf, no number."],
    ),
    "a ledger that counts from the end": (
        f"""{MISSION} SET m._q = ['["note",[-1]]']""",
        ['m:1 hd:note "one" r:a'],
        ["# Node m:1: The ledger of 'note' names graphs [-1] of 1."],
    ),
    "a concept that is a number": (
        f"{MISSION} SET m.status = 5",
        [],
        ["# Node m:1: Property 'status' has 5, no text."],
    ),
    "a node without a key": (
        f"{MISSION} CREATE (m)-[:SENT_BY]->(:Resource {{note: ['by hand']}})",
        [],
        [
            "# A node with the labels [] has no 'iri', only {'note': ['by hand']}.",
            "# Edge m:1 -[SENT_BY]-> leads to a node without 'iri'.",
        ],
    ),
    "a key that is empty": (
        "CREATE (:Resource {iri: '', note: ['by hand']})",
        [],
        ["# Node : '' is neither an IRI nor a blank node (No scheme found in an absolute IRI)."],
    ),
    "a key that is a number": (
        "CREATE (:Resource {iri: 5, note: ['by hand']})",
        [],
        ["# Node 5: '5' is neither an IRI nor a blank node (No scheme found in an absolute IRI)."],
    ),
    "a label taken away": (
        "MATCH (c:Country) REMOVE c:Country",
        [],
        ["# Node c:TUR has the labels ['Party'], its types say ['Country', 'Party']."],
    ),
}


def short(line: str) -> str:
    """A line of N-Quads or a comment, with prefixes and without its full stop."""
    for prefix, namespace in NAMESPACES.items():
        line = re.sub(rf"<?{re.escape(namespace)}([\w-]+)>?", rf"{prefix}:\1", line)
    return line.removesuffix(" .\n").strip()


@pytest.mark.parametrize(("edit", "missing", "drift"), EDITS.values(), ids=EDITS.keys())
def test_an_edit_by_hand_is_told_fact_by_fact(
    graph_backend: GraphBackend, journal: Journal, edit: str, missing: list[str], drift: list[str]
) -> None:
    play(journal, {name: turtle(text) for name, text in WORLD.items()})
    synchronise(journal, graph_backend.writer, graph_backend.registry)
    graph_backend.by_hand(edit, id=ID)

    told = verify(journal, graph_backend.reader, graph_backend.learnt_registry)

    assert (sorted(map(short, told.missing)), sorted(map(short, told.drift))) == (missing, drift)
    assert told.equal == (not missing and not drift)

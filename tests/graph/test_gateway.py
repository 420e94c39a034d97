"""Analysts' Cypher on every product: it reads, it cannot write, and its answers are plain values."""

import json
import re
from contextlib import suppress

import pytest

from graph.gateway import Gateway
from graph.guard.limits import Limits
from graph.guard.refusal import QueryRefused
from graph.sync import synchronise
from records.journal import Journal
from tests.graph.backend import GraphBackend
from tests.graph.graph_text import lines_of_graph
from tests.graph.hostile_queries import REACHES, TOO_MUCH, WRITES
from tests.graph.records_made import play, turtle

ID = "https://w3id.org/health-diplomacy/id/"
WORLD = {
    "a": 'm:1 a hd:VaccineDonation ; hd:sentBy c:TUR ; hd:start "2021-03-01"^^xsd:date ; hd:note "one", "two" .',
    "b": 'c:TUR a hd:Country ; hd:iso3 "TUR", "OTT" .',
}
MISSION = {
    "iri": f"{ID}mission/hdm/1",
    "labels": ["Mission", "VaccineDonation"],
    "properties": {
        "graphs": [f"{ID}record/a"],
        "iri": f"{ID}mission/hdm/1",
        "note": ["one", "two"],
        "start": "2021-03-01",
        "types": ["VaccineDonation"],
    },
}
SENT_BY = {
    "type": "SENT_BY",
    "from": f"{ID}mission/hdm/1",
    "to": f"{ID}country/TUR",
    "properties": {"graphs": [f"{ID}record/a"]},
}


@pytest.fixture
def world(graph_backend: GraphBackend, journal: Journal) -> GraphBackend:
    play(journal, {name: turtle(text) for name, text in WORLD.items()})
    synchronise(journal, graph_backend.writer, graph_backend.registry)
    return graph_backend


def ask(backend: GraphBackend, cypher: str, **parameters: object) -> list[dict[str, object]]:
    return backend.gateway.select(cypher, parameters).rows


def test_a_hostile_query_is_refused_and_changes_nothing(world: GraphBackend) -> None:
    before = lines_of_graph(world.reader)
    answered = []
    for cypher in (*WRITES, *REACHES, *TOO_MUCH):
        with suppress(QueryRefused):
            answered.append((cypher, ask(world, cypher)))

    assert (answered, lines_of_graph(world.reader)) == ([], before)


def test_without_our_rules_the_engine_refuses_to_change_anything(
    world: GraphBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.gateway.check_text", lambda _cypher, _limits: None)
    before = lines_of_graph(world.reader)
    for cypher in WRITES:
        with suppress(QueryRefused):
            ask(world, cypher)

    assert lines_of_graph(world.reader) == before


@pytest.mark.parametrize(
    ("cypher", "limits", "reason"),
    [
        ("UNWIND range(1, 11) AS x RETURN x", Limits(rows=10), "more than 10 rows"),
        ("UNWIND range(1, 9) AS x RETURN 'a long text' AS x", Limits(bytes=99), "more than 99 bytes"),
        ("RETURN 'a long text' AS x", Limits(characters=9), "more than 9 characters"),
        ("RETURN [[[1]]] AS x", Limits(nesting=2), "nested more than 2 deep, at line 1, column 10"),
    ],
    ids=["rows", "bytes", "characters", "nesting"],
)
def test_what_is_above_a_limit_is_refused(
    graph_backend: GraphBackend, cypher: str, limits: Limits, reason: str
) -> None:
    gateway = Gateway(graph_backend.reading_driver, graph_backend.reading_server, limits)

    with pytest.raises(QueryRefused, match=re.escape(reason)):
        gateway.select(cypher, {})


@pytest.mark.parametrize(
    ("cypher", "reason"),
    [
        ("MATCH (m:Mission RETURN m", "The query is refused: "),
        ("RETURN $missing", "The query is refused: "),
        ("", "The query is refused: "),
        ("CALL no.such() YIELD value RETURN value", "The query is refused: "),
        ("RETURN 1 // " + "x" * 10_000, "has more than 10,000 characters"),
    ],
    ids=["no Cypher", "a parameter that is not given", "nothing", "no procedure", "very long"],
)
def test_what_cannot_be_answered_is_refused_with_its_reason(
    graph_backend: GraphBackend, cypher: str, reason: str
) -> None:
    with pytest.raises(QueryRefused, match=re.escape(reason)):
        ask(graph_backend, cypher)


ANSWERS: dict[str, tuple[str, object]] = {
    "null": ("RETURN null AS found", None),
    "a truth": ("RETURN true AS found", True),
    "a number": ("RETURN 7 AS found", 7),
    "a large number": ("RETURN 9007199254740993 AS found", 9007199254740993),
    "a fraction": ("RETURN 0.5 AS found", 0.5),
    "a text": ("RETURN 'حكيم' AS found", "حكيم"),
    "a list": ("RETURN [1, 'a', null] AS found", [1, "a", None]),
    "a map": ("RETURN {a: 1, b: [date('2021-03-01')]} AS found", {"a": 1, "b": ["2021-03-01"]}),
    "a day": ("RETURN date('2021-03-01') AS found", "2021-03-01"),
    "an instant": ("RETURN datetime('2021-03-01T04:05:06Z') AS found", "2021-03-01T04:05:06.000000000+00:00"),
    "a duration": ("RETURN duration('P1Y2M3DT4H') AS found", "P1Y2M3DT4H"),
    "a parameter": ("RETURN $given AS found", {"x": [1, "é"]}),
    "what is no number": (
        "RETURN [0.0 / 0.0, 1.0 / 0.0, -1.0 / 0.0] AS found",
        ["NaN", "Infinity", "-Infinity"],
    ),
    "a node": ("MATCH (found:Mission) RETURN found", MISSION),
    "a path": (
        "MATCH found = (:Mission)-[:SENT_BY]->(:Country) RETURN found",
        {
            "nodes": [
                MISSION,
                {
                    "iri": f"{ID}country/TUR",
                    "labels": ["Country", "Party"],
                    "properties": {
                        "graphs": [f"{ID}record/b"],
                        "iri": f"{ID}country/TUR",
                        "iso3": "OTT",
                        "types": ["Country"],
                    },
                },
            ],
            "relationships": [SENT_BY],
        },
    ),
    "nodes in a list": ("MATCH (m:Mission) RETURN collect(m) AS found", [MISSION]),
}


@pytest.mark.parametrize(("cypher", "expected"), ANSWERS.values(), ids=ANSWERS.keys())
def test_an_answer_is_plain_json(world: GraphBackend, cypher: str, expected: object) -> None:
    rows = ask(world, cypher, given={"x": [1, "é"]})

    assert rows == [{"found": expected}]
    assert json.loads(json.dumps(rows, allow_nan=False)) == rows


def test_columns_come_in_the_order_of_the_query(world: GraphBackend) -> None:
    answer = world.gateway.select("UNWIND [2, 1] AS z RETURN z, 'x' AS a", {})

    assert (answer.columns, answer.values) == (("z", "a"), ((2, "x"), (1, "x")))


def test_a_query_sees_superclasses(world: GraphBackend) -> None:
    assert ask(world, "MATCH (m:Mission)-[:SENT_BY]->(p:Party) RETURN m.iri AS m, p.iri AS p") == [
        {"m": f"{ID}mission/hdm/1", "p": f"{ID}country/TUR"}
    ]


QUESTIONS = [
    "MATCH (m:Mission)-[:SENT_BY]->(c) RETURN c.iso3, count(m) ORDER BY count(m) DESC SKIP 0 LIMIT 5",
    "MATCH p = shortestPath((a:Mission)-[*..4]-(b:Country)) RETURN p",
    "MATCH (m:Mission)-[:SENT_BY*1..3]->(c) RETURN DISTINCT c.iri",
    "MATCH (m:Mission) ((a)-[:SENT_BY]->(b)){1,2} (c) RETURN c.iri",
    "MATCH (m:Mission) OPTIONAL MATCH (m)-[:IN_RESPONSE_TO]->(x) RETURN m.iri, x.iri",
    "MATCH (m:Mission) WHERE NOT EXISTS { (m)-[:IN_RESPONSE_TO]->() } RETURN m.iri",
    "MATCH (m:Mission) WHERE (m)-[:SENT_BY]->() OR m.note IS NULL RETURN m.iri",
    "MATCH (m:Mission) RETURN [(m)-[r]->(o) | type(r)] AS types, COUNT { (m)-->() } AS n",
    "MATCH (m:Mission) CALL { WITH m MATCH (m)-->(o) RETURN collect(o.iri) AS all } RETURN m.iri, all",
    "MATCH (m:Mission) RETURN m.iri AS iri UNION MATCH (c:Country) RETURN c.iri AS iri",
    "UNWIND range(1, 3) AS x WITH x WHERE x > 1 RETURN sum(x), avg(x), percentileCont(x, 0.5)",
    "MATCH (a:Resource), (b:Resource) WHERE a.iri < b.iri RETURN count(*)",
    "MATCH (a:Mission), (b:Country) WHERE a.start = b.start RETURN a, b",
    "MATCH (n:Resource {iri: 'x'}) RETURN n",
    "MATCH (n:Resource) WHERE n.iri STARTS WITH 'https' AND n.iri CONTAINS 'mission' RETURN n.iri ORDER BY n.iri",
    "MATCH (n) WHERE elementId(n) = 'x' RETURN n",
    "MATCH ()-[r:SENT_BY]->() RETURN count(r)",
    "MATCH ()-[r]->() RETURN type(r), count(*)",
    "MATCH (n) RETURN count(n)",
    "WITH 1 AS x RETURN x, CASE WHEN x = 1 THEN 'one' ELSE 'more' END AS word",
    "MATCH (m:Mission) WITH m ORDER BY m.iri LIMIT 3 MATCH (m)--(o) RETURN m, collect(o)[..2]",
    "MATCH (m:Mission)-[:SENT_BY]->(c)<-[:SENT_BY]-(o:Mission) WHERE m <> o RETURN c.iri, count(*)",
]


@pytest.mark.parametrize("cypher", QUESTIONS)
def test_what_only_reads_is_answered(world: GraphBackend, cypher: str) -> None:
    assert isinstance(ask(world, cypher), list)

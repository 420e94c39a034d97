"""The main job as a user does it: rows in, claims, property graph, Cypher, RDF out."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import Quad, RdfFormat, Triple

from hakim.loading import SHIPPED
from records.store import Store

pytestmark = pytest.mark.engine

Hakim = Callable[..., CompletedProcess[str]]
JsonCommand = Callable[..., Any]

SYNTAXES = {
    "jsonld": (RdfFormat.JSON_LD, "json-ld"),
    "nquads": (RdfFormat.N_QUADS, "nquads"),
    "ntriples": (RdfFormat.N_TRIPLES, "nt"),
    "rdfxml": (RdfFormat.RDF_XML, "xml"),
    "trig": (RdfFormat.TRIG, "trig"),
    "turtle": (RdfFormat.TURTLE, "turtle"),
}


def stored_quads(home: Path) -> set[Quad]:
    with Store(home) as store:
        texts = store.journal.texts()
        return {quad for text in texts for quad in pyoxigraph.parse(text, format=RdfFormat.N_QUADS)}


def test_every_mission_is_in_the_graph(hakim_json: JsonCommand) -> None:
    assert hakim_json("query", "MATCH (m:Mission) RETURN count(m) AS n", "--format", "json") == [{"n": 212}]


def test_the_missions_are_of_eleven_types(hakim_json: JsonCommand) -> None:
    rows = hakim_json(
        "query", "MATCH (m:Mission) RETURN m.missionType AS type, count(m) AS n ORDER BY type", "--json"
    )

    assert {row["type"]: row["n"] for row in rows} == {
        "agreement": 7,
        "equipment": 51,
        "evacuation": 5,
        "field-hospital": 64,
        "funding": 11,
        "hospital-ship": 8,
        "medical-team": 33,
        "medicines": 10,
        "research-collaboration": 4,
        "training": 1,
        "vaccines": 18,
    }


def test_a_second_demo_writes_nothing(hakim_json: JsonCommand) -> None:
    ledgers = hakim_json("demo", "--no-serve", "--json")

    columns = ("source", "accepted", "rejected", "written", "deleted")
    assert [tuple(ledger[name] for name in columns) for ledger in ledgers] == [
        (source, 0, 0, 0, 0) for source in ("ontology", *SHIPPED)
    ]


def test_the_graph_is_in_step_and_holds_every_fact(hakim_json: JsonCommand) -> None:
    status = hakim_json("status", "--verify", "--json")

    digests = status["digest"]
    assert (status["in_step"], digests["graph"]) == (True, digests["records"])


@pytest.mark.parametrize("name", SYNTAXES)
def test_an_export_holds_what_is_stored_and_rdflib_reads_it_too(
    name: str, hakim: Hakim, demo_home: Path, tmp_path: Path
) -> None:
    ox_format, rdflib_name = SYNTAXES[name]
    file = tmp_path / "export"
    hakim("export", "--format", name, "-o", str(file))

    found = set(pyoxigraph.parse(path=str(file), format=ox_format))

    stored = stored_quads(demo_home)
    in_default_graph = {Quad(*quad.triple) for quad in stored}
    assert found == (stored if name in {"jsonld", "nquads", "trig"} else in_default_graph)
    dataset = rdflib.Dataset()
    dataset.parse(data=file.read_bytes(), format=rdflib_name)
    assert len({(s, p, o) for s, p, o, _ in dataset.quads()}) == len({quad.triple for quad in stored})


def test_the_nquads_are_the_same_bytes_every_time_and_have_the_digest(
    hakim: Hakim, hakim_json: JsonCommand
) -> None:
    first, second = (hakim("export", "--format", "nquads").stdout for _ in range(2))

    digest = hakim_json("status", "--verify", "--json")["digest"]["records"]
    assert first == second
    assert digest == "sha256:" + hashlib.sha256(first.encode()).hexdigest()


def test_an_entity_is_exported_with_its_evidence(hakim: Hakim) -> None:
    mission = "https://w3id.org/health-diplomacy/id/mission/hdm/HDM-0003"

    lines = hakim("export", "--entity", mission, "--format", "ntriples").stdout.splitlines()

    subjects = {line.split(" ")[0] for line in lines}
    assert subjects == {f"<{mission}>", "<https://w3id.org/health-diplomacy/id/record/missions/HDM-0003>"}


def test_a_selection_exports_the_fact_behind_an_edge(hakim: Hakim) -> None:
    query = "MATCH (:Mission {identifier: 'HDM-0003'})-[r:SENT_BY]->(c) RETURN startNode(r) AS m, r, c"

    quads = set(
        pyoxigraph.parse(hakim("export", "--cypher", query, "--format", "trig").stdout, format=RdfFormat.TRIG)
    )

    base = "https://w3id.org/health-diplomacy/id/"
    wanted = (
        f"<{base}mission/hdm/HDM-0003> <https://w3id.org/health-diplomacy/ont#sentBy> <{base}country/USA>"
    )
    assert wanted in {str(Triple(quad.subject, quad.predicate, quad.object)) for quad in quads}


@pytest.mark.parametrize(
    ("cypher", "why"),
    [
        ("CREATE (n:Mission) RETURN n", "CREATE does more than read"),
        ("MATCH (m:Mission) DETACH DELETE m", "DETACH does more than read"),
        ("MATCH (m:Mission RETURN m", "Syntax error"),
    ],
)
def test_a_query_that_writes_or_is_no_cypher_is_refused(cypher: str, why: str, hakim: Hakim) -> None:
    done = hakim("query", cypher, check=False)

    assert (done.returncode, done.stdout, why in done.stderr) == (2, "", True)


def test_parameters_and_the_four_forms_of_a_result(hakim: Hakim) -> None:
    arguments = (
        "query",
        "MATCH (c:Country {iso3: $iso3}) RETURN c.iso3 AS code, c.name_ar AS name",
        "--params",
        '{"iso3": "TUR"}',
    )

    answers = {form: hakim(*arguments, "--format", form).stdout for form in ("json", "jsonl", "csv")}

    assert json.loads(answers["json"]) == [{"code": "TUR", "name": "تركيا"}]
    assert answers["jsonl"] == '{"code": "TUR", "name": "تركيا"}\n'
    assert answers["csv"] == "code,name\nTUR,تركيا\n"
    assert "تركيا" in hakim(*arguments).stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("export", "--entity", "https://example.org/nothing"), 1, "holds nothing named"),
        (("export", "--cypher", "RETURN 1 AS x"), 2, "no nodes, relationships or paths"),
        (("query", "RETURN 1", "--params", "["), 2, "--params is no JSON object"),
        (("ingest", "data/missions.csv", "--source", "misions"), 2, "Did you mean 'missions'?"),
        (("runs", "999"), 1, "There is no run 999."),
        (("load", "README.md"), 2, "--exact"),
        (("export", "--as-received", "0000"), 1, "No loaded document"),
    ],
)
def test_a_mistake_gets_a_message_and_an_exit_code(
    arguments: tuple[str, ...], code: int, message: str, hakim: Hakim
) -> None:
    done = hakim(*arguments, check=False)

    assert (done.returncode, message in done.stderr, "Traceback" in done.stderr) == (code, True, False)

import pytest
from neo4j.exceptions import ConstraintError

from graph.address import Server
from graph.schema import VertexType, ensure_edge_types, prepare, wipe
from graph.server import connect

pytestmark = pytest.mark.neo4j


def run(server: Server, query: str) -> list[dict[str, object]]:
    with connect(server) as driver:
        records = driver.execute_query(query, database_=server.database).records
    return [record.data() for record in records]


def test_preparing_twice_makes_each_constraint_once(neo4j_server: Server) -> None:
    for _ in range(2):
        prepare(neo4j_server, [VertexType("Person")], ["KNOWS"])
    ensure_edge_types(neo4j_server, ["LATER"])

    query = (
        "SHOW CONSTRAINTS YIELD name, labelsOrTypes, properties WHERE name STARTS WITH 'hakim_' "
        "RETURN name, labelsOrTypes, properties ORDER BY name"
    )
    assert run(neo4j_server, query) == [
        {"name": "hakim_resource_iri", "labelsOrTypes": ["Resource"], "properties": ["iri"]},
        {"name": "hakim_sync_id", "labelsOrTypes": ["_Sync"], "properties": ["id"]},
        {"name": "hakim_term_id", "labelsOrTypes": ["_Term"], "properties": ["id"]},
    ]


def test_an_iri_is_unique(neo4j_server: Server) -> None:
    prepare(neo4j_server, [], [])
    run(neo4j_server, "CREATE (:Resource:Person {iri: 's'})")

    with pytest.raises(ConstraintError):
        run(neo4j_server, "CREATE (:Resource {iri: 's'})")


def test_wiping_takes_what_is_ours_and_leaves_the_rest(neo4j_server: Server) -> None:
    prepare(neo4j_server, [], [])
    run(neo4j_server, "CREATE (:Foreign {name: 'stays'})-[:SEES]->(:Resource {iri: 's'})")
    run(neo4j_server, "UNWIND range(1, 25000) AS i CREATE (:Resource {iri: toString(i)})")
    run(neo4j_server, "CREATE (:_Term {name: 't'}), (:_Sync {name: 'b'})")

    wipe(neo4j_server)

    left = run(neo4j_server, "MATCH (n) RETURN labels(n) AS labels")
    run(neo4j_server, "MATCH (n:Foreign) DELETE n")
    assert left == [{"labels": ["Foreign"]}]

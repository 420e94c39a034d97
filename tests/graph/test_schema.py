import pytest

from graph.engine import Running
from graph.engine.ddl import StoredType
from graph.engine.endpoint import command
from graph.schema import (
    SchemaProblem,
    UntestedServer,
    VertexType,
    check_version,
    ensure_edge_types,
    prepare,
    stored_types,
    wipe,
)
from graph.server import connect

LABELS = [
    VertexType("Person"),
    VertexType("Surgeon", ("Doctor", "Officer")),
    VertexType("Doctor", ("Person",)),
    VertexType("Officer", ("Person",)),
]
TYPES = {
    "Resource": StoredType("vertex"),
    "_Term": StoredType("vertex"),
    "_Sync": StoredType("vertex"),
    "TripleTerm": StoredType("vertex", frozenset({"Resource"})),
    "Rival": StoredType("vertex", frozenset({"Resource"})),
    "Person": StoredType("vertex", frozenset({"Resource"})),
    "Doctor": StoredType("vertex", frozenset({"Person"})),
    "Officer": StoredType("vertex", frozenset({"Person"})),
    "Surgeon": StoredType("vertex", frozenset({"Doctor", "Officer"})),
    "KNOWS": StoredType("edge"),
}


def run(running: Running, query: str) -> list[dict[str, object]]:
    with connect(running.writer) as driver:
        records = driver.execute_query(query, database_=running.writer.database).records
    return [record.data() for record in records]


@pytest.mark.engine
def test_prepare_makes_labels_and_relationship_types(empty_engine: Running) -> None:
    prepare(empty_engine.writer, LABELS, ["KNOWS"])

    assert stored_types(empty_engine.writer) == TYPES


@pytest.mark.engine
def test_preparing_twice_changes_nothing(empty_engine: Running) -> None:
    prepare(empty_engine.writer, LABELS, ["KNOWS"])
    run(empty_engine, "CREATE (:Surgeon {iri: 's'})")

    prepare(empty_engine.writer, LABELS, ["KNOWS"])

    assert stored_types(empty_engine.writer) == TYPES
    assert run(empty_engine, "MATCH (n) RETURN n.iri AS iri") == [{"iri": "s"}]


@pytest.mark.engine
def test_a_node_has_all_the_labels_above_its_own(empty_engine: Running) -> None:
    prepare(empty_engine.writer, LABELS, [])

    labels = run(empty_engine, "CREATE (n:Surgeon {iri: 's'}) RETURN labels(n) AS labels")

    assert labels == [{"labels": ["Doctor", "Officer", "Person", "Resource", "Surgeon"]}]


@pytest.mark.engine
@pytest.mark.parametrize("label", ["Surgeon", "Officer", "Person", "Resource"])
def test_a_node_is_found_by_every_label_above_its_own(empty_engine: Running, label: str) -> None:
    prepare(empty_engine.writer, LABELS, [])
    run(empty_engine, "CREATE (:Surgeon {iri: 's'})")

    assert run(empty_engine, f"MATCH (n:{label} {{iri: 's'}}) RETURN n.iri AS iri") == [{"iri": "s"}]


@pytest.mark.engine
def test_one_index_finds_an_iri_under_any_label(empty_engine: Running) -> None:
    prepare(empty_engine.writer, LABELS, [])
    run(empty_engine, "CREATE (:Surgeon {iri: 's'})")

    indexes = command(empty_engine.writer, "SELECT FROM schema:indexes WHERE typeName = 'Resource'")

    assert run(empty_engine, "MATCH (n:Resource {iri: 's'}) RETURN n.iri AS iri") == [{"iri": "s"}]
    assert {index["unique"] for index in indexes} == {False}


@pytest.mark.engine
def test_relationship_types_can_come_later(empty_engine: Running) -> None:
    prepare(empty_engine.writer, LABELS, ["KNOWS"])

    ensure_edge_types(empty_engine.writer, ["FOREIGN_1", "KNOWS"])

    assert stored_types(empty_engine.writer) == {**TYPES, "FOREIGN_1": StoredType("edge")}


@pytest.mark.engine
@pytest.mark.parametrize("labels", [[VertexType("Doctor")], [VertexType("KNOWS")]])
def test_a_schema_that_contradicts_the_graph_is_refused(
    empty_engine: Running, labels: list[VertexType]
) -> None:
    prepare(empty_engine.writer, LABELS, ["KNOWS"])

    with pytest.raises(SchemaProblem, match=r"hakim rebuild"):
        prepare(empty_engine.writer, labels, [])

    assert stored_types(empty_engine.writer) == TYPES


@pytest.mark.engine
def test_wiping_leaves_nothing_and_keeps_both_accounts(empty_engine: Running) -> None:
    prepare(empty_engine.writer, LABELS, ["KNOWS"])
    with connect(empty_engine.reader) as reader:
        run(empty_engine, "CREATE (:Surgeon {iri: 's'})-[:KNOWS]->(:Doctor {iri: 'd'})")

        wipe(empty_engine.writer)

        rows = reader.execute_query("MATCH (n) RETURN count(n) AS n", database_="hakim").records
    assert [row.data() for row in rows] == [{"n": 0}]
    assert stored_types(empty_engine.writer) == {}


@pytest.mark.engine
def test_wiping_twice_and_preparing_again(empty_engine: Running) -> None:
    wipe(empty_engine.writer)
    wipe(empty_engine.writer)

    prepare(empty_engine.writer, LABELS, ["KNOWS"])

    assert stored_types(empty_engine.writer) == TYPES


@pytest.mark.parametrize("version", ["4.4.0", "4.4.37", "5.1.0", "5.26.12", "2025.06.2", "2026.01.0-23"])
def test_versions_that_were_tried(version: str) -> None:
    check_version(version)


@pytest.mark.parametrize("version", ["3.5.35", "4.3.9", "4.40.1", "6.0.0", "50.1", "2024.1", "", "5"])
def test_versions_that_were_not_tried(version: str) -> None:
    with pytest.raises(UntestedServer, match=r"Use 4.4, 5, 2025 or 2026"):
        check_version(version)

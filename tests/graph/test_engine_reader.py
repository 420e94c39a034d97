"""What the reader account is refused, on the real engine: the second wall, behind our own parser."""

import pytest
from neo4j.exceptions import ClientError

from graph.engine import Running
from graph.engine.endpoint import command, server_command
from graph.schema import VertexType, prepare
from graph.server import GraphUnreachable, connect

pytestmark = pytest.mark.engine

WRITES = {
    "create a node": "CREATE (:Country {iri: 'x'})",
    "create a node of a new label": "CREATE (:Unheard)",
    "create an edge": "MATCH (a:Country), (b:Country) CREATE (a)-[:SENT_BY]->(b)",
    "merge": "MERGE (n:Country {iri: 'y'})",
    "set a property": "MATCH (n:Country) SET n.name = 'z'",
    "replace all properties": "MATCH (n:Country) SET n = {iri: 'z'}",
    "add a label": "MATCH (n:Country) SET n:Mission",
    "add a new label": "MATCH (n:Country) SET n:Unheard",
    "remove a label": "MATCH (n:Country) REMOVE n:Country",
    "remove a property": "MATCH (n:Country) REMOVE n.iri",
    "delete": "MATCH (n:Country) DELETE n",
    "delete with edges": "MATCH (n) DETACH DELETE n",
    "write for each": "FOREACH (i IN [1] | CREATE (:Country {iri: 'f'}))",
    "write in a subquery": "CALL { CREATE (n:Country {iri: 's'}) RETURN n } RETURN n",
    "make an index": "CREATE INDEX FOR (n:Country) ON (n.name)",
    "make a constraint": "CREATE CONSTRAINT FOR (n:Country) REQUIRE n.name IS UNIQUE",
    "make a user": "CREATE USER mallory SET PASSWORD 'malloryspassword'",
    "load a file": "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "load from the network": "LOAD CSV FROM 'http://127.0.0.1:1/x.csv' AS row RETURN row",
}
COMMANDS = {
    "make a type": "CREATE VERTEX TYPE Mine",
    "insert": "INSERT INTO Country SET iri = 'q'",
    "delete": "DELETE FROM Country",
    "drop a type": "DROP TYPE Country UNSAFE",
    "change a setting": "ALTER DATABASE `arcadedb.command.timeout` 0",
    "import": "IMPORT DATABASE file:///etc/passwd",
    "truncate": "TRUNCATE TYPE Country UNSAFE",
}
UNTOUCHED = [{"iri": "a", "labels": ["Country", "Resource"]}]


@pytest.fixture
def world(empty_engine: Running) -> Running:
    prepare(empty_engine.writer, [VertexType("Mission"), VertexType("Country")], ["SENT_BY"])
    with connect(empty_engine.writer) as driver:
        driver.execute_query("CREATE (:Country {iri: 'a'})", database_=empty_engine.writer.database)
    return empty_engine


def everything(running: Running) -> list[dict[str, object]]:
    with connect(running.reader) as driver:
        rows = driver.execute_query(
            "MATCH (n) RETURN n.iri AS iri, labels(n) AS labels", database_=running.reader.database
        ).records
    return [row.data() for row in rows]


@pytest.mark.parametrize("query", WRITES.values(), ids=WRITES.keys())
def test_the_reader_cannot(world: Running, query: str) -> None:
    with connect(world.reader) as driver, pytest.raises(ClientError):
        driver.execute_query(query, database_=world.reader.database)

    assert everything(world) == UNTOUCHED


@pytest.mark.parametrize("text", COMMANDS.values(), ids=COMMANDS.keys())
def test_the_reader_cannot_command(world: Running, text: str) -> None:
    with pytest.raises(GraphUnreachable, match=r"The engine refused"):
        command(world.reader, text)

    assert everything(world) == UNTOUCHED


@pytest.mark.parametrize("text", ["create database mine", "drop database hakim", "create user x", "shutdown"])
def test_the_reader_cannot_govern_the_server(world: Running, text: str) -> None:
    with pytest.raises(GraphUnreachable, match=r"The engine refused"):
        server_command(world.reader, text)

    assert everything(world) == UNTOUCHED


def test_the_writer_cannot_load_files_either(world: Running) -> None:
    with connect(world.writer) as driver, pytest.raises(ClientError):
        driver.execute_query("LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row", database_="hakim")


def test_a_reader_that_asks_for_too_much_is_stopped(world: Running) -> None:
    with connect(world.reader) as driver, pytest.raises(ClientError):
        driver.execute_query("RETURN size(range(1, 100000000)) AS n", database_="hakim")

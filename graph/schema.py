"""What a graph needs before data comes: one unique key, the labels and the relationship types; and wiping it.

The embedded engine gets a type for each label, so that one index covers all (`graph.engine.ddl`). Neo4j gets
three constraints: there, labels and relationship types come into being with the data.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import LiteralString

from graph.address import Server
from graph.engine.ddl import (
    ROOT_TYPE,
    SchemaProblem,
    StoredType,
    VertexType,
    base_statements,
    edge_statements,
    vertex_statements,
)
from graph.engine.endpoint import command, list_databases, server_command
from graph.entries import RIVAL_LABEL, TERM_LABEL
from graph.server import connect, speaking_to
from ontology.errors import OutsideFailure

__all__ = ["SchemaProblem", "UntestedServer", "VertexType", "ensure_edge_types", "prepare", "wipe"]

VIEW_TYPES = (VertexType(TERM_LABEL), VertexType(RIVAL_LABEL))

NEO4J_CONSTRAINTS: tuple[LiteralString, ...] = (
    "CREATE CONSTRAINT hakim_resource_iri IF NOT EXISTS FOR (n:Resource) REQUIRE n.iri IS UNIQUE",
    "CREATE CONSTRAINT hakim_term_id IF NOT EXISTS FOR (n:_Term) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT hakim_sync_id IF NOT EXISTS FOR (n:_Sync) REQUIRE n.id IS UNIQUE",
)
"""And no index on what people look for: a value can be longer than an index takes, and no load may fail for that."""
# Only what is ours: a server may hold other graphs in the same database.
NEO4J_WIPE: LiteralString = (
    "MATCH (n) WHERE n:Resource OR n:_Term OR n:_Sync "
    "WITH n LIMIT 10000 DETACH DELETE n "
    "RETURN count(*) AS deleted"
)
TESTED = re.compile(r"(4\.4|5|2025|2026)\..*")


class UntestedServer(OutsideFailure):
    """A Neo4j version on which Hakim was never tried."""


def prepare(server: Server, vertex_types: Sequence[VertexType], edge_types: Iterable[str]) -> None:
    """Make the graph ready for data; what is there already is left as it is."""
    _PREPARE[server.product](server, vertex_types, edge_types)


def ensure_edge_types(server: Server, names: Iterable[str]) -> None:
    """Make the relationship types that are missing, at any time."""
    if server.product == "embedded":
        _send(server, edge_statements(names, stored_types(server)))


def wipe(server: Server) -> None:
    """Drop all of Hakim's data; `prepare` must come before the next data."""
    _WIPE[server.product](server)


def check_version(product_version: str) -> None:
    """Refuse a Neo4j version that was not tried.

    >>> check_version("5.26.12")
    >>> check_version("3.5.1")
    Traceback (most recent call last):
    graph.schema.UntestedServer: Neo4j 3.5.1 was not tried with Hakim. Use 4.4, 5, 2025 or 2026, or the \
embedded engine (leave NEO4J_URI unset).
    """
    if not TESTED.fullmatch(product_version):
        raise UntestedServer(
            f"Neo4j {product_version} was not tried with Hakim.",
            hint="Use 4.4, 5, 2025 or 2026, or the embedded engine (leave NEO4J_URI unset).",
        )


def stored_types(server: Server) -> dict[str, StoredType]:
    """The types that the embedded engine has."""
    rows = command(server, "SELECT name, type, parentTypes FROM schema:types")
    return {row["name"]: StoredType(row["type"], frozenset(row["parentTypes"])) for row in rows}


def _prepare_embedded(server: Server, vertex_types: Sequence[VertexType], edge_types: Iterable[str]) -> None:
    stored = stored_types(server)
    wanted = [*VIEW_TYPES, *vertex_types]
    labels = {each.name: StoredType("vertex") for each in wanted}
    _send(
        server,
        base_statements(stored)
        + vertex_statements(wanted, stored)
        + edge_statements(edge_types, labels | stored | {ROOT_TYPE: StoredType("vertex")}),
    )


def _send(server: Server, statements: Sequence[str]) -> None:
    if statements:
        command(server, ";\n".join(statements), language="sqlscript")


def _prepare_neo4j(server: Server, _vertex_types: Sequence[VertexType], _edge_types: Iterable[str]) -> None:
    with connect(server) as driver, speaking_to(server), driver.session(database=server.database) as session:
        # Since 2025.11 the languages are listed beside the kernel.
        components = session.run(
            "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' "
            "RETURN versions[0] AS version"
        ).single(strict=True)
        check_version(components["version"])
        for statement in NEO4J_CONSTRAINTS:
            session.run(statement).consume()
        session.run("CALL db.awaitIndexes(300)").consume()


def _wipe_embedded(server: Server) -> None:
    # Dropping the database takes 40 ms at any size; its accounts and open connections go on.
    if server.database in list_databases(server):
        server_command(server, f"drop database {server.database}")
    server_command(server, f"create database {server.database}")


def _wipe_neo4j(server: Server) -> None:
    with connect(server) as driver, speaking_to(server), driver.session(database=server.database) as session:
        while session.run(NEO4J_WIPE).single(strict=True)["deleted"]:
            pass


_PREPARE: Mapping[str, Callable[[Server, Sequence[VertexType], Iterable[str]], None]] = {
    "embedded": _prepare_embedded,
    "neo4j": _prepare_neo4j,
}
_WIPE: Mapping[str, Callable[[Server], None]] = {"embedded": _wipe_embedded, "neo4j": _wipe_neo4j}

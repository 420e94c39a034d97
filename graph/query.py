"""Analysts' Cypher: run by the reader's account, in a read transaction, with limits, its result as plain values."""

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import neo4j.graph
import neo4j.spatial
from neo4j import Driver, Query, Result
from neo4j.exceptions import ClientError, DatabaseError, DriverError, Neo4jError
from neo4j.time import Date, DateTime, Duration, Time

from graph.address import Server
from graph.query_guard import QueryRefused, check_plan
from graph.server import speaking_to

MAX_CHARACTERS = 100_000
MAX_ROWS = 1_000_000
_NOT_FINITE = {math.inf: "Infinity", -math.inf: "-Infinity"}


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns of a query's result and its rows as the driver gave them."""

    columns: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows as plain values by column, ready for JSON."""
        return [dict(zip(self.columns, map(plain, values), strict=True)) for values in self.values]


def select(driver: Driver, server: Server, cypher: str, parameters: Mapping[str, Any]) -> Answer:
    """The answer to a read-only query.

    Raises QueryRefused, with the engine's reason, when it is no Cypher, would do more than read the graph, is too
    long or has too many rows; the graph is then unchanged.
    """
    with _answering(driver, server, cypher, parameters) as result:
        columns = tuple(result.keys())
        return Answer(columns, tuple(_rows(result)))


def stream(
    driver: Driver, server: Server, cypher: str, parameters: Mapping[str, Any]
) -> Iterator[tuple[Any, ...]]:
    """The rows of the answer to a read-only query, as they come; refused as `select` refuses, some rows late."""
    with _answering(driver, server, cypher, parameters) as result:
        yield from _rows(result)


def _rows(result: Result) -> Iterator[tuple[Any, ...]]:
    for number, record in enumerate(result):
        if number == MAX_ROWS:
            raise QueryRefused(
                f"The query has more than {MAX_ROWS:,} rows.", hint="Add a LIMIT, or count in the query."
            )
        yield tuple(record.values())


@contextmanager
def _answering(
    driver: Driver, server: Server, cypher: str, parameters: Mapping[str, Any]
) -> Iterator[Result]:
    if len(cypher) > MAX_CHARACTERS:
        raise QueryRefused(
            f"The query has more than {MAX_CHARACTERS:,} characters.", hint="Pass data as parameters."
        )
    # The text is the analyst's own, run by an account that can only read.
    query = Query(cypher, timeout=server.patience.query)
    with speaking_to(server), driver.session(database=server.database, default_access_mode="READ") as session:
        try:
            if server.product == "neo4j":
                check_plan(session, cypher)
            with session.begin_transaction(timeout=server.patience.query) as transaction:
                yield transaction.run(query.text, dict(parameters))
        except (ClientError, DatabaseError) as error:
            raise QueryRefused(f"The query is refused: {_reason(error)}") from error


def _reason(error: Neo4jError | DriverError) -> str:
    text = error.message if isinstance(error, Neo4jError) and error.message else str(error)
    return text.strip().rstrip(".") + "."


def plain(value: Any) -> Any:
    """A value of the driver as JSON can hold it.

    Nodes and relationships become objects with their IRI, labels or type, and properties; times become ISO 8601;
    numbers that JSON cannot write become their names.
    """
    return next((write(value) for kinds, write in _PLAIN if isinstance(value, kinds)), value)


def _node(value: neo4j.graph.Node) -> dict[str, Any]:
    labels = sorted(value.labels - {"Resource"})
    return {"iri": value.get("iri"), "labels": labels, "properties": _properties(value)}


def _relationship(value: neo4j.graph.Relationship) -> dict[str, Any]:
    start, end = (node.get("iri") if node else None for node in value.nodes)
    return {"type": value.type, "from": start, "to": end, "properties": _properties(value)}


def _properties(value: neo4j.graph.Entity) -> dict[str, Any]:
    """The properties without the hidden ones, sorted."""
    return {name: plain(part) for name, part in sorted(value.items()) if not name.startswith("_")}


def _path(value: neo4j.graph.Path) -> dict[str, Any]:
    return {"nodes": plain(list(value.nodes)), "relationships": plain(list(value.relationships))}


# In this order: a point is a tuple too, and a relationship a mapping.
_PLAIN: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    (neo4j.graph.Node, _node),
    (neo4j.graph.Relationship, _relationship),
    (neo4j.graph.Path, _path),
    ((Date, DateTime, Time, Duration), lambda value: value.iso_format()),
    (neo4j.spatial.Point, list),
    ((bytes, bytearray), lambda value: bytes(value).hex()),
    ((list, tuple), lambda value: [plain(part) for part in value]),
    (float, lambda value: value if math.isfinite(value) else _NOT_FINITE.get(value, "NaN")),
    (dict, lambda value: {str(name): plain(part) for name, part in value.items()}),
)

"""Analysts' Cypher: run by the reader's account, in a read transaction, with limits, its result as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import neo4j.graph
import neo4j.spatial
import neo4j.time
from neo4j import Driver, Query
from neo4j.exceptions import ClientError, DriverError, Neo4jError

from graph.server import Server, speaking_to
from ontology.errors import UsageProblem

MAX_CHARACTERS = 100_000
MAX_ROWS = 1_000_000
TIMEOUT_SECONDS = 30.0


class QueryRefused(UsageProblem):
    """A query that the engine does not understand, or that it or Hakim refuses."""


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

    Raises QueryRefused, with the engine's reason, when it is no Cypher, would write, or is too long; the graph is
    then unchanged.
    """
    if len(cypher) > MAX_CHARACTERS:
        raise QueryRefused(
            f"The query has more than {MAX_CHARACTERS:,} characters.", hint="Pass data as parameters."
        )
    # The text is the analyst's own, run by an account that can only read.
    query = Query(cypher, timeout=TIMEOUT_SECONDS)  # type: ignore[arg-type]
    with speaking_to(server), driver.session(database=server.database, default_access_mode="READ") as session:
        try:
            with session.begin_transaction(timeout=TIMEOUT_SECONDS) as transaction:
                result = transaction.run(query.text, dict(parameters))
                columns = tuple(result.keys())
                values = tuple(tuple(record.values()) for record in result.fetch(MAX_ROWS))
        except ClientError as error:
            raise QueryRefused(f"The query is refused: {_reason(error)}") from error
    return Answer(columns, values)


def _reason(error: Neo4jError | DriverError) -> str:
    text = error.message if isinstance(error, Neo4jError) and error.message else str(error)
    return text.strip().rstrip(".") + "."


def plain(value: Any) -> Any:
    """A value of the driver as JSON can hold it.

    Nodes and relationships become objects with their IRI, labels or type, and properties; times become ISO 8601.
    """
    match value:
        case neo4j.graph.Node():
            return {
                "iri": value.get("iri"),
                "labels": sorted(value.labels - {"Resource"}),
                "properties": {
                    name: plain(part) for name, part in sorted(value.items()) if not name.startswith("_")
                },
            }
        case neo4j.graph.Relationship():
            ends = [node.get("iri") if node else None for node in value.nodes]
            properties = {
                name: plain(part) for name, part in sorted(value.items()) if not name.startswith("_")
            }
            return {"type": value.type, "from": ends[0], "to": ends[1], "properties": properties}
        case neo4j.graph.Path():
            return {"nodes": plain(list(value.nodes)), "relationships": plain(list(value.relationships))}
        case neo4j.time.Date() | neo4j.time.DateTime() | neo4j.time.Time():
            return value.iso_format()
        case neo4j.time.Duration():
            return value.iso_format()
        case neo4j.spatial.Point():
            return list(value)
        case bytes() | bytearray():
            return bytes(value).hex()
        case list() | tuple():
            return [plain(part) for part in value]
        case dict():
            return {str(name): plain(part) for name, part in value.items()}
        case _:
            return value

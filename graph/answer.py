"""The answer to a query, and its values as JSON can hold them."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import neo4j.graph
import neo4j.spatial
from neo4j.time import Date, DateTime, Duration, Time

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

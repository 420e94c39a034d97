"""Edges to nodes that are still to come, on disk until all are there."""

import json
from collections.abc import Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO, Any, Final

from neo4j.time import DateTime

from graph.literals import XSD, native
from graph.model import Edge

_DAY: Final = "@date"
_INSTANT: Final = "@dateTime"


class WaitingEdges:
    """Keeps edges in the order in which they came."""

    def __init__(self) -> None:
        self._file: IO[str] | None = None

    def add(self, edges: Sequence[Edge]) -> None:
        """Keeps edges."""
        if self._file is None:
            self._file = TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115 - closed when read
        self._file.writelines(f"{_write(edge)}\n" for edge in edges)

    def read(self, most: int) -> Iterator[list[Edge]]:
        """The edges, so many at a time; then they are gone."""
        if self._file is None:
            return
        with self._file as file:
            file.seek(0)
            edges: list[Edge] = []
            for line in file:
                edges.append(_read(line))
                if len(edges) == most:
                    yield edges
                    edges = []
            if edges:
                yield edges


def _write(edge: Edge) -> str:
    return json.dumps([*edge.key, edge.properties], default=_tagged)


def _read(line: str) -> Edge:
    *key, properties = json.loads(line, object_hook=_untagged)
    subject, edge_type, target, eid = key
    return Edge(subject, edge_type, target, eid, properties)


def _tagged(value: Any) -> dict[str, str]:
    """What JSON has no form for, under a name that no property has."""
    if isinstance(value, DateTime):
        return {_INSTANT: value.iso_format().removesuffix("+00:00") + "Z"}
    return {_DAY: value.isoformat()}


def _untagged(found: dict[str, Any]) -> Any:
    if _DAY in found:
        return native(found[_DAY], f"{XSD}date")
    return native(found[_INSTANT], f"{XSD}dateTime") if _INSTANT in found else found

"""The registry's entries as nodes: how they travel with the graph."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from typing import Any

from graph.entries import TermEntry

_TERMS = "MATCH (t:_Term) RETURN properties(t) AS term"

Run = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]


def read_terms(run: Run) -> list[TermEntry]:
    """All entries that the graph holds, sorted; `run` answers a query."""
    return sorted(_entry(row["term"]) for row in run(_TERMS, {}))


def _entry(properties: Mapping[str, Any]) -> TermEntry:
    return TermEntry(**{item.name: properties[item.name] for item in fields(TermEntry)})


def entry_properties(entry: TermEntry) -> dict[str, Any]:
    """An entry's properties in the graph, with a key of its own: names are unique in their space only."""
    return {"id": f"{entry.space} {entry.name}", **asdict(entry)}

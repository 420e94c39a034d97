"""The words that completion knows: those of the schema, the language and the questions, and some of the graph."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from graph.entries import RIVAL_OF
from graph.question import questions
from graph.ties import TIE
from hakim.label_schema import COMMON, label_schemas, notations_of_keys
from ontology.vocabulary import vocabulary

_WRITTEN = """
    ALL AND ANY AS ASC BY CALL CASE CONTAINS COUNT DESC DISTINCT ELSE END ENDS EXISTS FALSE IN IS LIMIT MATCH
    NONE NOT NULL OPTIONAL OR ORDER RETURN SINGLE SKIP STARTS THEN TRUE UNION UNWIND WHEN WHERE WITH XOR
    abs( avg( coalesce( collect( count( date( duration.between( head( keys( labels( last( length( max( min( nodes(
    percentileCont( properties( range( reduce( relationships( replace( round( shortestPath( size( split( substring(
    sum( toInteger( toLower( toString( toUpper( trim( type(
"""
KEYWORDS: Final = tuple(_WRITTEN.split())
"""What read-only Cypher is written with; a function ends with its bracket."""

NAMES_QUERY: Final = """\
MATCH (n) WHERE n:Country OR n:Territory OR n:Crisis OR n:Grouping
RETURN n.iso3 AS iso3, n.iso2 AS iso2, n.identifier AS identifier, n.shortName AS shortName,
       n.name_en AS name_en, n.name AS name"""
"""The codes and names by which countries, crises and groupings are found."""


@dataclass(frozen=True, slots=True)
class Words:
    """`keys` has those of each label, and those of all under ""; `values` are the values of a key."""

    labels: tuple[str, ...]
    relationships: tuple[str, ...]
    keys: Mapping[str, tuple[str, ...]]
    values: Mapping[str, tuple[str, ...]]
    questions: Mapping[str, tuple[str, ...]]
    parameters: tuple[str, ...] = ()


@cache
def schema_words() -> Words:
    """The words that are known without a graph."""
    schemas = label_schemas()
    common = {key.name for key in COMMON}
    keys = {
        label: tuple(sorted({name for key in schema.keys for name in key.names} | common))
        for label, schema in schemas.items()
    }
    everywhere = tuple(sorted({name for names in keys.values() for name in names}))
    edges = {term.edge for term in vocabulary().edges.values()} | {TIE, RIVAL_OF}
    return Words(
        labels=tuple(schemas),
        relationships=tuple(sorted(edges)),
        keys=MappingProxyType({**keys, "": everywhere}),
        values=MappingProxyType({**notations_of_keys()}),
        questions=MappingProxyType(
            {one.name: tuple(parameter.name for parameter in one.parameters) for one in questions()}
        ),
    )


def values_of(rows: Iterable[Mapping[str, Any]]) -> Mapping[str, tuple[str, ...]]:
    """The values of each column, sorted, each once.

    >>> values_of([{"iso3": "TUR"}, {"iso3": None}, {"iso3": "JOR"}])
    {'iso3': ('JOR', 'TUR')}
    """
    found: dict[str, set[str]] = {}
    for row in rows:
        for name, value in row.items():
            if isinstance(value, str):
                found.setdefault(name, set()).add(value)
    return {name: tuple(sorted(values)) for name, values in found.items()}

"""The things that parameters of questions name, found in the graph as people write them."""

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from graph.question import Question
from graph.reader import GraphReader
from ontology.errors import UsageProblem

_PLACES = """
MATCH (p:{label}) WHERE coalesce(p.iso3, p.identifier) IS NOT NULL
RETURN coalesce(p.iso3, p.identifier) AS value, [p.name, p.name_en, p.name_ar, p.name_fr, p.name_tr] AS names
"""
_GROUPINGS = """
MATCH (g:Grouping) WHERE g.shortName IS NOT NULL
RETURN g.shortName AS value, [g.name, g.name_en, g.name_ar] AS names
"""
_QUERIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "party": (_PLACES.format(label="Country"), _PLACES.format(label="Territory")),
        "grouping": (_GROUPINGS,),
        "crisis": ("MATCH (c:Occasion) RETURN c.identifier AS value, [c.name_en, c.name_ar] AS names",),
        "mission": ("MATCH (m:Mission {identifier: $text}) RETURN m.identifier AS value, [] AS names",),
    }
)
"""For each type of parameter: the values that it can have, and the names by which people know each."""


def settle(question: Question, reader: GraphReader, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters with codes in place of names: `Türkiye` becomes TUR.

    Raises UsageProblem, with the nearest names, where the graph has no such thing.
    """
    types = {parameter.name: parameter.type for parameter in question.parameters}
    return {
        name: _settled(reader, types[name], name, value) if types[name] in _QUERIES and value else value
        for name, value in parameters.items()
    }


def _settled(reader: GraphReader, kind: str, parameter: str, text: str) -> str:
    known: dict[str, str] = {}
    for cypher in _QUERIES[kind]:
        for row in reader.run(cypher, {"text": text} if "$text" in cypher else {}):
            for name in (row["value"], *row["names"]):
                if name:
                    known.setdefault(name.casefold(), row["value"])
    found = known.get(text.casefold())
    if found is None:
        near = get_close_matches(text.casefold(), known, 3, 0.7)
        suggestions = " or ".join(f"{known[name]} ({name})" for name in near)
        raise UsageProblem(
            f"The graph knows no {kind} {text!r} for the parameter {parameter}.",
            hint=f"Did you mean {suggestions}?" if near else "`hakim query` can find it by name or code.",
        )
    return found

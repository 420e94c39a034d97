"""Two ways to the same facts: Cypher on the property graph, and SPARQL on the RDF that it was made from."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from graph.answer import plain
from graph.finished import Row
from graph.gateway import Gateway
from graph.question import Twins
from ontology.namespaces import HD, SCHEME
from ontology.terms import schemes

_XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = {
    "hd": HD,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": _XSD,
    **{name: f"{SCHEME}{name}/" for name in schemes()},
}
"""The prefixes that the SPARQL of questions may use."""


class FactSource(Protocol):
    """Where facts are asked for."""

    def rows(self, twins: Twins, parameters: Mapping[str, Any]) -> list[Row]:
        """The facts that one of the twins selects, keyed and typed by the twins' columns."""


class CypherFacts:
    """Facts by Cypher, through the guarded read-only path."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def rows(self, twins: Twins, parameters: Mapping[str, Any]) -> list[Row]:
        """The rows of the Cypher."""
        answer = self._gateway.select(twins.cypher, parameters)
        return [
            {column.name: _FROM_CYPHER.get(column.type, plain)(row[column.name]) for column in twins.columns}
            for row in (dict(zip(answer.columns, values, strict=True)) for values in answer.values)
        ]


class SparqlFacts:
    """Facts by SPARQL, on quads in memory, each fact asked for in whatever graph it stands."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._store = Store()
        self._store.bulk_extend(quads)

    def rows(self, twins: Twins, parameters: Mapping[str, Any]) -> list[Row]:
        """The rows of the SPARQL."""
        sparql = with_values(twins.sparql, parameters)
        solutions = self._store.query(sparql, prefixes=PREFIXES, use_default_graph_as_union=True)
        if not isinstance(solutions, QuerySolutions):
            raise TypeError("The SPARQL of a question is a SELECT.")
        names = {variable.value for variable in solutions.variables}
        return [
            {
                column.name: _FROM_SPARQL[column.type](solution[column.name])
                if column.name in names
                else None
                for column in twins.columns
            }
            for solution in solutions
        ]


def with_values(sparql: str, parameters: Mapping[str, Any]) -> str:
    r"""A query with the literal of each parameter in place of its variable.

    pyoxigraph substitutes only what a query projects. A literal is written as N-Triples writes it, so that no value
    can end it.

    >>> with_values("SELECT ?m { ?m hd:status ?s FILTER(?s = ?wanted) }", {"wanted": 'say "x"'})
    'SELECT ?m { ?m hd:status ?s FILTER(?s = "say \\"x\\"") }'
    """
    written = {name: str(_term(value)) for name, value in parameters.items() if not isinstance(value, list)}
    return re.sub(r"[?$](\w+)", lambda found: written.get(found[1], found[0]), sparql)


def _sorted_list(value: Any) -> list[str]:
    return sorted({str(item) for item in value or () if item is not None})


def _day(value: Any) -> str | None:
    return None if value is None else str(plain(value))


def _decimal(value: Any) -> int | float | None:
    """A number, whole where it is whole: both ways to it must give the same."""
    if value is None:
        return None
    number = Decimal(str(value.value if isinstance(value, Literal) else value))
    return int(number) if number == number.to_integral_value() else float(number)


_FROM_CYPHER: Mapping[str, Callable[[Any], Any]] = {
    "list": _sorted_list,
    "missions": _sorted_list,
    "date": _day,
    "decimal": _decimal,
}


def _text(term: Any) -> str | None:
    return None if term is None else str(term.value)


def _integer(term: Any) -> int | None:
    return None if term is None else int(Decimal(term.value))


def _boolean(term: Any) -> bool | None:
    return None if term is None else term.value in {"true", "1"}


def _split(term: Any) -> list[str]:
    return sorted({part for part in term.value.split("|") if part}) if term is not None else []


_FROM_SPARQL: Mapping[str, Callable[[Any], Any]] = {
    "text": _text,
    "iri": _text,
    "mission": _text,
    "date": _text,
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "list": _split,
    "missions": _split,
}


def _term(value: Any) -> Literal | NamedNode:
    match value:
        case bool():
            return Literal("true" if value else "false", datatype=NamedNode(_XSD + "boolean"))
        case int():
            return Literal(str(value), datatype=NamedNode(_XSD + "integer"))
        case date():
            return Literal(value.isoformat(), datatype=NamedNode(_XSD + "date"))
        case _:
            return Literal(str(value))

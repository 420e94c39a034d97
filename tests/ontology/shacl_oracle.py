"""pySHACL as the oracle: what it finds in triples, in the same form as our own results.

It is asked about many cases at once, each with names of its own, because it takes its time for every run.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize
from pyshacl import validate
from rdflib import SH, Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.processor import SPARQLProcessor
from rdflib.plugins.sparql.sparql import Query

from ontology.files import SHAPES, VOCABULARY
from ontology.shacl import Report
from ontology.shacl.things import Term

Found = tuple[str, str, str, str, str, str]
"""Focus, path, value, source shape, severity and component of a result."""

_EX = "urn:ex:"


class PreparedProcessor(SPARQLProcessor):
    """rdflib's own processor, but a text that was asked before is not parsed again: most of pySHACL's time."""

    def query(self, strOrQuery: Any, *arguments: Any, **options: Any) -> Any:  # noqa: N803 - rdflib's name
        namespaces = arguments[1] if len(arguments) > 1 else options.get("initNs", {})
        prefixes = tuple((prefix, str(namespace)) for prefix, namespace in namespaces.items())
        return super().query(_prepared(strOrQuery, prefixes), *arguments, **options)


@cache
def _prepared(text: str, prefixes: tuple[tuple[str, str], ...]) -> Query:
    return prepareQuery(text, initNs=dict(prefixes))


rdflib.plugin.register("sparql", rdflib.query.Processor, __name__, PreparedProcessor.__name__)


@cache
def shape_graph() -> Graph:
    """The shipped shapes."""
    return Graph().parse(SHAPES, format="turtle")


@cache
def class_graph() -> Graph:
    """The shipped vocabulary."""
    return Graph().parse(VOCABULARY, format="turtle")


def ask_oracle(triples: Iterable[Triple]) -> set[Found]:
    """What pySHACL finds."""
    text = (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()
    _, report, _ = validate(graph_of(text), shacl_graph=shape_graph(), ont_graph=class_graph())
    # A result may hold the results of the alternatives that failed too; only the outer ones are reported.
    results = {
        result
        for outer in report.subjects(rdflib.RDF.type, SH.ValidationReport)
        for result in report.objects(outer, SH.result)
    }
    return {_found(report, result) for result in results}


def graph_of(text: str) -> Graph:
    """N-Triples as rdflib reads them when it is told to leave literals as they are."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        return Graph().parse(data=text, format="nt")
    finally:
        rdflib.NORMALIZE_LITERALS = before


def _found(report: Graph, result: rdflib.term.Node) -> Found:
    def told(name: str) -> str:
        value = report.value(result, SH[name])
        return value.n3() if isinstance(value, rdflib.Literal) else str(value or "")

    component = told("sourceConstraintComponent").removeprefix(str(SH)).removesuffix("ConstraintComponent")
    path, value, focus = told("resultPath"), told("value"), told("focusNode")
    severity = told("resultSeverity").removeprefix(str(SH))
    return focus, path, value, told("sourceShape"), severity, component


def found_by(report: Report) -> set[Found]:
    """What our own report holds, in the oracle's form."""
    return {
        (
            _text(one.focus),
            one.path,
            "" if one.value is None else _text(one.value),
            one.shape,
            one.severity,
            one.component,
        )
        for one in report.results
    }


def _text(term: Term) -> str:
    match term:
        case NamedNode() | BlankNode():
            return term.value
        case Literal():
            text = str(term)
            return text.removesuffix("^^<http://www.w3.org/2001/XMLSchema#string>")
        case _:
            return str(term)


def apart(cases: Sequence[Iterable[Triple]]) -> set[Triple]:
    """All cases in one set of triples: the example names of each get its number."""
    return {_renamed(triple, number) for number, triples in enumerate(cases) for triple in triples}


def _renamed(triple: Triple, number: int) -> Triple:
    def named(term: Term) -> Term:
        if isinstance(term, NamedNode) and term.value.startswith(_EX):
            return NamedNode(f"{_EX}{number}:{term.value.removeprefix(_EX)}")
        return term

    return Triple(named(triple.subject), triple.predicate, named(triple.object))  # type: ignore[arg-type]

"""Quads to RDF documents: the same quads give the same bytes, in every syntax."""

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, Triple

from graph.rdf_xml import NotExpressible, fit_for_xml
from ontology.errors import UsageProblem
from ontology.namespaces import PREFIXES
from ontology.nquads import canonical_line, canonical_text


@dataclass(frozen=True, slots=True)
class Syntax:
    """An RDF syntax: its format, and whether it can say in which graph a statement stands."""

    format: RdfFormat
    graphs: bool
    suffix: str


SYNTAXES = {
    "jsonld": Syntax(RdfFormat.JSON_LD, graphs=True, suffix="jsonld"),
    "nquads": Syntax(RdfFormat.N_QUADS, graphs=True, suffix="nq"),
    "ntriples": Syntax(RdfFormat.N_TRIPLES, graphs=False, suffix="nt"),
    "rdfxml": Syntax(RdfFormat.RDF_XML, graphs=False, suffix="rdf"),
    "trig": Syntax(RdfFormat.TRIG, graphs=True, suffix="trig"),
    "turtle": Syntax(RdfFormat.TURTLE, graphs=False, suffix="ttl"),
}


def serialise(quads: Iterable[Quad], syntax_name: str) -> bytes:
    """The document of the quads, sorted; a syntax without graphs gives the statements of all graphs, each once.

    Raises NotExpressible where the syntax has no way to write a statement, such as RDF/XML for a predicate that
    makes no XML name.
    """
    if syntax_name not in SYNTAXES:
        raise UsageProblem(
            f"{syntax_name!r} is no RDF syntax here.", hint=f"There are: {', '.join(SYNTAXES)}."
        )
    syntax = SYNTAXES[syntax_name]
    if syntax_name == "nquads":
        return canonical_text(quads).encode()
    ordered = sorted(set(quads), key=canonical_line)
    statements = _by_graph(ordered) if syntax.graphs else _without_graphs(ordered)
    if syntax_name == "rdfxml":
        statements = list(fit_for_xml(_without_graphs(ordered)))
    try:
        document = pyoxigraph.serialize(statements, format=syntax.format, prefixes=_used_prefixes(statements))
    except (ValueError, OSError) as error:
        raise NotExpressible(syntax_name, str(error)) from error
    return document or b""


def _used_prefixes(statements: Iterable[Quad] | Iterable[Triple]) -> dict[str, str]:
    """The shipped prefixes of the namespaces that occur."""
    open_ones = dict(PREFIXES)
    for statement in statements:
        text = str(statement)
        for prefix in [prefix for prefix, namespace in open_ones.items() if f"<{namespace}" in text]:
            del open_ones[prefix]
        if not open_ones:
            break
    return {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix not in open_ones}


def _without_graphs(quads: Iterable[Quad]) -> list[Triple]:
    return sorted({quad.triple for quad in quads}, key=str)


def _by_graph(quads: Iterable[Quad]) -> list[Quad]:
    """Quads with the graphs together, so that each graph is opened once."""
    return sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad)))

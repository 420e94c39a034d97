"""Statements as text, from pyoxigraph and from rdflib, so that what both read can be compared whole.

For documents without blank nodes.
"""

from collections.abc import Iterable

from pyoxigraph import Quad, RdfFormat, parse
from rdflib import Dataset, Graph

_RDFLIB_NAMES = {
    "jsonld": "json-ld",
    "nquads": "nquads",
    "ntriples": "nt11",
    "rdfxml": "xml",
    "trig": "trig",
    "turtle": "turtle",
}


def statements_of_quads(quads: Iterable[Quad], *, graphs: bool) -> list[str]:
    """The sorted statements, each once, with their graphs or without."""
    return sorted({str(quad) if graphs else str(quad.triple) for quad in quads})


def statements_read_by_rdflib(document: bytes, syntax: str) -> list[str]:
    """What rdflib reads in a document, written by rdflib as N-Quads or N-Triples and so made comparable."""
    graphs = syntax in {"jsonld", "nquads", "trig"}
    store = Dataset() if graphs else Graph()
    store.parse(data=document, format=_RDFLIB_NAMES[syntax])
    text = store.serialize(format="nquads" if graphs else "nt11", encoding="utf-8")
    return statements_of_quads(parse(text, format=RdfFormat.N_QUADS), graphs=graphs)

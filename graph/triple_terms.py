"""Triple terms of RDF 1.2 as nodes: for statements that are spoken of and not (or not simply) asserted.

A `:TripleTerm` node shows the term, with the derived edges `TT_SUBJECT` and `TT_OBJECT` for people who query.
The edge that leads to it carries the term's text too, so that every edge can be read alone. No edge of the
term's own predicate is drawn, so that MATCH never meets an unasserted fact as an edge.
"""

import hashlib

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from graph.entries import TERM_LABEL, TERM_OBJECT, TERM_SUBJECT
from graph.model import DERIVED, IRI, TERM, TERM_NODE, DamagedGraph, Edge, Fragment, Node
from graph.term_text import subject_of, text_of

_ANY = NamedNode("urn:any")


def term_text(triple: Triple) -> str:
    """The canonical N-Quads text of a triple term.

    >>> term_text(Triple(NamedNode("urn:s"), NamedNode("urn:p"), Literal("o")))
    '<<( <urn:s> <urn:p> "o" )>>'
    """
    return f"<<( {triple} )>>"


def term_key(triple: Triple) -> str:
    """The key of a triple term's node."""
    return TERM_NODE + hashlib.sha256(term_text(triple).encode()).hexdigest()


def add_term(fragment: Fragment, triple: Triple) -> str:
    """Take a triple term, and those within it, into the fragment; gives the key of its node."""
    key = outer = term_key(triple)
    _add_node(fragment, key, triple)
    while isinstance(triple.object, Triple):
        triple = triple.object
        inner = term_key(triple)
        _add_node(fragment, inner, triple)
        _add_view(fragment, key, TERM_OBJECT, inner)
        key = inner
    return outer


def _add_node(fragment: Fragment, key: str, triple: Triple) -> None:
    fragment.add_node(Node(key, (TERM_LABEL,), {IRI: key, TERM: term_text(triple)}))
    _add_view(fragment, key, TERM_SUBJECT, text_of(subject_of(triple)))
    if not isinstance(triple.object, Literal | Triple):
        _add_view(fragment, key, TERM_OBJECT, text_of(triple.object))


def _add_view(fragment: Fragment, term: str, edge_type: str, end: str) -> None:
    fragment.add_edge(Edge(term, edge_type, end, "", {DERIVED: True}))


def read_term(text: str) -> Triple:
    """The triple term of its canonical text.

    >>> print(read_term('<<( _:b0 <urn:p> "o"@en )>>'))
    _:b0 <urn:p> "o"@en
    """
    try:
        line = f"{_ANY} {_ANY} {text} .".encode()
        quad: Quad = next(iter(parse(line, format=RdfFormat.N_TRIPLES)))
    except (SyntaxError, UnicodeEncodeError, StopIteration) as error:
        raise DamagedGraph(f"The triple term {text!r} cannot be read ({error}).") from error
    if not isinstance(quad.object, Triple):
        raise DamagedGraph(f"{text!r} is no triple term.")
    return quad.object

"""Terms and statements as rdflib has them, and back, to the letter.

rdflib 7 knows RDF 1.1. A text's base direction becomes a datatype of the i18n namespace, the way of JSON-LD 1.1
(section 10.2) and of `hakim export --reify rdf11`; a triple term has no place at all.
"""

import pyoxigraph
from rdflib import BNode, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import IdentifiedNode, Node

from graph.literals import XSD_STRING
from graph.reify import I18N
from graph.term_text import GraphName, Object

Term = URIRef | BNode | Literal


def rdflib_term(term: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal) -> Term:
    """The same term in rdflib, its lexical form untouched.

    >>> rdflib_term(pyoxigraph.Literal("01", datatype=pyoxigraph.NamedNode("http://www.w3.org/2001/XMLSchema#integer")))
    rdflib.term.Literal('01', datatype=rdflib.term.URIRef('http://www.w3.org/2001/XMLSchema#integer'))
    """
    if isinstance(term, pyoxigraph.NamedNode):
        return URIRef(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return BNode(term.value)
    if term.direction:
        return Literal(
            term.value, datatype=URIRef(f"{I18N}{term.language}_{term.direction.value}"), normalize=False
        )
    if term.language:
        return Literal(term.value, lang=term.language)
    if term.datatype.value == XSD_STRING:
        return Literal(term.value)
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)


def rdflib_graph_name(name: GraphName) -> IdentifiedNode:
    """The identifier of a graph; rdflib gives the default graph one too."""
    if isinstance(name, pyoxigraph.DefaultGraph):
        return DATASET_DEFAULT_GRAPH_ID
    return URIRef(name.value) if isinstance(name, pyoxigraph.NamedNode) else BNode(name.value)


def graph_meant(identifier: Node) -> GraphName | None:
    """The graph of an identifier; None for what can be the name of no graph."""
    if identifier == DATASET_DEFAULT_GRAPH_ID:
        return pyoxigraph.DefaultGraph()
    name = entity_meant(identifier)
    return None if name is None else name


def entity_meant(term: Node) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | None:
    """The IRI or blank node; None for anything else, and for what is none though rdflib took it for one."""
    try:
        if isinstance(term, URIRef):
            return pyoxigraph.NamedNode(str(term))
        return pyoxigraph.BlankNode(str(term)) if isinstance(term, BNode) else None
    except ValueError:
        return None


def objects_meant(term: Node) -> tuple[Object, ...]:
    """What an object of rdflib can stand for: nothing, one term, or a text with a direction and its twin.

    >>> objects_meant(Literal("a", datatype=URIRef("https://www.w3.org/ns/i18n#ar_rtl")))[0]
    <Literal value=a language=ar direction=rtl>
    """
    if not isinstance(term, Literal):
        entity = entity_meant(term)
        return () if entity is None else (entity,)
    try:
        if term.language:
            return (pyoxigraph.Literal(str(term), language=term.language),)
        if term.datatype is None:
            return (pyoxigraph.Literal(str(term)),)
        plain = pyoxigraph.Literal(str(term), datatype=pyoxigraph.NamedNode(str(term.datatype)))
    except ValueError:
        return ()
    return (*_directed(str(term), str(term.datatype)), plain)


def _directed(text: str, datatype: str) -> tuple[pyoxigraph.Literal, ...]:
    language, separator, direction = datatype.removeprefix(I18N).rpartition("_")
    if not (datatype.startswith(I18N) and separator and language):
        return ()
    try:
        return (pyoxigraph.Literal(text, language=language, direction=pyoxigraph.BaseDirection(direction)),)
    except ValueError:
        return ()

"""Terms as text and back: the key of a node (`iri`) and the name of a graph (in `graphs`).

An IRI is itself, a blank node `_:` and its label, the default graph the empty text. No absolute IRI begins
with an underscore, so the three cannot be confused.
"""

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from graph.model import DamagedGraph

Entity = NamedNode | BlankNode
GraphName = NamedNode | BlankNode | DefaultGraph
Object = NamedNode | BlankNode | Literal | Triple

_DEFAULT_GRAPH = DefaultGraph()


def text_of(term: GraphName) -> str:
    """The text of an IRI, a blank node or the default graph.

    >>> text_of(NamedNode("urn:x")), text_of(BlankNode("b0")), text_of(DefaultGraph())
    ('urn:x', '_:b0', '')
    """
    if type(term) is NamedNode:
        return term.value
    return f"_:{term.value}" if type(term) is BlankNode else ""


def subject_of(triple: Triple | Quad) -> Entity:
    """The subject of a triple: never a triple term in RDF 1.2, though the library's types allow one."""
    if isinstance(triple.subject, Triple):
        raise TypeError(f"{triple} has a triple term as its subject")
    return triple.subject


def entity_of(text: str) -> Entity:
    """The IRI or blank node of a node's key.

    >>> entity_of("_:b0")
    <BlankNode value=b0>
    """
    try:
        return BlankNode(text[2:]) if text.startswith("_:") else NamedNode(text)
    except ValueError as error:
        raise DamagedGraph(f"{text!r} is neither an IRI nor a blank node ({error}).") from error


def graph_of(text: str) -> GraphName:
    """The graph of a name in `graphs`.

    >>> graph_of("")
    <DefaultGraph>
    """
    return entity_of(text) if text else _DEFAULT_GRAPH

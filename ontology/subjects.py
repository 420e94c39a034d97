"""What a set of quads describes: the keys of its subjects, as graph and journal name them."""

from collections.abc import Iterable

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

REIFIES = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")


def node_key(term: NamedNode | BlankNode | Triple) -> str:
    """The IRI, or `_:` and the label of a blank node.

    >>> node_key(BlankNode("b0")), node_key(NamedNode("urn:x"))
    ('_:b0', 'urn:x')
    """
    return term.value if isinstance(term, NamedNode) else str(term)


def described_subjects(quads: Iterable[Quad]) -> tuple[str, ...]:
    """The keys of all subjects and of the subjects of reified facts, sorted: what a change touches."""
    keys: set[str] = set()
    for quad in quads:
        keys.add(node_key(quad.subject))
        if isinstance(quad.object, Triple) and quad.predicate == REIFIES:
            keys.add(node_key(quad.object.subject))
    return tuple(sorted(keys))

"""What the store of record knows of things."""

from collections.abc import Callable, Iterator

from pyoxigraph import NamedNode, Triple

from ontology.nquads import lines_of, read_canonical
from ontology.shacl.things import Values, read_things
from records.journal import Journal


def known_in(journal: Journal) -> Callable[[NamedNode], Values]:
    """A look-up of what all live records say of a thing, as they are now: nothing of a thing that none describes."""
    last = journal.last_run

    def known(node: NamedNode) -> Values:
        return read_things(_claims(node, journal, last)).get(node, {})

    return known


def _claims(node: NamedNode, journal: Journal, run: int) -> Iterator[Triple]:
    begin = f"{node} "
    for text in journal.texts_of_subjects([node.value], run):
        for line in lines_of(text):
            if line.startswith(begin):
                yield from (quad.triple for quad in read_canonical(line))


__all__ = ["known_in"]

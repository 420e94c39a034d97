"""A shapes graph as it is written, and the one error for all that is wrong with it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from ontology.files import OntologyError
from ontology.shacl.names import RDF_FIRST, RDF_NIL, RDF_REST, SH_BASE, sh, xsd
from ontology.shacl.report import SEVERITIES, Messages
from ontology.shacl.things import Term, Values, read_things

_NOTHING: Final[Values] = {}


class ShapeGraph:
    """Reads what a shapes graph says of a shape."""

    def __init__(self, triples: Iterable[Quad | Triple]) -> None:
        self._things = read_things(triples)

    def __iter__(self) -> Iterator[Term]:
        return iter(self._things)

    def statements(self, node: Term) -> Values:
        """Everything that is said of a node."""
        return self._things.get(node, _NOTHING)

    def objects(self, node: Term, name: str) -> Sequence[Term]:
        """The values that a node has for the SHACL property of that name."""
        return self.statements(node).get(sh(name), ())

    def iris(self, node: Term, name: str) -> tuple[NamedNode, ...]:
        """The same, where all must be IRIs."""
        return tuple(self.iri(node, value) for value in self.objects(node, name))

    def iri(self, node: Term, value: Term) -> NamedNode:
        """The value, which must be an IRI."""
        if not isinstance(value, NamedNode):
            raise self.fault(node, f"{value} is no IRI")
        return value

    def literal(self, node: Term, value: Term) -> Literal:
        """The value, which must be a literal."""
        if not isinstance(value, Literal):
            raise self.fault(node, f"{value} is no literal")
        return value

    def number(self, node: Term, value: Term) -> int:
        """The value, which must be a whole number and not negative."""
        literal = self.literal(node, value)
        if literal.datatype.value != xsd("integer") or not literal.value.isdecimal():
            raise self.fault(node, f"{value} is no whole number")
        return int(literal.value)

    def text(self, node: Term, name: str) -> str:
        """The text of the one literal that a node has for a SHACL property."""
        values = self.objects(node, name)
        if len(values) != 1:
            raise self.fault(node, f"it has {len(values)} values of sh:{name}, not one")
        return self.literal(node, values[0]).value

    def members(self, node: Term, head: Term) -> tuple[Term, ...]:
        """The members of an RDF list."""
        found: list[Term] = []
        seen: set[Term] = set()
        while head != RDF_NIL:
            said = self.statements(head)
            firsts, rests = said.get(RDF_FIRST, ()), said.get(RDF_REST, ())
            if len(firsts) != 1 or len(rests) != 1 or head in seen:
                raise self.fault(node, "a list in it is broken")
            seen.add(head)
            found.append(firsts[0])
            head = rests[0]
        return tuple(found)

    def messages(self, node: Term) -> Messages:
        """The message of a shape or query by language."""
        told = [self.literal(node, value) for value in self.objects(node, "message")]
        by_language = {text.language or "": text.value for text in told}
        if len(by_language) < len(told):
            raise self.fault(node, "it has two messages in one language")
        return tuple(sorted(by_language.items()))

    def severity(self, node: Term) -> str:
        """The severity of a shape; a violation, unless it says otherwise."""
        told = [iri.value.removeprefix(SH_BASE) for iri in self.iris(node, "severity")] or [SEVERITIES[0]]
        if len(told) > 1 or told[0] not in SEVERITIES:
            raise self.fault(node, "its severity is not one of sh:Violation, sh:Warning and sh:Info")
        return told[0]

    def fault(self, node: Term, what: str) -> OntologyError:
        """The error to raise of a shape."""
        return OntologyError(
            f"The shape {name_of(node)} cannot be used: {what}.", hint="Correct the shapes file."
        )


def name_of(node: Term) -> str:
    """The IRI of a shape, or the label of a blank one."""
    return node.value if isinstance(node, NamedNode) else str(node)


__all__ = ["ShapeGraph", "name_of"]

"""What is validated: things with their values, and what is known of other things.

The same triple in two graphs is one value. Classes are told with all their superclasses, those of the
vocabulary and those that the data itself declares.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ontology.shacl.names import RDF_TYPE, SUB_CLASS_OF

Term = NamedNode | BlankNode | Literal | Triple
Values = Mapping[NamedNode, Sequence[Term]]
Classes = frozenset[Term]
Superclasses = Mapping[Term, Classes]

_NOTHING: Final[Values] = {}


@dataclass(frozen=True, slots=True)
class Thing:
    """A node and the values of its properties; each value once, and no property without a value."""

    node: Term
    values: Values


def read_things(triples: Iterable[Quad | Triple]) -> dict[Term, Values]:
    """The values of every subject by property, in the order in which they came."""
    found: dict[Term, dict[NamedNode, list[Term]]] = {}
    for triple in triples:
        subject, predicate = triple.subject, triple.predicate
        values = found.get(subject)
        if values is None:
            values = found[subject] = {}
        listed = values.get(predicate)
        if listed is None:
            values[predicate] = [triple.object]
        else:
            listed.append(triple.object)
    _drop_repeated(found)
    return found  # type: ignore[return-value] # a dict of dicts of lists is read only from here on


def _drop_repeated(found: Mapping[Term, dict[NamedNode, list[Term]]]) -> None:
    for values in found.values():
        for predicate, listed in values.items():
            if len(listed) > 1:
                values[predicate] = list(dict.fromkeys(listed))


def close_classes(parents: Mapping[Term, Iterable[Term]]) -> dict[Term, Classes]:
    """Each class with itself and all its superclasses; circles do no harm.

    >>> a, b, c = (NamedNode(f"urn:{name}") for name in "abc")
    >>> close_classes({a: [b], b: [c]})[a] == {a, b, c}
    True
    """
    return {one: _ancestors(one, parents) for one in parents}


def _ancestors(one: Term, parents: Mapping[Term, Iterable[Term]]) -> Classes:
    found: set[Term] = set()
    waiting = [one]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting.extend(parents.get(current, ()))
    return frozenset(found)


class World:
    """All things that are known, by node; what is not described has no values and no classes."""

    __slots__ = ("_by_types", "_superclasses", "things")

    def __init__(self, things: Mapping[Term, Values], superclasses: Superclasses) -> None:
        self.things = things
        self._superclasses = _joined(superclasses, things)
        self._by_types: dict[tuple[Term, ...], Classes] = {}

    def values(self, node: Term) -> Values:
        """The values of a thing by property."""
        return self.things.get(node, _NOTHING)

    def classes(self, node: Term) -> Classes:
        """The classes of a thing and all their superclasses."""
        return self.classes_of(self.values(node).get(RDF_TYPE, ()))

    def classes_of(self, types: Sequence[Term]) -> Classes:
        """These classes and all their superclasses."""
        key = tuple(types)
        found = self._by_types.get(key)
        if found is None:
            above = (self._superclasses.get(one, frozenset({one})) for one in key)
            found = self._by_types[key] = frozenset[Term]().union(*above)
        return found


class Surrounded(World):
    """Things amid others that are only looked up: of a thing without a class here, what is said elsewhere counts too.

    What a class is below is told by the vocabulary alone.
    """

    __slots__ = ("_elsewhere",)

    def __init__(
        self, things: Mapping[Term, Values], elsewhere: Callable[[Term], Values], beside: World
    ) -> None:
        """`beside` is a world of the same vocabulary, whose memory of classes is shared."""
        self.things = things
        self._superclasses = beside._superclasses  # noqa: SLF001 - a world itself
        self._by_types = beside._by_types  # noqa: SLF001 - the same
        self._elsewhere = elsewhere

    def values(self, node: Term) -> Values:
        """The values of a thing by property, those said elsewhere last."""
        own = self.things.get(node, _NOTHING)
        if RDF_TYPE in own:
            return own
        others = self._elsewhere(node)
        if not (own and others):
            return own or others
        paths = dict.fromkeys((*own, *others))
        return {path: list(dict.fromkeys((*own.get(path, ()), *others.get(path, ())))) for path in paths}


def _joined(superclasses: Superclasses, things: Mapping[Term, Values]) -> Superclasses:
    """The vocabulary's superclasses and those that data declares."""
    declared = {node: values[SUB_CLASS_OF] for node, values in things.items() if SUB_CLASS_OF in values}
    if not declared:
        return superclasses
    parents: dict[Term, set[Term]] = {one: set(above) for one, above in superclasses.items()}
    for one, above in declared.items():
        parents.setdefault(one, set()).update(above)
    return close_classes(parents)


__all__ = [
    "Classes",
    "Superclasses",
    "Surrounded",
    "Term",
    "Thing",
    "Values",
    "World",
    "close_classes",
    "read_things",
]

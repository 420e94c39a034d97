"""The constraints of SHACL Core that are known, each a small frozen value that finds the values at fault.

`failures` gives each value at fault, or None once where none is to blame. `reach` says how far a constraint
looks: what is decided by the values of one thing can be checked while other things are still unread.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import ClassVar, Final, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode

from ontology.shacl.literals import is_at_most, is_well_formed
from ontology.shacl.things import Term, Thing, World

Failures = Iterable[Term | None]


class Reach(IntEnum):
    """What decides whether a value passes: the value alone, its own properties, or things beyond those."""

    VALUE = 0
    PROPERTIES = 1
    BEYOND = 2


class Conforming(Protocol):
    """A shape that a single value conforms to or not."""

    @property
    def reach(self) -> Reach:
        """How far the shape looks."""

    def accepts(self, value: Term, world: World) -> bool:
        """Whether the value conforms."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One demand on the values of a property, or on a thing itself as its one value."""

    component: ClassVar[str]

    @property
    def reach(self) -> Reach:
        """How far the constraint looks."""
        return Reach.VALUE

    @property
    def fails_empty(self) -> bool:
        """Whether it can fail where there is no value."""
        return False

    def failures(self, values: Sequence[Term], _thing: Thing, world: World) -> Failures:
        """The values at fault, each once; None for want of one to blame."""
        return [value for value in values if not self.passes(value, world)]

    def passes(self, value: Term, world: World) -> bool:
        """Whether a single value is as demanded, for the constraints that look at values one by one."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Datatype(Constraint):
    """Literals of one datatype whose text is one of that datatype."""

    component: ClassVar[str] = "Datatype"
    datatype: NamedNode

    def passes(self, value: Term, _world: World) -> bool:
        return isinstance(value, Literal) and value.datatype == self.datatype and is_well_formed(value)


@dataclass(frozen=True, slots=True)
class NodeKind(Constraint):
    """Terms of some kinds."""

    component: ClassVar[str] = "NodeKind"
    kinds: tuple[type, ...]

    def passes(self, value: Term, _world: World) -> bool:
        return isinstance(value, self.kinds)


@dataclass(frozen=True, slots=True)
class In(Constraint):
    """Terms of a closed list."""

    component: ClassVar[str] = "In"
    allowed: frozenset[Term]

    def passes(self, value: Term, _world: World) -> bool:
        return value in self.allowed


@dataclass(frozen=True, slots=True)
class MinLength(Constraint):
    """IRIs and literals whose text is at least so long."""

    component: ClassVar[str] = "MinLength"
    least: int

    def passes(self, value: Term, _world: World) -> bool:
        return isinstance(value, NamedNode | Literal) and len(value.value) >= self.least


@dataclass(frozen=True, slots=True)
class Pattern(Constraint):
    """IRIs and literals whose whole text matches."""

    component: ClassVar[str] = "Pattern"
    pattern: re.Pattern[str]

    def passes(self, value: Term, _world: World) -> bool:
        return isinstance(value, NamedNode | Literal) and bool(self.pattern.fullmatch(value.value))


@dataclass(frozen=True, slots=True)
class MinInclusive(Constraint):
    """Literals that are not less than a bound."""

    component: ClassVar[str] = "MinInclusive"
    bound: Literal

    def passes(self, value: Term, _world: World) -> bool:
        return isinstance(value, Literal) and is_at_most(self.bound, value)


@dataclass(frozen=True, slots=True)
class MaxInclusive(Constraint):
    """Literals that are not more than a bound."""

    component: ClassVar[str] = "MaxInclusive"
    bound: Literal

    def passes(self, value: Term, _world: World) -> bool:
        return isinstance(value, Literal) and is_at_most(value, self.bound)


@dataclass(frozen=True, slots=True)
class MinCount(Constraint):
    """At least so many values."""

    component: ClassVar[str] = "MinCount"
    least: int

    @property
    def fails_empty(self) -> bool:
        return self.least > 0

    def failures(self, values: Sequence[Term], _thing: Thing, _world: World) -> Failures:
        return (None,) if len(values) < self.least else ()


@dataclass(frozen=True, slots=True)
class MaxCount(Constraint):
    """At most so many values."""

    component: ClassVar[str] = "MaxCount"
    most: int

    def failures(self, values: Sequence[Term], _thing: Thing, _world: World) -> Failures:
        return (None,) if len(values) > self.most else ()


@dataclass(frozen=True, slots=True)
class UniqueLang(Constraint):
    """At most one text in each language."""

    component: ClassVar[str] = "UniqueLang"

    def failures(self, values: Sequence[Term], _thing: Thing, _world: World) -> Failures:
        if len(values) < 2:
            return ()
        tagged = [value.language.lower() for value in values if isinstance(value, Literal) and value.language]
        return (None,) if len(tagged) > len(set(tagged)) else ()


@dataclass(frozen=True, slots=True)
class LessThanOrEquals(Constraint):
    """Values none of which exceeds a value of another property; what cannot be compared fails."""

    component: ClassVar[str] = "LessThanOrEquals"
    other: NamedNode

    def failures(self, values: Sequence[Term], thing: Thing, _world: World) -> Failures:
        others = thing.values.get(self.other, ())
        return [value for value in values if not all(_at_most(value, other) for other in others)]


def _at_most(first: Term, second: Term) -> bool:
    return isinstance(first, Literal) and isinstance(second, Literal) and is_at_most(first, second)


@dataclass(frozen=True, slots=True)
class Class(Constraint):
    """Things of a class or of one below it."""

    component: ClassVar[str] = "Class"
    cls: NamedNode

    @property
    def reach(self) -> Reach:
        return Reach.PROPERTIES

    def passes(self, value: Term, world: World) -> bool:
        return self.cls in world.classes(value)


@dataclass(frozen=True, slots=True)
class Node(Constraint):
    """Values that conform to a shape."""

    component: ClassVar[str] = "Node"
    shape: Conforming

    @property
    def reach(self) -> Reach:
        return self.shape.reach

    def passes(self, value: Term, world: World) -> bool:
        return self.shape.accepts(value, world)


@dataclass(frozen=True, slots=True)
class Or(Constraint):
    """Values that conform to one of several shapes."""

    component: ClassVar[str] = "Or"
    shapes: tuple[Conforming, ...]

    @property
    def reach(self) -> Reach:
        return max(shape.reach for shape in self.shapes)

    def passes(self, value: Term, world: World) -> bool:
        return any(shape.accepts(value, world) for shape in self.shapes)


KINDS: Final[Mapping[str, tuple[type, ...]]] = MappingProxyType(
    {
        "BlankNode": (BlankNode,),
        "BlankNodeOrIRI": (BlankNode, NamedNode),
        "BlankNodeOrLiteral": (BlankNode, Literal),
        "IRI": (NamedNode,),
        "IRIOrLiteral": (NamedNode, Literal),
        "Literal": (Literal,),
    }
)
"""The kinds of terms that SHACL names."""

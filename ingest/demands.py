"""What decides whether data is as a shape demands: single values, the numbers of values, or whole rows.

Every kind of constraint stands in one table. One that does not ends the build: a check that nobody runs would
let bad rows pass in silence.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode

from ontology.files import OntologyError
from ontology.shacl.constraints import (
    Class,
    Constraint,
    Datatype,
    In,
    LessThanOrEquals,
    MaxCount,
    MaxInclusive,
    MinCount,
    MinInclusive,
    MinLength,
    Node,
    NodeKind,
    Or,
    Pattern,
    UniqueLang,
)
from ontology.shacl.literals import is_well_formed
from ontology.shacl.names import RDF_TYPE
from ontology.shacl.shapes import Check, NodeShape, Plan, PropertyShape


class Decided(IntEnum):
    """What decides: a value with its classes, how many values there are, or the values of a whole thing."""

    BY_VALUE = 0
    BY_COUNTS = 1
    BY_ROW = 2


DECIDED: Final[Mapping[type[Constraint], Decided]] = MappingProxyType(
    {
        Class: Decided.BY_VALUE,
        Datatype: Decided.BY_VALUE,
        In: Decided.BY_VALUE,
        LessThanOrEquals: Decided.BY_ROW,
        MaxCount: Decided.BY_COUNTS,
        MaxInclusive: Decided.BY_VALUE,
        MinCount: Decided.BY_COUNTS,
        MinInclusive: Decided.BY_VALUE,
        MinLength: Decided.BY_VALUE,
        NodeKind: Decided.BY_VALUE,
        Pattern: Decided.BY_VALUE,
        UniqueLang: Decided.BY_COUNTS,
    }
)
"""What decides each constraint that holds no other shapes; Node and Or are decided by what they hold."""


def decided(constraint: Constraint) -> Decided:
    """What decides a constraint on the values of a property; OntologyError where no class of checks runs it."""
    if isinstance(constraint, Node | Or):
        nested = _nested(constraint)
        # The properties of a value are those of another thing.
        deep = any(shape.properties for shape in nested)
        levels = (decided(one) for shape in nested for one in shape.constraints)
        return Decided.BY_ROW if deep else max(levels, default=Decided.BY_VALUE)
    if type(constraint) not in DECIDED:
        raise OntologyError(f"No class of row checks runs the constraint {constraint.component}.")
    return DECIDED[type(constraint)]


def decided_of_itself(constraint: Constraint) -> Decided:
    """What decides a constraint on a thing itself: its classes and numbers of values, or its values too."""
    if not isinstance(constraint, Node | Or):
        return max(decided(constraint), Decided.BY_COUNTS)
    shapes = _nested(constraint)
    own = (decided_of_itself(one) for shape in shapes for one in shape.constraints)
    of_values = (decided(one) for shape in shapes for held in shape.properties for one in held.constraints)
    counted = (Decided.BY_COUNTS if one == Decided.BY_COUNTS else Decided.BY_ROW for one in of_values)
    return max(chain(own, counted), default=Decided.BY_COUNTS)


def _nested(constraint: Node | Or) -> tuple[NodeShape, ...]:
    shapes = (constraint.shape,) if isinstance(constraint, Node) else constraint.shapes
    if not all(isinstance(shape, NodeShape) for shape in shapes):
        raise OntologyError(f"A constraint {constraint.component} holds what is no node shape.")
    return tuple(shape for shape in shapes if isinstance(shape, NodeShape))


def paths_of(check: Check) -> frozenset[NamedNode] | None:
    """The properties of a thing that a check looks at; None where it may look at all of them."""
    if check.path is None:
        return frozenset(_paths_of_itself(check.constraint))
    if isinstance(check.constraint, LessThanOrEquals):
        return frozenset({check.path, check.constraint.other})
    return None if decided(check.constraint) == Decided.BY_ROW else frozenset({check.path})


def _paths_of_itself(constraint: Constraint) -> Iterator[NamedNode]:
    if isinstance(constraint, Node | Or):
        for shape in _nested(constraint):
            yield from (held.path for held in shape.properties)
            for one in shape.constraints:
                yield from _paths_of_itself(one)


def heeds_text(constraint: Constraint, like: Literal) -> bool:
    """Whether a literal of the datatype and language of another can pass by one text, and fail by a second.

    Texts are taken to have a letter at least.
    """
    match constraint:
        case Class() | NodeKind():
            return False
        case Datatype():
            return constraint.datatype == like.datatype and not is_well_formed(
                Literal("?", datatype=like.datatype)
            )
        case MinLength():
            return constraint.least > 1
        case Node() | Or():
            return any(heeds_text(one, like) for shape in _nested(constraint) for one in shape.constraints)
        case _:
            return True


def largest_count(shapes: Iterable[NodeShape]) -> int:
    """The largest number of values that a shape asks for, or allows: what has more of them has too many, or enough."""
    return max(chain([0], *(map(_count, _constraints_of(shape)) for shape in shapes)))


def _count(constraint: Constraint) -> int:
    match constraint:
        case MinCount():
            return constraint.least
        case MaxCount():
            return constraint.most
        case Node() | Or():
            return largest_count(_nested(constraint))
        case _:
            return 0


def _constraints_of(shape: NodeShape) -> Iterator[Constraint]:
    """The constraints of a shape and of its properties."""
    yield from shape.constraints
    for held in shape.properties:
        yield from held.constraints


def is_met_by_few(constraint: Constraint, values: int) -> bool:
    """Whether so few values, none or one, meet a constraint whatever they are, as they nearly always do."""
    match constraint:
        case UniqueLang():
            return True
        case MinCount():
            return constraint.least <= values
        case MaxCount():
            return constraint.most >= values
        case _:
            return False


def heeds_name(constraint: Constraint) -> bool:
    """Whether a thing can pass by one name, and fail by another."""
    if isinstance(constraint, Node | Or):
        return any(heeds_name(one) for shape in _nested(constraint) for one in shape.constraints)
    return isinstance(constraint, In | MinLength | Pattern)


@dataclass(frozen=True, slots=True)
class Demands:
    """The checks of a plan by what decides them, and the shapes that have rules."""

    by_value: Mapping[NamedNode, tuple[Check, ...]]
    by_counts: tuple[Check, ...]
    by_row: tuple[Check, ...]
    ruled: tuple[PropertyShape, ...]


def demands_of(plan: Plan) -> Demands:
    """The demands of a plan; OntologyError for a constraint that no class of checks runs."""
    sorted_out: dict[Decided, list[Check]] = {level: [] for level in Decided}
    for check in _checks(plan):
        level = decided_of_itself if check.path is None else decided
        sorted_out[level(check.constraint)].append(check)
    by_value: dict[NamedNode, tuple[Check, ...]] = {}
    for check in sorted_out[Decided.BY_VALUE]:
        path = check.path or RDF_TYPE  # a check without a path is never decided by values
        by_value[path] = (*by_value.get(path, ()), check)
    counts, row = (tuple(sorted_out[level]) for level in (Decided.BY_COUNTS, Decided.BY_ROW))
    return Demands(by_value, counts, row, plan.ruled)


def _checks(plan: Plan) -> Iterable[Check]:
    for checks in (plan.own, plan.linked):
        yield from checks.of_itself
        yield from chain.from_iterable(checks.by_path.values())


__all__ = [
    "DECIDED",
    "Decided",
    "Demands",
    "decided",
    "decided_of_itself",
    "demands_of",
    "heeds_name",
    "heeds_text",
    "is_met_by_few",
    "largest_count",
    "paths_of",
]

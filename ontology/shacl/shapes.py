"""Compiled shapes: what each asks of a thing, and the plan of checks for the things of a class."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from pyoxigraph import NamedNode

from ontology.shacl.constraints import Constraint, Reach
from ontology.shacl.report import Messages, Result
from ontology.shacl.rules import Rule
from ontology.shacl.things import Classes, Superclasses, Term, Thing, World


@dataclass(frozen=True, slots=True)
class PropertyShape:
    """What is asked of the values of one property, by constraints and by rules that are queries."""

    iri: str
    severity: str
    messages: Messages
    path: NamedNode
    constraints: tuple[Constraint, ...]
    rules: tuple[Rule, ...] = ()

    @property
    def reach(self) -> Reach:
        """How far the shape looks from the thing that has the values."""
        beyond = any(constraint.reach > Reach.VALUE for constraint in self.constraints)
        return Reach.BEYOND if beyond else Reach.PROPERTIES

    def is_met(self, thing: Thing, world: World) -> bool:
        """Whether nothing is wrong with the thing's values of the property."""
        values = thing.values.get(self.path, ())
        return not any(True for one in self.constraints for _ in one.failures(values, thing, world))


@dataclass(frozen=True, slots=True)
class NodeShape:
    """What is asked of a thing: of itself, and of its properties."""

    iri: str
    severity: str
    messages: Messages
    constraints: tuple[Constraint, ...] = ()
    properties: tuple[PropertyShape, ...] = ()
    target_classes: tuple[NamedNode, ...] = ()
    target_subjects_of: tuple[NamedNode, ...] = ()

    @property
    def reach(self) -> Reach:
        """How far the shape looks from the value."""
        reaches = [one.reach for one in self.constraints] + [one.reach for one in self.properties]
        return max(reaches, default=Reach.VALUE)

    def accepts(self, value: Term, world: World) -> bool:
        """Whether a value conforms."""
        thing = Thing(value, world.values(value))
        if any(True for one in self.constraints for _ in one.failures((value,), thing, world)):
            return False
        return all(shape.is_met(thing, world) for shape in self.properties)


class Check(NamedTuple):
    """One constraint of one shape; `path` is None where it is asked of the thing itself."""

    shape: NodeShape | PropertyShape
    constraint: Constraint
    path: NamedNode | None = None


@dataclass(frozen=True, slots=True)
class Checks:
    """Checks of a thing: of itself, of the properties that it has, and of those that it must have."""

    of_itself: tuple[Check, ...]
    by_path: Mapping[NamedNode, tuple[Check, ...]]
    of_missing: tuple[Check, ...]

    def run(self, thing: Thing, world: World) -> Iterator[Result]:
        """Everything that is wrong with a thing."""
        for check in self.of_itself:
            yield from results_of(check, (thing.node,), thing, world)
        for path, values in thing.values.items():
            for check in self.by_path.get(path, ()):
                yield from results_of(check, values, thing, world)
        for check in self.of_missing:
            if check.path not in thing.values:
                yield from results_of(check, (), thing, world)


def results_of(check: Check, values: Sequence[Term], thing: Thing, world: World) -> Iterator[Result]:
    """What a check finds in values of a thing."""
    shape, constraint, at = check
    path = at.value if at else ""
    for value in constraint.failures(values, thing, world):
        yield Result(shape.severity, thing.node, path, value, shape.iri, constraint.component, shape.messages)


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is checked of the things with the same targets: at once, with other things, and by rules."""

    own: Checks
    linked: Checks
    ruled: tuple[PropertyShape, ...]


def _plan(shapes: Iterable[NodeShape]) -> Plan:
    applying = tuple(shapes)
    of_itself = [Check(shape, one) for shape in applying for one in shape.constraints]
    listed = dict.fromkeys(shape for applied in applying for shape in applied.properties)
    of_values = [Check(shape, one, shape.path) for shape in listed for one in shape.constraints]
    ruled = tuple(shape for shape in listed if shape.rules)
    return Plan(
        _checks([one for one in of_itself if _is_own_of_thing(one)], filter(_is_own_of_values, of_values)),
        _checks(
            [one for one in of_itself if not _is_own_of_thing(one)],
            [one for one in of_values if not _is_own_of_values(one)],
        ),
        ruled,
    )


def _is_own_of_thing(check: Check) -> bool:
    return check.constraint.reach <= Reach.PROPERTIES


def _is_own_of_values(check: Check) -> bool:
    return check.constraint.reach == Reach.VALUE


def _checks(of_itself: Iterable[Check], of_values: Iterable[Check]) -> Checks:
    by_path: dict[NamedNode, tuple[Check, ...]] = {}
    missing: list[Check] = []
    for check in of_values:
        if check.path:
            by_path[check.path] = (*by_path.get(check.path, ()), check)
        if check.constraint.fails_empty:
            missing.append(check)
    return Checks(tuple(of_itself), by_path, tuple(missing))


@dataclass(frozen=True)
class Shapes:
    """The shapes that have targets, and the superclasses of every class of the vocabulary."""

    targeted: tuple[NodeShape, ...]
    superclasses: Superclasses
    _plans: dict[tuple[Classes, frozenset[NamedNode]], Plan] = field(
        default_factory=dict, compare=False, repr=False
    )

    def plan(self, thing: Thing, world: World) -> Plan:
        """The checks that apply to a thing; things with the same classes share one plan."""
        classes = world.classes(thing.node)
        marked = frozenset(path for path in self._subject_targets if path in thing.values)
        found = self._plans.get((classes, marked))
        if found is None:
            found = self._plans[classes, marked] = _plan(self.applying(thing, world))
        return found

    def applying(self, thing: Thing, world: World) -> Iterator[NodeShape]:
        """The shapes that a thing is a target of."""
        classes = world.classes(thing.node)
        for shape in self.targeted:
            marked = any(path in thing.values for path in shape.target_subjects_of)
            if marked or not classes.isdisjoint(shape.target_classes):
                yield shape

    @cached_property
    def _subject_targets(self) -> frozenset[NamedNode]:
        return frozenset(path for shape in self.targeted for path in shape.target_subjects_of)


def of_severity(shapes: Shapes, severity: str) -> Shapes:
    """The shapes that have targets with only what is of one severity; shapes within shapes stay as they are."""
    kept = (
        replace(
            shape,
            constraints=shape.constraints if shape.severity == severity else (),
            properties=tuple(one for one in shape.properties if one.severity == severity),
        )
        for shape in shapes.targeted
    )
    return Shapes(tuple(kept), shapes.superclasses)


__all__ = ["Check", "Checks", "NodeShape", "Plan", "PropertyShape", "Shapes", "of_severity", "results_of"]

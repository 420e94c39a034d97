"""Validation: the compiled checks of shapes over things.

`validate` does it all at once. A stream does the same in steps: `check_own` for each thing as it comes, which
needs nothing else, and `check_linked` once the things that it points to are known.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from pyoxigraph import DefaultGraph, Quad, Store, Triple

from ontology.shacl.report import Report, Result, report_of
from ontology.shacl.rules import ask
from ontology.shacl.shapes import PropertyShape, Shapes
from ontology.shacl.things import Term, Thing, World, read_things


def check_own(thing: Thing, shapes: Shapes) -> Iterator[Result]:
    """What is wrong with a thing by its own values; nothing of other things is needed."""
    world = World({thing.node: thing.values}, shapes.superclasses)
    yield from shapes.plan(thing, world).own.run(thing, world)


def check_linked(thing: Thing, shapes: Shapes, world: World) -> Iterator[Result]:
    """What is wrong with a thing by the things that its values name: their classes and properties."""
    yield from shapes.plan(thing, world).linked.run(thing, world)


def validate(
    triples: Iterable[Quad | Triple],
    shapes: Shapes,
    *,
    only: Callable[[Term], bool] = lambda _node: True,
) -> Report:
    """The report on triples, or on the quads of all graphs together.

    `only` says which things are validated; all others are there to be named by them.
    """
    told = list(triples)
    world = World(read_things(told), shapes.superclasses)
    results: list[Result] = []
    foci: dict[PropertyShape, set[Term]] = {}
    for node, values in world.things.items():
        if only(node):
            results.extend(_check(Thing(node, values), shapes, world, foci))
    if foci:
        results.extend(ask_rules(told, foci))
    return report_of(results)


def _check(
    thing: Thing, shapes: Shapes, world: World, foci: dict[PropertyShape, set[Term]]
) -> Iterator[Result]:
    plan = shapes.plan(thing, world)
    yield from plan.own.run(thing, world)
    yield from plan.linked.run(thing, world)
    for shape in plan.ruled:
        foci.setdefault(shape, set()).add(thing.node)


def ask_rules(triples: Iterable[Quad | Triple], foci: Mapping[PropertyShape, set[Term]]) -> Iterator[Result]:
    """What the rules of shapes find in triples, each of some things."""
    store = Store()
    store.bulk_extend(Quad(one.subject, one.predicate, one.object, DefaultGraph()) for one in triples)
    for shape, things in foci.items():
        for rule in shape.rules:
            for focus, value, messages in ask(rule, store):
                if focus in things:
                    path = shape.path.value
                    yield Result(shape.severity, focus, path, value, shape.iri, "SPARQL", messages)


__all__ = ["ask_rules", "check_linked", "check_own", "validate"]

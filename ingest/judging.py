"""What the sketch of a row decides of each demand, and what it leaves open as a question."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from pyoxigraph import NamedNode

from ingest.demands import is_met_by_few, paths_of
from ingest.outlines import Question, Sketch, question_of, span_key
from ingest.rules import PATHS, along_paths, ask, screen_of
from ingest.spans import may_be_after
from ontology.shacl.constraints import LessThanOrEquals
from ontology.shacl.report import Result
from ontology.shacl.shapes import Check, PropertyShape, results_of
from ontology.shacl.things import Thing, World


def judge_counts(check: Check, thing: Thing, sketch: Sketch, world: World) -> Iterator[Result | Question]:
    """What is wrong with the numbers of values; two parts may have the same value, which then counts once."""
    if check.path is None:
        found = list(results_of(check, (thing.node,), thing, world))
        sure = all(len(sketch.values_by_part(thing.node, path)) < 2 for path in paths_of(check) or ())
    else:
        values = thing.values.get(check.path, ())
        if len(values) < 2 and is_met_by_few(check.constraint, len(values)):
            return
        found = list(results_of(check, values, thing, world))
        by_part = sketch.values_by_part(thing.node, check.path)
        sure = len(by_part) < 2 or all(
            any(True for _ in results_of(check, values, thing, world)) == bool(found)
            for values in by_part.values()
        )
    yield from found if sure else [Question()]


def judge_comparison(check: Check, thing: Thing, sketch: Sketch) -> Iterator[Question]:
    """Whether values of two parts must be compared; what one part has alone it has compared."""
    paths = compared(check)
    if not paths:
        yield Question()
    elif thing.values.keys() >= set(paths):
        yield from _asked_of_two_parts(paths, may_be_after, thing, sketch)


def compared(check: Check) -> tuple[NamedNode, ...]:
    """The property whose values must not come after those of another, and that one; nothing for other checks."""
    constraint = check.constraint
    if check.path is None or not isinstance(constraint, LessThanOrEquals):
        return ()
    return check.path, constraint.other


def judge_rules(
    shapes: Iterable[PropertyShape], thing: Thing, sketch: Sketch, world: World
) -> Iterator[Result | Question]:
    """What rules find in the sketch, and where they must look at values.

    A path that leads through an open thing ends in values that no part has alone.
    """
    by_parts = set(sketch.paths(thing.node))
    through_open = along_paths(thing.values, world.values).keys()
    present = by_parts | through_open
    for shape in shapes:
        screen = screen_of(shape)
        if not screen.is_open(present):
            continue
        if screen.by_counts and by_parts.isdisjoint(PATHS.keys() & set(screen.needs)):
            yield from ask([shape], thing, world)
        elif screen.by_counts or not screen.reads or through_open & set(screen.needs):
            yield Question()
        else:
            always = not screen.grows
            yield from _asked_of_two_parts(screen.reads, screen.may_find, thing, sketch, always=always)


def _asked_of_two_parts(
    reads: Sequence[NamedNode],
    may_fail: Callable[..., bool],
    thing: Thing,
    sketch: Sketch,
    *,
    always: bool = False,
) -> Iterator[Question]:
    """The question that values at these paths decide; none where one part has them all, and has answered it."""
    places = [tuple(sketch.values_by_part(thing.node, path)) for path in reads]
    if always or len(set(chain(*places))) > 1:
        keys = [span_key(thing.node, path) for path in reads]
        at = [[(part, key) for part in parts] for parts, key in zip(places, keys, strict=True)]
        yield question_of(at, may_fail)


__all__ = ["compared", "judge_comparison", "judge_counts", "judge_rules"]

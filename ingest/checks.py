"""What the shapes find in a row, without reading the row again: by its parts, and by their outlines.

A row's claims are the union of parts, each made from a few cells. Most of what shapes ask is decided by the values
of one part, and that is looked at once, when the part is made. How many values there are is decided by the
outlines of the parts: rows with the same outlines get the same answer, remembered from the first. What is left
are values of two parts that are compared with each other; a row in which they may be at fault is checked whole,
by `of_claims`, which finds what SHACL finds.

Things that several parts tell of, such as a mission and its record, are *open*. Any other thing belongs to one
part, with everything that names it, and is checked there whole; two parts may describe it only alike.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final, TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ingest.demands import Demands, demands_of, heeds_text, largest_count, paths_of
from ingest.forms import Answer, answer_of, form_of
from ingest.judging import compared, judge_comparison, judge_counts, judge_rules
from ingest.outlines import CheckedPart, Open, Outline, Question, Seen, Sketch, Verdict, facts_of, span_key
from ingest.rules import PATHS, STEPS, along_paths, ask, screen_of
from ingest.spans import Span, span_of
from ontology.shacl.names import RDF_TYPE
from ontology.shacl.report import Result, report_of
from ontology.shacl.shapes import Check, Shapes, results_of
from ontology.shacl.things import Surrounded, Term, Thing, Values, World, read_things

Known = Callable[[NamedNode], Values]
"""What is said of a thing elsewhere: its values by property, none for a thing that nobody describes."""

REMEMBERED: Final = 20_000
"""So many answers of each kind are kept: memory must not grow with the file."""

_NOTHING: Final[Values] = {}
_ANY: Final = BlankNode("any")
_DECIDED_BY_CLASS: Final = frozenset({"Class", "Node"})
"""The constraints that may be met by what other parts say of a value."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A column each text of which is the one value of a property: one part for all rows, and a check of values.

    `check` is None where nothing can be wrong with a value.
    """

    part: CheckedPart
    check: Callable[[Literal], tuple[Result, ...]] | None


class RowChecks:
    """The checks of rows. It remembers what it found, and is for one thread."""

    def __init__(self, shapes: Shapes, known: Known, open_things: Open) -> None:
        """`open_things` are the same in every row: names that stand for what a row describes, and for its record."""
        self._shapes = shapes
        self._open_things = open_things
        self._enough = largest_count(shapes.targeted) + 1
        self._vocabulary = World({}, shapes.superclasses)
        self._known = lru_cache(REMEMBERED)(known)
        self._outlines: dict[object, Outline] = {}
        self._verdicts: dict[tuple[Outline, ...], Verdict] = {}
        self._columns: dict[object, Plain] = {}
        self._answers: dict[object, Answer | None] = {}
        self._demands: dict[int, Demands] = {}
        self._stated: dict[frozenset[NamedNode], Demands] = {}
        self._compared = {node: self._compared_of(node, classes) for node, classes in open_things.items()}

    # --- Rows --------------------------------------------------------------------------------------------------------

    def of_row(
        self, parts: Sequence[CheckedPart], claims: Callable[[], Iterable[Triple]] | None = None
    ) -> tuple[Result, ...]:
        """Everything that is wrong with a row of these parts, but for the values of its plain columns.

        `claims` gives all claims of the row; it can be left out where no part is that of a plain column.
        """
        verdict = self._verdicts.get(tuple([part.outline for part in parts])) or self.of_outlines(parts)
        if verdict.doubtful:
            return self._of_whole(parts, claims)
        for question in verdict.questions:
            if question.may_fail_in(parts):
                return self._of_whole(parts, claims)
        if not verdict.parts_have_results:
            return verdict.results
        found = [part.results for part in parts if part.results]
        # What one part finds is not found by counting; two parts may describe one thing, and find the same in it.
        told = found[0] if len(found) == 1 else tuple(dict.fromkeys(chain(*found)))
        return verdict.results + told

    def _of_whole(
        self, parts: Sequence[CheckedPart], claims: Callable[[], Iterable[Triple]] | None
    ) -> tuple[Result, ...]:
        return self.of_claims(claims() if claims else _claims_of(parts))

    def of_claims(self, claims: Iterable[Triple]) -> tuple[Result, ...]:
        """Everything that is wrong with the things that claims describe, as SHACL finds it; nothing is remembered."""
        things = read_things(claims)
        world = self._world(things)
        return report_of(chain.from_iterable(self._of_thing(node, world) for node in things)).results

    def _of_thing(self, node: Term, world: World) -> Iterator[Result]:
        thing = Thing(node, world.values(node))
        plan = self._shapes.plan(thing, world)
        yield from plan.own.run(thing, world)
        yield from plan.linked.run(thing, world)
        yield from ask(plan.ruled, thing, world)

    def _world(self, things: Mapping[Term, Values]) -> World:
        return Surrounded(things, self._elsewhere, self._vocabulary)

    def _elsewhere(self, node: Term) -> Values:
        return self._known(node) if isinstance(node, NamedNode) else _NOTHING

    # --- Parts -------------------------------------------------------------------------------------------------------

    def of_part(self, claims: Sequence[Triple]) -> CheckedPart:
        """The part that claims make, with everything that they decide by themselves."""
        if (
            len(claims) == 1
            and isinstance(claims[0].object, Literal)
            and claims[0].subject in self._open_things
        ):
            return self._of_one_literal(claims[0], claims[0].object)
        things = read_things(claims)
        form = form_of(claims, self._open_things)
        answer = self._answers.get(form)
        if answer and answer.holds_for(claims, self._vocabulary):
            return CheckedPart(answer.outline, things, (), self._spans(things))
        return self._of_things(things, claims, form)

    def _of_things(
        self, things: Mapping[Term, Values], claims: Sequence[Triple], form: object
    ) -> CheckedPart:
        world = self._world({**things, **_classed(things, self._open_things)})
        seen: dict[Term, Mapping[NamedNode, Sequence[Term]]] = {}
        results: list[Result] = []
        for node, values in things.items():
            seen[node] = values
            if node in self._open_things:
                seen[node] = {**values, **_paths_to_others(values, self._open_things, world)}
                results += self._of_open_thing(Thing(node, values), self._open_things[node], world)
            else:
                results += self._of_thing(node, world)
        found = report_of(results).results if results else ()
        outline = self._outline(seen, found)
        if form and not (found or outline.has_doubts or form in self._answers):
            _remember(self._answers, form, answer_of(claims, self._demands_in(things, world), outline, world))
        return CheckedPart(outline, seen, found, self._spans(seen))

    def _demands_in(self, things: Iterable[Term], world: World) -> dict[Term, Demands]:
        return {
            node: self._demands_of_classes(self._open_things[node])
            if node in self._open_things
            else self._demands_on(Thing(node, world.values(node)), world)
            for node in things
        }

    def _spans(self, seen: Seen) -> dict[str, Span]:
        return {
            key: span_of(values)
            for node, keys in self._compared.items()
            for path, values in seen.get(node, _NOTHING).items()
            if (key := keys.get(path)) and values is not None
        }

    def _of_one_literal(self, claim: Triple, literal: Literal) -> CheckedPart:
        """The part that is one text of an open thing, checked as all such texts are."""
        node, path = claim.subject, claim.predicate
        key = (node, path, literal.datatype, literal.language, bool(literal.value))
        found = self._columns.get(key)
        if found is None:
            found = self.of_column(node, path, literal)
            _remember(self._columns, key, found)
        seen: Seen = {node: {path: (literal,)}}
        results = found.check(literal) if found.check else ()
        outline = self._outline(seen, results) if results else found.part.outline
        return CheckedPart(outline, seen, results, self._spans(seen))

    def _of_open_thing(self, thing: Thing, classes: frozenset[NamedNode], world: World) -> Iterator[Result]:
        """What some values of a thing decide, whatever others it has."""
        demands = self._demands_of_classes(classes)
        for path, values in thing.values.items():
            for check in demands.by_value.get(path, ()):
                yield from results_of(check, values, thing, world)
        for check in demands.by_row:
            paths = paths_of(check)
            if check.path and paths and paths <= thing.values.keys():
                yield from results_of(check, thing.values[check.path], thing, world)
        yield from ask((shape for shape in demands.ruled if screen_of(shape).grows), thing, world)

    def of_column(self, thing: Term, path: NamedNode, like: Literal) -> Plain:
        """The column that fills a property of an open thing with literals such as that one.

        All have its datatype and language, and a text that is not empty.
        """
        outline = self._outline({thing: {path: (like,)}}, ())
        check = self.plain_check(self._open_things[thing], path, like, thing)
        return Plain(CheckedPart(outline, {thing: {path: None}}), check)

    def plain_check(
        self, classes: frozenset[NamedNode], path: NamedNode, like: Literal, thing: Term = _ANY
    ) -> Callable[[Literal], tuple[Result, ...]] | None:
        """What is wrong with a literal such as that one as value of a property; None where nothing can be."""
        world = self._vocabulary
        checks = tuple(
            check
            for check in self._demands_of_classes(classes).by_value.get(path, ())
            if heeds_text(check.constraint, like) or not check.constraint.passes(like, world)
        )
        tests = tuple(check.constraint.passes for check in checks)

        def check_literal(literal: Literal) -> tuple[Result, ...]:
            for passes in tests:
                if not passes(literal, world):
                    return report_of(_of_literal(checks, literal, Thing(thing, {}), world)).results
            return ()

        return check_literal if tests else None

    def _outline(self, seen: Seen, results: Sequence[Result]) -> Outline:
        doubts = any(result.component in _DECIDED_BY_CLASS for result in results) or any(
            self._is_doubtful(values) for node, values in seen.items() if node not in self._open_things
        )
        facts = facts_of(seen, self._open_things, self._enough)
        key = (facts, bool(results), doubts)
        found = self._outlines.get(key)
        if found is None:
            found = Outline(facts, bool(results), doubts)
            _remember(self._outlines, key, found)
        return found

    def _is_doubtful(self, values: Mapping[NamedNode, Sequence[Term] | None]) -> bool:
        """Whether a thing, told by one part, may turn out otherwise beside the others.

        Of a thing without a class here, what is said elsewhere counts, and may name what other parts describe; and
        what other parts say of an open thing may stand on the path of a rule.
        """
        return RDF_TYPE not in values or any(
            value in self._open_things
            for path in values.keys() & STEPS.keys()
            for value in values[path] or ()
        )

    def misfits(self, parts: Sequence[CheckedPart]) -> tuple[Term, ...]:
        """The things that parts share although they are not open: described unlike, or named by a part that is silent.

        What is found in such a row may not be what SHACL finds.
        """
        told: dict[Term, object] = {}
        amiss: list[Term] = []
        for part in parts:
            own = part.seen.keys() - self._open_things.keys()
            amiss += [node for node in own if told.setdefault(node, part.seen[node]) != part.seen[node]]
        for part in parts:
            named = {
                one for by_path in part.seen.values() for values in by_path.values() for one in values or ()
            }
            amiss += (named & told.keys()) - part.seen.keys()
        return tuple(dict.fromkeys(amiss))

    # --- Outlines ----------------------------------------------------------------------------------------------------

    def of_outlines(self, parts: Sequence[CheckedPart]) -> Verdict:
        """What the outlines of parts decide of every row that has them, and what they leave open."""
        outlines = tuple(part.outline for part in parts)
        verdict = self._judge(Sketch(outlines, self._open_things))
        _remember(self._verdicts, outlines, verdict)
        return verdict

    def _judge(self, sketch: Sketch) -> Verdict:
        world = World(sketch.things, self._shapes.superclasses)
        doubts = any(outline.has_doubts for outline in sketch.outlines)
        if doubts or not all(self._is_what_parts_say(*told, world) for told in sketch.open_things()):
            return Verdict(doubtful=True)
        found = [
            one
            for node, values in sketch.things.items()
            for one in self._judge_thing(Thing(node, values), sketch, world)
        ]
        return Verdict(
            report_of(one for one in found if isinstance(one, Result)).results,
            tuple(one for one in found if isinstance(one, Question)),
            any(outline.has_results for outline in sketch.outlines),
        )

    def _is_what_parts_say(self, node: Term, classes: frozenset[NamedNode], world: World) -> bool:
        """Whether a thing has the classes by which parts were checked, and asks no more of single values.

        Of a thing without a class here, what is said elsewhere counts as well, and sketches do not know that.
        """
        if RDF_TYPE not in world.values(node) or not world.classes_of(tuple(classes)) <= world.classes(node):
            return False
        stated = self._demands_of_classes(classes)
        actual = self._demands_on(Thing(node, world.values(node)), world)
        return (stated.by_value, stated.by_row, stated.ruled) == (
            actual.by_value,
            actual.by_row,
            actual.ruled,
        )

    def _judge_thing(self, thing: Thing, sketch: Sketch, world: World) -> Iterator[Result | Question]:
        demands = self._demands_on(thing, world)
        for check in demands.by_counts:
            yield from judge_counts(check, thing, sketch, world)
        for check in demands.by_row:
            yield from judge_comparison(check, thing, sketch)
        yield from judge_rules(demands.ruled, thing, sketch, world)

    def _demands_on(self, thing: Thing, world: World) -> Demands:
        plan = self._shapes.plan(thing, world)
        # The shapes keep a plan for good, so no other has its identity; to hash it would take longer than to run it.
        found = self._demands.get(id(plan))
        if found is None:
            found = self._demands[id(plan)] = demands_of(plan)
        return found

    def _compared_of(self, node: Term, classes: frozenset[NamedNode]) -> dict[NamedNode, str]:
        """The properties and paths of an open thing by which parts are compared, with the keys of their spans."""
        demands = self._demands_of_classes(classes)
        screens = (screen_of(shape).reads for shape in demands.ruled)
        paths = {*chain(*screens), *chain.from_iterable(map(compared, demands.by_row))}
        return {path: span_key(node, path) for path in paths}

    def _demands_of_classes(self, classes: frozenset[NamedNode]) -> Demands:
        found = self._stated.get(classes)
        if found is None:
            world = World({_ANY: {RDF_TYPE: tuple(classes)}}, self._shapes.superclasses)
            found = self._stated[classes] = self._demands_on(Thing(_ANY, world.values(_ANY)), world)
        return found


_Key = TypeVar("_Key")
_Answer = TypeVar("_Answer")


def _remember(answers: dict[_Key, _Answer], key: _Key, answer: _Answer) -> None:
    if len(answers) >= REMEMBERED:
        answers.clear()
    answers[key] = answer


def _claims_of(parts: Sequence[CheckedPart]) -> Iterator[Triple]:
    for part in parts:
        for node, by_path in part.seen.items():
            for path, values in by_path.items():
                if path not in PATHS:
                    yield from (Triple(node, path, value) for value in values or ())  # type: ignore[arg-type] # no literal


def _classed(things: Mapping[Term, Values], open_things: Open) -> dict[Term, Values]:
    """The open things with the classes that they have, beside what a part says of them."""
    return {
        node: {**values, RDF_TYPE: tuple({*values.get(RDF_TYPE, ()), *classes})}
        for node, classes in open_things.items()
        for values in [things.get(node, _NOTHING)]
    }


def _paths_to_others(values: Values, open_things: Open, world: World) -> Values:
    """What stands at the ends of paths that lead through no open thing: the sketch of a row has those."""
    return along_paths(values, lambda node: _NOTHING if node in open_things else world.values(node))


def _of_literal(checks: Iterable[Check], literal: Literal, thing: Thing, world: World) -> Iterator[Result]:
    for check in checks:
        yield from results_of(check, (literal,), thing, world)


__all__ = ["CheckedPart", "Known", "Open", "Plain", "RowChecks"]

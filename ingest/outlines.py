"""Outlines: what the parts of a row do to the things that they share, whatever the values are.

Rows of one outline have the same properties, as many values of each, and the same languages. What numbers decide
is decided by a sketch of such a row, in which each value that does not matter is replaced by a number.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, product
from typing import Final, NamedTuple

from pyoxigraph import Literal, NamedNode

from ingest.rules import PATHS
from ingest.spans import Span, may_always
from ontology.shacl.names import RDF_TYPE
from ontology.shacl.report import Result
from ontology.shacl.things import Term, Values

Open = Mapping[Term, frozenset[NamedNode]]
"""The things that several parts of a row tell of, each with the classes that every row gives it."""

Seen = Mapping[Term, Mapping[NamedNode, Sequence[Term] | None]]
"""The values of things by property and by path; None stands for values that differ from row to row."""

_NOTHING: Final[Values] = {}


class Fact(NamedTuple):
    """One property of an open thing, with a mark for each value.

    A class or another open thing is its own mark; of any other value the mark is its language, "" for none.
    """

    thing: Term
    path: NamedNode
    marks: tuple[Term | str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """What a part does to the open things of its row. Equal outlines are one object, so that they compare fast.

    A part whose own results may be taken back, once the other parts are known, has doubts.
    """

    facts: tuple[Fact, ...]
    has_results: bool
    has_doubts: bool


def facts_of(seen: Seen, open_things: Open, most: int) -> tuple[Fact, ...]:
    """The facts of a part in which these values are seen; of values that are marked alike, so many are enough."""
    return tuple(
        Fact(node, path, _marks(values or (), path, open_things, most))
        for node, by_path in seen.items()
        if node in open_things
        for path, values in by_path.items()
    )


def _marks(values: Sequence[Term], path: NamedNode, open_things: Open, most: int) -> tuple[Term | str, ...]:
    marks = [_mark(value, path, open_things) for value in values]
    if len(marks) <= most:
        return tuple(marks)
    counted = Counter(marks)
    return tuple(chain.from_iterable([mark] * min(number, most) for mark, number in counted.items()))


def _mark(value: Term, path: NamedNode, open_things: Open) -> Term | str:
    if path == RDF_TYPE or value in open_things:
        return value
    return (value.language or "") if isinstance(value, Literal) else ""


class Sketch:
    """A row of which only the outlines of its parts are known."""

    def __init__(self, outlines: Sequence[Outline], open_things: Open) -> None:
        self.outlines = outlines
        self._open_things = open_things
        self._by_part: dict[tuple[Term, NamedNode], dict[int, list[Term]]] = {}
        things: dict[Term, dict[NamedNode, list[Term]]] = {}
        for number, outline in enumerate(outlines):
            for fact in outline.facts:
                values = _sketched(fact, number)
                self._by_part.setdefault((fact.thing, fact.path), {})[number] = values
                if values and fact.path not in PATHS:
                    listed = things.setdefault(fact.thing, {}).setdefault(fact.path, [])
                    listed += [value for value in values if value not in listed]
        self.things: Mapping[Term, Values] = things

    def values(self, thing: Term) -> Values:
        """The sketched values of a thing."""
        return self.things.get(thing, _NOTHING)

    def values_by_part(self, thing: Term, path: NamedNode) -> Mapping[int, Sequence[Term]]:
        """The sketched values of a property by the number of the part that has them."""
        return self._by_part.get((thing, path), {})

    def paths(self, thing: Term) -> Iterator[NamedNode]:
        """The properties of a thing, and the paths that lead from it to something."""
        return (path for node, path in self._by_part if node == thing)

    def open_things(self) -> Iterator[tuple[Term, frozenset[NamedNode]]]:
        """The open things that are described or named, with the classes that parts take them to have."""
        named = {mark for outline in self.outlines for fact in outline.facts for mark in fact.marks}
        for node, classes in self._open_things.items():
            if node in self.things or node in named:
                yield node, classes


def _sketched(fact: Fact, part: int) -> list[Term]:
    """The values of a fact: those that are their own marks, and for every other one a text that no other has."""
    return [
        Literal(f"{part}.{number}", language=mark or None) if isinstance(mark, str) else mark
        for number, mark in enumerate(fact.marks)
    ]


@dataclass(frozen=True, slots=True, eq=False)
class CheckedPart:
    """Claims that a few cells make: the values that they give things, and what they decide by themselves.

    `spans` are the spans, by `span_key`, of what other parts are compared with.
    """

    outline: Outline
    seen: Seen
    results: tuple[Result, ...] = ()
    spans: Mapping[str, Span] = field(default_factory=dict)


def span_key(thing: Term, path: NamedNode) -> str:
    """The name of a thing's values of a property among spans; texts are found faster than terms."""
    return f"{thing} {path}"


@dataclass(frozen=True, slots=True)
class Question:
    """What outlines leave open, and where in the parts of a row the spans stand that decide it.

    Without places it is always open: only the whole row decides it.
    """

    at: tuple[tuple[tuple[int, str], ...], ...] = ()
    may_fail: Callable[..., bool] = may_always
    at_once: tuple[tuple[int, str], ...] = ()

    def may_fail_in(self, parts: Sequence[CheckedPart]) -> bool:
        """Whether something may be wrong with the values of these parts."""
        if self.at_once:
            # Nearly every row asks such questions, and has thirty microseconds for all that is done with it.
            spans = [parts[part].spans.get(key) for part, key in self.at_once]
            return None in spans or self.may_fail(*spans)
        found = [[parts[part].spans.get(key) for part, key in places] for places in self.at]
        return any(None in spans for spans in found) or any(
            self.may_fail(*spans) for spans in product(*found)
        )


def question_of(places: Sequence[Sequence[tuple[int, str]]], may_fail: Callable[..., bool]) -> Question:
    """The question that spans at these places decide; each of several is read from one or more parts."""
    alone = all(len(some) == 1 for some in places)
    return Question(tuple(map(tuple, places)), may_fail, tuple(some[0] for some in places) if alone else ())


@dataclass(frozen=True, slots=True)
class Verdict:
    """What outlines decide of every row that has them, and what they leave open.

    Where they are `doubtful`, a row is not what its parts were told that it is, and they decide nothing.
    """

    results: tuple[Result, ...] = ()
    questions: tuple[Question, ...] = ()
    parts_have_results: bool = False
    doubtful: bool = False


__all__ = [
    "CheckedPart",
    "Fact",
    "Open",
    "Outline",
    "Question",
    "Seen",
    "Sketch",
    "Verdict",
    "facts_of",
    "question_of",
    "span_key",
]

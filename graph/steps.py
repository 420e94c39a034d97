"""A plan as steps, and steps as batches: pure, so that the same plan always makes the same batches."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from graph.model import TERM, Edge, EdgeKey, Node
from graph.plan import Plan

_PLAIN_LENGTH = 20
"""What a number or a date counts as, and an entry or a tie for each of its few short fields."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most that goes into one transaction, a larger single row excepted.

    A message of more than 16 MB makes the embedded engine fall silent; a character has at most four bytes.
    """

    rows: int = 2_000
    new_rows: int = 10_000
    """The same for rows that need no looking up."""
    characters: int = 3_000_000


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of change of one label set or edge type, and its rows."""

    act: str
    name: tuple[str, ...]
    rows: tuple[Any, ...]

    @property
    def characters(self) -> int:
        """About how long the rows are as text."""
        return sum(map(_length, self.rows))


def steps_of(plan: Plan) -> Iterator[Step]:
    """The steps of a plan, in the order in which they can be done, each of one kind and of any size."""
    change = plan.change
    put = [*change.edges_added, *change.edges_changed]
    yield from _by_type("drop_edges", {edge.key for edge in [*put, *change.edges_removed]}, _type_of_key)
    yield from _step("drop_ties", (), plan.ties.removed)
    nodes = sorted([*change.nodes_added, *change.nodes_changed], key=_by_labels)
    for labels, group in groupby(nodes, key=lambda node: node.labels):
        yield from _step("put_nodes", labels, group)
    yield from _step("strip_nodes", (), (node.iri for node in change.nodes_removed))
    yield from _by_type("put_edges", put, lambda edge: edge.type)
    loose = sorted([*change.nodes_removed, *change.nodes_loose], key=_outer_first)
    yield from _step("drop_loose", (), (node.iri for node in loose if node.is_view))
    yield from _step("drop_loose", (), (node.iri for node in loose if not node.is_view))
    yield from _step("put_ties", (), plan.ties.written)
    yield from _step("put_terms", (), plan.entries)


def steps_of_new(nodes: Iterable[Node], edges: Iterable[Edge]) -> Iterator[Step]:
    """The steps that make nodes and edges that are not there yet. Rows keep their order within a step."""
    by_labels: dict[tuple[str, ...], list[Node]] = {}
    for node in nodes:
        by_labels.setdefault(node.labels, []).append(node)
    for labels in sorted(by_labels):
        yield from _step("new_nodes", labels, by_labels[labels])
    by_type: dict[str, list[Edge]] = {}
    for edge in edges:
        by_type.setdefault(edge.type, []).append(edge)
    for edge_type in sorted(by_type):
        yield from _step("new_edges", (edge_type,), by_type[edge_type])


def _by_labels(node: Node) -> tuple[tuple[str, ...], str]:
    return (node.labels, node.iri)


def _outer_first(node: Node) -> tuple[int, str]:
    """Triple terms before those within them, whose text is a part of theirs."""
    return (-len(str(node.properties.get(TERM, ""))), node.iri)


def _type_of_key(key: EdgeKey) -> str:
    return key[1]


def _by_type(act: str, rows: Iterable[Any], type_of: Callable[[Any], str]) -> Iterator[Step]:
    ordered = sorted(rows, key=lambda row: (type_of(row), row.key if isinstance(row, Edge) else row))
    for edge_type, group in groupby(ordered, key=type_of):
        yield from _step(act, (edge_type,), group)


def _step(act: str, name: tuple[str, ...], rows: Iterable[Any]) -> Iterator[Step]:
    whole = tuple(rows)
    if whole:
        yield Step(act, name, whole)


def batches_of(steps: Iterable[Step], bounds: Bounds) -> Iterator[list[Step]]:
    """The steps in batches within the bounds: a small change is one batch, so one transaction."""
    batch: list[Step] = []
    rows = characters = 0
    for part, more in _parts(steps, bounds):
        if batch and (rows + len(part.rows) > bounds.rows or characters + more > bounds.characters):
            yield batch
            batch, rows, characters = [], 0, 0
        batch.append(part)
        rows += len(part.rows)
        characters += more
    yield batch


def _parts(steps: Iterable[Step], bounds: Bounds) -> Iterator[tuple[Step, int]]:
    """The steps, each cut into such as are within the bounds, and about how long each is as text."""
    for step in steps:
        begin = characters = 0
        for end, row in enumerate(step.rows):
            more = _length(row)
            if end > begin and (end - begin == bounds.rows or characters + more > bounds.characters):
                yield Step(step.act, step.name, step.rows[begin:end]), characters
                begin, characters = end, 0
            characters += more
        yield (Step(step.act, step.name, step.rows[begin:]) if begin else step), characters


def _length(row: object) -> int:
    if isinstance(row, Node | Edge):
        return sum(map(_value_length, row.properties.values()))
    return _value_length(row)


def _value_length(value: object) -> int:
    # Asked of every value of a load: the two usual kinds come first, and no pattern is matched.
    if isinstance(value, str):
        return len(value)
    if isinstance(value, list | tuple):
        return sum(map(_value_length, value))
    return _PLAIN_LENGTH

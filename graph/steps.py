"""A plan as steps, and steps as batches: pure, so that the same plan always makes the same batches."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from graph.model import TERM, Edge, EdgeKey, Node
from graph.plan import Plan

BATCH_ROWS = 2_000
"""Rows of one transaction at most: small enough for the engine's message and timeout limits."""


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of change of one label set or edge type, and its rows."""

    act: str
    name: tuple[str, ...]
    rows: tuple[Any, ...]


def steps_of(plan: Plan) -> Iterator[Step]:
    """The steps of a plan, in the order in which they can be done."""
    change = plan.change
    put = [*change.edges_added, *change.edges_changed]
    if not plan.fresh:
        yield from _by_type("drop_edges", {edge.key for edge in [*put, *change.edges_removed]}, _type_of_key)
    yield from _cut("drop_ties", (), plan.ties.removed)
    nodes = sorted([*change.nodes_added, *change.nodes_changed], key=_by_labels)
    for labels, group in groupby(nodes, key=lambda node: node.labels):
        yield from _cut("put_nodes", labels, group)
    yield from _cut("strip_nodes", (), (node.iri for node in change.nodes_removed))
    yield from _by_type("put_edges", put, lambda edge: edge.type)
    loose = sorted([*change.nodes_removed, *change.nodes_loose], key=_outer_first)
    yield from _cut("drop_loose", (), (node.iri for node in loose if node.is_term))
    yield from _cut("drop_loose", (), (node.iri for node in loose if not node.is_term))
    yield from _cut("put_ties", (), plan.ties.written)
    yield from _cut("put_terms", (), plan.entries)


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
        yield from _cut(act, (edge_type,), group)


def _cut(act: str, name: tuple[str, ...], rows: Iterable[Any]) -> Iterator[Step]:
    whole = tuple(rows)
    for begin in range(0, len(whole), BATCH_ROWS):
        yield Step(act, name, whole[begin : begin + BATCH_ROWS])


def batches_of(steps: Iterable[Step]) -> Iterator[list[Step]]:
    """The steps in batches of about `BATCH_ROWS` rows: a small change is one batch, so one transaction."""
    batch: list[Step] = []
    for step in steps:
        if batch and sum(len(known.rows) for known in batch) + len(step.rows) > BATCH_ROWS:
            yield batch
            batch = []
        batch.append(step)
    yield batch

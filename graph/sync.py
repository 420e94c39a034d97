"""Bringing a graph in step with the store of record, and saying whether it is."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from graph.marker import Marked, Marker
from graph.plan import make_plan
from graph.registry import Registry
from graph.writer import GraphWriter
from ontology.errors import HakimError
from records.journal import Journal

Progress = Callable[[int, int], None]


class GraphOfAnotherStore(HakimError):
    """The graph shows a store of record that is not this one."""


class CountsDiffer(HakimError):
    """After a load the graph does not hold what the store of record does."""


@dataclass(frozen=True, slots=True)
class Sync:
    """What a synchronisation did: from which run to which, and how many nodes and edges it wrote or removed."""

    from_run: int
    to_run: int
    written: int
    removed: int


def state_of(journal: Journal, graph: Marked) -> tuple[int, Marker | None]:
    """The run that the graph shows (0 for an empty graph), and its marker.

    Raises GraphOfAnotherStore when the graph was made from another store of record.
    """
    marker = graph.marker()
    if marker is None:
        return 0, None
    if marker.store != journal.store_id:
        raise GraphOfAnotherStore(
            "The graph shows another store of record than the one in this HAKIM_HOME.",
            hint="Set HAKIM_HOME to the store that it shows, or run `hakim rebuild` to replace what it holds.",
        )
    return marker.run, marker


def in_step(journal: Journal, graph: Marked) -> bool:
    """Whether the graph shows the last run, whole; instant at any size."""
    run, marker = state_of(journal, graph)
    return run == journal.last_run and (marker is None or marker.target == marker.run)


def synchronise(
    journal: Journal, writer: GraphWriter, registry: Registry, progress: Progress = lambda _done, _all: None
) -> Sync:
    """Brings the graph in step with the store; a load that was cut off is finished first.

    Raises CountsDiffer when the graph then holds another number of records than the store.
    """
    known = frozenset(writer.terms())
    registry.learn(known)
    run, marker = state_of(journal, writer)
    targets = [marker.target] if marker and marker.target != marker.run else []
    if journal.last_run not in [run, *targets]:
        targets.append(journal.last_run)
    written = removed = 0
    at = run
    for target in targets:
        plan = make_plan(journal, registry, at, target, resumed=marker is not None)
        new_entries = tuple(entry for entry in plan.entries if entry not in known)
        writer.apply(replace(plan, entries=new_entries), journal.store_id, progress)
        written += plan.change_count
        removed += plan.removal_count
        at = target
    _check_counts(journal, writer)
    return Sync(run, at, written, removed)


def _check_counts(journal: Journal, writer: GraphWriter) -> None:
    expected, found = journal.count(), writer.count_records()
    if expected != found:
        raise CountsDiffer(
            f"The store of record holds {expected} records, the graph {found}.",
            hint="`hakim status --verify` says which facts differ; `hakim rebuild` makes the graph anew.",
        )

"""Bringing a graph in step with the store of record, and saying whether it is."""

from dataclasses import dataclass, replace

from graph.first_load import OtherBatches, can_go_on, load_whole
from graph.marker import Marked, Marker
from graph.plan import Plan, plans
from graph.projection import Projection
from graph.registry import Registry, TermEntry
from graph.writer import GraphWriter, Progress
from ontology.errors import HakimError
from records.journal import Journal

_LOOK = "`hakim status --verify` says which facts differ; `hakim rebuild` makes the graph anew."


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
    journal: Journal, writer: GraphWriter, registry: Registry, progress: Progress = lambda _done, _share: None
) -> Sync:
    """Brings the graph in step with the store; a load that was cut off is finished first.

    Raises CountsDiffer when the graph then holds another number of records than the store, AnotherLoad when something
    else writes to it.
    """
    writer.begin()
    known = frozenset(writer.terms())
    registry.learn(known)
    run, marker = state_of(journal, writer)
    targets = [marker.target] if marker and marker.target != marker.run else []
    if journal.last_run not in [run, *targets]:
        targets.append(journal.last_run)
    done = _Done()
    at = run
    for target in targets:
        is_first = at == 0 and can_go_on(writer.marker())
        if not (is_first and _load_first(journal, writer, registry, target, progress, done)):
            counted = map(done.counted, plans(journal, registry, at, target))
            writer.apply((_without(known, plan) for plan in counted), journal.store_id, progress)
        at = target
    _check_counts(journal, writer)
    return Sync(run, at, done.written, done.removed)


@dataclass(slots=True)
class _Done:
    written: int = 0
    removed: int = 0

    def counted(self, plan: Plan) -> Plan:
        """Counts what a plan changes."""
        self.written += plan.change_count
        self.removed += plan.removal_count
        return plan


def _without(known: frozenset[TermEntry], plan: Plan) -> Plan:
    """The plan without the registry's entries that the graph has."""
    return replace(plan, entries=tuple(entry for entry in plan.entries if entry not in known))


def _load_first(
    journal: Journal, writer: GraphWriter, registry: Registry, run: int, progress: Progress, done: _Done
) -> bool:
    """Loads an empty graph, or goes on with that; False when it must be looked at node by node."""
    try:
        graph = Projection(journal, registry, run)
        written = load_whole(writer, graph, journal.count_at(run), progress)
    except OtherBatches:
        return False
    if (found := writer.count_nodes()) != written.nodes:
        raise CountsDiffer(f"{written.nodes} nodes were loaded, and the graph holds {found}.", hint=_LOOK)
    done.written += written.nodes + written.edges
    return True


def _check_counts(journal: Journal, writer: GraphWriter) -> None:
    expected, found = journal.count(), writer.count_records()
    if expected != found:
        raise CountsDiffer(
            f"The store of record holds {expected} records, the graph {found}.",
            hint=_LOOK,
        )

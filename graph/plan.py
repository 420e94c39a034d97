"""What must change in a graph for it to show a later state of the store of record: pure, from the journal alone.

The state of the graph after any run is known without asking it, because the journal is append-only. A plan is the
difference of two such states, cut to the nodes that the changed records touch.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from graph.encode import encode
from graph.fragment_diff import Change, diff
from graph.layers import Layer, layer_entry
from graph.merged_journal import MergedJournal
from graph.model import Fragment
from graph.registry import Registry, TermEntry
from graph.reification import Said, closed, said_of
from graph.ties import TIE_KINDS, Tie, TieCount
from records.journal import Journal


@dataclass(frozen=True, slots=True)
class TieChange:
    """Ties to write, and pairs whose tie is gone."""

    written: tuple[Tie, ...] = ()
    removed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A part of the change from one run's state to another's, and the share of it that is then done, 0 to 1."""

    from_run: int
    to_run: int
    change: Change
    ties: TieChange
    entries: tuple[TermEntry, ...]
    done: float

    @property
    def change_count(self) -> int:
        """How many nodes and edges are written."""
        change = self.change
        added = len(change.nodes_added) + len(change.edges_added)
        return added + len(change.nodes_changed) + len(change.edges_changed)

    @property
    def removal_count(self) -> int:
        """How many nodes and edges are removed."""
        return len(self.change.nodes_removed) + len(self.change.edges_removed)


SUBJECTS: Final = 2_000
"""Subjects whose change is one plan, with those that reification ties to them."""


def plans(journal: Journal, registry: Registry, from_run: int, to_run: int) -> Iterator[Plan]:
    """The plans that, one after the other, take a graph from the state after one run to the state after another.

    One at least; the last has the ties and the registry's entries, and only after it the graph shows the later state.
    A plan that was carried out in part, or whole, can be carried out again.
    """
    runs = (from_run, to_run)
    merged = MergedJournal(journal)
    ties = _tie_change(merged, from_run, to_run)
    ordered = sorted(merged.touched_subjects(from_run, to_run))
    taken: set[str] = set()
    for begin in range(0, len(ordered) or 1, SUBJECTS):
        some = ordered[begin : begin + SUBJECTS]
        whole = closed(merged, set(some).difference(taken), runs) - taken
        taken |= whole.difference(some)
        subjects = sorted(whole)
        before, after = (_shown(said_of(merged, subjects, run), registry) for run in runs)
        layers = _layer_change(merged, from_run, to_run)
        registry.learn_layers(layers)
        done = min(begin + SUBJECTS, len(ordered))
        last = done == len(ordered)
        yield Plan(
            from_run,
            to_run,
            diff(before, after),
            ties if last else TieChange(),
            (*registry.entries(), *layers) if last else layers,
            done / (len(ordered) or 1),
        )


def _shown(said: Said, registry: Registry) -> Fragment:
    return encode(said.quads, registry, said.rank)


def ties_at(journal: Journal, run: int) -> Mapping[tuple[str, str], Tie]:
    """The ties that a graph shows after a run."""
    return _ties_at(MergedJournal(journal), run)


def _ties_at(merged: MergedJournal, run: int) -> Mapping[tuple[str, str], Tie]:
    count = TieCount(frozenset(subject for subject, _ in merged.shared_subjects(run)))
    for text in merged.texts_of_kinds_at(TIE_KINDS, run):
        count.add(text)
    return count.ties()


def _tie_change(merged: MergedJournal, from_run: int, to_run: int) -> TieChange:
    """How the ties change from one run's state to another's."""
    if not merged.has_touched(TIE_KINDS, from_run, to_run):
        return TieChange()
    before, after = _ties_at(merged, from_run), _ties_at(merged, to_run)
    written = tuple(tie for pair, tie in sorted(after.items()) if before.get(pair) != tie)
    return TieChange(written, tuple(sorted(before.keys() - after.keys())))


def _layer_change(merged: MergedJournal, from_run: int, to_run: int) -> tuple[TermEntry, ...]:
    """The layers read so far as they are after the later run; one that is gone stands for its own name alone."""
    after = merged.layer_entries(to_run)
    kept = {entry.name for entry in after}
    gone = [entry for entry in merged.layer_entries(from_run) if entry.name not in kept]
    return (*after, *(layer_entry(entry.name, Layer(entry.iri)) for entry in gone))

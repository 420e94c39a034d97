"""What must change in a graph for it to show a later state of the store of record: pure, from the journal alone.

The state of the graph after any run is known without asking it, because the journal is append-only. A plan is the
difference of two such states, cut to the nodes that the changed records touch.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from graph.encode import encode
from graph.fragment_diff import Change, diff
from graph.registry import Registry, TermEntry
from graph.reification import closed, quads_of
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
    ties = tie_change(journal, from_run, to_run)
    ordered = sorted(journal.touched_subjects(from_run, to_run))
    taken: set[str] = set()
    for begin in range(0, len(ordered) or 1, SUBJECTS):
        some = ordered[begin : begin + SUBJECTS]
        whole = closed(journal, set(some).difference(taken), runs) - taken
        taken |= whole.difference(some)
        subjects = sorted(whole)
        before = encode(quads_of(journal, subjects, from_run), registry)
        after = encode(quads_of(journal, subjects, to_run), registry)
        done = min(begin + SUBJECTS, len(ordered))
        last = done == len(ordered)
        yield Plan(
            from_run,
            to_run,
            diff(before, after),
            ties if last else TieChange(),
            registry.entries() if last else (),
            done / (len(ordered) or 1),
        )


def ties_at(journal: Journal, run: int) -> Mapping[tuple[str, str], Tie]:
    """The ties that a graph shows after a run."""
    count = TieCount(frozenset(subject for subject, _ in journal.shared_subjects(run)))
    for text in journal.texts_of_kinds_at(TIE_KINDS, run):
        count.add(text)
    return count.ties()


def tie_change(journal: Journal, from_run: int, to_run: int) -> TieChange:
    """How the ties change from one run's state to another's."""
    if not journal.has_touched(TIE_KINDS, from_run, to_run):
        return TieChange()
    before, after = ties_at(journal, from_run), ties_at(journal, to_run)
    written = tuple(tie for pair, tie in sorted(after.items()) if before.get(pair) != tie)
    return TieChange(written, tuple(sorted(before.keys() - after.keys())))

"""What must change in a graph for it to show a later state of the store of record: pure, from the journal alone.

The state of the graph after any run is known without asking it, because the journal is append-only. A plan is the
difference of two such states, cut to the nodes that the changed records touch.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Quad, Triple

from graph.encode import encode
from graph.fragment_diff import Change, diff
from graph.registry import Registry, TermEntry
from graph.reifiers import REIFIES
from graph.term_text import subject_of, text_of
from graph.ties import Tie, ties_of
from ontology.nquads import read_canonical
from records.journal import Journal

TIE_KINDS = ("mission",)
_REIFIES_TEXT = str(REIFIES)


@dataclass(frozen=True, slots=True)
class TieChange:
    """Ties to write, and pairs whose tie is gone."""

    written: tuple[Tie, ...] = ()
    removed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The change from one run's state to another's.

    `fresh` says that the graph holds nothing yet, so that everything can be created without looking.
    """

    from_run: int
    to_run: int
    change: Change
    ties: TieChange
    entries: tuple[TermEntry, ...]
    fresh: bool

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


def make_plan(
    journal: Journal, registry: Registry, from_run: int, to_run: int, *, resumed: bool = False
) -> Plan:
    """The plan that takes a graph from the state after one run to the state after another.

    A plan that is `resumed` may have been carried out in part.
    """
    touched = _closed(journal, set(journal.touched_subjects(from_run, to_run)), from_run, to_run)
    ordered = sorted(touched)
    before = encode(_quads_of(journal, ordered, from_run), registry)
    after = encode(_quads_of(journal, ordered, to_run), registry)
    fresh = from_run == 0 and not resumed
    ties = _tie_change(ties_at(journal, from_run), ties_at(journal, to_run))
    return Plan(from_run, to_run, diff(before, after), ties, tuple(registry.entries()), fresh)


def _closed(journal: Journal, touched: set[str], from_run: int, to_run: int) -> set[str]:
    """The subjects with all that reification ties to them, in either state."""
    fresh = touched
    while fresh:
        linked: set[str] = set()
        for run in (from_run, to_run):
            for text in journal.texts_of_subjects(sorted(fresh), run):
                if _REIFIES_TEXT in text:
                    linked |= {end for pair in reified(read_canonical(text)) if pair & fresh for end in pair}
        fresh = linked - touched
        touched = touched | fresh
    return touched


def reified(quads: Iterable[Quad]) -> Iterator[frozenset[str]]:
    """Each reifier with the subject of what it reifies: how the one is stored depends on the other."""
    for quad in quads:
        if quad.predicate == REIFIES and isinstance(quad.object, Triple):
            yield frozenset(map(text_of, (subject_of(quad), subject_of(quad.object))))


def _quads_of(journal: Journal, subjects: list[str], run: int) -> Iterable[Quad]:
    wanted = frozenset(subjects)
    for text in journal.texts_of_subjects(subjects, run):
        yield from (quad for quad in read_canonical(text) if text_of(subject_of(quad)) in wanted)


def ties_at(journal: Journal, run: int) -> Mapping[tuple[str, str], Tie]:
    """The ties that a graph shows after a run."""
    texts = journal.texts_of_kinds_at(TIE_KINDS, run)
    return ties_of(quad for text in texts for quad in read_canonical(text))


def _tie_change(before: Mapping[tuple[str, str], Tie], after: Mapping[tuple[str, str], Tie]) -> TieChange:
    written = tuple(tie for pair, tie in sorted(after.items()) if before.get(pair) != tie)
    return TieChange(written, tuple(sorted(before.keys() - after.keys())))

"""The whole graph after a run in portions, each complete in itself: made from the journal in memory that stays flat.

Nearly every subject is described by one record alone; a portion is what some records say of theirs. Subjects that
several records describe, or that reification ties together, come before all others, each with all that is said of it.
A portion has the nodes that none before it had, and the edges of which no end is still to come.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

from graph.encode import encode
from graph.entries import TermEntry
from graph.line_encode import LineEncoder
from graph.merged_journal import MergedJournal
from graph.model import Edge, Fragment, Node, bare_node
from graph.registry import Registry
from graph.reification import closed, said_of
from graph.term_text import subject_of, text_of
from graph.ties import TIE_KINDS, Tie, TieCount
from graph.waiting_edges import WaitingEdges
from ontology.nquads import read_canonical
from records.journal import Journal
from records.model import LiveRecord
from records.seen import SeenKeys

RECORDS: Final = 2_500
"""Records of a portion."""
DESCRIPTIONS: Final = 3
"""How often as many subjects are described in a portion that is made by subjects."""
CHARACTERS: Final = 12_000_000
"""Text of a portion's records, a longer single one excepted."""
EDGES: Final = 5_000
"""Edges of a portion of those that had to wait."""
REMEMBERED: Final = 200_000
"""Keys of nodes that are known without looking."""
_TRIPLE_TERM: Final = "<<("


@dataclass(frozen=True, slots=True)
class Portion:
    """Some nodes and edges of a graph.

    Both ends of `inner` edges are among the nodes; of `outer` edges one is, or both are, in an earlier portion.
    `hash` is that of the records they were made from; `records` says how many of these are behind us.
    """

    nodes: Sequence[Node]
    inner: Sequence[Edge]
    outer: Sequence[Edge]
    hash: str
    records: int


class Portions:
    """The portions of the graph after a run, always the same. To be read once."""

    def __init__(self, journal: Journal, registry: Registry, run: int, *, records: int = RECORDS) -> None:
        self._journal = MergedJournal(journal)
        self._registry = registry
        self._run = run
        self._records = records
        self._lines = LineEncoder(registry)
        self._shared = frozenset[str]()
        self._to_come: set[str] = set()
        self._mentioned = SeenKeys()
        self._known: set[str] = set()
        self._waiting = WaitingEdges()
        self._ties = TieCount()

    def __iter__(self) -> Iterator[Portion]:
        records_of = dict(self._journal.shared_subjects(self._run))
        tied = frozenset(self._journal.subjects_beside(_TRIPLE_TERM, self._run))
        self._shared = tied.union(records_of)
        self._to_come = set(self._shared)
        self._ties = TieCount(self._shared)
        done = 0
        yield from self._of_shared(records_of, tied)
        for batch in self._batches():
            done += len(batch)
            fragments = [self._encode(record) for record in batch]
            yield self._portion(fragments, _hash(record.digest for record in batch), batch[-1].number, done)
        for number, edges in enumerate(self._waiting.read(EDGES)):
            yield self._portion([_of_edges(edges)], _hash([f"waiting {number}"]), None, done)
        self._mentioned.close()

    def ties(self) -> Mapping[tuple[str, str], Tie]:
        """The ties of the missions in the portions: known when all of these were read."""
        return self._ties.ties()

    def layer_entries(self) -> tuple[TermEntry, ...]:
        """What graphs' names stand for in this view: known when all portions were read."""
        return self._journal.layer_entries(self._run)

    # --- the two kinds of subjects ---

    def _of_shared(self, records_of: Mapping[str, int], tied: Set[str]) -> Iterator[Portion]:
        taken: set[str] = set()
        for some in self._by_weight(records_of):
            whole = set(some) - taken
            if not tied.isdisjoint(whole):
                whole = closed(self._journal, whole, (self._run,)) - taken
            taken |= whole.difference(some)
            said = said_of(self._journal, sorted(whole), self._run)
            fragment = encode(said.quads, self._registry, said.rank)
            yield self._portion([fragment], _hash(map(str, said.quads)), 0, 0)

    def _by_weight(self, records_of: Mapping[str, int]) -> Iterator[list[str]]:
        """The shared subjects, so many at a time as some records describe, a single one excepted."""
        some: list[str] = []
        weight = 0
        for subject in sorted(self._shared):
            more = records_of.get(subject, 1)
            if some and weight + more > self._records * DESCRIPTIONS:
                yield some
                some, weight = [], 0
            some.append(subject)
            weight += more
        if some:
            yield some

    def _batches(self) -> Iterator[list[LiveRecord]]:
        batch: list[LiveRecord] = []
        characters = 0
        for record in self._journal.live_at(self._run):
            if record.kind in TIE_KINDS:
                self._ties.add(record.text)
            if batch and (len(batch) == self._records or characters + len(record.text) > CHARACTERS):
                yield batch
                batch, characters = [], 0
            batch.append(record)
            characters += len(record.text)
        if batch:
            yield batch

    def _encode(self, record: LiveRecord) -> Fragment:
        """What a record says of the subjects that are its own."""
        fragment = self._lines.encode(record.text, self._shared)
        if fragment is not None:
            return fragment
        quads = read_canonical(record.text)
        return encode(
            (quad for quad in quads if text_of(subject_of(quad)) not in self._shared), self._registry
        )

    # --- who has been given ---

    def _portion(self, fragments: Iterable[Fragment], digest: str, at: int | None, records: int) -> Portion:
        """What fragments have that is new. The records up to number `at` are behind us; all when it is None."""
        nodes: dict[str, Node] = {}
        edges: list[Edge] = []
        for fragment in fragments:
            old_terms = self._take_nodes(fragment, nodes)
            edges += [edge for edge in fragment.edges.values() if edge.subject not in old_terms]
        self._to_come.difference_update(nodes)
        wanted = {edge.object for edge in edges}.difference(nodes, self._known)
        later = self._look_up(wanted, nodes, at)
        if later:
            self._waiting.add([edge for edge in edges if edge.object in later])
            edges = [edge for edge in edges if edge.object not in later]
        if len(self._known) > REMEMBERED:
            self._known.clear()
        self._known |= wanted - later
        inner = [edge for edge in edges if edge.object in nodes and edge.subject in nodes]
        outer = [edge for edge in edges if edge.object not in nodes or edge.subject not in nodes]
        return Portion([*nodes.values()], inner, outer, digest, records)

    def _take_nodes(self, fragment: Fragment, nodes: dict[str, Node]) -> set[str]:
        """Takes the nodes that say something; gives the triple terms among them that were there before."""
        terms = [node.iri for node in fragment.nodes.values() if node.is_view]
        old = set(terms).difference(self._mentioned.add(terms)) if terms else set[str]()
        nodes.update(
            (iri, node) for iri, node in fragment.nodes.items() if not node.is_bare and iri not in old
        )
        # Whoever reifies a fact of its own has no node but the end of that edge.
        starts = {edge.subject for edge in fragment.edges.values() if edge.eid}.difference(nodes)
        nodes.update((iri, fragment.nodes[iri]) for iri in starts.intersection(fragment.nodes))
        return old

    def _look_up(self, wanted: set[str], nodes: dict[str, Node], at: int | None) -> set[str]:
        """Adds those nodes of `wanted` that nobody describes and that are new; gives those that are to come."""
        shared = wanted & self._to_come
        later = shared if at == 0 else set[str]()
        bare = shared - later
        self._to_come -= bare
        others = sorted(wanted - self._shared)
        first = self._journal.first_records(others, self._run)
        if at is not None:
            later = later.union(key for key, number in first.items() if number > at)
        new = self._mentioned.add([key for key in others if key not in first])
        nodes.update((iri, bare_node(iri)) for iri in sorted([*bare, *new]))
        return later


def _of_edges(edges: Iterable[Edge]) -> Fragment:
    return Fragment({}, {edge.key: edge for edge in edges})


def _hash(parts: Iterable[str]) -> str:
    state = hashlib.sha256()
    for part in parts:
        state.update(part.encode())
    return state.hexdigest()

"""The store of record as a merged view shows it: things that were judged to be the same one have one name.

It is asked as the journal is, by those who make the graph of a run. Where nobody judged anything, it is the journal.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from re import compile as pattern
from typing import Final

from graph.entries import TermEntry
from graph.layers import Layer, layer_entry, layered
from ontology.nquads import canonical_text, read_canonical
from records.clusters import clusters
from records.journal import Journal
from records.judgements import KIND as JUDGEMENT
from records.judgements import judgements_of
from records.model import LiveRecord

_IRI: Final = pattern("<([^<> ]*)>")


@dataclass(frozen=True, slots=True)
class Names:
    """The names under which things are shown after a run.

    `canonical` has every member of every cluster, by its IRI; `members` the members by the canonical one.
    """

    canonical: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def shown(self, iri: str) -> str:
        """The name under which a thing is shown."""
        return self.canonical.get(iri, iri)

    def behind(self, iris: Iterable[str]) -> list[str]:
        """What is described under some names: nothing under those that others took the place of."""
        return [
            member
            for iri in iris
            for member in self.members.get(iri, () if iri in self.canonical else (iri,))
        ]


class MergedJournal:
    """What the journal says after a run, under the names that the judgements of that run make."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._names: dict[int, Names] = {}
        self._layers: dict[int, dict[str, Layer]] = {}

    # --- names ---

    def names(self, run: int) -> Names:
        """The names after a run."""
        if run not in self._names:
            self._names[run] = self._names_at(run)
        return self._names[run]

    def _names_at(self, run: int) -> Names:
        judged = clusters(judgements_of(self._journal.texts_of_kinds_at((JUDGEMENT,), run)))
        canonical: dict[str, str] = {}
        members: dict[str, Sequence[str]] = {}
        described = self._journal.first_records(sorted(judged.of), run)
        for cluster in judged.each():
            # A member that no record describes any longer is a name without a thing, and stands for none.
            there = sorted(member for member in cluster if member in described)
            if len(there) > 1:
                canonical.update(dict.fromkeys(there, there[0]))
                members[there[0]] = there
        return Names(canonical, members)

    def layer_entries(self, run: int) -> tuple[TermEntry, ...]:
        """What has been read so far under other names after a run, as entries of the registry."""
        layers = self._layers.get(run, {})
        return tuple(layer_entry(name, layers[name]) for name in sorted(layers))

    def _shown(self, text: str, run: int) -> str:
        """The canonical N-Quads of a record under the names after a run."""
        canonical = self.names(run).canonical
        if not canonical or canonical.keys().isdisjoint(_IRI.findall(text)):
            return text
        found = layered(read_canonical(text), canonical)
        if not found.layers:
            return text
        self._layers.setdefault(run, {}).update(found.layers)
        return canonical_text(found.quads)

    # --- the journal's answers under these names ---

    @property
    def store_id(self) -> str:
        """The identity of the store."""
        return self._journal.store_id

    def live_at(self, run: int) -> Iterator[LiveRecord]:
        """The records that were live after a run, as they came."""
        records = self._journal.live_at(run)
        if not self.names(run).canonical:
            return records
        return (record._replace(text=self._shown(record.text, run)) for record in records)

    def texts_of_kinds_at(self, kinds: Sequence[str], run: int) -> Iterator[str]:
        """The texts of the records of some kinds that were live after a run."""
        return (self._shown(text, run) for text in self._journal.texts_of_kinds_at(kinds, run))

    def texts_of_subjects(self, subjects: Sequence[str], run: int) -> Iterator[str]:
        """The text of each record, live after a run, that describes any of the subjects."""
        wanted = self.names(run).behind(subjects)
        return (self._shown(text, run) for text in self._journal.texts_of_subjects(wanted, run))

    def shared_subjects(self, run: int) -> Iterator[tuple[str, int]]:
        """The subjects that more than one record described after a run, sorted, and how many did."""
        names = self.names(run)
        shared = self._journal.shared_subjects(run)
        if not names.canonical:
            return shared
        found = {subject: count for subject, count in shared if subject not in names.canonical}
        found.update({one: len(members) for one, members in names.members.items()})
        return iter(sorted(found.items()))

    def subjects_beside(self, text: str, run: int) -> Iterator[str]:
        """The subjects of the records that were live after a run and have some text in them, sorted."""
        names = self.names(run)
        return iter(sorted({names.shown(subject) for subject in self._journal.subjects_beside(text, run)}))

    def first_records(self, subjects: Sequence[str], run: int) -> dict[str, int]:
        """The number of the first record that described each of some subjects after a run."""
        names = self.names(run)
        found = self._journal.first_records(names.behind(subjects), run)
        first: dict[str, int] = {}
        for subject, number in found.items():
            shown = names.shown(subject)
            first[shown] = min(number, first.get(shown, number))
        return first

    def touched_subjects(self, from_run: int, to_run: int) -> set[str]:
        """The subjects of which another thing is said, or under another name, after one run than after another."""
        before, after = self.names(from_run), self.names(to_run)
        touched = set(self._journal.touched_subjects(from_run, to_run))
        changed = self._renamed(from_run, to_run)
        if changed:
            touched |= changed | set(self._journal.subjects_beside_any(sorted(f"<{iri}>" for iri in changed)))
        return {names.shown(subject) for names in (before, after) for subject in touched}

    def has_touched(self, kinds: Sequence[str], from_run: int, to_run: int) -> bool:
        """Whether a record of some kinds was added or removed between two runs, or shown under another name."""
        return bool(self._renamed(from_run, to_run)) or self._journal.has_touched(kinds, from_run, to_run)

    def _renamed(self, from_run: int, to_run: int) -> set[str]:
        """The things that are shown under another name after one run than after another."""
        before, after = self.names(from_run), self.names(to_run)
        members = before.canonical.keys() | after.canonical.keys()
        return {
            iri
            for iri in members
            if before.members.get(before.shown(iri)) != after.members.get(after.shown(iri))
        }

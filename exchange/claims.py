"""What a release reads: records by their classes, again and again, each time the same."""

from collections.abc import Iterable, Iterator, Sequence, Set
from typing import NamedTuple, Protocol

from ontology.nquads import read_canonical
from ontology.subjects import node_key


class RecordClass(NamedTuple):
    """What a policy marks alike: the records of a source, of one kind, at one marking."""

    source: str
    kind: str
    marking: str


class Told(NamedTuple):
    """A record as it is kept: its graph, its class, its canonical N-Quads."""

    graph: str
    of: RecordClass
    text: str


class Claims(Protocol):
    """The claims that a release is made of; nothing changes while it is made."""

    def classes(self) -> Iterable[RecordClass]:
        """The classes of all records."""

    def records(self, classes: Set[RecordClass]) -> Iterator[Told]:
        """The records of some classes."""

    def described(self, iris: Sequence[str], classes: Set[RecordClass], without: Set[str]) -> set[str]:
        """Those IRIs that a record of some classes describes; records whose graph is in `without` do not count."""

    def graphs_describing(self, iri: str, classes: Set[RecordClass]) -> list[str]:
        """The graphs of the records of some classes that describe a thing, sorted."""


class ClaimList:
    """Claims that are in memory: those of tests, and of a few records."""

    def __init__(self, records: Iterable[Told]) -> None:
        self._records = list(records)
        self._subjects = {
            told.graph: {node_key(quad.subject) for quad in read_canonical(told.text)}
            for told in self._records
        }

    def classes(self) -> Iterable[RecordClass]:
        """The classes of all records."""
        return sorted({told.of for told in self._records})

    def records(self, classes: Set[RecordClass]) -> Iterator[Told]:
        """The records of some classes."""
        return (told for told in self._records if told.of in classes)

    def described(self, iris: Sequence[str], classes: Set[RecordClass], without: Set[str]) -> set[str]:
        """Those IRIs that a record of some classes describes."""
        counted = [told.graph for told in self.records(classes) if told.graph not in without]
        return {iri for iri in iris if any(iri in self._subjects[graph] for graph in counted)}

    def graphs_describing(self, iri: str, classes: Set[RecordClass]) -> list[str]:
        """The graphs of the records of some classes that describe a thing, sorted."""
        return sorted(told.graph for told in self.records(classes) if iri in self._subjects[told.graph])

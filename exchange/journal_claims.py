"""The claims of a journal after one of its runs, as a release reads them."""

from collections.abc import Iterable, Iterator, Sequence, Set

from exchange.claims import RecordClass, Told
from records.journal import Journal
from records.state import State


class JournalClaims:
    """The records that were live after a run; by default the last one. Runs that come later change nothing."""

    def __init__(self, journal: Journal, run: int | None = None) -> None:
        self._state = State(journal, journal.last_run if run is None else run)

    def classes(self) -> Iterable[RecordClass]:
        """The classes of all records, sorted."""
        return [RecordClass(*mark) for mark in self._state.marks()]

    def records(self, classes: Set[RecordClass]) -> Iterator[Told]:
        """The records of some classes, in journal order."""
        return (Told(graph, RecordClass(*mark), text) for graph, mark, text in self._state.records(classes))

    def described(self, iris: Sequence[str], classes: Set[RecordClass], without: Set[str]) -> set[str]:
        """Those IRIs that a record of some classes describes; records whose graph is in `without` do not count."""
        return self._state.described(iris, classes, without) if iris else set()

    def graphs_describing(self, iri: str, classes: Set[RecordClass]) -> list[str]:
        """The graphs of the records of some classes that describe a thing, sorted."""
        return self._state.graphs_describing(iri, classes)

"""The records that were live after one run, asked by what a policy marks alike: source, kind and marking."""

import json
from collections.abc import Iterable, Iterator, Sequence, Set

from records.journal import Journal

Mark = tuple[str, str, str]
"""The source, the kind and the marking of a record."""

_AT_RUN = "added_run <= :run AND (removed_run IS NULL OR removed_run > :run)"
_OF_MARKS = "(source, kind, marking) IN (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(:marks))"
_MARKS = f"SELECT DISTINCT source, kind, marking FROM record WHERE {_AT_RUN} ORDER BY 1, 2, 3"  # noqa: S608 - fixed text
_RECORDS = (
    f"SELECT graph, source, kind, marking, text FROM record WHERE {_AT_RUN} AND {_OF_MARKS} ORDER BY id"  # noqa: S608 - fixed text
)
_DESCRIBED = (
    "SELECT asked.value FROM json_each(:subjects) AS asked WHERE EXISTS"  # noqa: S608 - fixed text
    " (SELECT 1 FROM subject JOIN record ON record.id = subject.record WHERE subject.subject = asked.value"
    f" AND {_AT_RUN} AND {_OF_MARKS} AND graph NOT IN (SELECT value FROM json_each(:without)))"
)
_GRAPHS = (
    "SELECT graph FROM subject JOIN record ON record.id = subject.record WHERE subject.subject = :subject"  # noqa: S608 - fixed text
    f" AND {_AT_RUN} AND {_OF_MARKS} ORDER BY graph"
)


class State:
    """What a journal held after a run; runs that come later change nothing of it."""

    def __init__(self, journal: Journal, run: int) -> None:
        self._journal = journal
        self._run = run

    def marks(self) -> Iterator[Mark]:
        """The sources, kinds and markings that records have together, sorted."""
        return ((row[0], row[1], row[2]) for row in self._rows(_MARKS))

    def records(self, marks: Iterable[Mark]) -> Iterator[tuple[str, Mark, str]]:
        """The graph, the mark and the canonical N-Quads of the records with some marks, in journal order."""
        rows = self._rows(_RECORDS, marks=_listed(marks))
        return ((graph, (source, kind, marking), text) for graph, source, kind, marking, text in rows)

    def described(self, subjects: Sequence[str], marks: Iterable[Mark], without: Set[str]) -> set[str]:
        """Those subjects that a record with some marks describes, of the records whose graph is not in `without`."""
        names = {"subjects": _listed(subjects), "without": _listed(without)}
        return {row[0] for row in self._rows(_DESCRIBED, marks=_listed(marks), **names)}

    def graphs_describing(self, subject: str, marks: Iterable[Mark]) -> list[str]:
        """The graphs of the records with some marks that describe a subject, sorted."""
        return [row[0] for row in self._rows(_GRAPHS, subject=subject, marks=_listed(marks))]

    def _rows(self, query: str, **values: str) -> Iterator[tuple[str, ...]]:
        return self._journal.rows(query, {"run": self._run, **values})


def _listed(values: Iterable[object]) -> str:
    """Values as SQLite's json_each reads them: as many as there are, in one parameter."""
    return json.dumps(list(values), ensure_ascii=False)

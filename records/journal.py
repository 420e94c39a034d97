"""The append-only journal of record graphs, in SQLite.

A record graph is added by one run and, at most, removed by a later one; its text never changes. The state
after run N is therefore every record with `added_run <= N` that no run up to N removed, and any two states
can be compared. One run is one transaction: a run that is cut off leaves nothing behind.
"""

import json
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ontology.errors import HakimError, OutsideFailure
from records.model import Cell, Entry, LiveRecord, RecordGraph, Run, RunHeader, Sighting

SCHEMA_VERSION = "1"
BUSY_SECONDS = 60.0
OPENED_BESIDE = 20
"""How many others may open a new store at the same time."""
SUBJECTS_A_QUERY = 500
NAMES_A_QUERY = 1_000

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS run (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL, file_name TEXT NOT NULL, file_sha256 TEXT NOT NULL,
    spec_sha256 TEXT NOT NULL, started TEXT NOT NULL, ledger TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS record (
    id INTEGER PRIMARY KEY, graph TEXT NOT NULL, source TEXT NOT NULL, kind TEXT NOT NULL,
    marking TEXT NOT NULL, digest TEXT NOT NULL, claims INTEGER NOT NULL, text TEXT NOT NULL,
    added_run INTEGER NOT NULL REFERENCES run, removed_run INTEGER REFERENCES run);
CREATE UNIQUE INDEX IF NOT EXISTS live_record ON record (graph) WHERE removed_run IS NULL;
CREATE INDEX IF NOT EXISTS record_added ON record (added_run);
CREATE INDEX IF NOT EXISTS record_removed ON record (removed_run) WHERE removed_run IS NOT NULL;
CREATE INDEX IF NOT EXISTS record_kind ON record (kind) WHERE removed_run IS NULL;
CREATE INDEX IF NOT EXISTS record_source ON record (source) WHERE removed_run IS NULL;
CREATE TABLE IF NOT EXISTS subject (
    subject TEXT NOT NULL, record INTEGER NOT NULL REFERENCES record,
    PRIMARY KEY (subject, record)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sighting (
    record INTEGER PRIMARY KEY REFERENCES record, sheet TEXT NOT NULL, line INTEGER NOT NULL,
    retrieved TEXT NOT NULL, cells TEXT NOT NULL);
"""

_AT_RUN = "added_run <= ? AND (removed_run IS NULL OR removed_run > ?)"
# By their indexes: to look at each record's own row would read past its text.
_NOT_AT_RUN = (
    "SELECT id FROM record WHERE removed_run <= ? UNION ALL SELECT id FROM record WHERE added_run > ?"
)


class JournalProblem(OutsideFailure):
    """The journal cannot be opened, read or written."""


class Journal:
    """The store of record. Reading needs no lock; `write_run` takes the one writer's lock for one run."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._problem(error.strerror) from error
        with self._failures():
            self._db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            with self._failures():
                self._open()
        except BaseException:
            self._db.close()
            raise

    def _open(self) -> None:
        self._log_ahead()
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute("PRAGMA foreign_keys=ON")
        # Only a new store takes the writer's lock: an old one opens at once, also while a run is at work.
        if not self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
            self._create()
        schema = self._db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()[0]
        if schema != SCHEMA_VERSION:
            raise JournalProblem(
                f"The store of record at {self._path} has format {schema}, not {SCHEMA_VERSION}.",
                hint="Use the version of Hakim that wrote it, or set HAKIM_HOME to a new folder.",
            )

    def _log_ahead(self) -> None:
        """Write-ahead logging. To change to it SQLite does not wait for another process that opens the store too."""
        for _ in range(OPENED_BESIDE):
            with suppress(sqlite3.OperationalError):
                self._db.execute("PRAGMA journal_mode=WAL")
                return
            # This does wait, until the other is done.
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("ROLLBACK")
        self._db.execute("PRAGMA journal_mode=WAL")

    def _create(self) -> None:
        with self._transaction():
            for statement in _SCHEMA.split(";\n"):
                self._db.execute(statement)
            new = [("schema", SCHEMA_VERSION), ("store", str(uuid.uuid4()))]
            self._db.executemany("INSERT OR IGNORE INTO meta VALUES (?, ?)", new)

    def _problem(self, reason: object) -> JournalProblem:
        return JournalProblem(
            f"The store of record at {self._path} failed: {reason}.",
            hint="Check free disk space and the folder's rights; if another run is at work, wait for it.",
        )

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._problem(error) from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            # A full disk ends the transaction by itself; then there is nothing left to roll back.
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def _rows(
        self, query: str, values: Sequence[object] | Mapping[str, object] = ()
    ) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, as they are asked for."""
        with self._failures():
            # Row by row: a generator that is closed half-way does not then touch a cursor whose store is closed.
            for row in self._db.execute(query, values):  # noqa: UP028
                yield row

    def rows(self, query: str, values: Mapping[str, object]) -> Iterator[tuple[Any, ...]]:
        """The rows of a query of this package, by named parameters, as they are asked for."""
        return self._rows(query, values)

    def _row(self, query: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        with self._failures():
            row: tuple[Any, ...] | None = self._db.execute(query, tuple(values)).fetchone()
        return row

    def _number(self, query: str, values: Sequence[object] = ()) -> int:
        row = self._row(query, values)
        return int(row[0]) if row else 0

    def close(self) -> None:
        """Closes the file; the journal is whole at any time, closed or not."""
        self._db.close()

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def store_id(self) -> str:
        """The identity of this store, made once: a graph remembers which store it shows."""
        row = self._row("SELECT value FROM meta WHERE key = 'store'")
        return str(row[0]) if row else ""

    @property
    def last_run(self) -> int:
        """The number of the last committed run; 0 when there is none."""
        return self._number("SELECT coalesce(max(id), 0) FROM run")

    @contextmanager
    def write_run(self, header: RunHeader) -> Iterator["RunWriter"]:
        """One run as one transaction: committed when the block ends well, else nothing of it remains."""
        with self._failures(), self._transaction():
            cursor = self._db.execute(
                "INSERT INTO run (source, file_name, file_sha256, spec_sha256, started, ledger)"
                " VALUES (?, ?, ?, ?, ?, '{}')",
                (header.source, header.file_name, header.file_sha256, header.spec_sha256, header.started),
            )
            yield RunWriter(self._db, int(cursor.lastrowid or 0), header.source)

    def runs(self) -> list[Run]:
        """All runs, oldest first."""
        rows = self._rows(
            "SELECT id, source, file_name, file_sha256, spec_sha256, started, ledger FROM run ORDER BY id"
        )
        return [Run(row[0], RunHeader(*row[1:6]), json.loads(row[6])) for row in rows]

    def run(self, run_id: int) -> Run:
        """The run of that number; HakimError when there is none."""
        for run in self.runs():
            if run.id == run_id:
                return run
        raise HakimError(f"There is no run {run_id}.", hint="`hakim runs` lists them.")

    def count(self, source: str | None = None) -> int:
        """How many records are live, of all sources or of one."""
        where, values = ("AND source = ?", (source,)) if source else ("", ())
        query = f"SELECT count(*) FROM record WHERE removed_run IS NULL {where}"  # noqa: S608 - fixed text
        return self._number(query, values)

    def count_claims(self) -> int:
        """How many claims the live records hold."""
        query = "SELECT coalesce(sum(claims), 0) FROM record WHERE removed_run IS NULL"
        return self._number(query)

    def texts(self, *, at_run: int | None = None) -> Iterator[str]:
        """The canonical N-Quads of every record that was live after a run (by default: now), as they came."""
        run = self.last_run if at_run is None else at_run
        query = f"SELECT text FROM record WHERE {_AT_RUN} ORDER BY id"  # noqa: S608 - fixed text
        return (row[0] for row in self._rows(query, (run, run)))

    def live_at(self, run: int, *, after: int = 0) -> Iterator[LiveRecord]:
        """The records that were live after a run, as they came; those with greater numbers than `after`."""
        query = f"SELECT id, kind, digest, text FROM record WHERE id > ? AND {_AT_RUN} ORDER BY id"  # noqa: S608 - fixed text
        return (LiveRecord(*row) for row in self._rows(query, (after, run, run)))

    def count_at(self, run: int) -> int:
        """How many records were live after a run."""
        return self._number(f"SELECT count(*) FROM record WHERE {_AT_RUN}", (run, run))  # noqa: S608 - fixed text

    def shared_subjects(self, run: int) -> Iterator[tuple[str, int]]:
        """The subjects that more than one record described after a run, sorted, and how many did."""
        query = (
            f"SELECT subject, count(*) FROM subject WHERE record NOT IN ({_NOT_AT_RUN})"  # noqa: S608 - fixed text
            " GROUP BY subject HAVING count(*) > 1 ORDER BY subject"
        )
        return ((row[0], row[1]) for row in self._rows(query, (run, run)))

    def subjects_beside(self, text: str, run: int) -> Iterator[str]:
        """The subjects of the records that were live after a run and have some text in them, sorted."""
        query = (
            "SELECT DISTINCT subject FROM subject WHERE record IN"  # noqa: S608 - fixed text
            f" (SELECT id FROM record WHERE instr(text, ?) AND {_AT_RUN}) ORDER BY subject"
        )
        return (row[0] for row in self._rows(query, (text, run, run)))

    def subjects_beside_any(self, texts: Sequence[str]) -> Iterator[str]:
        """The subjects of the records, of whatever run, that have any of some texts in them. Every record is read."""
        for begin in range(0, len(texts), SUBJECTS_A_QUERY):
            part = texts[begin : begin + SUBJECTS_A_QUERY]
            has_any = " OR ".join(["instr(text, ?)"] * len(part))
            query = (
                "SELECT DISTINCT subject FROM subject WHERE record IN"  # noqa: S608 - fixed text
                f" (SELECT id FROM record WHERE {has_any}) ORDER BY subject"
            )
            yield from (row[0] for row in self._rows(query, part))

    def first_records(self, subjects: Sequence[str], run: int) -> dict[str, int]:
        """The number of the first record that described each of some subjects after a run; others are left out."""
        found: dict[str, int] = {}
        for begin in range(0, len(subjects), SUBJECTS_A_QUERY):
            part = subjects[begin : begin + SUBJECTS_A_QUERY]
            marks = ",".join("?" * len(part))
            query = (
                f"SELECT subject, min(record) FROM subject WHERE subject IN ({marks})"  # noqa: S608 - marks only
                f" AND record NOT IN ({_NOT_AT_RUN}) GROUP BY subject"
            )
            found.update(self._rows(query, (*part, run, run)))
        return found

    def texts_of_kinds(self, kinds: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The kind and the canonical N-Quads of each live record of some kinds, in journal order."""
        marks = ",".join("?" * len(kinds))
        query = (
            "SELECT kind, text FROM record"  # noqa: S608 - marks only
            f" WHERE removed_run IS NULL AND kind IN ({marks}) ORDER BY id"
        )
        return ((row[0], row[1]) for row in self._rows(query, kinds))

    def texts_of_kinds_at(self, kinds: Sequence[str], run: int) -> Iterator[str]:
        """The canonical N-Quads of the records of some kinds that were live after a run."""
        marks = ",".join("?" * len(kinds))
        query = (
            f"SELECT text FROM record WHERE kind IN ({marks})"  # noqa: S608 - marks only
            f" AND {_AT_RUN} ORDER BY id"
        )
        return (row[0] for row in self._rows(query, (*kinds, run, run)))

    def live_digests(self, source: str) -> dict[str, str]:
        """The digest of each live record graph of a source."""
        query = "SELECT graph, digest FROM record WHERE removed_run IS NULL AND source = ?"
        return {row[0]: row[1] for row in self._rows(query, (source,))}

    def digests_of(self, graphs: Sequence[str]) -> dict[str, str]:
        """The digests of those of some record graphs that are live."""
        marks = ",".join("?" * len(graphs))
        query = (
            "SELECT graph, digest FROM record"  # noqa: S608 - marks only
            f" WHERE removed_run IS NULL AND graph IN ({marks})"
        )
        return {row[0]: row[1] for row in self._rows(query, graphs)}

    def live_names(self, source: str) -> Iterator[list[str]]:
        """The names of a source's live record graphs, some at a time; those given may be withdrawn meanwhile."""
        query = (
            "SELECT id, graph FROM record WHERE removed_run IS NULL AND source = ? AND id > ?"
            " ORDER BY id LIMIT ?"
        )
        last = 0
        while rows := list(self._rows(query, (source, last, NAMES_A_QUERY))):
            last = rows[-1][0]
            yield [row[1] for row in rows]

    def is_live(self, graph: str) -> bool:
        """Whether a record graph of that name is live."""
        query = "SELECT 1 FROM record WHERE graph = ? AND removed_run IS NULL"
        return self._row(query, (graph,)) is not None

    def live_graphs(self, source: str) -> list[str]:
        """The names of the live record graphs of a source, sorted."""
        query = "SELECT graph FROM record WHERE removed_run IS NULL AND source = ? ORDER BY graph"
        return [row[0] for row in self._rows(query, (source,))]

    def subjects_of(self, graph: str) -> list[str]:
        """The subjects of a live record graph, sorted."""
        rows = self._rows(
            "SELECT subject FROM subject JOIN record ON record.id = subject.record"
            " WHERE graph = ? AND removed_run IS NULL ORDER BY subject",
            (graph,),
        )
        return [row[0] for row in rows]

    def is_described(self, subject: str) -> bool:
        """Whether any live record describes the subject."""
        query = (
            "SELECT 1 FROM subject JOIN record ON record.id = subject.record"
            " WHERE subject.subject = ? AND removed_run IS NULL LIMIT 1"
        )
        return self._row(query, (subject,)) is not None

    def touched_subjects(self, from_run: int, to_run: int) -> Iterator[str]:
        """The subjects of records added or removed after one run, up to another: each once, as they came."""
        rows = self._rows(
            "SELECT subject, min(record) AS first FROM subject JOIN record ON record.id = subject.record"
            " WHERE (added_run > ?1 AND added_run <= ?2) OR (removed_run > ?1 AND removed_run <= ?2)"
            " GROUP BY subject ORDER BY first, subject",
            (from_run, to_run),
        )
        return (row[0] for row in rows)

    def has_touched(self, kinds: Sequence[str], from_run: int, to_run: int) -> bool:
        """Whether a record of some kinds was added or removed after one run, up to another."""
        marks = ",".join("?" * len(kinds))
        query = (
            f"SELECT 1 FROM record WHERE kind IN ({marks})"  # noqa: S608 - marks only
            " AND ((added_run > ? AND added_run <= ?) OR (removed_run > ? AND removed_run <= ?)) LIMIT 1"
        )
        return self._row(query, (*kinds, from_run, to_run, from_run, to_run)) is not None

    def texts_of_subjects(self, subjects: Sequence[str], at_run: int) -> Iterator[str]:
        """The canonical N-Quads of each record, live after a run, that describes any of the subjects."""
        seen: set[int] = set()
        for begin in range(0, len(subjects), SUBJECTS_A_QUERY):
            part = subjects[begin : begin + SUBJECTS_A_QUERY]
            marks = ",".join("?" * len(part))
            query = (
                "SELECT DISTINCT record.id, text FROM subject"  # noqa: S608 - marks only
                " JOIN record ON record.id = subject.record"
                f" WHERE subject.subject IN ({marks}) AND {_AT_RUN} ORDER BY record.id"
            )
            for record, text in self._rows(query, (*part, at_run, at_run)):
                if record not in seen:
                    seen.add(record)
                    yield text

    def sightings(self, graphs: Sequence[str]) -> list[Sighting]:
        """Where the live records of these graphs were first seen, in the order of the graphs."""
        found = (self._sighting(graph) for graph in graphs)
        return [sighting for sighting in found if sighting]

    def _sighting(self, graph: str) -> Sighting | None:
        row = self._row(
            "SELECT graph, run.id, file_name, file_sha256, sheet, line, cells, retrieved, spec_sha256"
            " FROM record JOIN sighting ON sighting.record = record.id JOIN run ON run.id = added_run"
            " WHERE graph = ? AND removed_run IS NULL",
            (graph,),
        )
        if row is None:
            return None
        graph, run, file_name, file_sha256, sheet, line, cells, retrieved, spec_sha256 = row
        told = tuple(Cell(*cell) for cell in json.loads(cells))
        return Sighting(graph, run, file_name, file_sha256, sheet, line, told, retrieved, spec_sha256)

    def records_of(self, subject: str, limit: int) -> list[tuple[str, str]]:
        """The first live record graphs that describe a subject, in journal order: their names and N-Quads."""
        rows = self._rows(
            "SELECT graph, text FROM subject JOIN record ON record.id = subject.record"
            " WHERE subject.subject = ? AND removed_run IS NULL ORDER BY subject.record LIMIT ?",
            (subject, limit),
        )
        return [(row[0], row[1]) for row in rows]

    def graphs_with_text(self, text: str, limit: int) -> list[str]:
        """The first live record graphs, in journal order, that were read from a cell with a text; no index helps."""
        rows = self._rows(
            "SELECT graph FROM sighting JOIN record ON record.id = sighting.record"
            " WHERE instr(cells, ?) AND removed_run IS NULL ORDER BY sighting.record LIMIT ?",
            (json.dumps(text, ensure_ascii=False)[1:-1], limit),
        )
        return [row[0] for row in rows]

    def graphs_beginning(self, prefix: str, limit: int) -> list[str]:
        """The first live record graphs, by their names, whose names begin with some text."""
        rows = self._rows(
            "SELECT graph FROM record WHERE graph >= ? AND graph < ? AND removed_run IS NULL"
            " ORDER BY graph LIMIT ?",
            (prefix, prefix + chr(0x10FFFF), limit),
        )
        return [row[0] for row in rows]


class RunWriter:
    """Adds and removes record graphs within one run."""

    def __init__(self, db: sqlite3.Connection, run: int, source: str) -> None:
        self._db = db
        self.run = run
        self._source = source

    def add(
        self, record: RecordGraph, *, line: int, cells: Iterable[Cell], retrieved: str, sheet: str = ""
    ) -> None:
        """Adds a record graph with where it was seen; a live graph of that name is superseded."""
        self.add_all([Entry(record, line, sheet, tuple(cells))], retrieved)

    def add_all(self, entries: Sequence[Entry], retrieved: str) -> None:
        """Adds record graphs, each once, with where they were seen; live graphs of their names are superseded."""
        self._db.executemany(
            "UPDATE record SET removed_run = ? WHERE graph = ? AND removed_run IS NULL",
            [(self.run, entry.record.graph) for entry in entries],
        )
        last = self._db.execute("SELECT coalesce(max(id), 0) FROM record").fetchone()[0]
        numbered = list(enumerate(entries, last + 1))
        self._db.executemany(
            "INSERT INTO record (id, graph, source, kind, marking, digest, claims, text, added_run)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(key, *_columns(entry.record, self._source), self.run) for key, entry in numbered],
        )
        self._db.executemany(
            "INSERT INTO subject VALUES (?, ?)",
            [(subject, key) for key, entry in numbered for subject in entry.record.subjects],
        )
        self._db.executemany(
            "INSERT INTO sighting VALUES (?, ?, ?, ?, ?)",
            [(key, entry.sheet, entry.line, retrieved, _literals(entry.cells)) for key, entry in numbered],
        )

    def remove(self, graph: str) -> None:
        """Withdraws the live record graph of that name, if there is one."""
        self._db.execute(
            "UPDATE record SET removed_run = ? WHERE graph = ? AND removed_run IS NULL", (self.run, graph)
        )

    def finish(self, ledger: dict[str, object]) -> None:
        """Writes the run's ledger."""
        text = json.dumps(ledger, ensure_ascii=False, sort_keys=True)
        self._db.execute("UPDATE run SET ledger = ? WHERE id = ?", (text, self.run))


def _columns(record: RecordGraph, source: str) -> tuple[str | int, ...]:
    about = (record.graph, source, record.kind, record.marking, record.digest)
    return (*about, record.text.count("\n"), record.text)


def _literals(cells: Iterable[Cell]) -> str:
    return json.dumps([[cell.field, cell.column, cell.literal] for cell in cells], ensure_ascii=False)

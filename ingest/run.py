"""One run of ingest: a file in, a ledger out, and the store of record in between.

The whole run is one transaction of the journal. A row that cannot become claims costs only itself; a run whose
ledger does not add up keeps nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.bad_rows import OWN_PREFIX, write_bad_rows
from ingest.fields import Context
from ingest.kinds import KINDS
from ingest.ledger import Ledger, LedgerOutOfBalance
from ingest.mapping import MappedRow, count_keys, dataset_record, map_row
from ingest.readers.csv_rows import read_csv, read_header
from ingest.resolution.register import REGISTER_KINDS, build_register
from ingest.rows import BadRow, FileRejected, Problem, Row
from ingest.source_spec import SourceSpec, SpecProblem
from ontology.errors import HakimError
from ontology.identifiers import Identifiers
from ontology.nquads import digest_of_lines
from records.journal import RunWriter
from records.model import RecordGraph, RunHeader
from records.store import Store

Progress = Callable[[int], None]


class AssertionFailed(HakimError):
    """A source does not hold what its spec asserts of it."""


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How a file is ingested. `started` is an ISO 8601 time that the caller's clock gave."""

    ids: Identifiers
    started: str
    dry_run: bool = False
    partial: bool = False
    progress: Progress = lambda _rows: None


@dataclass(frozen=True, slots=True)
class IngestResult:
    """The ledger of a run, and the sorted canonical N-Quads of its good rows."""

    ledger: Ledger
    lines: tuple[str, ...]
    bad_rows: tuple[BadRow, ...]


@dataclass(slots=True)
class _Tally:
    """What happened so far in a run."""

    ledger: Ledger
    lines: set[str] = field(default_factory=set)
    seen: dict[str, int] = field(default_factory=dict)
    bad: list[tuple[BadRow, Row | None]] = field(default_factory=list)

    def count(self, **more: int) -> None:
        self.ledger = replace(
            self.ledger, **{name: getattr(self.ledger, name) + n for name, n in more.items()}
        )


class _DryRunEnds(Exception):  # noqa: N818 - a signal to roll back, not an error
    pass


def ingest_file(store: Store, spec: SourceSpec, file: Path, options: IngestOptions) -> IngestResult:
    """Ingests one file and gives the ledger; the journal holds the run when this returns.

    Raises FileRejected when nothing in the file can be read, AssertionFailed when the spec's assertions do not hold;
    then nothing is kept but the raw file.
    """
    check_spec(spec)
    header = read_header(file, spec.csv)
    notices = _check_columns(file, header, spec)
    context = _context(store, spec, options.ids)
    run_header = RunHeader(
        spec.source, file.name, store.raw_files.keep(file), store.raw_files.keep(spec.path), options.started
    )
    tally = _Tally(Ledger(0, spec.source, notices=notices))
    try:
        with store.journal.write_run(run_header) as writer:
            tally.ledger = replace(tally.ledger, run=writer.run)
            _ingest_rows(store, writer, file, context, options, tally)
            if not options.partial:
                check_assertions(spec, tally.ledger)
                _withdraw_missing(store, writer, context, tally)
            _close(store, writer, header, tally)
            if options.dry_run:
                raise _DryRunEnds
    except _DryRunEnds:
        pass
    return IngestResult(tally.ledger, tuple(sorted(tally.lines)), tuple(bad for bad, _ in tally.bad))


def check_spec(spec: SourceSpec) -> None:
    """Raises SpecProblem when a spec names fields that its kind of record does not have, or lacks required ones."""
    fields = KINDS[spec.record].fields
    named = {column.field for column in spec.columns} | set(spec.constants or {})
    unknown = sorted(named - fields.keys())
    if unknown:
        raise SpecProblem(
            f"The source spec {spec.path} fills {unknown[0]!r}, which is no field of a {spec.record}.",
            hint=f"Its fields are: {', '.join(sorted(fields))}.",
        )
    lacking = sorted(name for name, rule in fields.items() if rule.required and name not in named)
    if lacking:
        raise SpecProblem(
            f"The source spec {spec.path} fills no {lacking[0]!r}, which each {spec.record} needs."
        )


def _check_columns(file: Path, header: tuple[str, ...], spec: SourceSpec) -> tuple[str, ...]:
    mapped = {column.column for column in spec.columns}
    absent = sorted(mapped - set(header))
    if absent:
        raise FileRejected(
            f"{file}, line 1: the column {absent[0]!r} that the source spec {spec.source!r} reads is not in the header.",
            hint=f"The file has: {', '.join(header)}.",
        )
    unmapped = [
        name
        for name in header
        if name not in mapped | spec.ignored_columns and not name.startswith(OWN_PREFIX)
    ]
    return tuple(
        f"The column {name!r} is neither mapped nor ignored by the source spec." for name in unmapped
    )


def _context(store: Store, spec: SourceSpec, ids: Identifiers) -> Context:
    journal = store.journal
    return Context(spec, ids, build_register(journal.texts_of_kinds(REGISTER_KINDS), journal.is_described))


def _ingest_rows(
    store: Store, writer: RunWriter, file: Path, context: Context, options: IngestOptions, tally: _Tally
) -> None:
    live = store.journal.live_digests(context.spec.source)
    _put(writer, dataset_record(context), live, tally, options)
    repeated = count_keys(_rows(file, context.spec), context)
    for row in _rows(file, context.spec):
        tally.count(read=1)
        options.progress(1)
        if isinstance(row, Row) and _is_ignored(row, context.spec):
            tally.count(ignored=1)
            continue
        mapped = row if isinstance(row, BadRow) else map_row(row, context, repeated)
        mapped = _refuse_repeated(mapped, tally)
        if isinstance(mapped, BadRow):
            tally.bad.append((mapped, row if isinstance(row, Row) else None))
            tally.count(**{mapped.verdict: 1})
            continue
        tally.seen[mapped.record.graph] = mapped.row.line
        changed = _put(writer, mapped.record, live, tally, options, mapped)
        tally.count(**({"accepted": 1} if changed else {"unchanged": 1}))


def _rows(file: Path, spec: SourceSpec) -> Iterator[Row | BadRow]:
    return read_csv(file, spec.csv)


def _is_ignored(row: Row, spec: SourceSpec) -> bool:
    return any(row.cells.get(column, "").strip() == text for column, text in spec.ignore_rows)


def _refuse_repeated(mapped: MappedRow | BadRow, tally: _Tally) -> MappedRow | BadRow:
    if isinstance(mapped, BadRow) or mapped.record.graph not in tally.seen:
        return mapped
    first = tally.seen[mapped.record.graph]
    message = f"The identifier stands on line {first} already; a source says each identifier once."
    column = next(
        (cell.column for cell in mapped.cells if cell.field in {"identifier", "name", "member"}), ""
    )
    problem = Problem(column, mapped.row.cells.get(column, ""), "unique-identifier", message)
    return BadRow(mapped.row.line, mapped.row.raw, (problem,))


def _put(
    writer: RunWriter,
    record: RecordGraph,
    live: dict[str, str],
    tally: _Tally,
    options: IngestOptions,
    mapped: MappedRow | None = None,
) -> bool:
    """Writes a record unless it stands already with the same claims; says whether it wrote."""
    tally.lines.update(record.text.splitlines(keepends=True))
    if live.get(record.graph) == record.digest:
        return False
    line, cells = (mapped.row.line, mapped.cells) if mapped else (1, ())
    writer.add(record, line=line, cells=cells, retrieved=options.started)
    tally.count(written=1)
    return True


def _withdraw_missing(store: Store, writer: RunWriter, context: Context, tally: _Tally) -> None:
    """Withdraws what a complete source no longer holds, unless bad rows leave it open what that is."""
    if not context.spec.complete:
        return
    gone = [
        graph
        for graph in store.journal.live_digests(context.spec.source)
        if graph not in tally.seen and not graph.endswith("/~dataset")
    ]
    if gone and tally.bad:
        notice = (
            f"{len(gone)} records that are not in this file were kept, because some rows could not be read."
        )
        tally.ledger = replace(tally.ledger, notices=(*tally.ledger.notices, notice))
        return
    for graph in gone:
        writer.remove(graph)
    tally.count(deleted=len(gone))


def _close(store: Store, writer: RunWriter, header: tuple[str, ...], tally: _Tally) -> None:
    lines = sorted(tally.lines)
    tally.ledger = replace(tally.ledger, claims=len(lines), digest=digest_of_lines(lines))
    tally.ledger.check()
    live = store.journal.live_digests(tally.ledger.source)
    lost = [graph for graph in tally.seen if graph not in live]
    if lost:
        raise LedgerOutOfBalance(f"{len(lost)} accepted records are not in the store, {lost[0]} first.")
    _write_bad_files(store, writer.run, header, tally)
    writer.finish(tally.ledger.as_json())


def _write_bad_files(store: Store, run: int, header: tuple[str, ...], tally: _Tally) -> None:
    names = [name for name in header if not name.startswith(OWN_PREFIX)]
    for verdict, file, key in (
        ("rejected", "rejects.csv", "rejects_file"),
        ("set_aside", "review.csv", "review_file"),
    ):
        rows = [(bad, row) for bad, row in tally.bad if bad.verdict == verdict]
        if rows:
            path = store.run_folder(run) / file
            write_bad_rows(path, names, rows)
            tally.ledger = replace(tally.ledger, **{key: str(path)})


def check_assertions(spec: SourceSpec, ledger: Ledger) -> None:
    """Raises AssertionFailed when a run's rows are fewer or more than the spec asserts."""
    low, high = spec.rows_min, spec.rows_max
    if (low is not None and ledger.read < low) or (high is not None and ledger.read > high):
        raise AssertionFailed(
            f"{spec.source} has {ledger.read} rows; its spec asserts at least {low} and at most {high}.",
            hint="If the source has really changed, change the spec's assertions.",
        )

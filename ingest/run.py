"""One run of ingest: a file in, a ledger out, and the store of record in between.

The whole run is one transaction of the journal. A row that cannot become claims costs only itself; a run
whose ledger does not add up keeps nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.fields import Context
from ingest.kinds import KINDS
from ingest.ledger import Ledger, LedgerOutOfBalance
from ingest.mapping import MappedRow, count_keys, dataset_record, map_row
from ingest.readers.formats import open_table
from ingest.readers.table import Table
from ingest.reading import read_constants
from ingest.resolution.register import REGISTER_KINDS, build_register
from ingest.rows import BadRow, Row
from ingest.source_spec import SourceSpec
from ingest.spec_check import check_header, check_spec
from ingest.tally import Tally
from ontology.errors import HakimError
from ontology.identifiers import Identifiers
from records.journal import RunWriter
from records.model import Cell, RecordGraph, RunHeader
from records.raw_files import RawFiles
from records.store import Store

Progress = Callable[[int], None]


class AssertionFailed(HakimError):
    """A source does not hold what its spec asserts of it."""


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How a file is ingested. `started` is an ISO 8601 time that the caller's clock gave.

    `watch` is told every row that became claims.
    """

    ids: Identifiers
    started: str
    dry_run: bool = False
    partial: bool = False
    progress: Progress = lambda _rows: None
    watch: Callable[[MappedRow], None] = lambda _row: None


@dataclass(frozen=True, slots=True)
class IngestResult:
    """The ledger of a run, and the sorted canonical N-Quads of its good rows."""

    ledger: Ledger
    lines: tuple[str, ...]
    bad_rows: tuple[BadRow, ...]


@dataclass(frozen=True, slots=True)
class _Work:
    """What a run works with."""

    store: Store
    writer: RunWriter
    file: Table
    header: tuple[str, ...]
    context: Context
    options: IngestOptions

    @property
    def is_whole(self) -> bool:
        """Whether the rows of the file are all that the source holds."""
        return self.context.spec.complete and not self.options.partial


class _DryRunEnds(Exception):
    """A signal to roll back, not an error."""


def ingest_file(store: Store, spec: SourceSpec, file: Path, options: IngestOptions) -> IngestResult:
    """Ingests one file and gives the ledger; the journal holds the run when this returns.

    Raises FileRejected when nothing in the file can be read, AssertionFailed when the spec's assertions do
    not hold; then nothing is kept but the raw file. A dry run keeps nothing at all.
    """
    check_spec(spec)
    tally = Tally()
    with _raw_files(store, options) as raw_files:
        sha256 = raw_files.keep(file)
        # What is read is what is kept, even if somebody saves the file anew meanwhile, or it was a pipe.
        content = open_table(raw_files.path(sha256), str(file), spec.form)
        header = content.header()
        tally.notices.extend(check_header(file, header, spec))
        run = RunHeader(spec.source, file.name, sha256, raw_files.keep(spec.path), options.started)
        with _writing(store, run, options) as writer:
            context = _context(store, spec, options.ids)
            ledger = _run(_Work(store, writer, content, header, context, options), tally)
    return IngestResult(ledger, tuple(sorted(tally.lines)), tuple(bad for bad, _ in tally.bad))


@contextmanager
def _raw_files(store: Store, options: IngestOptions) -> Iterator[RawFiles]:
    """Where the run's files are kept; those of a dry run are gone when the block ends."""
    if not options.dry_run:
        yield store.raw_files
        return
    with TemporaryDirectory() as folder:
        yield RawFiles(Path(folder))


@contextmanager
def _writing(store: Store, run: RunHeader, options: IngestOptions) -> Iterator[RunWriter]:
    """The writer of a run; a dry run is rolled back when the block ends."""
    with suppress(_DryRunEnds), store.journal.write_run(run) as writer:
        yield writer
        if options.dry_run:
            raise _DryRunEnds


def _context(store: Store, spec: SourceSpec, ids: Identifiers) -> Context:
    journal = store.journal
    register = build_register(journal.texts_of_kinds(REGISTER_KINDS), journal.is_described)
    bare = Context(spec, ids, register)
    return replace(bare, constants=read_constants(KINDS[spec.record].fields, bare))


def _run(work: _Work, tally: Tally) -> Ledger:
    spec, live = work.context.spec, work.store.journal.live_digests(work.context.spec.source)
    _ingest_rows(work, live, tally)
    if not work.options.partial:
        check_assertions(spec, tally.counts["read"])
    if work.is_whole:
        _withdraw_missing(work, live, tally)
    folder = work.store.run_folder(work.writer.run)
    files = (None, None) if work.options.dry_run else tally.write_bad_rows(folder, work.header)
    ledger = tally.ledger(work.writer.run, spec.source, *files)
    ledger.check()
    _check_kept(work, tally)
    work.writer.finish(ledger.as_json())
    return ledger


def _ingest_rows(work: _Work, live: dict[str, str], tally: Tally) -> None:
    dataset = dataset_record(work.context)
    tally.see(dataset, 1)
    _put(work, dataset, live, tally)
    counted = (row for row in work.file.rows() if not _is_ignored(row, work.context.spec))
    repeated = count_keys(counted, work.context, {} if work.is_whole else live)
    for row in work.file.rows():
        tally.counts["read"] += 1
        work.options.progress(1)
        if _is_ignored(row, work.context.spec):
            tally.counts["ignored"] += 1
            continue
        mapped = row if isinstance(row, BadRow) else map_row(row, work.context, repeated)
        mapped = mapped if isinstance(mapped, BadRow) else tally.refuse_repeated(mapped)
        if isinstance(mapped, BadRow):
            tally.refuse(mapped, row if isinstance(row, Row) else None)
        else:
            _accept(work, mapped, live, tally)
    _note_end(work.file, tally)


def _accept(work: _Work, mapped: MappedRow, live: dict[str, str], tally: Tally) -> None:
    tally.see(mapped.record, mapped.row.line)
    tally.repaired(mapped)
    work.options.watch(mapped)
    changed = _put(work, mapped.record, live, tally, mapped.row.line, mapped.cells)
    tally.counts["accepted" if changed else "unchanged"] += 1


def _is_ignored(row: Row | BadRow, spec: SourceSpec) -> bool:
    if isinstance(row, BadRow):
        return False
    return row.is_empty or any(row.cells[column].strip() == text for column, text in spec.ignore_rows)


def _put(
    work: _Work,
    record: RecordGraph,
    live: dict[str, str],
    tally: Tally,
    line: int = 1,
    cells: tuple[Cell, ...] = (),
) -> bool:
    """Writes a record unless it stands already with the same claims; says whether it wrote."""
    if live.get(record.graph) == record.digest:
        return False
    work.writer.add(record, line=line, cells=cells, retrieved=work.options.started)
    tally.counts["written"] += 1
    return True


def _note_end(file: Table, tally: Tally) -> None:
    if not tally.counts["read"]:
        tally.notices.append("The file has a header and no rows.")
    else:
        tally.notices.extend(file.notices())


def _withdraw_missing(work: _Work, live: dict[str, str], tally: Tally) -> None:
    """Withdraws what a complete source no longer holds, unless bad rows leave it open what that is."""
    gone = [graph for graph in live if graph not in tally.seen]
    if gone and (tally.bad or not tally.counts["read"]):
        reason = "some rows could not be read" if tally.bad else "it has no rows"
        tally.notices.append(f"{len(gone)} records that are not in this file were kept, because {reason}.")
        return
    for graph in gone:
        work.writer.remove(graph)
    tally.counts["deleted"] += len(gone)


def _check_kept(work: _Work, tally: Tally) -> None:
    lost = [graph for graph in tally.seen if not work.store.journal.is_live(graph)]
    if lost:
        raise LedgerOutOfBalance(f"{len(lost)} accepted records are not in the store, {lost[0]} first.")


def check_assertions(spec: SourceSpec, rows: int) -> None:
    """Raises AssertionFailed when a file's rows are fewer or more than the spec asserts."""
    for bound, words, broken in (
        (spec.rows_min, "at least", spec.rows_min is not None and rows < spec.rows_min),
        (spec.rows_max, "at most", spec.rows_max is not None and rows > spec.rows_max),
    ):
        if broken:
            raise AssertionFailed(
                f"{spec.source} has {rows:,} rows; its spec asserts {words} {bound:,}.",
                hint="If the file is a part of its source, say so with --partial; if the source has really"
                " changed, change the spec's assertions.",
            )

"""One run of ingest: a file in, a ledger out, and the store of record in between.

The whole run is one transaction of the journal. A row that cannot become claims costs only itself; a run
whose ledger does not add up keeps nothing.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from ingest.ledger import Ledger, LedgerOutOfBalance
from ingest.mapping import MappedRow, cells_of, dataset_record, record_graph
from ingest.name_file import FILE_NAME, NameFile
from ingest.opening import one_file, open_source
from ingest.options import IngestOptions
from ingest.resolution.candidates import candidates
from ingest.row_stream import Refused
from ingest.rows import BadRow, CutRow, Row
from ingest.source_rows import SourceRows
from ingest.source_spec import SourceSpec
from ingest.spec_check import check_spec
from ingest.tally import SAID_BEFORE, Tally, repeated_row
from ontology.errors import HakimError
from records.journal import RunWriter
from records.model import Entry, RecordGraph, RunHeader
from records.raw_files import RawFiles
from records.seen import Seen, SeenRecords
from records.store import Store


class AssertionFailed(HakimError):
    """A source does not hold what its spec asserts of it."""


class FirstRejected(HakimError):
    """A run that was to stop at its first rejected row, and did."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a run does to a record graph: it is added, changed or deleted, as a line of the file says."""

    what: Literal["added", "changed", "deleted"]
    graph: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class IngestResult:
    """The ledger of a run, and the first of its bad rows; files name all of them. A dry run has the changes too."""

    ledger: Ledger
    bad_rows: tuple[BadRow, ...]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class _Work:
    """What a run works with."""

    store: Store
    writer: RunWriter
    rows: SourceRows
    options: IngestOptions
    tally: Tally
    seen: SeenRecords
    changes: list[Change]
    file: Path

    def note(self, what: Literal["added", "changed", "deleted"], graph: str, line: int | None = None) -> None:
        """Notes a change, where a person waits to be told."""
        if self.options.dry_run:
            self.changes.append(Change(what, graph, line))

    @property
    def spec(self) -> SourceSpec:
        """The source's spec."""
        return self.rows.context.spec

    @property
    def is_whole(self) -> bool:
        """Whether the rows of the file are all that the source holds."""
        return self.spec.complete and not self.options.is_partial


class _DryRunEnds(Exception):
    """A signal to roll back, not an error."""


def ingest_file(store: Store, spec: SourceSpec, file: Path, options: IngestOptions) -> IngestResult:
    """Ingests one file and gives the ledger; the journal holds the run when this returns.

    Raises FileRejected when nothing in the file can be read, AssertionFailed when the spec's assertions do
    not hold, FirstRejected where that was asked for; then nothing is kept but the raw file. A dry run keeps
    nothing at all.
    """
    check_spec(spec)
    tally = Tally()
    changes: list[Change] = []
    with raw_files(store, options) as files, ExitStack() as stack:
        sha256 = files.keep(stack.enter_context(one_file(file)))
        # What is read is what is kept, even if somebody saves the file anew meanwhile, or it was a pipe.
        table, header, notices = open_source(files.path(sha256), options.shown(file), spec)
        tally.notices.extend(notices)
        run = RunHeader(spec.source, file.name, sha256, files.keep(spec.path), options.started)
        with _writing(store, run, options) as writer:
            if not options.dry_run:
                folder = store.run_folder(writer.run)
                tally.open_files(stack, lambda name: folder / f"{name}.csv", header)
            seen = SeenRecords()
            stack.callback(seen.close)
            rows = SourceRows.of(store, spec, options, table, header)
            if not options.dry_run:
                look_up = partial(candidates, register=rows.context.register)
                tally.names = NameFile(store.run_folder(writer.run) / FILE_NAME, look_up)
            ledger = _run(_Work(store, writer, rows, options, tally, seen, changes, file))
    return IngestResult(ledger, tuple(tally.bad), tuple(changes))


@contextmanager
def raw_files(store: Store, options: IngestOptions) -> Iterator[RawFiles]:
    """Where the run's files are kept; those of a run that keeps nothing are gone when the block ends."""
    if not options.keeps_nothing:
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


def _run(work: _Work) -> Ledger:
    tally, before = work.tally, work.store.journal.count(work.spec.source)
    _put(work, [_own(dataset_record(work.rows.context))])
    for batch in work.rows.batches():
        tally.counts["read"] += batch.read
        tally.ignore(batch.ignored)
        _take(work, batch.outcomes)
        work.options.progress(batch.read, batch.characters)
    if not work.options.is_partial:
        check_assertions(work.spec, tally.counts["read"])
    tally.notices.extend(work.rows.notices(tally))
    tally.warn_of(work.rows.unknown_links())
    if work.is_whole:
        _withdraw_missing(work)
    ledger = tally.ledger(work.writer.run, work.spec.source)
    ledger.check()
    _check_kept(work, before)
    work.writer.finish(ledger.as_json())
    return ledger


@dataclass(frozen=True, slots=True)
class _Told:
    """The records of a row, or of the source itself, where there is no row."""

    line: int
    records: tuple[RecordGraph, ...]
    row: MappedRow | None = None

    @property
    def digest(self) -> int:
        """The sum of the digests of the records."""
        return sum(int.from_bytes(record.sha256) for record in self.records)


def _own(record: RecordGraph) -> _Told:
    return _Told(1, (record,))


def _take(work: _Work, outcomes: Sequence[MappedRow | Refused | CutRow]) -> None:
    """Takes the outcomes of some rows: bad ones to their files, good ones to the journal."""
    good: list[_Told] = []
    known = work.seen.find([one.graph for one in outcomes if isinstance(one, MappedRow)])
    for outcome in outcomes:
        if isinstance(outcome, CutRow):
            raise LedgerOutOfBalance(f"Line {outcome.line} was never mapped.")
        if isinstance(outcome, MappedRow):
            told = _told(outcome, work.rows.kind)
            first = known.get(outcome.graph)
            if first is None:
                known[outcome.graph] = Seen(outcome.line, told.digest)
                work.tally.repaired(outcome.line, outcome.repairs)
                work.tally.warn(outcome.line, outcome.warnings)
                work.options.watch(outcome)
                good.append(told)
                work.rows.watch_links(outcome.line, outcome.cells)
                continue
            if work.spec.ignores_repeats and first.says(told.digest):
                work.tally.ignore(SAID_BEFORE)
                continue
            row = Row(outcome.line, outcome.cells, outcome.raw, outcome.sheet)
            outcome = repeated_row(row, first.line, work.spec)  # noqa: PLW2901 - the row is refused after all
        work.tally.refuse(outcome)
        stop_at(outcome, work.options, work.file)
    changed = _put(work, good)
    work.tally.counts["accepted"] += changed
    work.tally.counts["unchanged"] += len(good) - changed


def _told(row: MappedRow, kind: str) -> _Told:
    return _Told(row.line, tuple(record_graph(kind, told) for told in row.graphs), row)


def stop_at(refused: Refused, options: IngestOptions, file: Path) -> None:
    """Raises FirstRejected at a rejected row, where that was asked for."""
    if options.fail_fast and refused.bad.verdict == "rejected":
        problem = refused.bad.problems[0]
        column = f", column {problem.column}" if problem.column else ""
        at = f"{options.shown(file)}, line {refused.bad.line}{column}"
        raise FirstRejected(
            f"{at}: {problem.message} [{problem.rule}]",
            hint="Nothing was kept. Repair the row, or do without --fail-fast.",
        )


def _put(work: _Work, told: list[_Told]) -> int:
    """Writes the records that do not stand already with the same claims; says for how many rows it wrote."""
    names = [name for one in told for name in work.rows.names(one.records[0].graph)]
    live = work.store.journal.digests_of(names)
    entries: list[Entry] = []
    changed = 0
    for one in told:
        new = [record for record in one.records if live.get(record.graph) != record.digest]
        gone = set(work.rows.names(one.records[0].graph)) & live.keys() - {r.graph for r in one.records}
        for name in gone:
            work.writer.remove(name)
            work.note("deleted", name, one.line)
        for record in new:
            work.note("changed" if record.graph in live else "added", record.graph, one.line)
        work.tally.counts["deleted"] += len(gone)
        cells = cells_of(one.row.cells, work.spec) if one.row and new else ()
        sheet = one.row.sheet if one.row else ""
        entries += [Entry(record, one.line, sheet, cells) for record in new]
        changed += bool(new or gone)
        for record in one.records:
            work.tally.accept(int.from_bytes(record.sha256), record.text.count("\n"))
    work.tally.counts["superseded"] += sum(entry.record.graph in live for entry in entries)
    work.writer.add_all(entries, work.options.started)
    work.tally.counts["written"] += len(entries)
    work.seen.add({record.graph: Seen(one.line, one.digest) for one in told for record in one.records})
    return changed


def _withdraw_missing(work: _Work) -> None:
    """Withdraws what a complete source no longer holds, unless bad rows leave it open what that is."""
    tally, gone = work.tally, 0
    keeps = tally.has_bad or not tally.counts["read"]
    for names in work.store.journal.live_names(work.spec.source):
        seen = work.seen.find(names)
        for name in names:
            if name not in seen:
                gone += 1
                if not keeps:
                    work.writer.remove(name)
                    work.note("deleted", name)
    if gone and keeps:
        reason = "some rows could not be read" if tally.has_bad else "it has no rows"
        tally.notices.append(f"{gone} records that are not in this file were kept, because {reason}.")
    else:
        tally.counts["deleted"] += gone


def _check_kept(work: _Work, before: int) -> None:
    """Raises LedgerOutOfBalance unless the journal holds as many records of the source as were told."""
    counts = work.tally.counts
    expected = before + counts["written"] - counts["superseded"] - counts["deleted"]
    found = work.store.journal.count(work.spec.source)
    if found != expected:
        raise LedgerOutOfBalance(
            f"The store holds {found:,} records of {work.spec.source}, and the run accounts for {expected:,}.",
            hint="Nothing was kept. Please report this with the file.",
        )


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

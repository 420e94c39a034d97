"""The rows of one file of a source, mapped: by this process, or by several that give the same."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from pyoxigraph import NamedNode

from ingest.checks import RowChecks
from ingest.fields import Context
from ingest.kinds import KINDS, kind_of
from ingest.links import Link, LinkCheck, read_links
from ingest.mapping import RepeatedKeys, count_keys, dataset_record, parts_by_marking
from ingest.options import IngestOptions
from ingest.processes import in_processes
from ingest.readers.table import Table
from ingest.reading import read_constants
from ingest.resolution.judged_names import NameJudgement
from ingest.resolution.register import REGISTER_KINDS, build_register
from ingest.row_mapper import RowMapper
from ingest.row_stream import ROWS_A_BATCH, Batch, Chunk, Refused, RowMaker, chunks_of, cut_rows
from ingest.rows import BadRow, CutRow, Row
from ingest.shape_checks import checks_for
from ingest.source_spec import SourceSpec
from ingest.tally import Tally
from ingest.totals import RunningTotals, TotalRow
from ontology.identifiers import Identifiers
from ontology.nquads import read_canonical
from ontology.shacl.things import read_things
from records.journal import Journal
from records.judging import live_judged_names
from records.name_judgements import ruling_names
from records.store import Store


def source_context(store: Store, spec: SourceSpec, ids: Identifiers) -> Context:
    """What the rows of a source are read with: its spec, its constants, and the names that the store knows."""
    journal = store.journal
    texts = journal.texts_of_kinds(REGISTER_KINDS)
    register = build_register(texts, journal.is_described, _judged_names(journal))
    bare = Context(spec, ids, register)
    checks = _checks(bare, journal)
    return replace(bare, constants=read_constants(KINDS[spec.record].fields, bare), checks=checks)


def _judged_names(journal: Journal) -> Iterator[NameJudgement]:
    """What people have judged of names, as resolution takes it."""
    for one in ruling_names(live_judged_names(journal)):
        beside = NamedNode(one.beside) if one.beside else None
        yield NameJudgement(one.text, one.role, NamedNode(one.iri), beside, one.means)


def _checks(context: Context, journal: Journal) -> RowChecks:
    """The checks of the source's rows, which name the source itself besides what the journal knows."""
    told = (quad.triple for quad in read_canonical(dataset_record(context).text))
    return checks_for(KINDS[context.spec.record].describes, journal, read_things(told))


@dataclass(slots=True)
class _Total:
    """A Total row, once it was met, and the sums of the rows that it must be the total of."""

    rule: TotalRow
    sums: RunningTotals
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class SourceRows:
    """The rows of a table as its source spec means them."""

    table: Table
    header: tuple[str, ...]
    context: Context
    options: IngestOptions
    journal: Journal
    markings: tuple[str, ...]
    links: LinkCheck = field(default_factory=LinkCheck)
    totals: list[_Total] = field(default_factory=list)

    @classmethod
    def of(
        cls, store: Store, spec: SourceSpec, options: IngestOptions, table: Table, header: tuple[str, ...]
    ) -> "SourceRows":
        """The rows of a table, given what the store of record knows."""
        context, journal = source_context(store, spec, options.ids), store.journal
        stricter = tuple(parts_by_marking(KINDS[spec.record], spec))[1:]
        totals = [_Total(rule, RunningTotals(rule, spec.writing)) for rule in spec.total_rows]
        return cls(table, header, context, options, journal, stricter, totals=totals)

    @property
    def kind(self) -> str:
        """The kind of the records."""
        return self.context.spec.record

    def names(self, graph: str) -> list[str]:
        """The names that the records of a row can have: its own, and one for each stricter marking."""
        return [graph, *(f"{graph}/{marking}" for marking in self.markings)]

    def batches(self) -> Iterator[Batch]:
        """The rows in batches, in the order of the file."""
        repeated = self._repeated()
        for total in self.totals:
            # The keys were counted in a reading of its own.
            total.sums, total.row = RunningTotals(total.rule, self.context.spec.writing), None
        maker = self._maker(self.context, repeated)
        if not self._is_shared:
            rows = islice(cut_rows(self.table, self.header), self.options.limit)
            yield from self._in_turn(maker, maker.batches(rows))
            yield from self._wrong_totals()
            return
        theirs = self._maker(self._apart, repeated.deferring())

        def work(chunk: Chunk) -> list[Batch]:
            return list(theirs.batches(chunk.cut_rows()))

        for batches in in_processes(work, chunks_of(self.table, self.header), self.options.workers):
            yield from (maker.completed(batch) for batch in batches)

    def _wrong_totals(self) -> Iterator[Batch]:
        """The Total rows that are not the sums of the others: rejected after all, and no longer ignored."""
        for total in self.totals:
            if total.row is None:
                continue
            problems = tuple(total.sums.problems(total.row.cells))
            if problems:
                bad = BadRow(total.row.line, total.row.raw, problems, total.row.sheet)
                reasons = Counter({self._reason(total.rule): -1})
                yield Batch(0, reasons, 0, [Refused(bad, total.row)])

    def _reason(self, rule: TotalRow) -> str:
        """Why a Total row is ignored, in the words of the spec."""
        rules = self.context.spec.ignore_rows
        return next(
            (one.reason for one in rules if (one.column, one.equals) == (rule.column, rule.equals)), ""
        )

    def _in_turn(self, maker: RowMaker, batches: Iterable[Batch]) -> Iterator[Batch]:
        """The batches; a row that names a later one of its own file waits until that is known."""
        waiting: list[Refused] = []
        for batch in batches:
            left = [one for one in batch.outcomes if isinstance(one, Refused) and self._may_wait(one)]
            waiting += left
            yield (
                batch._replace(outcomes=[one for one in batch.outcomes if one not in left]) if left else batch
            )
        while waiting:
            still: list[Refused] = []
            for refused in waiting:
                outcome = maker.again(refused)
                if isinstance(outcome, Refused) and self._may_wait(outcome):
                    still.append(outcome)
                else:
                    yield Batch(0, Counter(), 0, [outcome])
            if len(still) == len(waiting):
                yield Batch(0, Counter(), 0, list(still))
                return
            waiting = still

    def _may_wait(self, refused: Refused) -> bool:
        """Whether a row was refused only because what it names is not known, and could be told later in its file."""
        known = f"known-{KINDS[self.kind].iri_kind}"
        return refused.row is not None and all(problem.rule == known for problem in refused.bad.problems)

    def apart(self) -> RowMaker | None:
        """What makes batches of parts of the file, each for itself, in other processes; None where one is enough."""
        if not self._is_shared or self._has_key_only:
            return None
        return self._maker(self._apart, RepeatedKeys())

    def alone(self) -> RowMaker | None:
        """What makes the rows of the file one by one; None where they wait for each other, or share keys."""
        maker = self._maker(self.context, RepeatedKeys())
        return maker if maker.mapper.is_plain and not (self._has_key_only or self.totals) else None

    def cut_rows(self) -> Iterator[CutRow | BadRow]:
        """The rows as texts, as many as are asked for."""
        return islice(cut_rows(self.table, self.header), self.options.limit)

    @property
    def _is_shared(self) -> bool:
        """Whether several processes share the work: rows of registers are few, and name those before them."""
        alone = self.options.workers == 1 or self.options.limit is not None or bool(self.totals)
        return not alone and bool(KINDS[self.kind].parts)

    @property
    def _has_key_only(self) -> bool:
        return bool(kind_of(self.context.spec).key) and not any(
            column.field == "identifier" for column in self.context.spec.columns
        )

    @property
    def _apart(self) -> Context:
        """The context of other processes, which must not share a connection with this one."""
        looking = _Looking(self.journal)
        register = replace(self.context.register, is_described=looking)
        return replace(self.context, register=register, checks=_checks(self.context, self.journal))

    def _maker(self, context: Context, repeated: RepeatedKeys) -> RowMaker:
        # A row of a register may name one before it, which must be in the journal by then.
        rows_a_batch = ROWS_A_BATCH if KINDS[self.kind].parts else 1
        mapper = RowMapper(self.header, context, repeated)
        return RowMaker(mapper, self.header, self._ignores(), rows_a_batch)

    def watch_links(self, line: int, cells: Mapping[str, str]) -> None:
        """Notes what the texts of a good row link to."""
        spec = self.context.spec
        if not spec.has_links:
            return
        names = (column.column for column in spec.columns if column.field == "identifier")
        own = next((cells[name].strip() for name in names), "")
        self.links.see(own)
        for column in spec.columns:
            if column.links is not None:
                for target in read_links(cells[column.column], column.links, own):
                    self.links.add(Link(line, column.column, own, target))

    def unknown_links(self) -> Iterator[str]:
        """Warnings of links to records that neither the file nor the store of record has."""
        return self.links.warnings(_Described(self.context, KINDS[self.kind].iri_kind))

    def notices(self, tally: Tally) -> tuple[str, ...]:
        """What a person should know of the file, once it was read."""
        if not tally.counts["read"]:
            return ("The file has a header and no rows.",)
        if self.options.limit is not None and tally.counts["read"] >= self.options.limit:
            return (f"Only the first {self.options.limit:,} rows were read, as --limit asked.",)
        return self.table.notices()

    def _repeated(self) -> RepeatedKeys:
        spec = self.context.spec
        if not self._has_key_only:
            return RepeatedKeys()
        whole = spec.complete and not self.options.is_partial
        staying = {} if whole else self.journal.live_digests(spec.source)
        maker = self._maker(self.context, RepeatedKeys())
        rows = islice(cut_rows(self.table, self.header), self.options.limit)
        counted = (
            maker.row(row) for row in rows if not isinstance(row, BadRow) and maker.why_ignored(row) is None
        )
        return count_keys(counted, self.context, staying)

    def _ignores(self) -> Callable[[CutRow], str | None]:
        """Why a row is no record: it is empty, as spreadsheets leave rows below a table, or the spec says so."""
        spec = self.context.spec
        ignored = [(self.header.index(rule.column), rule) for rule in spec.ignore_rows]
        kept = [(self.header.index(rule.column), rule) for rule in spec.keep_rows]
        otherwise = "; ".join(rule.reason for rule in spec.keep_rows)

        def why_ignored(row: CutRow) -> str | None:
            reason = why(row)
            if self.totals:
                self._watch_totals(row, reason)
            return reason

        def why(row: CutRow) -> str | None:
            texts = row.texts
            for at, rule in ignored:
                if texts[at].strip() == rule.equals:
                    return rule.reason
            if not texts[0].strip() and not "".join(texts).strip():
                return ""
            if kept and not any(rule.keeps(texts[at]) for at, rule in kept):
                return otherwise
            return None

        return why_ignored

    def _watch_totals(self, row: CutRow, reason: str | None) -> None:
        cells = dict(zip(self.header, row.texts, strict=True))
        for total in self.totals:
            if total.rule.is_met_by(cells):
                total.row = Row(row.line, cells, row.raw, row.sheet)
            elif reason is None:
                total.sums.add(cells)


@dataclass(frozen=True, slots=True)
class _Described:
    """The identifiers of a source's authority that the store of record describes."""

    context: Context
    iri_kind: str

    def __contains__(self, identifier: object) -> bool:
        iri = self.context.ids.iri(self.iri_kind, self.context.spec.authority, str(identifier))
        return self.context.register.is_described(iri.value)


class _Looking:
    """Looks things up in the journal, in each process by a connection of its own: SQLite's must not be shared."""

    def __init__(self, journal: Journal) -> None:
        self._path = journal.path
        self._opened: dict[int, Journal] = {}

    def __call__(self, subject: str) -> bool:
        process = os.getpid()
        if process not in self._opened:
            self._opened[process] = Journal(self._path)
        return self._opened[process].is_described(subject)

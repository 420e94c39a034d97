"""A run of ingest that stops at RDF: a file in, N-Quads out, and nothing kept in the store of record.

Beside the N-Quads stand the sightings of every record (its line and cells), and the rows that were refused.
The N-Quads have the records in the order of their rows, each in canonical form.
"""

import csv
import gc
import io
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import compress, islice
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import IO, NamedTuple

from ingest.ledger import Ledger
from ingest.mapping import MappedRow, dataset_record
from ingest.opening import one_file, open_source
from ingest.options import IngestOptions
from ingest.processes import in_processes
from ingest.row_mapper import RowMapper
from ingest.row_stream import ROWS_A_BATCH, Batch, Chunk, Refused, RowMaker, chunks_of
from ingest.rows import BadRow, CutRow, Problem, Repair, Row
from ingest.run import IngestResult, check_assertions, raw_files, stop_at
from ingest.source_rows import SourceRows
from ingest.source_spec import SourceSpec
from ingest.spec_check import check_spec
from ingest.tally import SAID_BEFORE, Tally, repeated_row
from ontology.errors import OutsideFailure
from records.seen import Seen, SeenRecords
from records.store import Store

SIGHTING_COLUMNS = ("hakim_record", "hakim_sheet", "hakim_line")


class Good(NamedTuple):
    """A row that became claims: what must be known of it besides them. `digest` is the sum of its records'."""

    graphs: tuple[str, ...]
    line: int
    size: int
    digest: int
    sighting: str
    repairs: tuple[Repair, ...]
    warnings: tuple[Problem, ...]


class Rendered(NamedTuple):
    """A batch of rows as N-Quads, in memory or in a file of its own."""

    read: int
    ignored: Counter[str]
    characters: int
    rows: list[Good | Refused]
    data: bytes
    path: Path | None = None
    in_file: int = 0

    @property
    def claims(self) -> int:
        """How many claims there are, a line each."""
        return self.data.count(b"\n") if self.path is None else self.in_file


def ingest_to_rdf(
    store: Store, spec: SourceSpec, file: Path, options: IngestOptions, out: Path
) -> IngestResult:
    """Writes the claims of a file's good rows as N-Quads, and gives the ledger.

    Raises as `ingest_file`; then there is no new file. The ledger's run is 0: the store of record has none.
    """
    check_spec(spec)
    tally = Tally()
    with raw_files(store, options) as files, ExitStack() as stack:
        path = files.path(files.keep(stack.enter_context(one_file(file))))
        table, header, notices = open_source(path, options.shown(file), spec)
        tally.notices.extend(notices)
        tally.open_files(stack, lambda name: out.with_name(f"{out.name}.{name}.csv"), header)
        rows = SourceRows.of(store, spec, options, table, header)
        try:
            with _Output(out, header) as output, without_collection():
                ledger = _write(rows, tally, output)
        except OSError as error:
            raise OutsideFailure(
                f"The N-Quads could not be written to {out}: {error.strerror}.",
                hint="Free some disk space or check the folder's rights, then run the command again.",
            ) from error
    return IngestResult(ledger, tuple(tally.bad))


@contextmanager
def without_collection() -> Iterator[None]:
    """Spares the search for cycles of objects, of which rows make none and which costs a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Output:
    """The file of N-Quads and that of sightings; they have their names only once they are whole."""

    def __init__(self, path: Path, header: tuple[str, ...]) -> None:
        self.folder = path.parent
        self._paths = (path, path.with_name(f"{path.name}.sightings.csv"))
        self._header = header
        self._stack = ExitStack()
        self.claims = 0

    def __enter__(self) -> "_Output":
        self.quads, self.sightings = (
            self._stack.enter_context(self._part(path).open("wb")) for path in self._paths
        )
        self.sightings.write(_csv_line((*SIGHTING_COLUMNS, *self._header)).encode())
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        self._stack.close()
        for path in self._paths:
            if kind is None:
                self._part(path).replace(path)
            else:
                self._part(path).unlink(missing_ok=True)

    @staticmethod
    def _part(path: Path) -> Path:
        return path.with_name(f"{path.name}.part")

    def write(self, rendered: Rendered, kept: list[bool]) -> None:
        """Writes the N-Quads of the rows that are kept."""
        source: IO[bytes] = rendered.path.open("rb") if rendered.path else io.BytesIO(rendered.data)
        with source:
            self.claims += rendered.claims
            if all(kept):
                _copy(source, self.quads)
            else:
                goods = [row for row in rendered.rows if isinstance(row, Good)]
                for good, keep in zip(goods, kept, strict=True):
                    data = source.read(good.size)
                    if keep:
                        self.quads.write(data)
                    else:
                        self.claims -= data.count(b"\n")
        if rendered.path:
            rendered.path.unlink()


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    if isinstance(source, io.BytesIO):
        target.write(source.getbuffer())
        return
    target.flush()
    left = os.fstat(source.fileno()).st_size
    while left:
        # The kernel copies; nothing passes through this process.
        left -= os.sendfile(target.fileno(), source.fileno(), None, left)


def _csv_line(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def _write(rows: SourceRows, tally: Tally, output: _Output) -> Ledger:
    spec = rows.context.spec
    dataset = dataset_record(rows.context)
    output.quads.write(dataset.text.encode())
    tally.accept(int.from_bytes(dataset.sha256), dataset.text.count("\n"))
    seen = SeenRecords()
    try:
        seen.add({dataset.graph: Seen(1, 0)})
        with TemporaryDirectory(dir=output.folder, prefix="hakim-") as folder:
            for rendered in _rendered(rows, Path(folder)):
                _take(rendered, rows, tally, output, seen)
                rows.options.progress(rendered.read, rendered.characters)
    finally:
        seen.close()
    if not rows.options.is_partial:
        check_assertions(spec, tally.counts["read"])
    tally.counts["claims"] += output.claims
    tally.notices.extend(rows.notices(tally))
    tally.warn_of(rows.unknown_links())
    ledger = tally.ledger(0, spec.source)
    ledger.check()
    return ledger


def _take(rendered: Rendered, rows: SourceRows, tally: Tally, output: _Output, seen: SeenRecords) -> None:
    """Takes the rows of a batch: bad ones to their files, good ones to the output."""
    tally.counts["read"] += rendered.read
    tally.ignore(rendered.ignored)
    goods = [row for row in rendered.rows if isinstance(row, Good)]
    names = [good.graphs[0] for good in goods]
    known = seen.find(names)
    if known or len(set(names)) < len(names):
        kept, refused = _without_repeated(rendered.rows, known, rows, tally)
    else:
        kept, refused = [True] * len(goods), [row for row in rendered.rows if isinstance(row, Refused)]
    for one in refused:
        tally.refuse(one)
        stop_at(one, rows.options, Path(rows.options.name))
    told = list(compress(goods, kept))
    seen.add({name: Seen(good.line, good.digest) for good in told for name in good.graphs})
    tally.counts["accepted"] += len(told)
    tally.counts["written"] += sum([len(good.graphs) for good in told])
    tally.accept(sum([good.digest for good in told]), 0)
    output.sightings.write("".join([good.sighting for good in told]).encode())
    output.write(rendered, kept)
    for good in told:
        if good.repairs or good.warnings:
            tally.repaired(good.line, good.repairs)
            tally.warn(good.line, good.warnings)
    if rows.context.spec.has_links:
        for good in told:
            rows.watch_links(good.line, _cells(good, rows.header))


def _without_repeated(
    found: Sequence[Good | Refused], known: dict[str, Seen], rows: SourceRows, tally: Tally
) -> tuple[list[bool], list[Refused]]:
    """Which good rows are the first of their identity, and the refused rows with the others among them."""
    kept: list[bool] = []
    refused: list[Refused] = []
    for row in found:
        if isinstance(row, Refused):
            refused.append(row)
            continue
        own = Seen(row.line, row.digest)
        first = known.setdefault(row.graphs[0], own)
        kept.append(first is own)
        if kept[-1]:
            continue
        if rows.context.spec.ignores_repeats and first.says(row.digest):
            tally.ignore(SAID_BEFORE)
        else:
            refused.append(_repeated(row, first.line, rows))
    return kept, refused


def _repeated(good: Good, first: int, rows: SourceRows) -> Refused:
    """The row refused, because an earlier one has its identity; its cells stand in its sighting."""
    sheet = next(csv.reader(io.StringIO(good.sighting, newline="")))[1]
    return repeated_row(Row(good.line, _cells(good, rows.header), "", sheet), first, rows.context.spec)


def _cells(good: Good, header: tuple[str, ...]) -> dict[str, str]:
    _, _, _, *texts = next(csv.reader(io.StringIO(good.sighting, newline="")))
    return dict(zip(header, texts, strict=True))


def _rendered(rows: SourceRows, folder: Path) -> Iterator[Rendered]:
    """The rows as N-Quads, rendered where they are mapped."""
    shape = _Shape.of(rows)
    maker = rows.apart()
    if maker is None:
        alone = rows.alone()
        if alone is None:
            yield from map(shape.render, rows.batches())
        else:
            yield from shape.render_rows(alone, rows.cut_rows())
        return

    def work(chunk: Chunk) -> Rendered:
        if maker.mapper.is_plain:
            return _in_file(list(shape.render_rows(maker, chunk.cut_rows())), folder)
        return _in_file([shape.render(batch) for batch in maker.batches(chunk.cut_rows())], folder)

    yield from in_processes(work, chunks_of(rows.table, rows.header), rows.options.workers)


def _in_file(parts: list[Rendered], folder: Path) -> Rendered:
    """The batches of a part of a file as one, with their N-Quads in a file, so that they need not be sent."""
    with NamedTemporaryFile(dir=folder, delete=False) as file:
        for part in parts:
            file.write(part.data)
    read, characters = sum(part.read for part in parts), sum(part.characters for part in parts)
    ignored = sum((part.ignored for part in parts), Counter[str]())
    found = [row for part in parts for row in part.rows]
    claims = sum(part.claims for part in parts)
    return Rendered(read, ignored, characters, found, b"", Path(file.name), claims)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How rows are rendered: whether a row's own text can stand in the file of sightings as it is."""

    header: tuple[str, ...]
    raw_is_csv: bool

    @classmethod
    def of(cls, rows: SourceRows) -> "_Shape":
        form = rows.context.spec.form
        return cls(rows.header, form.kind == "csv" and form.csv.delimiter == ",")

    def render(self, batch: Batch) -> Rendered:
        """A batch with its claims as N-Quads."""
        found: list[Good | Refused] = []
        texts: list[bytes] = []
        for outcome in batch.outcomes:
            if isinstance(outcome, MappedRow):
                names = tuple(graph.graph for graph in outcome.graphs)
                data = [graph.text.encode() for graph in outcome.graphs]
                texts += data
                digest = sum(int.from_bytes(sha256(text).digest()) for text in data)
                size, sighting = sum(map(len, data)), self._sighting(outcome)
                found.append(
                    Good(names, outcome.line, size, digest, sighting, outcome.repairs, outcome.warnings)
                )
            elif isinstance(outcome, Refused):
                found.append(outcome)
        return Rendered(batch.read, batch.ignored, batch.characters, found, b"".join(texts))

    def render_rows(self, maker: RowMaker, rows: Iterable[CutRow | BadRow]) -> Iterator[Rendered]:
        """The same at once, for rows with an identifier and one graph each."""
        stream = iter(rows)
        while some := list(islice(stream, ROWS_A_BATCH)):
            yield self._render_rows(maker, some)

    def _render_rows(self, maker: RowMaker, rows: list[CutRow | BadRow]) -> Rendered:
        found: list[Good | Refused] = []
        texts: list[bytes] = []
        ignored: Counter[str] = Counter()
        for row in rows:
            if isinstance(row, BadRow):
                found.append(Refused(row, None))
            elif (reason := maker.why_ignored(row)) is not None:
                ignored[reason] += 1
            else:
                good, data = self._good(row, maker.mapper) or self._outcome(row, maker)
                found.append(good)
                texts.append(data)
        characters = sum([len(row.raw) + 1 for row in rows])
        return Rendered(len(rows), ignored, characters, found, b"".join(texts))

    def _good(self, row: CutRow, mapper: RowMapper) -> tuple[Good, bytes] | None:
        """A row that is in order; None of any other."""
        parts = mapper.parts(row)
        if parts is None:
            return None
        found, repairs = parts
        plain = mapper.segment(row, found)
        if plain is None:
            return None
        graph, text = mapper.text(found, plain)
        data = text.encode()
        line = row.line
        if self.raw_is_csv:
            sighting = f"{graph},,{line},{row.raw}\n"
        else:
            sighting = _csv_line((graph, row.sheet, line, *row.texts))
        digest = int.from_bytes(sha256(data).digest())
        return Good((graph,), line, len(data), digest, sighting, repairs, mapper.warnings(row, found)), data

    def _outcome(self, row: CutRow, maker: RowMaker) -> tuple[Good | Refused, bytes]:
        rendered = self.render(Batch(1, Counter(), 0, [maker.outcome(row)]))
        return rendered.rows[0], rendered.data

    def _sighting(self, row: MappedRow) -> str:
        if self.raw_is_csv and not row.sheet:
            return f"{row.graphs[0].graph},,{row.line},{row.raw}\n"
        return _csv_line((row.graphs[0].graph, row.sheet, row.line, *row.cells.values()))

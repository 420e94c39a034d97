"""The rows of a table as a stream of batches: each row mapped, refused or ignored, in the order of the file.

Several processes give the same batches as one: a file is cut between rows, and the parts come back in order.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple, Protocol

from ingest.mapping import MappedRow
from ingest.readers.table import Table
from ingest.row_mapper import RowMapper
from ingest.rows import BadRow, CutRow, Row

ROWS_A_BATCH = 500


class Refused(NamedTuple):
    """A row that does not become claims, and its cells where it could be cut into them."""

    bad: BadRow
    row: Row | None


class Batch(NamedTuple):
    """Some rows one after the other: how many were read, how many ignored for which
    reasons, and what became of the others.

    A row whose record is numbered by the rows before it stays as it was cut, to be mapped in its turn.
    """

    read: int
    ignored: Counter[str]
    characters: int
    outcomes: list[MappedRow | Refused | CutRow]


class Chunk(Protocol):
    """A part of a file that can be cut into rows by itself."""

    def cut_rows(self) -> Iterable[CutRow | BadRow]:
        """Its rows."""


@dataclass(frozen=True, slots=True)
class RowMaker:
    """Makes batches of rows as one file has them: `why_ignored` says of a row that is no record why."""

    mapper: RowMapper
    header: tuple[str, ...]
    why_ignored: Callable[[CutRow], str | None]
    rows_a_batch: int = ROWS_A_BATCH

    def batches(self, rows: Iterable[CutRow | BadRow]) -> Iterator[Batch]:
        """The rows in batches."""
        stream = iter(rows)
        while some := list(islice(stream, self.rows_a_batch)):
            yield self._batch(some)

    def _batch(self, rows: list[CutRow | BadRow]) -> Batch:
        outcomes: list[MappedRow | Refused | CutRow] = []
        ignored: Counter[str] = Counter()
        for row in rows:
            if isinstance(row, BadRow):
                outcomes.append(Refused(row, None))
            elif (reason := self.why_ignored(row)) is not None:
                ignored[reason] += 1
            else:
                outcomes.append(self.outcome(row))
        return Batch(len(rows), ignored, sum(len(row.raw) + 1 for row in rows), outcomes)

    def completed(self, batch: Batch) -> Batch:
        """The batch with the rows mapped that were left until their turn."""
        outcomes = [self.outcome(one) if isinstance(one, CutRow) else one for one in batch.outcomes]
        return batch._replace(outcomes=outcomes)

    def again(self, refused: Refused) -> MappedRow | Refused | CutRow:
        """What becomes of a row that was refused, now that more may be known."""
        row = refused.row
        if row is None:
            return refused
        return self.outcome(CutRow(row.line, [row.cells[name] for name in self.header], row.raw, row.sheet))

    def outcome(self, row: CutRow) -> MappedRow | Refused | CutRow:
        """What becomes of a row."""
        mapped = self.mapper.map(row)
        return Refused(mapped, self.row(row)) if isinstance(mapped, BadRow) else mapped

    def row(self, cut: CutRow) -> Row:
        """The row with its cells by their columns."""
        return Row(cut.line, dict(zip(self.header, cut.texts, strict=True)), cut.raw, cut.sheet)


def cut_rows(table: Table, header: Sequence[str]) -> Iterator[CutRow | BadRow]:
    """The rows of any table as texts in the order of a header; a column that the table lacks is empty."""
    cutting = getattr(table, "cut_rows", None)
    if cutting is not None:
        yield from cutting()
        return
    for row in table.rows():
        if isinstance(row, BadRow):
            yield row
        else:
            yield CutRow(row.line, [row.cells.get(name, "") for name in header], row.raw, row.sheet)


@dataclass(frozen=True, slots=True)
class RowsChunk:
    """Rows that were cut already: the part of a file of another format than CSV."""

    rows: list[CutRow | BadRow] = field(default_factory=list)

    def cut_rows(self) -> Iterable[CutRow | BadRow]:
        """Its rows."""
        return self.rows


def chunks_of(table: Table, header: Sequence[str]) -> Iterator[Chunk]:
    """The parts of a file for several processes."""
    chunking = getattr(table, "chunks", None)
    if chunking is not None:
        yield from chunking()
        return
    stream = cut_rows(table, header)
    while some := list(islice(stream, ROWS_A_BATCH)):
        yield RowsChunk(some)

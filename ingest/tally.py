"""What happened so far in a run: what its ledger and its files of bad rows are made of."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ingest.bad_rows import write_bad_rows
from ingest.ledger import Ledger
from ingest.mapping import MappedRow
from ingest.rows import BadRow, Problem, Row
from ontology.nquads import digest_of_lines, lines_of
from records.model import RecordGraph

MOST_REPAIRS = 100
"""Repairs told one by one; of more, only how many there are."""


@dataclass(slots=True)
class Tally:
    """Counts of a run under way, and what they were counted from."""

    counts: Counter[str] = field(default_factory=Counter)
    notices: list[str] = field(default_factory=list)
    lines: set[str] = field(default_factory=set)
    seen: dict[str, int] = field(default_factory=dict)
    bad: list[tuple[BadRow, Row | None]] = field(default_factory=list)

    def see(self, record: RecordGraph, line: int) -> None:
        """Notes a record graph and the line that tells it."""
        self.seen[record.graph] = line
        self.lines.update(lines_of(record.text))

    def refuse(self, bad: BadRow, row: Row | None) -> None:
        """Notes a row that does not become claims."""
        self.bad.append((bad, row))
        self.counts[bad.verdict] += 1

    def refuse_repeated(self, mapped: MappedRow) -> MappedRow | BadRow:
        """The row, or its problem where an earlier row, or the source's own record, has its identity."""
        first = self.seen.get(mapped.record.graph)
        if first is None:
            return mapped
        message = f"The identifier stands on line {first} already; a source says each identifier once."
        names = (cell.column for cell in mapped.cells if cell.field in {"identifier", "name", "member"})
        column = next(names, "")
        problem = Problem(column, mapped.row.cells.get(column, ""), "unique-identifier", message)
        return BadRow(mapped.row.line, mapped.row.raw, (problem,))

    def repaired(self, mapped: MappedRow) -> None:
        """Notes each repair of a row, as long as a person would read them."""
        for repair in mapped.repairs:
            self.counts["repairs"] += 1
            if self.counts["repairs"] <= MOST_REPAIRS:
                place = f"line {mapped.row.line}, column {repair.column}"
                self.notices.append(f"{place}: {repair.value!r}: {repair.reason}")

    def ledger(self, run: int, source: str, rejects_file: str | None, review_file: str | None) -> Ledger:
        """The run's ledger."""
        lines = sorted(self.lines)
        more = self.counts["repairs"] - MOST_REPAIRS
        return Ledger(
            run=run,
            source=source,
            read=self.counts["read"],
            accepted=self.counts["accepted"],
            unchanged=self.counts["unchanged"],
            rejected=self.counts["rejected"],
            set_aside=self.counts["set_aside"],
            ignored=self.counts["ignored"],
            written=self.counts["written"],
            deleted=self.counts["deleted"],
            claims=len(lines),
            digest=digest_of_lines(lines),
            rejects_file=rejects_file,
            review_file=review_file,
            notices=(*self.notices, *([f"{more:,} more cells were repaired."] if more > 0 else [])),
        )

    def write_bad_rows(self, folder: Path, header: Iterable[str]) -> tuple[str | None, str | None]:
        """Writes the rejected rows and those to review, each to a file of its own, and gives their names."""
        names = tuple(header)
        rejects = self._write(folder / "rejects.csv", names, "rejected")
        return rejects, self._write(folder / "review.csv", names, "set_aside")

    def _write(self, path: Path, header: tuple[str, ...], verdict: str) -> str | None:
        rows = [(bad, row) for bad, row in self.bad if bad.verdict == verdict]
        if not rows:
            # A run that was cut off may have left one under this number.
            path.unlink(missing_ok=True)
            return None
        write_bad_rows(path, header, rows)
        return str(path)

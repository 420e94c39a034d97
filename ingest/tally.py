"""What happened so far in a run: what its ledger and its files of bad rows are made of."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from ingest.bad_rows import BadRowFile
from ingest.ledger import Ledger
from ingest.name_file import NameFile
from ingest.row_stream import Refused
from ingest.rows import BadRow, Problem, Repair, Row, Verdict
from ingest.source_spec import SourceSpec
from ontology.nquads import DIGEST_PREFIX

MOST_REPAIRS = 100
"""Repairs told one by one; of more, only how many there are."""
MOST_WARNINGS = 20
"""Warnings told one by one; a file has all of them."""
MOST_BAD_ROWS = 1_000
"""Bad rows that are given to the caller; their files have all of them."""
_IDENTIFYING = ("identifier", "name", "member")
SAID_BEFORE = Counter({"they say again what a row before them says.": 1})
_DIGEST_SIZE = 1 << 256
_FILES: tuple[tuple[Verdict, str], ...] = (("rejected", "rejects"), ("set_aside", "review"))


@dataclass(slots=True)
class Tally:
    """Counts of a run under way, and what they were counted from."""

    counts: Counter[str] = field(default_factory=Counter)
    notices: list[str] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    files: dict[str, BadRowFile] = field(default_factory=dict)
    names: NameFile | None = None
    digest: int = 0
    ignored: Counter[str] = field(default_factory=Counter)

    def open_files(self, stack: ExitStack, place: Callable[[str], Path], header: tuple[str, ...]) -> None:
        """Rejected rows, rows to review, and warnings are written to files, at the places of these names."""
        for verdict, name in _FILES:
            self.files[verdict] = stack.enter_context(BadRowFile(place(name), header))
        self.files["warning"] = stack.enter_context(BadRowFile(place("warnings"), ()))

    def accept(self, digest: int, claims: int) -> None:
        """Notes a record: the SHA-256 of its text as a number, and how many claims it has.

        The digest of a run is the sum of its records' digests: the same whatever the order of the rows.
        """
        self.digest = (self.digest + digest) % _DIGEST_SIZE
        self.counts["claims"] += claims

    def ignore(self, reasons: Counter[str]) -> None:
        """Notes rows that are no records, by the reasons why."""
        self.counts["ignored"] += reasons.total()
        self.ignored.update(reasons)

    def refuse(self, refused: Refused) -> None:
        """Notes a row that does not become claims."""
        verdict = refused.bad.verdict
        self.counts[verdict] += 1
        if len(self.bad) < MOST_BAD_ROWS:
            self.bad.append(refused.bad)
        if verdict in self.files:
            self.files[verdict].add(refused.bad, refused.row)
        if self.names:
            self.names.add(refused.bad)

    def repaired(self, line: int, repairs: tuple[Repair, ...]) -> None:
        """Notes each repair of a row, as long as a person would read them."""
        for repair in repairs:
            self.counts["repairs"] += 1
            if self.counts["repairs"] <= MOST_REPAIRS:
                place = f"line {line}, column {repair.column}"
                self.notices.append(f"{place}: {repair.value!r}: {repair.reason}")

    def warn(self, line: int, warnings: tuple[Problem, ...]) -> None:
        """Notes what is implausible in a row that was kept, in the file of warnings; the first ones as notices."""
        for problem in warnings:
            self.counts["warnings"] += 1
            if self.counts["warnings"] <= MOST_WARNINGS:
                self.notices.append(f"line {line}, column {problem.column}: {problem.message}")
            if "warning" in self.files:
                self.files["warning"].add(BadRow(line, "", (problem,)), None)

    def warn_of(self, warnings: Iterable[str]) -> None:
        """Notes warnings that tell their own place."""
        for told in warnings:
            self.counts["warnings"] += 1
            if self.counts["warnings"] <= MOST_WARNINGS:
                self.notices.append(told)

    @property
    def has_bad(self) -> bool:
        """Whether any row was rejected or set aside."""
        return bool(self.counts["rejected"] or self.counts["set_aside"])

    def ledger(self, run: int, source: str) -> Ledger:
        """The run's ledger; the files of bad rows are whole when it is there."""
        more = self.counts["repairs"] - MOST_REPAIRS
        names = ("read", "accepted", "unchanged", "rejected", "set_aside", "ignored")
        return Ledger(
            run=run,
            source=source,
            **{name: self.counts[name] for name in (*names, "written", "deleted", "claims", "warnings")},
            digest=f"{DIGEST_PREFIX}{self.digest:064x}",
            rejects_file=self._finish("rejected"),
            review_file=self._finish("set_aside"),
            warnings_file=self._finish("warning"),
            names_file=self.names.finish() if self.names else None,
            notices=(
                *self.notices,
                *([f"{more:,} more cells were repaired."] if more > 0 else []),
                *self._names_left_out(),
                *(
                    f"{count:,} rows were ignored: {reason}"
                    for reason, count in self.ignored.items()
                    if reason
                ),
            ),
        )

    def _names_left_out(self) -> list[str]:
        left = self.names.left_out if self.names else 0
        return [f"{left:,} more names could not be told, and were not looked up."] if left else []

    def _finish(self, verdict: str) -> str | None:
        return self.files[verdict].finish() if verdict in self.files else None


def repeated_row(row: Row, first: int, spec: SourceSpec) -> Refused:
    """The row refused, because an earlier line, or the source's own record, has its identity."""
    message = f"The identifier stands on line {first} already; a source says each identifier once."
    names = (column.column for column in spec.columns if column.field in _IDENTIFYING)
    column = next((name for name in names if row.cells[name]), "")
    problem = Problem(column, row.cells.get(column, ""), "unique-identifier", message)
    return Refused(BadRow(row.line, row.raw, (problem,), row.sheet), row)

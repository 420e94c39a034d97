"""The run's ledger: every row that was read ends in exactly one column, and the columns add up."""

from dataclasses import asdict, dataclass

from ontology.errors import HakimError


class LedgerOutOfBalance(HakimError):
    """Rows went missing between reading and storing: a defect, never a property of the input."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What became of the rows of one file.

    `read` = `accepted` + `unchanged` + `rejected` + `set_aside` + `ignored`. `written` and `deleted` count
    record graphs, `warnings` implausible values of rows that were kept. `claims` counts the distinct quads of the
    accepted and unchanged rows. `digest` is the sum, modulo 2 to the 256th, of the SHA-256 of their record graphs:
    the same for the same claims, in whatever order they came.
    """

    run: int
    source: str
    read: int = 0
    accepted: int = 0
    unchanged: int = 0
    rejected: int = 0
    set_aside: int = 0
    ignored: int = 0
    written: int = 0
    deleted: int = 0
    warnings: int = 0
    claims: int = 0
    digest: str = ""
    rejects_file: str | None = None
    review_file: str | None = None
    names_file: str | None = None
    warnings_file: str | None = None
    notices: tuple[str, ...] = ()

    def check(self) -> None:
        """Raises LedgerOutOfBalance unless the columns add up."""
        ended = self.accepted + self.unchanged + self.rejected + self.set_aside + self.ignored
        if self.read != ended:
            raise LedgerOutOfBalance(
                f"Run {self.run} of {self.source} read {self.read} rows and accounts for {ended}.",
                hint="Nothing was kept. Please report this with the file.",
            )

    def as_json(self) -> dict[str, object]:
        """The ledger as the JSON object that `hakim ingest --json` prints."""
        return asdict(self) | {"notices": list(self.notices)}

"""How a file is ingested."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.mapping import MappedRow
from ontology.identifiers import Identifiers

Progress = Callable[[int, int], None]
"""Is told how many rows, and how many characters of the file, were done since it was told last."""


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How a file is ingested. `started` is an ISO 8601 time that the caller's clock gave.

    `dry_run` keeps nothing, and says what would change. `partial` says that the file is a part of its source;
    `limit` reads only so many rows of it. `fail_fast` stops at the first row that is rejected. `workers`
    processes map the rows. `name` is what a person calls the file, where that is not its path. `watch` is told
    every row that became claims.
    """

    ids: Identifiers
    started: str
    dry_run: bool = False
    partial: bool = False
    progress: Progress = lambda _rows, _characters: None
    watch: Callable[[MappedRow], None] = lambda _row: None
    limit: int | None = None
    fail_fast: bool = False
    workers: int = 1
    to_rdf: Path | None = None
    name: str = ""

    def shown(self, file: Path) -> str:
        """What a person is told that a file is called."""
        return self.name or str(file)

    @property
    def is_partial(self) -> bool:
        """Whether rows of the source may lack."""
        return self.partial or self.limit is not None

    @property
    def keeps_nothing(self) -> bool:
        """Whether the store of record stays as it is."""
        return self.dry_run or self.to_rdf is not None

"""The store of record as one thing: the journal, the raw files, and each run's own folder, below one home."""

from pathlib import Path

from records.journal import Journal
from records.raw_files import RawFiles


class Store:
    """Everything that must be kept; any graph can be made anew from it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.raw_files = RawFiles(home / "raw")
        self.journal = Journal(home / "journal.sqlite")

    def run_folder(self, run: int) -> Path:
        """The folder of a run's rejects and review files."""
        return self.home / "runs" / str(run)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.journal.close()

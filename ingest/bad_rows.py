"""Files of the rows that did not become claims: for a person to repair and ingest again.

The file has the source's own columns, so that a repaired row can be ingested with the same source spec, and
columns of ours, named `hakim_…`, which every reader skips.
"""

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from ingest.rows import BadRow, Row, cut
from ontology.errors import OutsideFailure
from records.raw_files import flush_folder

OWN_COLUMNS = (
    "hakim_line",
    "hakim_column",
    "hakim_value",
    "hakim_rule",
    "hakim_message",
    "hakim_suggestion",
    "hakim_sheet",
    "hakim_raw",
)
_LONGEST_CELL = 32_000
"""Characters of ours in a cell; spreadsheets take no more, and the raw file keeps all of a row."""


class BadRowFile:
    """A file of bad rows with their problems, written as they come; there is none where no row is bad.

    It has its name only once it is whole. OutsideFailure is raised where it cannot be written.
    """

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self.path = path
        self._names = [name for name in header if name not in OWN_COLUMNS]
        self._part = path.with_suffix(".part")
        self._file: IO[str] | None = None
        self._writer: Any = None

    def add(self, bad: BadRow, row: Row | None) -> None:
        """Writes a row; one that could be cut into cells keeps them."""
        try:
            if self._file is None:
                self._open()
            cells = [row.cells[name] for name in self._names] if row else [""] * len(self._names)
            self._writer.writerow([*cells, *_own_cells(bad, row)])
        except OSError as error:
            raise self._failure(error) from error

    def finish(self) -> str | None:
        """Gives the file its name, and says it; None where there is no row in it."""
        try:
            if self._file is None:
                # A run that was cut off may have left one under this number.
                self.path.unlink(missing_ok=True)
                return None
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._part.replace(self.path)
            flush_folder(self.path.parent)
        except OSError as error:
            raise self._failure(error) from error
        return str(self.path)

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._part.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow([*self._names, *OWN_COLUMNS])

    def __enter__(self) -> "BadRowFile":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
            self._part.unlink(missing_ok=True)

    def _failure(self, error: OSError) -> OutsideFailure:
        return OutsideFailure(
            f"The rejected rows could not be written to {self.path}: {error.strerror}.",
            hint="Free some disk space or check the folder's rights, then run the command again.",
        )


def _own_cells(bad: BadRow, row: Row | None) -> list[str]:
    parts = ("column", "value", "rule", "message", "suggestion")
    joined = [" | ".join(getattr(problem, part, "") for problem in bad.problems) for part in parts]
    joined = [text if text.strip(" |") else "" for text in joined]
    own = (str(bad.line), *joined, bad.sheet, "" if row else bad.raw)
    return [cut(text, _LONGEST_CELL) for text in own]

"""Files of the rows that did not become claims: for a person to repair and ingest again.

The file has the source's own columns, so that a repaired row can be ingested with the same source spec, and
columns of ours, named `hakim_…`, which every reader skips.
"""

import csv
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from ingest.rows import BadRow, Row, cut
from ontology.errors import OutsideFailure
from records.raw_files import flush_folder

OWN_COLUMNS = (
    "hakim_line",
    "hakim_column",
    "hakim_value",
    "hakim_rule",
    "hakim_message",
    "hakim_raw",
)
_LONGEST_CELL = 32_000
"""Characters of ours in a cell; spreadsheets take no more, and the raw file keeps all of a row."""


def write_bad_rows(path: Path, header: Sequence[str], rows: Iterable[tuple[BadRow, Row | None]]) -> None:
    """Writes bad rows with their problems; a row that could be cut into cells keeps them."""
    names = [name for name in header if name not in OWN_COLUMNS]
    temporary = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([*names, *OWN_COLUMNS])
            for bad, row in rows:
                cells = [row.cells[name] for name in names] if row else [""] * len(names)
                writer.writerow([*cells, *_own_cells(bad, row)])
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        flush_folder(path.parent)
    except OSError as error:
        raise OutsideFailure(
            f"The rejected rows could not be written to {path}: {error.strerror}.",
            hint="Free some disk space or check the folder's rights, then run the command again.",
        ) from error


def _own_cells(bad: BadRow, row: Row | None) -> list[str]:
    parts = ("column", "value", "rule", "message")
    joined = [" | ".join(getattr(problem, part) for problem in bad.problems) for part in parts]
    return [cut(text, _LONGEST_CELL) for text in (str(bad.line), *joined, "" if row else bad.raw)]

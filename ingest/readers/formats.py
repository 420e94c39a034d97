"""The formats of files, one table for all: how each is opened as a table."""

from collections.abc import Callable, Mapping
from pathlib import Path

from ingest.readers.csv_rows import CsvFile
from ingest.readers.table import Table, TableForm

Opener = Callable[[Path, str, TableForm], Table]
"""Opens the file at a path, which a person knows by a name, as a form says that it is written."""


def _csv(path: Path, name: str, form: TableForm) -> Table:
    return CsvFile(path, form.csv, name)


OPENERS: Mapping[str, Opener] = {
    "csv": _csv,
    "iso3166": _csv,
}
"""Every kind of format by its name in source specs."""


def open_table(path: Path, name: str, form: TableForm) -> Table:
    """The table in a file; nothing of it is read yet."""
    return OPENERS[form.kind](path, name, form)

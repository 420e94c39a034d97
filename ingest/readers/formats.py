"""The formats of files, one table for all: how each is opened as a table."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from ingest.readers.container import ContainerTable
from ingest.readers.csv_rows import CsvFile
from ingest.readers.guarded_table import GuardedTable
from ingest.readers.hxl import HxlTable
from ingest.readers.json_rows import JsonTable
from ingest.readers.table import Table, TableForm
from ingest.readers.text_table import RecodedCsv, is_recoded
from ingest.readers.workbook import WorkbookTable
from ingest.readers.xml_rows import IatiTable

Opener = Callable[[Path, str, TableForm], Table]
"""Opens the file at a path, which a person knows by a name, as a form says that it is written."""


def _csv(path: Path, name: str, form: TableForm) -> Table:
    if is_recoded(form.csv, form.csv.line_end):
        line_end, header_line = form.csv.line_end, form.header_line
        return RecodedCsv(path, form.csv, name, line_end=line_end, header_line=header_line)
    # The reader takes a byte order mark from the header itself, and only from there.
    encoding = form.csv.encoding.removesuffix("-sig")
    return CsvFile(path, replace(form.csv, encoding=encoding), name, form.header_line)


def _parquet(path: Path, name: str, form: TableForm) -> Table:
    # Its library takes half a second to load, which only those wait for who read Parquet.
    from ingest.readers.parquet_rows import ParquetTable

    return ParquetTable(path, name, form)


def _rdf(path: Path, name: str, form: TableForm) -> Table:
    # It knows of the kinds of records, which know of source specs, which know of formats.
    from ingest.readers.rdf_rows import RdfTable

    return RdfTable(path, name, form)


def _container(path: Path, name: str, form: TableForm) -> Table:
    # None lies in another one: a bomb could be hidden so.
    return ContainerTable(path, name, form, open_direct, OPENERS.keys() - {"zip"})


OPENERS: Mapping[str, Opener] = {
    "csv": _csv,
    "iati": IatiTable,
    "iati-transactions": IatiTable,
    "iso3166": _csv,
    "json": JsonTable,
    "jsonl": JsonTable,
    "parquet": _parquet,
    "rdf": _rdf,
    "ods": WorkbookTable,
    "xlsx": WorkbookTable,
    "zip": _container,
}
"""Every kind of format by its name in source specs."""

TRUSTED = frozenset({"csv", "iso3166"})
"""The kinds whose reader is our own and needs no child process to be safe."""


def open_table(path: Path, name: str, form: TableForm) -> Table:
    """The table in a file, read in a limited child process unless its kind is trusted; nothing is read yet."""
    if form.kind in TRUSTED:
        return open_direct(path, name, form)
    return GuardedTable(path, name, form)


def open_direct(path: Path, name: str, form: TableForm) -> Table:
    """The table in a file, read in this process; nothing of it is read yet."""
    table = OPENERS[form.kind](path, name, form)
    # In a container, each member has its own row of hashtags.
    return HxlTable(table, name) if form.hashtags and form.kind != "zip" else table

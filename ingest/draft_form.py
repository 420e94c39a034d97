"""How a file is written, as far as its bytes show: for a drafted spec, which a person reads before it is used."""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.readers.csv_rows import CsvForm
from ingest.readers.formats import open_table
from ingest.readers.table import PLAIN_FORM, Table, TableForm
from ingest.readers.text_form import describe_text_file
from ingest.readers.text_table import RecodedCsv, is_recoded
from ingest.rows import FileRejected
from ontology.errors import OutsideFailure

_HEAD_BYTES = 65_536
_BOM = b"\xef\xbb\xbf"
_MEMBERS = {"xl/workbook.xml": "xlsx", "content.xml": "ods"}
"""The part by which the container of each kind of workbook is known."""
_ROOTS = {b"<iati-activities": "iati", b"<rdf:RDF": "rdf"}
"""The element by which an XML document is known."""
_RDF_ENDINGS = frozenset({".jsonld", ".nq", ".nt", ".rdf", ".trig", ".ttl"})
_TOLD = ("sheet", "records", "hashtags", "header_line")


@dataclass(frozen=True, slots=True)
class FileForm:
    """The form of a file, what of it a spec must tell of text, and why it is taken for that."""

    table: TableForm
    text: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()

    @property
    def settings(self) -> Mapping[str, object]:
        """The keys of `format` in a source spec that are not as by default."""
        kind = {} if self.table.kind == PLAIN_FORM.kind else {"kind": self.table.kind}
        own = {name: getattr(self.table, name) for name in _TOLD}
        told = {name: value for name, value in own.items() if value != getattr(PLAIN_FORM, name)}
        return {**kind, **told, **self.text}

    def open(self, path: Path) -> Table:
        """The table in the file."""
        line_end = self.text.get("line_end", "lf")
        if self.table.kind == "csv" and is_recoded(self.table.csv, line_end):
            return RecodedCsv(path, self.table.csv, str(path), line_end=line_end)
        return open_table(path, str(path), self.table)


def file_form(path: Path) -> FileForm:
    """The form of a file by its signature: its kind, and of text how it is written.

    Raises OutsideFailure when the file cannot be read, FileRejected when it is a document without rows.
    """
    try:
        with path.open("rb") as file:
            kind = _kind(path, file.read(_HEAD_BYTES))
    except OSError as error:
        raise OutsideFailure(f"{path} cannot be read: {error.strerror or error}.") from error
    return _text_form(path) if kind == "csv" else FileForm(TableForm(kind))


def with_hashtags(form: FileForm, first_cells: tuple[str, ...]) -> FileForm:
    """The form with HXL hashtags, where the first row below the header is one of hashtags."""
    filled = [cell for cell in first_cells if cell]
    tagged = bool(filled) and all(cell.startswith("#") for cell in filled)
    return replace(form, table=replace(form.table, hashtags=True)) if tagged else form


def _text_form(path: Path) -> FileForm:
    found = describe_text_file(path)
    csv = CsvForm(found.encoding.removesuffix("-sig"), found.delimiter)
    return FileForm(TableForm("csv", csv, header_line=found.header_line), found.settings, found.evidence)


def _kind(path: Path, head: bytes) -> str:
    text = head.removeprefix(_BOM).lstrip()
    if head.startswith(b"PK"):
        return _container_kind(path)
    if head.startswith(b"PAR1"):
        return "parquet"
    if path.suffix.lower() in _RDF_ENDINGS:
        return "rdf"
    if text.startswith(b"<"):
        return _markup_kind(path, text)
    if text.startswith((b"{", b"[")):
        first, _, rest = text.partition(b"\n")
        return "jsonl" if first.rstrip().endswith(b"}") and rest.startswith(b"{") else "json"
    return "csv"


def _markup_kind(path: Path, text: bytes) -> str:
    """The kind of an XML document; FileRejected for one that holds no rows, such as a list of codes or a page."""
    found = next((kind for mark, kind in _ROOTS.items() if mark in text), "")
    if not found:
        raise FileRejected(
            f"{path}, line 1: this is a document in markup that holds neither IATI activities nor RDF.",
            hint="Export its rows as CSV, or load it with a reader of its own.",
        )
    return found


def _container_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as container:
            names = set(container.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return "csv"
    return next((kind for member, kind in _MEMBERS.items() if member in names), "zip")

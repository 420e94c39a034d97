"""A file opened as its source spec says, and what a person should know of it before its rows are read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.bad_rows import OWN_COLUMNS
from ingest.readers.container import pack_folder
from ingest.readers.formats import open_table
from ingest.readers.table import PLAIN_FORM, Table
from ingest.readers.text_table import text_notices
from ingest.source_spec import SourceSpec
from ingest.spec_check import check_header

MADE_OF_DATA = frozenset({"json", "jsonl", "rdf"})
"""Formats whose columns are those that the records of a file happen to have: one that none has is empty."""
_FIRST_LINE_BYTES = 1 << 16


def open_source(path: Path, name: str, spec: SourceSpec) -> tuple[Table, tuple[str, ...], tuple[str, ...]]:
    """The table of a file, its columns, and notices; FileRejected where it is not what the spec says.

    A file of rejected rows is the CSV that Hakim writes, whatever the format of the source.
    """
    form = PLAIN_FORM if _is_ours(path) else spec.form
    notices = text_notices(path, form.csv, name) if form.kind == "csv" else ()
    table = open_table(path, name, form)
    header = table.header()
    if form.kind in MADE_OF_DATA:
        absent = tuple(column for column in columns_read(spec) if column not in header)
        notices += tuple(f"No record has {column!r}, which the source spec reads." for column in absent)
        header += absent
    return table, header, (*notices, *check_header(Path(name), header, spec))


def columns_read(spec: SourceSpec) -> list[str]:
    """The columns that a spec reads, each once."""
    ignored, kept = [rule.column for rule in spec.ignore_rows], [rule.column for rule in spec.keep_rows]
    return list(dict.fromkeys([*(column.column for column in spec.columns), *ignored, *kept]))


def _is_ours(path: Path) -> bool:
    """Whether the first line of a file is that of a file of rejected rows."""
    with path.open("rb") as file:
        first = file.read(_FIRST_LINE_BYTES).split(b"\n", 1)[0]
    return first.rstrip(b"\r").endswith(",".join(OWN_COLUMNS).encode())


@contextmanager
def one_file(path: Path) -> Iterator[Path]:
    """The file itself; of a folder, a container that holds its files, made for this and gone afterwards."""
    if not path.is_dir():
        yield path
        return
    with TemporaryDirectory() as folder:
        packed = Path(folder) / "folder.zip"
        pack_folder(path, packed)
        yield packed

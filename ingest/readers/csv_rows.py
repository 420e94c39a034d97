"""CSV and TSV to rows, each with the line on which it begins.

A broken row costs only itself. Where a quotation mark is opened and never closed in a way that gives a whole row,
the line on which it stands is a bad row and reading goes on with the next line: an unclosed quote can never
swallow the rest of a file (Python's csv module gives one row for all of it).
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.rows import BadRow, FileRejected, Problem, Row
from ontology.errors import OutsideFailure

MAX_ROW_BYTES = 1_000_000
MAX_CELL_CHARACTERS = 131_072
MAX_COLUMNS = 1_000
MAX_LINES_A_ROW = 10_000

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a zip container such as XLSX or ODS"),
    (b"\xd0\xcf\x11\xe0", "an old Excel (XLS) file"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"PAR1", "a Parquet file"),
    (b"\xff\xfe", "text in UTF-16"),
    (b"\xfe\xff", "text in UTF-16"),
    (b"<?xml", "an XML document"),
    (b"<!DOCTYPE", "an HTML or XML page"),
    (b"<html", "an HTML page"),
)
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a CSV file is written."""

    encoding: str = "utf-8"
    delimiter: str = ","


def read_csv(path: Path, form: CsvForm) -> Iterator[Row | BadRow]:
    """The rows of a CSV file in order, bad ones among them: as many come out as stand in the file.

    Raises FileRejected when the file has no readable header or is not a CSV file at all, and OutsideFailure
    when it cannot be opened.
    """
    try:
        with path.open("rb") as file:
            _refuse_other_formats(path, file.read(512))
            file.seek(0)
            lines = _Lines(file, path)
            header = _read_header(lines, form, path)
            yield from _read_rows(lines, form, header)
    except OSError as error:
        raise OutsideFailure(
            f"{path} cannot be read: {error.strerror}.", hint="Check its name and rights."
        ) from error


def read_header(path: Path, form: CsvForm) -> tuple[str, ...]:
    """The column names of a CSV file; raises as `read_csv` does."""
    with path.open("rb") as file:
        _refuse_other_formats(path, file.read(512))
        file.seek(0)
        return _read_header(_Lines(file, path), form, path)


class _Lines:
    """Physical lines with their numbers; lines can be given back."""

    def __init__(self, file: io.BufferedReader, path: Path) -> None:
        self._file = file
        self._path = path
        self._returned: list[bytes] = []
        self.number = 0

    def next(self) -> bytes:
        """The next line with its end, or nothing at the end of the file."""
        line = self._returned.pop() if self._returned else self._file.readline(MAX_ROW_BYTES + 1)
        if len(line) > MAX_ROW_BYTES:
            raise FileRejected(
                f"{self._path}, line {self.number + 1}: the line is longer than {MAX_ROW_BYTES:,} bytes.",
                hint="Check the line ends and the quotation marks of the file.",
            )
        self.number += bool(line)
        return line

    def give_back(self, lines: list[bytes]) -> None:
        """Puts lines back, to be read again in their order."""
        self._returned.extend(reversed(lines))
        self.number -= len(lines)


def _refuse_other_formats(path: Path, head: bytes) -> None:
    found = next((what for signature, what in _SIGNATURES if head.startswith(signature)), "")
    if not found and b"\0" in head:
        found = "a binary file"
    if found:
        raise FileRejected(
            f"{path}, line 1, column 1: this is {found}, not CSV.",
            hint="Export it as CSV in UTF-8, or name a source spec of its own format.",
        )


def _read_header(lines: _Lines, form: CsvForm, path: Path) -> tuple[str, ...]:
    first = lines.next().removeprefix(_BOM)
    if not first.strip():
        raise FileRejected(
            f"{path}, line 1: the file is empty: not even a header.", hint="Was it written whole?"
        )
    try:
        header = tuple(_cells(first, form))
    except (csv.Error, UnicodeDecodeError) as error:
        raise FileRejected(f"{path}, line 1: the header cannot be read: {error}.") from error
    repeated = sorted({name for name in header if header.count(name) > 1})
    if repeated:
        raise FileRejected(
            f"{path}, line 1, column {header.index(repeated[0]) + 1}: the column {repeated[0]!r} stands twice in the header.",
            hint="Give each column a name of its own.",
        )
    if len(header) > MAX_COLUMNS:
        raise FileRejected(f"{path}, line 1: {len(header):,} columns are more than {MAX_COLUMNS:,}.")
    return header


def _cells(record: bytes, form: CsvForm) -> list[str]:
    text = record.decode(form.encoding).removesuffix("\n").removesuffix("\r")
    if '"' not in text and "\r" not in text:
        return text.split(form.delimiter)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=form.delimiter, strict=True))
    if len(rows) != 1:
        raise csv.Error("a line end stands outside of quotation marks")
    return rows[0]


def _read_rows(lines: _Lines, form: CsvForm, header: tuple[str, ...]) -> Iterator[Row | BadRow]:
    while line := lines.next():
        if line.strip():
            yield _read_row(line, lines, form, header)


def _read_row(line: bytes, lines: _Lines, form: CsvForm, header: tuple[str, ...]) -> Row | BadRow:
    number = lines.number
    record, more = line, list[bytes]()
    while record.count(b'"') % 2 and len(more) < MAX_LINES_A_ROW and len(record) <= MAX_ROW_BYTES:
        following = lines.next()
        if not following:
            break
        more.append(following)
        record += following
    row = _row(number, record, form, header)
    if isinstance(row, BadRow) and more:
        lines.give_back(more)
        return BadRow(number, _shown(line), _UNCLOSED)
    return row


def _row(number: int, record: bytes, form: CsvForm, header: tuple[str, ...]) -> Row | BadRow:
    try:
        cells = _cells(record, form)
    except UnicodeDecodeError as error:
        return _undecodable(number, record, form, error)
    except csv.Error as error:
        return BadRow(
            number, _shown(record), (Problem("", "", "csv-syntax", f"The row is not CSV: {error}."),)
        )
    if len(cells) != len(header):
        return _wrong_count(number, record, cells, header)
    long = [name for name, cell in zip(header, cells, strict=True) if len(cell) > MAX_CELL_CHARACTERS]
    if long:
        message = f"The cell has more than {MAX_CELL_CHARACTERS:,} characters."
        return BadRow(
            number, _shown(record), tuple(Problem(name, "", "cell-length", message) for name in long)
        )
    return Row(number, dict(zip(header, cells, strict=True)), record.decode(form.encoding))


_UNCLOSED = (
    Problem(
        "", '"', "csv-quote", "A quotation mark is opened and not closed in a way that makes a whole row."
    ),
)


def _wrong_count(number: int, record: bytes, cells: list[str], header: tuple[str, ...]) -> BadRow:
    at = header[len(cells)] if len(cells) < len(header) else f"after {header[-1]}"
    value = "" if len(cells) < len(header) else cells[len(header)]
    message = f"The row has {len(cells)} columns, the header {len(header)}: is a delimiter missing, extra or unquoted?"
    return BadRow(number, _shown(record), (Problem(at, value, "column-count", message),))


def _undecodable(number: int, record: bytes, form: CsvForm, error: UnicodeDecodeError) -> BadRow:
    column = record[: error.start].count(form.delimiter.encode()) + 1
    message = f"Byte {error.start + 1} of the row is not {form.encoding}; the source spec names the encoding."
    value = record[error.start : error.end].hex()
    return BadRow(number, _shown(record), (Problem(f"column {column}", value, "encoding", message),))


def _shown(record: bytes) -> str:
    return record.decode("utf-8", errors="backslashreplace").rstrip("\r\n")

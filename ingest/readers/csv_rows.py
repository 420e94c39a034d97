"""CSV and TSV to rows, each with the line on which it begins.

A broken row costs only itself. Where a quotation mark is opened and never closed in a way that gives a whole
row, the line on which it stands is a bad row and reading goes on with the next line: an unclosed quote can
never swallow the rest of a file (Python's csv module gives one row for all of it).
"""

import csv
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ingest.readers.lines import Lines
from ingest.readers.signatures import refuse_other_formats
from ingest.rows import BadRow, FileRejected, Problem, Row
from ontology.errors import OutsideFailure

MAX_ROW_BYTES = 1_000_000
MAX_CELL_CHARACTERS = 131_072
MAX_COLUMNS = 1_000
MAX_LINES_A_ROW = 10_000

_BOM = b"\xef\xbb\xbf"
_UNDECODED = re.compile("[\udc80-\udcff]")
"""Bytes that are not in the file's encoding: Python keeps each as a lone surrogate (PEP 383)."""


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a CSV file is written."""

    encoding: str = "utf-8"
    delimiter: str = ","


PLAIN_CSV = CsvForm()


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A CSV file: where its bytes are, how it is written, and the name by which a person knows it."""

    path: Path
    form: CsvForm
    name: str

    def header(self) -> tuple[str, ...]:
        """The column names; raises as `rows` does."""
        with self._opened() as file:
            return self._header(Lines(file, self.name, MAX_ROW_BYTES))

    def rows(self) -> Iterator[Row | BadRow]:
        """The rows in order, bad ones among them: as many as stand in the file. Blank lines are no rows.

        Raises FileRejected when the file has no readable header, is not a CSV file at all, or has a line that
        is too long to be one, and OutsideFailure when it cannot be read.
        """
        try:
            with self._opened() as file:
                lines = Lines(file, self.name, MAX_ROW_BYTES)
                header = self._header(lines)
                doubt = False
                while line := lines.next():
                    if line.strip(b" \r\n"):
                        row = _row(
                            _record(line, lines, self.form, len(header), doubt=doubt), header, self.form
                        )
                        doubt = isinstance(row, BadRow)
                        yield row
        except OSError as error:
            raise self._unreadable(error) from error

    def ends_whole(self) -> bool:
        """Whether the last line has a line end, so that nothing was cut off in the middle of it."""
        with self._opened() as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - 1))
            return file.read(1) == b"\n"

    def notices(self) -> tuple[str, ...]:
        """That the file may have been cut off, where its last line has no end and is no row."""
        if self.ends_whole():
            return ()
        last = deque(self.rows(), 1)
        cut_off = bool(last) and isinstance(last[0], BadRow)
        return ("The file ends in the middle of a line: it may have been cut off.",) if cut_off else ()

    def _opened(self) -> BinaryIO:
        try:
            return self.path.open("rb")
        except OSError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: OSError) -> OutsideFailure:
        return OutsideFailure(
            f"{self.name} cannot be read: {error.strerror}.", hint="Check its name and rights."
        )

    def _header(self, lines: Lines) -> tuple[str, ...]:
        refuse_other_formats(self.name, lines.head())
        first = lines.next().removeprefix(_BOM)
        if not first.strip():
            raise FileRejected(
                f"{self.name}, line 1: the file is empty: not even a header.", hint="Was it written whole?"
            )
        record = _record(first, lines, self.form)
        if isinstance(record.cells, Problem):
            raise FileRejected(f"{self.name}, line 1: the header cannot be read: {record.cells.message}")
        header = tuple(cell.strip() for cell in record.cells)
        self._check_header(header)
        return header

    def _check_header(self, header: tuple[str, ...]) -> None:
        if len(header) > MAX_COLUMNS:
            raise FileRejected(
                f"{self.name}, line 1: {len(header):,} columns are more than {MAX_COLUMNS:,}.",
                hint="Check the delimiter in the source spec, and the line ends of the file.",
            )
        name, count = Counter(header).most_common(1)[0]
        if count > 1:
            at = [number for number, column in enumerate(header, 1) if column == name]
            raise FileRejected(
                f"{self.name}, line 1, column {at[1]}: the column {name!r} stands twice in the header.",
                hint="Give each column a name of its own.",
            )
        if any(_UNDECODED.search(column) for column in header):
            raise FileRejected(
                f"{self.name}, line 1: the header is not {self.form.encoding}.",
                hint="Name the file's encoding in the source spec, at format/encoding.",
            )


@dataclass(frozen=True, slots=True)
class _Record:
    """The bytes of a row, the line on which it begins, and its cells, or why it has none."""

    line: int
    raw: bytes
    cells: list[str] | Problem


def _record(
    first: bytes, lines: Lines, form: CsvForm, width: int | None = None, *, doubt: bool = False
) -> _Record:
    """The record that begins with a line, and takes as many more lines as its quotation marks say.

    Where no row comes out, the line is a record by itself, and the others are given back. In doubt, after a
    broken row, a line is a row only if it cannot be that one's end.
    """
    number = lines.number
    body = first.removesuffix(b"\n").removesuffix(b"\r")
    if b'"' not in body and b"\r" not in body:
        return _Record(number, first, _decoded(body, form).split(form.delimiter))
    taken = [first]
    problem = None
    try:
        cells = next(csv.reader(_taking(taken, lines, form), delimiter=form.delimiter, strict=True))
    except csv.Error as error:
        problem = _syntax_problem(error, several=len(taken) > 1)
    else:
        if _swallowed_rows(taken, cells, form, width) or (doubt and _has_stray_quote(first, cells)):
            problem = _QUOTE
    if problem:
        lines.give_back(taken[1:])
        return _Record(number, first, problem)
    return _Record(number, b"".join(taken), cells)


_QUOTE = Problem(
    "", '"', "csv-quote", "A quotation mark is opened and not closed so that a whole row comes out."
)


def _swallowed_rows(taken: list[bytes], cells: list[str], form: CsvForm, width: int | None) -> bool:
    """Whether a record that is not as wide as the header has whole rows between its quotation marks."""
    if width in {None, len(cells)} or len(taken) < 3:
        return False
    return all(_decoded(line, form).count(form.delimiter) + 1 == width for line in taken[1:-1])


def _has_stray_quote(line: bytes, cells: list[str]) -> bool:
    """Whether the quotation marks of a line are not those of whole cells: it may end a broken record."""
    inside = sum(cell.count('"') for cell in cells)
    return bool(inside) and line.count(b'"') < 2 * inside + 2


def _decoded(line: bytes, form: CsvForm) -> str:
    return line.decode(form.encoding, errors="surrogateescape")


def _taking(taken: list[bytes], lines: Lines, form: CsvForm) -> Iterator[str]:
    """The lines for a record: the one taken, then others while it can still be one row; each is noted."""
    yield _decoded(taken[0], form)
    size = len(taken[0])
    while size <= MAX_ROW_BYTES and len(taken) < MAX_LINES_A_ROW and (following := lines.next()):
        size += len(following)
        taken.append(following)
        yield _decoded(following, form)


def _syntax_problem(error: csv.Error, *, several: bool) -> Problem:
    if "field larger than" in str(error):
        return Problem("", "", "cell-length", f"A cell has more than {MAX_CELL_CHARACTERS:,} characters.")
    if several or "unexpected end" in str(error):
        return _QUOTE
    return Problem("", "", "csv-syntax", f"The row is not CSV: {error}.")


def _row(record: _Record, header: tuple[str, ...], form: CsvForm) -> Row | BadRow:
    raw = _shown(record.raw, form)
    if isinstance(record.cells, Problem):
        return BadRow(record.line, raw, (record.cells,))
    if problems := tuple(_cell_problems(record.cells, header, form)):
        return BadRow(record.line, raw, problems)
    return Row(record.line, dict(zip(header, record.cells, strict=True)), raw)


def _cell_problems(cells: list[str], header: tuple[str, ...], form: CsvForm) -> Iterator[Problem]:
    if len(cells) != len(header):
        at = header[len(cells)] if len(cells) < len(header) else f"after {header[-1]}"
        message = (
            f"The row has {len(cells)} columns, the header {len(header)}: a delimiter lacks or is not quoted."
        )
        yield Problem(at, "", "column-count", message)
        return
    for name, cell in zip(header, cells, strict=True):
        if len(cell) > MAX_CELL_CHARACTERS:
            message = f"The cell has more than {MAX_CELL_CHARACTERS:,} characters."
            yield Problem(name, "", "cell-length", message)
        elif bad := _UNDECODED.search(cell):
            byte = f"{ord(bad[0]) - 0xDC00:02x}"
            message = f"The byte {byte} is not {form.encoding}; the source spec names the encoding."
            yield Problem(name, byte, "encoding", message)


def _shown(raw: bytes, form: CsvForm) -> str:
    return raw.decode(form.encoding, errors="backslashreplace").rstrip("\r\n")

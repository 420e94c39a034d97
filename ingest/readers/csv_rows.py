"""CSV and TSV to rows, each with the line on which it begins.

A broken row costs only itself. Where a quotation mark is opened and never closed in a way that gives a whole
row, the line on which it stands is a bad row and reading goes on with the next line: an unclosed quote can
never swallow the rest of a file (Python's csv module gives one row for all of it).
"""

import csv
import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ingest.readers.lines import Lines
from ingest.readers.signatures import refuse_other_formats
from ingest.rows import BadRow, CutRow, FileRejected, Problem, Row
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
    line_end: str = "lf"
    mojibake: str = "keep"


PLAIN_CSV = CsvForm()


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A CSV file: where its bytes are, how it is written, and the name by which a person knows it."""

    path: Path
    form: CsvForm
    name: str
    header_line: int = 1

    def header(self) -> tuple[str, ...]:
        """The column names; raises as `rows` does."""
        with self._opened() as file:
            return self._header(Lines(file, self.name, MAX_ROW_BYTES))

    def rows(self) -> Iterator[Row | BadRow]:
        """The rows in order, bad ones among them: as many as stand in the file. Blank lines are no rows.

        Raises FileRejected when the file has no readable header, is not a CSV file at all, or has a line that
        is too long to be one, and OutsideFailure when it cannot be read.
        """
        header = self.header()
        for row in self.cut_rows():
            if isinstance(row, BadRow):
                yield row
            else:
                yield Row(row.line, dict(zip(header, row.texts, strict=True)), row.raw)

    def cut_rows(self) -> Iterator[CutRow | BadRow]:
        """The same, each row as the texts of its cells."""
        with self._cutter() as cutter:
            yield from cutter.rows()

    def chunks(self) -> Iterator["CsvChunk"]:
        """The file in parts that can be cut into rows apart from each other and give the same rows."""
        with self._cutter() as cutter:
            begin = cutter.place()
            for end in cutter.ends():
                yield CsvChunk(self, cutter.header, begin, end)
                begin = end

    @contextmanager
    def _cutter(self) -> Iterator["_Cutter"]:
        try:
            with self._opened() as file:
                lines = Lines(file, self.name, MAX_ROW_BYTES)
                yield _Cutter(self.form, self._header(lines), lines)
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
        for _ in range(self.header_line - 1):
            lines.next()
        first = lines.next().removeprefix(_BOM)
        if not first.strip():
            raise FileRejected(
                f"{self._at_header}: the file is empty: not even a header.",
                hint="Was it written whole?",
            )
        record = _record(first, lines, self.form)
        if isinstance(record.cells, Problem):
            raise FileRejected(f"{self._at_header}: the header cannot be read: {record.cells.message}")
        header = tuple(cell.strip() for cell in record.cells)
        self._check_header(header)
        return header

    @property
    def _at_header(self) -> str:
        return f"{self.name}, line {self.header_line}"

    def _check_header(self, header: tuple[str, ...]) -> None:
        if len(header) > MAX_COLUMNS:
            raise FileRejected(
                f"{self._at_header}: {len(header):,} columns are more than {MAX_COLUMNS:,}.",
                hint="Check the delimiter in the source spec, and the line ends of the file.",
            )
        name, count = Counter(header).most_common(1)[0]
        if count > 1:
            at = [number for number, column in enumerate(header, 1) if column == name]
            raise FileRejected(
                f"{self._at_header}, column {at[1]}: the column {name!r} stands twice in the header.",
                hint="Give each column a name of its own.",
            )
        if any(_UNDECODED.search(column) for column in header):
            raise FileRejected(
                f"{self._at_header}: the header is not {self.form.encoding}.",
                hint="Name the file's encoding in the source spec, at format/encoding.",
            )


class Place(NamedTuple):
    """A place between the rows of a file: how many bytes and lines stand before it, and the reader's doubt."""

    offset: int
    line: int
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class CsvChunk:
    """A part of a CSV file, from one place between rows to another."""

    file: CsvFile
    header: tuple[str, ...]
    begin: Place
    end: Place

    def cut_rows(self) -> Iterator[CutRow | BadRow]:
        """The rows of the part, as `CsvFile.cut_rows` gives them."""
        try:
            with self.file.path.open("rb") as file:
                file.seek(self.begin.offset)
                length = self.end.offset - self.begin.offset
                lines = Lines(file, self.file.name, MAX_ROW_BYTES, number=self.begin.line, length=length)
                yield from _Cutter(self.file.form, self.header, lines, doubt=self.begin.doubt).rows()
        except OSError as error:
            raise OutsideFailure(
                f"{self.file.name} cannot be read: {error.strerror}.", hint="Check its name and rights."
            ) from error


class _Cutter:
    """Cuts lines into the cells of rows.

    A line without a quotation mark is a row by itself and is cut at once; one with a mark is read as the CSV
    module reads it, with as many more lines as it takes. In doubt, after a broken row, a line is a row only if
    it cannot be that one's end.
    """

    def __init__(self, form: CsvForm, header: tuple[str, ...], lines: Lines, *, doubt: bool = False) -> None:
        self.header = header
        self._form = form
        self._lines = lines
        self._doubt = doubt

    def rows(self) -> Iterator[CutRow | BadRow]:
        """Every row, bad ones among them."""
        while self._lines.fill():
            yield from self._block()

    def ends(self) -> Iterator[Place]:
        """The places between rows where blocks of lines end."""
        while self._lines.fill():
            if not self._skip_plain():
                for _ in self._block():
                    pass
            if self._lines.at >= len(self._lines.block):
                yield self.place()

    def place(self) -> Place:
        """The place before the next row."""
        return Place(self._lines.offset, self._lines.number, self._doubt)

    def _skip_plain(self) -> bool:
        """Passes over a block without quotation marks, in which each line is a row; whether it was one."""
        lines = self._lines
        if any(b'"' in line for line in lines.block):
            return False
        last = next((at for at in reversed(range(len(lines.block))) if lines.block[at].strip(b" \r")), None)
        end = lines.number + len(lines.block) - lines.at
        if last is not None and last >= lines.at:
            # Whether the last row is broken decides how a row with quotation marks is read after it.
            lines.number += last - lines.at
            lines.at = last
            self._exactly()
        lines.number, lines.at = end, len(lines.block)
        return True

    def _block(self) -> Iterator[CutRow | BadRow]:
        """The rows of the block at hand, or of its beginning where lines were given back."""
        lines = self._lines
        block = lines.block
        texts = _texts(block, self._form)
        while lines.block is block and lines.at < len(block):
            yield from self._plain_rows(texts)
            if lines.at < len(block):
                row = self._exactly()
                if row is not None:
                    yield row

    def _plain_rows(self, texts: Sequence[str]) -> Iterator[CutRow | BadRow]:
        """The rows from the next line on until one has a quotation mark or is otherwise not plain."""
        lines, delimiter, width = self._lines, self._form.delimiter, len(self.header)
        number, good, broken = lines.number, -1, -1
        for text in islice(texts, lines.at, None):
            if '"' in text or "\r" in text or len(text) > MAX_CELL_CHARACTERS:
                break
            number += 1
            cells = text.split(delimiter)
            if len(cells) == width and (width > 1 or text.strip(" ")):
                good = number
                yield CutRow(number, cells, text)
            elif text.strip(" "):
                broken = number
                yield BadRow(number, text, tuple(_cell_problems(cells, self.header, self._form)))
        if good != broken:
            # Blank lines decide nothing.
            self._doubt = broken > good
        lines.at += number - lines.number
        lines.number = number

    def _exactly(self) -> CutRow | BadRow | None:
        """The row that begins with the next line; None where that is blank."""
        line = self._lines.next()
        if not line.strip(b" \r\n"):
            return None
        record = _record(line, self._lines, self._form, len(self.header), doubt=self._doubt)
        row = _row(record, self.header, self._form)
        self._doubt = isinstance(row, BadRow)
        return row


def _texts(block: Sequence[bytes], form: CsvForm) -> Sequence[str]:
    """The lines as text, without the carriage return at their ends; none where they are not in the encoding."""
    try:
        text = b"\n".join(block).decode(form.encoding)
    except UnicodeDecodeError:
        return ()
    if "\r" in text:
        text = f"{text}\n".replace("\r\n", "\n").removesuffix("\n")
    return text.split("\n")


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


def _row(record: _Record, header: tuple[str, ...], form: CsvForm) -> CutRow | BadRow:
    raw = _shown(record.raw, form)
    if isinstance(record.cells, Problem):
        return BadRow(record.line, raw, (record.cells,))
    if problems := tuple(_cell_problems(record.cells, header, form)):
        return BadRow(record.line, raw, problems)
    return CutRow(record.line, record.cells, raw)


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

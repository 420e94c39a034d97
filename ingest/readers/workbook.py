"""XLSX and ODS workbooks as tables: one sheet, cell texts as a person sees them, and a word on what is not seen."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from ingest.readers.cells import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_RECORD_CHARACTERS
from ingest.readers.ods import OdsBook
from ingest.readers.sheets import Asides, Book, Cell, CellFault, Line, Sheet, letters
from ingest.readers.table import TableForm
from ingest.readers.xlsx import XlsxBook
from ingest.readers.zip_entries import CheckedZip, ZipLimits, checked_zip
from ingest.rows import BadRow, FileRejected, Problem, Row, cut

BOOKS: Mapping[str, Callable[[CheckedZip, str], Book]] = {"xlsx": XlsxBook, "ods": OdsBook}
"""How the container of each kind of workbook is opened."""

_SHOWN = 10
_MOST_PROBLEMS = 50


class WorkbookTable:
    """The table on one sheet of a workbook."""

    def __init__(self, path: Path, name: str, form: TableForm) -> None:
        self._path = path
        self._name = name
        self._form = form
        self._notices: tuple[str, ...] = ()

    def header(self) -> tuple[str, ...]:
        """The names of the columns that are read.

        Raises FileRejected where there is no header, the sheet is not named and not the only one, or the
        workbook is broken, a bomb, has macros or points outside of itself.
        """
        with self._opened() as (book, sheet):
            asides = Asides(self._form.hidden)
            return tuple(self._columns(sheet, book.lines(sheet, asides), asides).values())

    def rows(self) -> Iterator[Row | BadRow]:
        """The rows below the header that are not empty; raises as `header` does, and where the sheet is broken.

        A row is bad where a cell has an error, a formula without a value, or stands where no header is.
        """
        with self._opened() as (book, sheet):
            asides = Asides(self._form.hidden)
            lines = book.lines(sheet, asides)
            columns = self._columns(sheet, lines, asides)
            reader = _RowReader(sheet.name, columns, asides)
            hidden_lines: list[int] = []
            for line in lines:
                if line.is_hidden:
                    hidden_lines.append(line.number)
                if (self._form.hidden or not line.is_hidden) and (row := reader.row(line)):
                    yield row
            self._notices = tuple(_notices(book.sheets(), sheet, asides, hidden_lines))

    def notices(self) -> tuple[str, ...]:
        """What is hidden, merged, commented or on other sheets; known once all rows were read."""
        return self._notices

    @contextmanager
    def _opened(self) -> Iterator[tuple[Book, Sheet]]:
        with checked_zip(self._path, self._name, ZipLimits()) as container:
            book = BOOKS[self._form.kind](container, self._name)
            yield book, self._sheet(book.sheets())

    def _sheet(self, sheets: tuple[Sheet, ...]) -> Sheet:
        """The sheet that the form names, or the only one that is visible."""
        visible = [sheet for sheet in sheets if not sheet.hidden]
        named = [sheet for sheet in sheets if sheet.name == self._form.sheet]
        found = named if self._form.sheet else visible
        if len(found) == 1 and found[0].hidden and not self._form.hidden:
            raise FileRejected(
                f"{self._name}: the sheet {found[0].name!r} is {found[0].hidden}.",
                hint="If it is meant to be read, say so in the source spec, at format/hidden.",
            )
        if len(found) == 1:
            return found[0]
        fault = f"no sheet {self._form.sheet!r}" if self._form.sheet else "no visible sheet"
        if len(found) > 1:
            fault = f"several sheets {self._form.sheet!r}" if self._form.sheet else "several sheets"
        raise FileRejected(
            f"{self._name}: the workbook has {fault}: {_quoted(sheet.name for sheet in sheets)}.",
            hint="Name the one to read in the source spec, at format/sheet.",
        )

    def _columns(self, sheet: Sheet, lines: Iterator[Line], asides: Asides) -> dict[int, str]:
        """The name of each column that is read, from the header line; takes the lines up to it."""
        number = self._form.header_line
        line = next((line for line in lines if line.number >= number), None)
        where = f"{self._name}, {sheet.name}, line {number}"
        if line is None or line.number > number:
            raise FileRejected(
                f"{where}: the line is empty: there is no header.",
                hint="Name the header's line in the source spec, at format/header_line.",
            )
        columns: dict[int, str] = {}
        for column, cell in sorted(line.cells.items()):
            if isinstance(cell, CellFault):
                raise FileRejected(f"{where}: the header cannot be read: {letters(column)}: {cell.message}")
            if cell.strip() and (self._form.hidden or not asides.hides(column)):
                columns[column] = cell.strip()
        _check_columns(where, columns)
        return columns


def _check_columns(where: str, columns: Mapping[int, str]) -> None:
    if not columns:
        raise FileRejected(f"{where}: the header has no name that can be seen.")
    if len(columns) > MAX_COLUMNS:
        raise FileRejected(f"{where}: {len(columns):,} columns are more than {MAX_COLUMNS:,}.")
    seen: dict[str, int] = {}
    for column, name in columns.items():
        if (first := seen.setdefault(name, column)) != column:
            raise FileRejected(
                f"{where}, column {letters(column)}: the column {cut(name)!r} stands twice in the header,"
                f" first in {letters(first)}.",
                hint="Give each column a name of its own.",
            )


class _RowReader:
    """Makes rows of the lines of a sheet."""

    def __init__(self, sheet: str, columns: Mapping[int, str], asides: Asides) -> None:
        self._sheet = sheet
        self._columns = columns
        self._asides = asides
        self._blank = dict.fromkeys(columns.values(), "")

    def row(self, line: Line) -> Row | BadRow | None:
        """The row of a line; none where all that is read of it is empty."""
        cells = self._blank.copy()
        strange: dict[int, Cell] = {}
        for column, cell in line.cells.items():
            name = self._columns.get(column)
            if name is not None and isinstance(cell, str):
                cells[name] = cell
            elif name is not None or not self._is_unread(column, cell):
                strange[column] = cell
        if not strange and not any(cells.values()):
            return None
        raw = "\t".join(cells.values())
        if strange or len(raw) > MAX_CELL_CHARACTERS:
            problems = [*map(self._problem, strange, strange.values()), *_long_cells(cells)]
            if problems:
                shown = {**line.cells, **strange}
                text = "\t".join(_seen(shown[column]) for column in sorted(shown))
                return BadRow(line.number, text, tuple(problems[:_MOST_PROBLEMS]), self._sheet)
        return Row(line.number, cells, raw, self._sheet)

    def _is_unread(self, column: int, cell: Cell) -> bool:
        """Whether a cell outside of the table is none that counts: blank, or hidden and not asked for."""
        return (isinstance(cell, str) and not cell.strip()) or (
            not self._asides.reads_hidden and self._asides.hides(column)
        )

    def _problem(self, column: int, cell: Cell) -> Problem:
        place = self._columns.get(column, letters(column))
        if isinstance(cell, CellFault):
            return Problem(place, cut(cell.value), cell.rule, cell.message)
        message = f"The cell in column {letters(column)} stands under no header."
        return Problem(place, cut(cell), "column-count", message)


def _long_cells(cells: Mapping[str, str]) -> Iterator[Problem]:
    for name, cell in cells.items():
        if len(cell) > MAX_CELL_CHARACTERS:
            message = f"The cell has more than {MAX_CELL_CHARACTERS:,} characters."
            yield Problem(name, "", "cell-length", message)
    if sum(map(len, cells.values())) > MAX_RECORD_CHARACTERS:
        message = f"The row has more than {MAX_RECORD_CHARACTERS:,} characters."
        yield Problem("", "", "row-length", message)


def _seen(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell.value


def _notices(
    sheets: Sequence[Sheet], read: Sheet, asides: Asides, hidden_lines: Sequence[int]
) -> Iterator[str]:
    done = "read, because the source spec asks for them" if asides.reads_hidden else "not read"
    if read.hidden:
        yield f"The sheet {read.name!r} is {read.hidden}; it was read, because the source spec asks for it."
    if others := [sheet.name for sheet in sheets if sheet != read and not sheet.hidden]:
        yield f"Other sheets were not read: {_quoted(others)}."
    if hidden := [f"{sheet.name!r} ({sheet.hidden})" for sheet in sheets if sheet != read and sheet.hidden]:
        yield f"Hidden sheets were not read: {_listed(hidden)}."
    if hidden_lines:
        yield f"Hidden lines were {done}: {_listed(list(_stretches(hidden_lines)))}."
    if asides.hidden_columns:
        columns = [
            letters(first) if first == last else f"{letters(first)}-{letters(last)}"
            for first, last in asides.hidden_columns
        ]
        yield f"Hidden columns were {done}: {_listed(columns)}."
    if asides.merged:
        yield f"Merged cells have their value in the first cell: {_listed(asides.merged)}."
    if asides.covered:
        yield f"Values that merged cells cover were {done}: {_listed(asides.covered)}."
    if asides.comments:
        yield f"Comments were not read: {_listed(asides.comments)}."


def _stretches(numbers: Iterable[int]) -> Iterator[str]:
    """Ascending numbers in short.

    >>> list(_stretches([2, 4, 5, 6]))
    ['2', '4-6']
    """
    begin = end = 0
    for number in numbers:
        if begin and number == end + 1:
            end = number
            continue
        if begin:
            yield str(begin) if begin == end else f"{begin}-{end}"
        begin = end = number
    if begin:
        yield str(begin) if begin == end else f"{begin}-{end}"


def _quoted(names: Iterable[str]) -> str:
    return _listed([repr(cut(name)) for name in names])


def _listed(texts: Sequence[str]) -> str:
    more = len(texts) - _SHOWN
    return ", ".join(texts[:_SHOWN]) + (f" and {more} more" if more > 0 else "")

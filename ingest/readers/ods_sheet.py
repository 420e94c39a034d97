"""One sheet of an ODS workbook, taken from the events of a parser."""

import re
from collections.abc import Callable, Mapping
from functools import cache

from ingest.readers.cells import MAX_CELL_CHARACTERS
from ingest.readers.reaching_out import reaching_out, refuse_link
from ingest.readers.sheet_text import duration_text, iso_text, number_text
from ingest.readers.sheets import (
    FORMULA_FAULT,
    MOST_SHEET_COLUMNS,
    Asides,
    Cell,
    CellFault,
    Line,
    Sheet,
    error_fault,
    letters,
)
from ingest.readers.xml_parts import new_parser
from ingest.rows import FileRejected

MOST_REPEATED_CELLS = 20_000_000
"""More cells than a workbook of the permitted size could hold if each was written out."""

_SPACES = {
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
}
_LONG = {prefix: space for space, prefix in _SPACES.items()}
_OFFICE, _TABLE, _TEXT, _CALCEXT = (f"{_LONG[name]} " for name in ("office", "table", "text", "calcext"))

_SKIPPED = frozenset(
    {
        "office:annotation",
        "office:forms",
        "table:shapes",
        "table:tracked-changes",
        "text:ruby-text",
        "text:note",
    }
)
"""Elements with texts that are not those of cells."""

_ERROR = re.compile(r"#[A-Z/0]+[!?]?|Err:[0-9]{3}")
_BLANKS = re.compile("[ \t\r\n]+")
_UNSEEN = frozenset({"collapse", "filter"})

Attributes = Mapping[str, str]


@cache
def _prefixed(tag: str) -> str:
    space, _, name = tag.rpartition(" ")
    return f"{_SPACES.get(space, '')}:{name}"


class _Paragraph:
    """The text of a paragraph: blanks of the file are one blank, those of `text:s` are as many as it says."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._is_blank = True
        self._room = MAX_CELL_CHARACTERS + 1

    def take(self, text: str) -> None:
        """Takes text as it stands in the file."""
        text = _BLANKS.sub(" ", text)
        self._put(text[1:] if self._is_blank and text[0] == " " else text)
        self._is_blank = text[-1] == " "

    def put(self, text: str) -> None:
        """Puts characters that an element names."""
        self._put(text)
        self._is_blank = False

    def _put(self, text: str) -> None:
        # What is longer than any cell may be is cut: the row is refused for its length all the same.
        self._pieces.append(text[: self._room])
        self._room -= len(self._pieces[-1])

    def text(self) -> str:
        """All of it."""
        text = "".join(self._pieces)
        return text.removesuffix(" ") if self._is_blank else text


class SheetParser:
    """Takes the lines of one sheet, found by its place among all, from the events of a parser."""

    def __init__(self, where: str, sheet: Sheet, asides: Asides) -> None:
        self.lines: list[tuple[Line, int]] = []
        """The lines that were read and not taken yet, each with how often it is repeated."""
        self._where = where
        self._name = sheet.name
        self._index = int(sheet.part)
        self._asides = asides
        self._tables = 0
        self._depth = 0
        self._is_here = False
        self._skipping = 0
        self._hidden_groups: list[bool] = []
        self._line = Line(1, {})
        self._times = 1
        self._column = 0
        self._column_begun = 0
        self._made = 0
        self._cell: Attributes | None = None
        self._is_covered = False
        self._texts: list[str] = []
        self._paragraph: _Paragraph | None = None
        self._begins: dict[str, Callable[[Attributes], None]] = {
            "table:table": self._begin_table,
            "table:table-column": self._begin_column,
            "table:table-column-group": self._begin_group,
            "table:table-row-group": self._begin_group,
            "table:table-row": self._begin_row,
            "table:table-cell": self._begin_cell,
            "table:covered-table-cell": self._begin_covered,
            "text:p": self._begin_paragraph,
            "text:h": self._begin_paragraph,
            "text:s": self._put_blanks,
            "text:tab": lambda _: self._put("\t"),
            "text:line-break": lambda _: self._put("\n"),
        }
        self._ends: dict[str, Callable[[], None]] = {
            "table:table": self._end_table,
            "table:table-column-group": self._end_group,
            "table:table-row-group": self._end_group,
            "table:table-row": self._end_row,
            "table:table-cell": self._end_cell,
            "table:covered-table-cell": self._end_cell,
            "text:p": self._end_paragraph,
            "text:h": self._end_paragraph,
        }
        self.parser = new_parser(where)
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._take

    def _begin(self, tag: str, attributes: Attributes) -> None:
        name = _prefixed(tag)
        # Tables in drawings count too: the first pass counts all.
        self._tables += name == "table:table"
        if self._skipping or name in _SKIPPED or name.startswith("draw:"):
            self._skipping += 1
            if name == "office:annotation" and self._is_here and self._cell is not None:
                self._asides.comments.append(self._place())
        elif (handler := self._begins.get(name)) and (self._is_here or name == "table:table"):
            handler(attributes)

    def _end(self, tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif (handler := self._ends.get(name := _prefixed(tag))) and (self._is_here or name == "table:table"):
            handler()

    def _take(self, text: str) -> None:
        if self._paragraph is not None and not self._skipping:
            self._paragraph.take(text)

    def _place(self) -> str:
        return f"{letters(self._column)}{self._line.number}"

    def _begin_table(self, attributes: Attributes) -> None:
        if self._is_here:
            raise FileRejected(f"{self._where}, line {self._line.number}: there is a table in a cell.")
        self._depth += 1
        self._is_here = self._depth == 1 and self._tables == self._index + 1
        if self._is_here and attributes.get(f"{_TABLE}name", "") != self._name:
            raise FileRejected(f"{self._where}: its sheets are not written as spreadsheet programs do.")

    def _end_table(self) -> None:
        self._depth -= 1
        self._is_here = False

    def _begin_group(self, attributes: Attributes) -> None:
        self._hidden_groups.append(attributes.get(f"{_TABLE}display") == "false")

    def _end_group(self) -> None:
        self._hidden_groups.pop()

    def _is_hidden(self, attributes: Attributes) -> bool:
        return attributes.get(f"{_TABLE}visibility") in _UNSEEN or any(self._hidden_groups)

    def _count(self, attributes: Attributes, name: str) -> int:
        text = attributes.get(name, "1")
        if not (text.isascii() and text.isdecimal() and len(text) < 9):
            raise FileRejected(f"{self._where}, line {self._line.number}: {text[:20]!r} is no count.")
        return int(text)

    def _begin_column(self, attributes: Attributes) -> None:
        times = self._count(attributes, f"{_TABLE}number-columns-repeated")
        if self._is_hidden(attributes):
            self._asides.hidden_columns.append((self._column_begun, self._column_begun + times - 1))
        self._column_begun += times

    def _begin_row(self, attributes: Attributes) -> None:
        self._times = self._count(attributes, f"{_TABLE}number-rows-repeated")
        self._line = Line(self._line.number, {}, self._is_hidden(attributes))
        self._column = 0

    def _end_row(self) -> None:
        if self._line.cells:
            self._made += len(self._line.cells) * self._times
            if self._made > MOST_REPEATED_CELLS:
                raise FileRejected(
                    f"{self._where}: its repeated cells are more than {MOST_REPEATED_CELLS:,}.",
                    hint="Delete the lines that only repeat others.",
                )
            self.lines.append((self._line, self._times))
        self._line = Line(self._line.number + self._times, {})

    def _begin_cell(self, attributes: Attributes) -> None:
        self._cell = attributes
        self._is_covered = False
        self._texts = []
        spans = [self._count(attributes, f"{_TABLE}number-{what}-spanned") for what in ("columns", "rows")]
        if max(spans) > 1:
            end = f"{letters(self._column + spans[0] - 1)}{self._line.number + spans[1] - 1}"
            self._asides.merged.append(f"{self._place()}:{end}")

    def _begin_covered(self, attributes: Attributes) -> None:
        self._cell = attributes
        self._is_covered = True
        self._texts = []

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        times = self._count(self._cell, f"{_TABLE}number-columns-repeated")
        text = self._text(self._cell)
        if text:
            if self._column + times > MOST_SHEET_COLUMNS:
                raise FileRejected(
                    f"{self._where}, line {self._line.number}: it has more than {MOST_SHEET_COLUMNS:,} columns."
                )
            if self._is_covered:
                self._asides.covered.append(self._place())
            if not self._is_covered or self._asides.reads_hidden:
                self._line.cells.update(dict.fromkeys(range(self._column, self._column + times), text))
        self._column += times
        self._cell = None

    def _text(self, cell: Attributes) -> Cell:
        seen = "\n".join(self._texts)
        formula = cell.get(f"{_TABLE}formula")
        if formula is not None and (what := reaching_out(formula)):
            refuse_link(f"{self._where}, line {self._line.number}", what)
        kind = cell.get(f"{_OFFICE}value-type", "")
        if cell.get(f"{_CALCEXT}value-type") == "error" or (formula is not None and _ERROR.fullmatch(seen)):
            return error_fault(seen)
        if kind in _VALUES:
            name, read = _VALUES[kind]
            value = cell.get(f"{_OFFICE}{name}")
            if value is not None:
                return read(value)
            return FORMULA_FAULT if formula is not None else CellFault(seen, kind, f"The cell has no {name}.")
        if formula is not None and not seen and f"{_OFFICE}string-value" not in cell:
            return FORMULA_FAULT
        return seen or cell.get(f"{_OFFICE}string-value", "")

    def _begin_paragraph(self, _attributes: Attributes) -> None:
        if self._cell is not None:
            self._paragraph = _Paragraph()

    def _end_paragraph(self) -> None:
        if self._paragraph is not None:
            self._texts.append(self._paragraph.text())
        self._paragraph = None

    def _put_blanks(self, attributes: Attributes) -> None:
        self._put(" " * min(self._count(attributes, f"{_TEXT}c"), MAX_CELL_CHARACTERS + 1))

    def _put(self, text: str) -> None:
        if self._paragraph is not None:
            self._paragraph.put(text)


def _boolean_text(value: str) -> Cell:
    if value in {"true", "false"}:
        return value
    return CellFault(value, "boolean", "The cell is neither true nor false.")


_VALUES: Mapping[str, tuple[str, Callable[[str], Cell]]] = {
    "float": ("value", number_text),
    "percentage": ("value", number_text),
    "currency": ("value", number_text),
    "date": ("date-value", iso_text),
    "time": ("time-value", duration_text),
    "boolean": ("boolean-value", _boolean_text),
}
"""Where each kind of value stands in a cell, and how it is read."""

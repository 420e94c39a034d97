"""The sheets and shared texts of XLSX workbooks, parsed as streams."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import IO, NoReturn, TypeVar

from ingest.readers.reaching_out import reaching_out, refuse_link
from ingest.readers.sheet_text import DateFormat, iso_text, moment_text, number_text, unescaped
from ingest.readers.sheets import (
    FORMULA_FAULT,
    MOST_LINES,
    Asides,
    Cell,
    CellFault,
    Line,
    column_number,
    error_fault,
    letters,
)
from ingest.readers.xml_parts import new_parser, parse
from ingest.rows import FileRejected

NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
"""Of the transitional and of the strict form."""


@dataclass(frozen=True, slots=True)
class Styles:
    """What cells point to: the shared texts, what each cell style shows of a moment, and where days begin."""

    texts: list[Cell]
    formats: list[DateFormat | None]
    since_1904: bool


def shared_texts(stream: IO[bytes], part: str) -> list[Cell]:
    """The texts that cells share; how they are pronounced (in Japanese) is no part of them."""
    found = _TextParser(part)
    for _ in parse(found.parser, stream, part):
        pass
    return found.texts


class _TextParser:
    """Takes the shared texts from the events of a parser."""

    def __init__(self, part: str) -> None:
        self.texts: list[Cell] = []
        self._pieces: list[str] = []
        self._said: list[str] = []
        self._in_reading = False
        self.parser = new_parser(part)
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._said.append

    def _begin(self, tag: str, _attributes: Mapping[str, str]) -> None:
        name = _own(tag)
        if name == "si":
            self._pieces.clear()
        self._in_reading = self._in_reading or name == "rPh"
        self._said.clear()

    def _end(self, tag: str) -> None:
        name = _own(tag)
        if name == "t" and not self._in_reading:
            self._pieces.extend(self._said)
        elif name == "rPh":
            self._in_reading = False
        elif name == "si":
            self.texts.append(unescaped("".join(self._pieces)))


Area = tuple[int, int, int, int]
"""First line, first column, last line, last column."""

_MERGED = re.compile(rb"""<(?:[\w.-]+:)?mergeCell\s[^<>]*?\bref\s*=\s*["']([^"'<>]*)["']""")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")
_OVERLAP_BYTES = 300


def merged_areas(stream: IO[bytes]) -> Iterator[Area]:
    """The merged areas of a sheet: they stand behind its cells, and are needed before them."""
    rest = b""
    while chunk := stream.read(1 << 16):
        text = rest + chunk
        end = 0
        for found in _MERGED.finditer(text) if b"mergeCell" in text else ():
            end = found.end()
            yield area_of(found[1].decode("ascii", "replace"))
        rest = text[max(end, len(text) - _OVERLAP_BYTES) :]


def area_of(text: str) -> Area:
    found = _PLACE.fullmatch(text)
    if not found:
        return (0, 0, 0, 0)
    left, top, right, bottom = found.groups()
    return int(top), column_number(left), int(bottom or top), column_number(right or left)


class Covering:
    """Which cells are covered by merged ones, as the lines go by."""

    def __init__(self, areas: list[Area], asides: Asides) -> None:
        self._coming = areas[::-1]
        self._present: list[Area] = []
        self._asides = asides

    def without(self, lines: list[Line]) -> Iterator[Line]:
        """The lines without the values that a merged cell covers; those are noted."""
        for line in lines:
            if self._coming or self._present:
                self._uncover(line)
            if line.cells:
                yield line

    def _uncover(self, line: Line) -> None:
        while self._coming and self._coming[-1][0] <= line.number:
            self._present.append(self._coming.pop())
        self._present = [area for area in self._present if line.number <= area[2]]
        for top, left, _, right in self._present:
            for column in [one for one in line.cells if left <= one <= right]:
                if (line.number, column) != (top, left):
                    self._asides.covered.append(f"{letters(column)}{line.number}")
                    if not self._asides.reads_hidden:
                        del line.cells[column]


_column = cache(column_number)
_WORDS = {"1": "true", "0": "false", "true": "true", "false": "false"}
Attributes = Mapping[str, str]


class SheetParser:
    """Takes the lines of a sheet from the events of a parser."""

    def __init__(self, where: str, styles: Styles, asides: Asides) -> None:
        self.lines: list[Line] = []
        """The lines that were read and not taken yet."""
        self._where = where
        self._styles = styles
        self._asides = asides
        self._line: Line | None = None
        self._number = 0
        self._digits = ""
        self._column = -1
        self._kind = ""
        self._style = 0
        self._value: str | None = None
        self._has_formula = False
        self._in_reading = False
        self._said: list[str] = []
        self._begins: dict[str, Callable[[Attributes], None]] = _in_namespaces(
            {
                "row": self._begin_row,
                "c": self._begin_cell,
                "v": self._begin_text,
                "t": self._begin_text,
                "f": self._begin_text,
                "rPh": self._begin_reading,
                "col": self._begin_column,
                "mergeCell": self._begin_merged,
            }
        )
        self._ends: dict[str, Callable[[], None]] = _in_namespaces(
            {
                "row": self._end_row,
                "c": self._end_cell,
                "v": self._end_value,
                "t": self._end_text,
                "f": self._end_formula,
                "rPh": self._end_reading,
            }
        )
        self._read: dict[str, Callable[[str], Cell]] = {
            "n": self._number_cell,
            "s": self._shared_cell,
            "str": unescaped,
            "inlineStr": unescaped,
            "b": lambda value: (
                _WORDS.get(value) or CellFault(value, "boolean", "The cell is neither true nor false.")
            ),
            "e": error_fault,
            "d": iso_text,
        }
        self.parser = new_parser(where)
        self._listen()

    def _listen(self) -> None:
        begins, ends = self._begins, self._ends

        def begin(tag: str, attributes: Attributes) -> None:
            if handler := begins.get(tag):
                handler(attributes)

        def end(tag: str) -> None:
            if handler := ends.get(tag):
                handler()

        self.parser.StartElementHandler = begin
        self.parser.EndElementHandler = end
        self.parser.CharacterDataHandler = self._said.append

    def _broken(self, why: str) -> NoReturn:
        raise FileRejected(
            f"{self._where}, line {self._number}: {why}.",
            hint="Open the workbook in a spreadsheet program and save it.",
        )

    def _begin_row(self, attributes: Attributes) -> None:
        last = self._number
        number = attributes.get("r", str(last + 1))
        self._number = int(number) if number.isascii() and number.isdecimal() and len(number) < 8 else 0
        if self._line is not None or not last < self._number <= MOST_LINES:
            self._number = last
            self._broken("the lines of the sheet are not in order")
        self._digits = str(self._number)
        self._column = -1
        self._line = Line(self._number, {}, _is_hidden(attributes, "ht"))

    def _end_row(self) -> None:
        if self._line is not None and self._line.cells:
            self.lines.append(self._line)
        self._line = None

    def _begin_cell(self, attributes: Attributes) -> None:
        place = attributes.get("r")
        last = self._column
        if place is None:
            self._column = last + 1
        else:
            self._column = _column(place[: -len(self._digits)]) if place.endswith(self._digits) else -1
        if self._line is None or self._kind or self._column <= last:
            self._broken(f"the cell {place or ''} stands where it cannot")
        self._kind = attributes.get("t", "n")
        style = attributes.get("s", "0")
        self._style = int(style) if style.isdecimal() else 0
        self._value = None
        self._has_formula = False

    def _end_cell(self) -> None:
        if self._line is not None and (cell := self._cell()):
            self._line.cells[self._column] = cell
        self._kind = ""

    def _cell(self) -> Cell:
        if self._has_formula and (self._value is None or (self._value == "" and self._kind != "str")):
            return FORMULA_FAULT
        if not self._value:
            return ""
        if self._kind not in self._read:
            self._broken(f"a cell is of the kind {self._kind[:20]!r}, which there is not")
        return self._read[self._kind](self._value)

    def _number_cell(self, value: str) -> Cell:
        shown = self._styles.formats[self._style] if self._style < len(self._styles.formats) else None
        if shown is None:
            return number_text(value)
        return moment_text(value, shown, since_1904=self._styles.since_1904)

    def _shared_cell(self, value: str) -> Cell:
        if not (value.isascii() and value.isdecimal() and int(value[:10]) < len(self._styles.texts)):
            self._broken(f"a cell names the shared text {value[:20]!r}, which there is not")
        return self._styles.texts[int(value)]

    def _begin_text(self, _attributes: Attributes) -> None:
        self._said.clear()

    def _end_value(self) -> None:
        self._value = "".join(self._said)

    def _end_text(self) -> None:
        if not self._in_reading:
            self._value = (self._value or "") + "".join(self._said)

    def _end_formula(self) -> None:
        self._has_formula = True
        if what := reaching_out("".join(self._said)):
            refuse_link(f"{self._where}, line {self._number}", what)

    def _begin_reading(self, _attributes: Attributes) -> None:
        self._in_reading = True

    def _end_reading(self) -> None:
        self._in_reading = False

    def _begin_column(self, attributes: Attributes) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if _is_hidden(attributes, "width") and first.isdecimal() and last.isdecimal():
            self._asides.hidden_columns.append((int(first) - 1, int(last) - 1))

    def _begin_merged(self, attributes: Attributes) -> None:
        self._asides.merged.append(attributes.get("ref", ""))


Handler = TypeVar("Handler")


def _in_namespaces(handlers: Mapping[str, Handler]) -> dict[str, Handler]:
    return {f"{space} {tag}": handler for tag, handler in handlers.items() for space in NAMESPACES}


def _is_hidden(attributes: Attributes, size: str) -> bool:
    """Whether a line or column is hidden, or has no size, which comes to the same."""
    return attributes.get("hidden") in {"1", "true"} or attributes.get(size) in {"0", "0.0"}


@cache
def _own(tag: str) -> str:
    """The local name of an element of spreadsheets; nothing for those of extensions."""
    space, _, name = tag.rpartition(" ")
    return name if space in NAMESPACES else ""

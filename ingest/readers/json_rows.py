"""JSON and JSON Lines to rows: one row for each record, one column for each path of a value.

A record is an object. The names of nested objects are joined with a dot (`donor.name`); an array of plain
values is one cell with `;` between them; the elements of any other array are numbered (`party[0].name`).
Numbers are the text that stands in the file; null and an empty array or object are empty cells.

The columns are all paths of all good records, in the order of the file. A path that is empty wherever it
stands, and leads on to others elsewhere (`"actor": null`), is no column.
"""

from collections.abc import Iterator, Mapping
from json import JSONDecodeError
from pathlib import Path
from typing import Any, BinaryIO

from ingest.readers.cells import (
    MAX_DEPTH,
    MAX_RECORD_CHARACTERS,
    SURROGATE,
    UNDECODED,
    check_columns,
    joined,
    made_row,
    opened,
)
from ingest.readers.json_text import DECODER, JsonRecord, JsonText, NoNumber, RepeatedKey, repeated_key
from ingest.readers.table import TableForm
from ingest.rows import BadRow, FileRejected, Problem, Row, cut

_BOM = b"\xef\xbb\xbf"
_WORDS = {True: "true", False: "false", None: ""}
_HINT = "If the records stand deeper in the document, name their array at format/records."


class JsonTable:
    """The records of a JSON document (at the JSON pointer of its form) or of a JSON Lines file."""

    def __init__(self, path: Path, name: str, form: TableForm) -> None:
        self._path = path
        self._name = name
        self._form = form
        self._columns: tuple[str, ...] | None = None
        self._is_cut = False

    def header(self) -> tuple[str, ...]:
        """Every path that a value of a good record has; a first reading of the whole file finds them."""
        if self._columns is None:
            self._columns = self._found_columns()
        return self._columns

    def rows(self) -> Iterator[Row | BadRow]:
        """The records in order, each with the cells of all columns; a broken one costs only itself.

        Raises FileRejected when the document is no JSON to its end, or an object of it has a key twice.
        """
        blank = dict.fromkeys(self.header(), "")
        for record in self._records():
            cells, problems = self._cells(record)
            known = {column: cell for column, cell in cells.items() if column in blank}
            yield made_row(record.line, blank | known, record.text, problems)

    def notices(self) -> tuple[str, ...]:
        """That the file may have been cut off, where its last line has no end and is no record."""
        return ("The file ends in the middle of a line: it may have been cut off.",) if self._is_cut else ()

    def _records(self) -> Iterator[JsonRecord]:
        with opened(self._path, self._name) as file:
            if self._form.kind == "jsonl":
                yield from self._lines(file)
            else:
                yield from JsonText(file, self._name).records(self._form.records)

    def _lines(self, file: BinaryIO) -> Iterator[JsonRecord]:
        number = 0
        self._is_cut = False
        while line := file.readline(MAX_RECORD_CHARACTERS + 1):
            number += 1
            if len(line) > MAX_RECORD_CHARACTERS:
                raise FileRejected(
                    f"{self._name}, line {number}: the line is longer than {MAX_RECORD_CHARACTERS:,} bytes.",
                    hint="A document whose records are one array is the kind json.",
                )
            text = line.removeprefix(_BOM if number == 1 else b"").decode("utf-8", "surrogateescape")
            if text := text.strip(" \t\r\n"):
                record = _line(number, text, self._name)
                self._is_cut = isinstance(record.value, Problem) and not line.endswith(b"\n")
                yield record
        if not number:
            raise FileRejected(f"{self._name}, line 1: the file is empty.", hint="Was it written whole?")

    def _found_columns(self) -> tuple[str, ...]:
        filled: dict[str, bool] = {}
        for record in self._records():
            cells, problems = self._cells(record)
            if not problems:
                for column in cells:
                    filled.setdefault(column, False)
                filled.update((column, True) for column, cell in cells.items() if cell)
                check_columns(self._name, filled, _HINT)
        return tuple(
            column for column, has_text in filled.items() if has_text or not _leads_on(column, filled)
        )

    def _cells(self, record: JsonRecord) -> tuple[dict[str, str], list[Problem]]:
        """The cells of a record by their paths, and what is wrong with it."""
        if UNDECODED.search(record.text):
            return {}, [_undecoded(record.text)]
        if isinstance(record.value, Problem):
            return {}, [record.value]
        if not isinstance(record.value, dict):
            message = "A record is an object: names with values, in braces."
            return {}, [Problem("", cut(record.text), "json-object", message)]
        flat = _Flat()
        try:
            flat.put_members("", record.value, 1)
        except _TooDeep:
            if self._form.kind == "jsonl":
                return {}, [_TOO_DEEP]
            raise FileRejected(f"{self._name}, line {record.line}: {_TOO_DEEP.message}") from None
        return flat.cells, flat.problems


def _leads_on(column: str, columns: Mapping[str, bool]) -> bool:
    return any(other.startswith((f"{column}.", f"{column}[")) for other in columns)


class _TooDeep(Exception):
    """A signal that a record is nested deeper than records are."""


_TOO_DEEP = Problem("", "", "json-depth", f"The JSON is nested deeper than {MAX_DEPTH} levels.")


def _line(number: int, text: str, name: str) -> JsonRecord:
    """The record that a line is, or what is wrong with the line."""
    try:
        return JsonRecord(number, text, DECODER.decode(text))
    except RepeatedKey as error:
        raise repeated_key(f"{name}, line {number}", str(error)) from None
    except RecursionError:
        return JsonRecord(number, text, _TOO_DEEP)
    except JSONDecodeError as error:
        message = f"The line is not JSON: {error.msg} at character {error.pos + 1}."
        return JsonRecord(number, text, Problem("", cut(text[error.pos :]), "json-syntax", message))


def _undecoded(text: str) -> Problem:
    found = UNDECODED.search(text)
    byte = f"{ord(found[0]) - 0xDC00:02x}" if found else ""
    return Problem("", byte, "encoding", f"The byte {byte} is not UTF-8, in which all JSON is written.")


class _Flat:
    """A record as cells by their paths, and the problems that were met on the way."""

    def __init__(self) -> None:
        self.cells: dict[str, str] = {}
        self.problems: list[Problem] = []

    def put_members(self, path: str, members: Mapping[str, Any], depth: int) -> None:
        """Puts every value of an object, each under its own name."""
        for name, value in members.items():
            place = f"{path}.{name}" if depth > 1 else name
            # Most values are plain ASCII text: nothing can be wrong with these.
            if type(value) is str and value.isascii() and place.isascii() and place not in self.cells:
                self.cells[place] = value
            else:
                self._put(place, value, depth)

    def _put(self, path: str, value: Any, depth: int) -> None:
        if isinstance(value, dict) and value:
            _check_depth(depth)
            self.put_members(path, value, depth + 1)
        elif isinstance(value, list):
            _check_depth(depth)
            self._put_elements(path, value, depth + 1)
        else:
            self._put_cell(path, self._text(path, None if value == {} else value))

    def _put_elements(self, path: str, elements: list[Any], depth: int) -> None:
        if any(isinstance(element, dict | list) for element in elements):
            for index, element in enumerate(elements):
                self._put(f"{path}[{index}]", element, depth)
            return
        self._put_cell(path, joined(path, [self._text(path, element) for element in elements]))

    def _text(self, path: str, value: Any) -> str:
        if not isinstance(value, str):
            return _WORDS[value]
        if isinstance(value, NoNumber):
            message = (
                "This is no number that can be kept exactly: JSON has none that is infinite or none at all."
            )
            self.problems.append(Problem(path, cut(value), "json-number", message))
        return value

    def _put_cell(self, path: str, cell: str | Problem) -> None:
        if isinstance(cell, Problem):
            self.problems.append(cell)
        elif half := SURROGATE.search(path) or SURROGATE.search(cell):
            message = (
                f"The text holds half a character (U+{ord(half[0]):04X}), which no file can be written with."
            )
            self.problems.append(Problem(path, cut(cell), "lone-surrogate", message))
        elif path in self.cells:
            message = "Two values of the record have this path, so that nobody can tell them apart."
            self.problems.append(Problem(path, cut(cell), "json-path", message))
        else:
            self.cells[path] = cell


def _check_depth(depth: int) -> None:
    if depth >= MAX_DEPTH:
        raise _TooDeep

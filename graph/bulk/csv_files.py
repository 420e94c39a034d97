"""Rows into CSV files whose columns grow with the rows, in memory that does not.

A header is a file of its own, written at the end. A row is as long as its last value: the import takes the cells
that are missing for absent. (It must not end with an empty cell then, or the import reads on into the next line.)
A property of two types, which one column cannot hold, makes a second sheet; so do too many columns. Rows with line
breaks have sheets of their own, which the import is told of: to look for them everywhere makes it four times slower.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.bulk.cells import cell, quoted_cell
from graph.bulk.tables import Source, TableName
from graph.model import Properties, Value
from ontology.errors import HakimError

MOST_COLUMNS: Final = 400
"""Columns beyond which a sheet takes only rows that need no more: a row has a delimiter for each."""

KEPT_CHARACTERS: Final = 4_000_000
"""Rows of all sheets that wait for being written, as characters."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

Cells = list[tuple[str, str, str]]
"""Name, column type and text of each property."""


class CsvFiles:
    """The files of one graph, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tables: dict[TableName, _Table] = {}
        self._kept = 0
        self._sheets: list[_Sheet] = []

    def add(self, table: TableName, key: Sequence[str], properties: Properties) -> dict[str, Value]:
        """Takes a row in; gives the properties that no cell can say."""
        unsaid: dict[str, Value] = {}
        cells: Cells = []
        for name, value in properties.items():
            kind, text = cell(value)
            if text:
                cells.append((name, kind, text))
            else:
                unsaid[name] = value
        self._kept += self._put(table, ",".join(map(quoted_cell, key)), cells)
        if self._kept > KEPT_CHARACTERS:
            self._flush()
        return unsaid

    def _put(self, name: TableName, key: str, cells: Cells) -> int:
        table = self._tables.get(name)
        if table is None:
            table = self._tables[name] = _Table([], [])
        text = "".join([text for _, _, text in cells])
        has_line_breaks = "\n" in text or "\r" in text
        sheets = table.broken if has_line_breaks else table.plain
        for sheet in sheets:
            if length := sheet.add(key, cells):
                return length
        path = self._folder / f"{name.kind}-{len(self._sheets) + 1:03}-{name.readable}.csv"
        new = _Sheet(name, path, has_line_breaks=has_line_breaks)
        sheets.append(new)
        self._sheets.append(new)
        return new.add(key, cells)

    def _flush(self) -> None:
        for sheet in self._sheets:
            sheet.flush()
        self._kept = 0

    def close(self) -> list[Source]:
        """Writes what waits and the headers; gives all files."""
        self._flush()
        return [sheet.source() for sheet in self._sheets]


@dataclass(frozen=True, slots=True)
class _Table:
    """The sheets of a table: those of plain rows, and those of rows with line breaks."""

    plain: list["_Sheet"]
    broken: list["_Sheet"]


class _Sheet:
    """One data file and its columns: the fixed ones of its table, and one for each property."""

    def __init__(self, table: TableName, path: Path, *, has_line_breaks: bool) -> None:
        self._table = table
        self._path = path
        self._has_line_breaks = has_line_breaks
        self._columns: dict[str, tuple[int, str]] = {}
        self._blank = [""]
        self._lines: list[str] = []
        self._rows = 0
        self._longest = 0

    def add(self, key: str, cells: Cells) -> int:
        """The length of the row that was taken in; 0 when the columns cannot take it."""
        columns = self._columns
        row = self._blank[:]
        last = 0
        for name, kind, text in cells:
            column = columns.get(name)
            if column is None:
                return self.add(key, cells) if self._grow(cells) else 0
            index, column_kind = column
            if column_kind != kind:
                return 0
            row[index] = text
            if index > last:  # noqa: PLR1730 - max() takes three times as long, for each value of a graph
                last = index
        row[0] = key
        line = ",".join(row[: last + 1])
        self._lines.append(line)
        return len(line)

    def _grow(self, cells: Cells) -> bool:
        """Makes a column for each property that has none; False when one has another type, or there are too many."""
        known = self._columns
        if any(name in known and known[name][1] != kind for name, kind, _ in cells):
            return False
        new = [(name, kind) for name, kind, _ in cells if name not in known]
        if known and len(known) + len(new) > MOST_COLUMNS:
            return False
        for name, kind in new:
            known[name] = (len(known) + 1, kind)
        self._blank = [""] * (len(known) + 1)
        return True

    def flush(self) -> None:
        """Writes the rows that wait."""
        if self._lines:
            text = "\n".join(self._lines)
            self._longest = max(self._longest, *map(len, self._lines))
            self._rows += len(self._lines)
            with self._path.open("ab") as file:
                file.write(f"{text}\n".encode())
            self._lines.clear()

    def source(self) -> Source:
        """Writes the header; gives both files."""
        properties = (f"{_plain(name)}:{kind}" for name, (_, kind) in self._columns.items())
        header = self._path.with_name(f"{self._path.stem}-header.csv")
        header.write_text(",".join((*self._table.fixed, *properties)) + "\n", encoding="utf-8")
        files = (header.name, self._path.name)
        return Source(self._table, files, self._rows, self._longest, self._has_line_breaks)


def _plain(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise HakimError(f"{name!r} is no name of a property that Hakim makes.", hint="Please report this.")
    return name

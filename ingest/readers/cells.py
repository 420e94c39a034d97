"""What readers of documents share: the limits of a table, its rows, and the door to its file."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence, Sized
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from ingest.rows import BadRow, FileRejected, Problem, Row, cut
from ontology.errors import OutsideFailure

MAX_CELL_CHARACTERS = 131_072
MAX_COLUMNS = 1_000
MAX_RECORD_CHARACTERS = 1_000_000
MAX_DEPTH = 64
"""Nesting of documents; real ones have fewer than ten levels, and parsers fail at some thousands."""

SEPARATOR = ";"
"""What stands between several values in one cell; a source spec splits there."""

SURROGATE = re.compile("[\ud800-\udfff]")
UNDECODED = re.compile("[\udc80-\udcff]")
"""Bytes that are not UTF-8: Python keeps each as a lone surrogate (PEP 383)."""

_MOST_PROBLEMS = 50


@contextmanager
def opened(path: Path, name: str) -> Iterator[BinaryIO]:
    """The open file; what goes wrong with the disk meanwhile is an OutsideFailure."""
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise OutsideFailure(
            f"{name} cannot be read: {error.strerror or error}.", hint="Check its name and rights."
        ) from error


def check_columns(name: str, columns: Sized, hint: str) -> None:
    """Raises FileRejected where a table has more columns than a table can have."""
    if len(columns) > MAX_COLUMNS:
        raise FileRejected(f"{name}: the rows have more than {MAX_COLUMNS:,} columns.", hint=hint)


def made_row(
    line: int, cells: Mapping[str, str], raw: str = "", problems: Sequence[Problem] = ()
) -> Row | BadRow:
    """The row of these cells, or a bad row where something is wrong with it or a cell is too long.

    A bad row of a document that has no text of its own for each record shows its cells as JSON.
    """
    found = [*problems, *_long_cells(cells)]
    if not found:
        return Row(line, cells, raw)
    told = (
        replace(problem, column=writable(problem.column), value=writable(problem.value))
        for problem in found[:_MOST_PROBLEMS]
    )
    shown = raw or json.dumps({column: cell for column, cell in cells.items() if cell}, ensure_ascii=False)
    return BadRow(line, writable(cut(shown, MAX_RECORD_CHARACTERS)), tuple(told))


def writable(text: str) -> str:
    r"""The text with what no file can be written with as escapes: undecoded bytes, halves of characters.

    >>> writable("Microcr\udc92dit"), writable("\ud800")
    ('Microcr\\x92dit', '\\ud800')
    """
    if not SURROGATE.search(text):
        return text
    return SURROGATE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"


def _long_cells(cells: Mapping[str, str]) -> Iterator[Problem]:
    for column, cell in cells.items():
        if len(cell) > MAX_CELL_CHARACTERS:
            message = f"The cell has more than {MAX_CELL_CHARACTERS:,} characters."
            yield Problem(column, "", "cell-length", message)


def joined(column: str, parts: Sequence[str]) -> str | Problem:
    """Several values as one cell, or what is wrong where they could not be told apart in it."""
    if (unclear := next((part for part in parts if SEPARATOR in part), None)) is not None:
        message = f"One of several values holds {SEPARATOR!r}, which stands between values in a cell."
        return Problem(column, cut(unclear), "separator", message)
    return SEPARATOR.join(parts)

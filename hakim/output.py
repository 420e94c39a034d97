"""What commands print: results to stdout, tables for people or one JSON value for programs.

Progress goes to stderr, where it can never spoil a result.
"""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

OUT = Console(soft_wrap=True)
SHORT = 18
"""Columns of a terminal up to which a value is not broken over lines."""

ERR = Console(stderr=True, soft_wrap=True)


def print_json(value: object) -> None:
    """One JSON value on stdout; keys in the order given, text as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, title: str = "") -> None:
    """A table for people."""
    table = Table(title=title or None, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    shown = [[_cell(value) for value in row] for row in rows]
    for number, name in enumerate(columns):
        # Short values are never broken; long ones share the width that is left.
        widest = max(cell_len(cell) for cell in [name, *(row[number] for row in shown)])
        table.add_column(name, overflow="fold", min_width=min(widest, SHORT))
    for row in shown:
        table.add_row(*row)
    OUT.print(table)


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return escape(text)


def csv_text(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows as CSV with a header; lists and things as JSON in their cell."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_csv_cell(row.get(name)) for name in columns])
    return buffer.getvalue()


def _csv_cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@contextmanager
def progress(what: str) -> Iterator[Progress]:
    """A progress display on stderr; silent where stderr is no terminal."""
    columns = (TextColumn(what), BarColumn(), TaskProgressColumn(), TimeRemainingColumn(compact=True))
    with Progress(*columns, console=ERR, transient=True, disable=not sys.stderr.isatty()) as display:
        yield display


@contextmanager
def reading_progress(
    what: str, total: int | None = None, *, quiet: bool = False, console: Console = ERR
) -> Iterator[Callable[[int, int], None]]:
    """A display of rows, their rate and the time left, on stderr; silent when asked and where that is no terminal.

    The block is given the function to call with the rows and the characters that were read since its last call;
    `total` is how many characters there are, as far as that is known.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        _RowsColumn(),
        TimeRemainingColumn(compact=True),
    )
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task(escape(what), total=total, rows=0)
        read = 0

        def advance(rows: int, characters: int) -> None:
            nonlocal read
            read += rows
            bar.update(task, advance=characters, rows=read)

        yield advance


class _RowsColumn(ProgressColumn):
    """The rows so far and how many a second they are."""

    def render(self, task: Task) -> Text:
        return Text(rows_text(task.fields["rows"], task.elapsed or 0.0))


def rows_text(rows: int, seconds: float) -> str:
    """Rows and their rate, as people read them.

    >>> rows_text(120_000, 5.0), rows_text(0, 0.0)
    ('120,000 rows (24,000 a second)', '0 rows')
    """
    rate = f" ({rows / seconds:,.0f} a second)" if seconds and rows else ""
    return f"{rows:,} rows{rate}"


def say(text: str) -> None:
    """A line for people, on stderr, where it can never spoil a result."""
    click.echo(text, err=True)


def hush(_text: str) -> None:
    """In the place of `say`, for people who want to hear of nothing but errors."""

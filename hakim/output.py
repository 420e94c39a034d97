"""What commands print: results to stdout, tables for people or one JSON value for programs.

Progress goes to stderr, where it can never spoil a result.
"""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

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


def json_text(value: object) -> str:
    """One JSON value; keys in the order given, text as it is."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def print_json(value: object) -> None:
    """One JSON value on stdout."""
    click.echo(json_text(value), nl=False)


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, title: str = "") -> None:
    """A table for people."""
    OUT.print(_table(columns, rows, title))


def table_text(
    columns: Sequence[str], rows: Sequence[Sequence[object]], *, title: str = "", console: Console = OUT
) -> str:
    """The table as that console would show it."""
    with console.capture() as captured:
        console.print(_table(columns, rows, title))
    return captured.get()


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]], title: str) -> Table:
    table = Table(title=title or None, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    shown = [[_cell(value) for value in row] for row in rows]
    for number, name in enumerate(columns):
        # Short values are never broken; long ones share the width that is left.
        widest = max(cell_len(cell) for cell in [name, *(row[number] for row in shown)])
        table.add_column(name, overflow="fold", min_width=min(widest, SHORT))
    for row in shown:
        table.add_row(*row)
    return table


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return escape(text.translate(_VISIBLE))


_VISIBLE: Final = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"} | {0x7F: "␡"}
"""Control characters become their pictures: a value must not move the cursor or ring the bell."""


def csv_text(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    r"""The rows as CSV with a header; lists and things as JSON in their cell.

    Texts that a spreadsheet would run as a formula get an apostrophe before them; numbers are left alone.

    >>> csv_text(["n", "text"], [{"n": -1, "text": "=1+1"}])
    "n,text\n-1,'=1+1\n"
    """
    return "".join(
        _csv_line(line) for line in (columns, *([row.get(name) for name in columns] for row in rows))
    )


def _csv_line(values: Iterable[object]) -> str:
    line = io.StringIO(newline="")
    # The writer quotes what its own line end is made of: with "\n" alone, a lone "\r" would break a row in two.
    csv.writer(line, lineterminator="\r\n").writerow([_csv_cell(value) for value in values])
    return line.getvalue().removesuffix("\r\n") + "\n"


def _csv_cell(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet takes for a formula (OWASP, CSV injection)."""


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


def show(text: str, note: str = "") -> None:
    """A result on stdout, and on stderr what is said beside it."""
    click.echo(text, nl=False)
    if note:
        say(note)

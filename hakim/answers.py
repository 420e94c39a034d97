"""Rows as text, in the form that was asked for."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from rich.console import Console

from graph.answer import Answer
from hakim.output import OUT, csv_text, json_text, table_text


@dataclass(frozen=True, slots=True)
class Written:
    """What goes to stdout, and what is said beside it on stderr, where it can spoil no result."""

    text: str
    note: str = ""


def write_answer(answer: Answer, form: str, console: Console = OUT) -> Written:
    """The rows of a query in one of `FORMS`; a table is as wide as the console."""
    if form == "table":
        rows = [[row[name] for name in answer.columns] for row in answer.rows]
        return Written(table_text(answer.columns, rows, console=console), count_rows(len(rows)))
    return Written(write_rows(answer.columns, answer.rows, form))


def count_rows(rows: int) -> str:
    """A number of rows in words."""
    return "1 row" if rows == 1 else f"{rows:,} rows"


def write_rows(columns: tuple[str, ...], rows: list[dict[str, Any]], form: str) -> str:
    """Rows in a form for programs: any of `FORMS` but the table."""
    return _ROWS[form](columns, rows)


def _json_lines(_columns: tuple[str, ...], rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


_ROWS: Mapping[str, Callable[[tuple[str, ...], list[dict[str, Any]]], str]] = MappingProxyType(
    {"json": lambda _, rows: json_text(rows), "jsonl": _json_lines, "csv": csv_text}
)

FORMS: Final = ("table", *_ROWS)
"""What an answer can be written as."""

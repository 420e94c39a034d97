"""The child process of a guarded table: sets its limits, reads the table, sends its rows."""

import json
import resource
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from ingest.readers.csv_rows import CsvForm
from ingest.readers.formats import open_direct
from ingest.readers.guarded_table import LENGTH, OUT_OF_MEMORY
from ingest.readers.table import Table, TableForm
from ingest.rows import BadRow, Row
from ontology.errors import HakimError

_ROWS_A_MESSAGE = 200
_CHARACTERS_A_MESSAGE = 1 << 18
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.kill",
)
"""What a reader of tables never does; Python announces each before it is done."""


def main(request: str) -> None:
    """The child's whole work: limits, then messages on its standard output; the last one says that it is."""
    told = json.loads(request)
    form = told.pop("form")
    table_form = TableForm(**form | {"csv": CsvForm(**form["csv"])})
    tempfile.tempdir = told["scratch"]
    out = sys.stdout.buffer
    _set_limits(told["memory_bytes"], told["processor_seconds"])
    try:
        table = open_direct(Path(told["path"]), told["name"], table_form)
        header = table.header()
        _send(out, {"header": header, "is_last": told["wanted"] == "header"})
        if told["wanted"] == "rows":
            for rows in _batches(table, header):
                _send(out, {"rows": rows})
            _send(out, {"notices": table.notices(), "is_last": True})
    except HakimError as error:
        kind = type(error).__name__
        _send(out, {"error": {"kind": kind, "message": error.message, "hint": error.hint}, "is_last": True})
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    except BrokenPipeError:
        # The parent has what it wanted and went away.
        sys.exit(0)


def _set_limits(memory_bytes: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_forbid)


def _forbid(event: str, _arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"A reader of tables may not do this: {event}.")


def _send(out: IO[bytes], message: dict[str, Any]) -> None:
    text = json.dumps(message).encode()
    out.write(LENGTH.pack(len(text)))
    out.write(text)
    out.flush()


def _batches(table: Table, header: tuple[str, ...]) -> Iterator[list[list[Any]]]:
    """The rows, some at a time: as many as make a message of a good size."""
    batch: list[list[Any]] = []
    size = 0
    for row in table.rows():
        batch.append(_told(row, header))
        size += len(row.raw) + (sum(map(len, row.cells.values())) if isinstance(row, Row) else 0)
        if len(batch) >= _ROWS_A_MESSAGE or size > _CHARACTERS_A_MESSAGE:
            yield batch
            batch, size = [], 0
    yield batch


def _told(row: Row | BadRow, header: tuple[str, ...]) -> list[Any]:
    if isinstance(row, BadRow):
        problems = [[p.column, p.value, p.rule, p.message, p.verdict] for p in row.problems]
        return [row.line, row.sheet, row.raw, None, problems]
    return [row.line, row.sheet, row.raw, [row.cells[column] for column in header], None]

"""Parsers that break in every way, for the child of a guarded table; the file's text says how."""

import ctypes
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NoReturn

from ingest.readers import guarded_child
from ingest.readers.table import TableForm
from ingest.rows import BadRow, Row


def _deep() -> NoReturn:
    _deep()


def _spin() -> NoReturn:
    while True:
        pass


def _noise() -> None:
    sys.stdout.buffer.write(b"\xff" * 1_000_000)
    sys.stdout.flush()
    sys.exit(1)


FAULTS: Mapping[str, Callable[[], object]] = {
    "crash": lambda: ctypes.string_at(0),
    "abort": os.abort,
    "deep": _deep,
    "defect": lambda: 1 / 0,
    "silence": lambda: os._exit(7),
    "noise": _noise,
    "spin": _spin,
    "sleep": lambda: time.sleep(600),
    "socket": socket.socket,
    "program": lambda: subprocess.run(["true"], check=False),
    "memory": lambda: bytearray(8 << 30),
}


class BrokenTable:
    """A table that gives a row and then breaks."""

    def __init__(self, path: Path, _name: str, _form: TableForm) -> None:
        self._fault = path.read_text()

    def header(self) -> tuple[str, ...]:
        return ("a",)

    def rows(self) -> Iterator[Row | BadRow]:
        yield Row(2, {"a": "1"})
        FAULTS[self._fault]()

    def notices(self) -> tuple[str, ...]:
        return ()


def main(request: str) -> None:
    """The child's work with a broken table."""
    vars(guarded_child)["open_direct"] = BrokenTable
    guarded_child.main(request)

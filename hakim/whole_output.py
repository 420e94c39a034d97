"""Where a document goes: a file that is the old one or the new one and never a part, or standard output."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import click

from ontology.errors import OutsideFailure


@contextmanager
def whole_output(path: Path | None, *, spool: Path | None = None) -> Iterator[BinaryIO]:
    """The output to write to; what was written to a file takes its place when the block ends well.

    With a folder `spool` nothing comes to standard output either before the block ends well. OutsideFailure when the
    output cannot be written. Where the reader of standard output went away, as `head` does, all is well: the command
    ends there.
    """
    output = _file(path) if path else _spooled(spool) if spool else _stdout()
    with _failures(path), output as opened:
        yield opened


@contextmanager
def _failures(path: Path | None) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as error:
        raise click.exceptions.Exit(0) from error
    except OSError as error:
        what = path or "Standard output"
        raise OutsideFailure(f"{what} cannot be written: {error.strerror or error}.") from error


@contextmanager
def _file(path: Path) -> Iterator[BinaryIO]:
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as opened:
            yield opened
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def _stdout() -> Iterator[BinaryIO]:
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except OSError:
        # What is still in the buffer would fail once more at the end of the process, and change its exit code.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        raise


@contextmanager
def _spooled(folder: Path) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile(dir=folder) as file:
        yield cast("BinaryIO", file)
        file.seek(0)
        with _stdout() as output:
            shutil.copyfileobj(file, output)

"""A text file in any encoding to UTF-8 with line feeds, line by line the same: for readers that take bytes."""

import codecs
from pathlib import Path
from typing import BinaryIO

from ingest.readers.text_encoding import ENCODINGS
from ingest.rows import FileRejected
from ontology.errors import OutsideFailure

_BLOCK = 1 << 18
LINE_ENDS = ("lf", "cr")
"""What ends a line: a line feed (after a carriage return or not), or, as on old Macs, a carriage return alone."""


def as_utf8(path: Path, encoding: str, out: BinaryIO, *, line_end: str = "lf", name: str = "") -> int:
    """Writes the text of a file to `out` in UTF-8, and gives how many characters it has.

    Lines keep their numbers. Where lines end with a carriage return alone, a line feed takes its place; no other
    character changes, but a byte order mark is left out. Memory does not grow with the file. Raises FileRejected
    at the first byte that is not in the encoding, with its place: half a character, or a byte that has no meaning.
    """
    reader = codecs.getincrementaldecoder(ENCODINGS[encoding])("strict")
    written, line = 0, 1
    try:
        with path.open("rb") as file:
            while True:
                block = file.read(_BLOCK)
                try:
                    text = reader.decode(block, final=not block)
                except UnicodeDecodeError as error:
                    raise _not_in(encoding, error, line, line_end, name or path.name) from error
                text = text.removeprefix("\ufeff") if not written else text
                text = text.replace("\r", "\n") if line_end == "cr" else text
                out.write(text.encode())
                written, line = written + len(text), line + text.count("\n")
                if not block:
                    return written
    except OSError as error:
        raise OutsideFailure(f"{name or path.name} cannot be read: {error.strerror}.") from error


def _not_in(encoding: str, error: UnicodeDecodeError, line: int, line_end: str, name: str) -> FileRejected:
    """The problem of a file in which something is not in its encoding."""
    good = error.object[: error.start].decode(error.encoding, "ignore")
    at = line + good.count("\r" if line_end == "cr" else "\n")
    shown = error.object[error.start : error.start + 1].hex() or "its end"
    return FileRejected(
        f"{name}, line {at}: the byte {shown} is not {encoding}: {error.reason}.",
        hint="Name the file's encoding in the source spec, at format/encoding.",
    )

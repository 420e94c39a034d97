"""One pass over the bytes of a text file: line ends, byte order mark, and whether they are UTF-8."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ingest.readers.text_encoding import Contexts, by_mark, unmarked_utf_16
from ontology.errors import OutsideFailure

CHUNK = 1 << 20
_RUN = re.compile(rb"[\x00-\x7f]?[\x80-\xff]+[\x00-\x7f]?")
_WHOLE = re.compile(
    rb"[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}"
    rb"|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
"""One character in UTF-8 (RFC 3629)."""
_NOT_LEADS = bytes([*range(0xC2), *range(0xF5, 0x100)])
"""The bytes that begin no character beyond ASCII."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: its line, and how many bytes stand before it in that line."""

    line: int
    offset: int
    byte: int


@dataclass(frozen=True, slots=True)
class LineEnds:
    """How many lines end in each way."""

    crlf: int = 0
    lf: int = 0
    cr: int = 0

    @property
    def all(self) -> int:
        """How many lines have an end."""
        return self.crlf + self.lf + self.cr

    @property
    def most(self) -> str:
        """The line end of most lines, by its name in source specs.

        Carriage returns alone end lines only where nothing else does; beside others they stand inside of cells.
        """
        if self.cr and not (self.lf or self.crlf):
            return "cr"
        return "crlf" if self.crlf > self.lf else "lf"


@dataclass(slots=True)
class TextBytes:
    """What the bytes of a file say: `marked` is the encoding of its byte order mark, `wide` UTF-16 without one.

    `good` and `bad` count the characters beyond ASCII that are UTF-8, and the bytes that are not.
    """

    size: int = 0
    marked: str = ""
    wide: str = ""
    ends: LineEnds = LineEnds()
    good: int = 0
    bad: int = 0
    zeros: int = 0
    first_bad: Place | None = None

    @property
    def is_utf_8(self) -> bool:
        """Whether the file as a whole is UTF-8, with more good characters beyond ASCII than bad bytes."""
        return not self.wide and self.marked in {"", "utf-8-sig"} and self.bad <= self.good


def read_bytes(path: Path, name: str) -> tuple[TextBytes, Contexts]:
    """What the bytes of a file say, and the runs beyond ASCII where it is not all UTF-8."""
    try:
        with path.open("rb") as file:
            return _read(file)
    except OSError as error:
        raise OutsideFailure(
            f"{name} cannot be read: {error.strerror}.", hint="Check its name and rights."
        ) from error


def _read(file: BinaryIO) -> tuple[TextBytes, Contexts]:
    head = file.read(1 << 12)
    told, contexts = TextBytes(marked=by_mark(head), wide=unmarked_utf_16(head)), Contexts()
    file.seek(0)
    line, begin = 1, 0
    for chunk in _chunks(file):
        _count(chunk, told, contexts, (line, begin))
        if ends := told.ends.all + 1 - line:
            line, begin = line + ends, told.size + max(chunk.rfind(b"\n"), chunk.rfind(b"\r")) + 1
        told.size += len(chunk)
    return told, contexts


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    """The file in parts that neither cut a character nor a line end in two."""
    left = b""
    while block := file.read(CHUNK):
        chunk = left + block
        cut = _safe_end(chunk)
        left = chunk[cut:]
        yield chunk[:cut]
    if left:
        yield left


def _safe_end(chunk: bytes) -> int:
    """Where a chunk can be cut: not after a carriage return, and not inside a character of UTF-8."""
    for end in range(len(chunk), max(len(chunk) - 4, 1), -1):
        last = chunk[end - 1]
        if last < 0x80 and last != 0x0D:
            return end
        if last >= 0xC0:
            return end - 1
    return max(len(chunk) - 4, 1)


def _count(chunk: bytes, told: TextBytes, contexts: Contexts, start: tuple[int, int]) -> None:
    returns = chunk.count(b"\r")
    crlf = chunk.count(b"\r\n") if returns else 0
    ends = told.ends
    told.ends = LineEnds(ends.crlf + crlf, ends.lf + chunk.count(b"\n") - crlf, ends.cr + returns - crlf)
    told.zeros += chunk.count(0)
    try:
        # A chunk that is good as a whole, as nearly all are, is counted at once.
        told.good += len(chunk.translate(None, _NOT_LEADS)) if chunk.decode() else 0
    except UnicodeDecodeError:
        _count_runs(chunk, told, contexts, start)


def _count_runs(chunk: bytes, told: TextBytes, contexts: Contexts, start: tuple[int, int]) -> None:
    for run in _RUN.finditer(chunk):
        content = run[0]
        characters = _WHOLE.findall(content)
        bad = len(content) - sum(map(len, characters))
        told.bad += bad
        told.good += sum(len(character) > 1 for character in characters)
        if bad:
            contexts.add(content)
            if told.first_bad is None:
                told.first_bad = _place(chunk, run.start(), told.size, start)


def _place(chunk: bytes, begin: int, before: int, start: tuple[int, int]) -> Place:
    """The place of the first byte of a run that is not UTF-8."""
    at = begin
    while match := _WHOLE.match(chunk, at):
        at = match.end()
    head = chunk[:at]
    ends = head.count(b"\n") + head.count(b"\r") - head.count(b"\r\n")
    last = max(head.rfind(b"\n"), head.rfind(b"\r"))
    return Place(start[0] + ends, at - last - 1 if ends else before + at - start[1], chunk[at])

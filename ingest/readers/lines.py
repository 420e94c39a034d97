"""Physical lines of a file, a block at a time, which can be given back; one that is too long is never held."""

from typing import BinaryIO

from ingest.rows import FileRejected

BLOCK_BYTES = 1 << 17
_HEAD_BYTES = 512


class Lines:
    """The lines of a part of an open file, with the number of the last one that was read.

    `block` holds lines without their line feeds, and `at` is the position of the next one.
    """

    def __init__(
        self, file: BinaryIO, name: str, longest: int, *, number: int = 0, length: int | None = None
    ) -> None:
        self._file = file
        self._name = name
        self._longest = longest
        self._left = length
        self._rest = b""
        self._ends_open = False
        self.number = number
        self.block: list[bytes] = []
        self.at = 0

    @property
    def offset(self) -> int:
        """Where in the file the next line begins."""
        ahead = sum(len(line) + 1 for line in self.block[self.at :]) - self._ends_open
        return self._file.tell() - len(self._rest) - max(0, ahead)

    def head(self) -> bytes:
        """The first bytes of the file; its lines are read from the start afterwards."""
        head = self._file.read(_HEAD_BYTES)
        self._file.seek(0)
        return head

    def fill(self) -> bool:
        """Whether there are lines in the block; the next block is read where all of this one were taken.

        Raises FileRejected when a line is too long.
        """
        if self.at < len(self.block):
            return True
        self.block, self.at = [], 0
        while not self.block:
            data = self._read()
            if not data:
                if self._rest:
                    self.block, self._rest, self._ends_open = [self._rest], b"", True
                break
            *self.block, self._rest = (self._rest + data).split(b"\n")
            if len(self._rest) > self._longest:
                self._refuse(len(self.block))
        if self.block and len(max(self.block, key=len)) > self._longest:
            self._refuse(next(i for i, line in enumerate(self.block) if len(line) > self._longest))
        return bool(self.block)

    def next(self) -> bytes:
        """The next line with its end, or nothing at the end of the file."""
        if not self.fill():
            return b""
        line = self.block[self.at]
        self.at += 1
        self.number += 1
        return line if self._ends_open and self.at == len(self.block) else line + b"\n"

    def give_back(self, lines: list[bytes]) -> None:
        """Puts lines back, to be read again in their order."""
        self.block = [line.removesuffix(b"\n") for line in lines] + self.block[self.at :]
        self.at = 0
        self.number -= len(lines)

    def _read(self) -> bytes:
        data = self._file.read(BLOCK_BYTES if self._left is None else min(BLOCK_BYTES, self._left))
        if self._left is not None:
            self._left -= len(data)
        return data

    def _refuse(self, before: int) -> None:
        raise FileRejected(
            f"{self._name}, line {self.number + before + 1}: the line is longer than {self._longest:,} bytes.",
            hint="Check the line ends and the quotation marks of the file.",
        )

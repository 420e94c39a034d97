"""Physical lines of a file, which can be given back to be read again; one that is too long is never held."""

from typing import BinaryIO

from ingest.rows import FileRejected

_HEAD_BYTES = 512


class Lines:
    """The lines of an open file, with the number of the last one that was read."""

    def __init__(self, file: BinaryIO, name: str, longest: int) -> None:
        self._file = file
        self._name = name
        self._longest = longest
        self._returned: list[bytes] = []
        self.number = 0

    def head(self) -> bytes:
        """The first bytes of the file; its lines are read from the start afterwards."""
        head = self._file.read(_HEAD_BYTES)
        self._file.seek(0)
        return head

    def next(self) -> bytes:
        """The next line with its end, or nothing at the end of the file; FileRejected when it is too long."""
        line = self._returned.pop() if self._returned else self._file.readline(self._longest + 1)
        if len(line) > self._longest:
            raise FileRejected(
                f"{self._name}, line {self.number + 1}: the line is longer than {self._longest:,} bytes.",
                hint="Check the line ends and the quotation marks of the file.",
            )
        self.number += bool(line)
        return line

    def give_back(self, lines: list[bytes]) -> None:
        """Puts lines back, to be read again in their order."""
        self._returned.extend(reversed(lines))
        self.number -= len(lines)

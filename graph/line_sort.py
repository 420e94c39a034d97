"""More lines than memory holds, sorted: parts in memory, then as runs in one temporary file, then merged.

Lines are told apart and ordered by code point, which is the order of their UTF-8 bytes too. The temporary file
has no name, so that nothing is left behind however the process ends.
"""

import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self, cast

from ontology.errors import OutsideFailure

PART_CHARACTERS: Final = 16_000_000
"""How much is sorted in memory at a time; the rest of what a process needs is small beside it."""
MERGED_RUNS: Final = 256
"""Runs that are merged at once: more of them are first merged to a longer one."""
BUFFERED_BYTES: Final = 16_000_000
"""What the runs that are merged may have in memory, all together."""


class NoRoomToSort(OutsideFailure):
    """The temporary file of a sort cannot be written or read."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a sort takes into memory; tests make all of it small."""

    part_characters: int = PART_CHARACTERS
    merged_runs: int = MERGED_RUNS
    buffered_bytes: int = BUFFERED_BYTES


class LineSort:
    """Takes batches of lines in any order, each with its line feed, and gives them sorted, each once, in blocks.

    `folder` is where the temporary file lies; it is opened when the first part is full.
    """

    def __init__(self, folder: Path | None = None, bounds: Bounds = Bounds()) -> None:
        self._folder = folder
        self._bounds = bounds
        self._part: list[str] = []
        self._characters = 0
        self._file: BinaryIO | None = None
        self._levels: list[list[_Run]] = [[]]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give up what is held."""
        if self._file:
            self._file.close()

    def add(self, batch: Sequence[str]) -> None:
        """Take lines in."""
        self._part += batch
        self._characters += sum(map(len, batch))
        if self._characters >= self._bounds.part_characters:
            self._write_part()

    def blocks(self) -> Iterator[list[bytes]]:
        """All lines that were taken in, sorted, each once: in blocks, none of them empty. To be asked for once."""
        if self._file is None:
            lines = _sorted_once(self._part)
            size = max(1, self._bounds.buffered_bytes // 1000)
            return ([line.encode() for line in lines[at : at + size]] for at in range(0, len(lines), size))
        self._write_part()
        file = self._file
        while len(self._levels) > 1:
            self._lift(len(self._levels) - 2)
            self._levels.pop(-2)
        return self._merged(file, self._levels[0])

    def _write_part(self) -> None:
        if self._part:
            content = "".join(_sorted_once(self._part)).encode()
            self._part, self._characters = [], 0
            self._levels[0].append(self._write(iter([content])))
            self._lift_full_levels()

    def _write(self, contents: Iterator[bytes]) -> "_Run":
        with self._failures():
            if self._file is None:
                # Closed by `close`: it lives as long as the sort.
                self._file = cast("BinaryIO", tempfile.TemporaryFile(dir=self._folder))  # noqa: SIM115
            start = end = self._file.seek(0, 2)
            for content in contents:
                # Merging reads elsewhere in the same file between two writes.
                self._file.seek(end)
                end += self._file.write(content)
            self._file.flush()
        return _Run(start, end)

    def _lift_full_levels(self) -> None:
        for number, level in enumerate(self._levels):
            if len(level) == self._bounds.merged_runs:
                self._lift(number)

    def _lift(self, number: int) -> None:
        """Merge the runs of a level to one of the level above."""
        runs = self._levels[number]
        if number + 1 == len(self._levels):
            self._levels.append([])
        if runs and self._file:
            merged = self._merged(self._file, runs)
            self._levels[number + 1].append(self._write(b"".join(block) for block in merged))
        self._levels[number] = []

    def _merged(self, file: BinaryIO, runs: Sequence["_Run"]) -> Iterator[list[bytes]]:
        size = max(1, self._bounds.buffered_bytes // max(1, len(runs)))
        with self._failures():
            readers = [_RunReader(file, run, size) for run in runs]
            while readers:
                # Up to the first line that some run may not yet have shown, nothing can come in between.
                bound = min((reader.lines[-1] for reader in readers if reader.has_more), default=None)
                taken = [part for reader in readers if (part := reader.take(bound))]
                readers = [reader for reader in readers if reader.fill()]
                yield taken[0] if len(taken) == 1 else list(dict.fromkeys(sorted(chain.from_iterable(taken))))

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            place = self._folder or Path(tempfile.gettempdir())
            raise NoRoomToSort(
                f"A temporary file in {place} failed: {error.strerror or error}.",
                hint="Sorting needs as much room there as the facts take up as N-Quads, and half as much again.",
            ) from error


def sorted_blocks(batches: Iterable[Sequence[str]], folder: Path | None = None) -> Iterator[list[bytes]]:
    """The lines of all batches, sorted, each once, in blocks; the batches are read to their end first."""
    with LineSort(folder) as sort:
        for batch in batches:
            sort.add(batch)
        yield from sort.blocks()


def _sorted_once(lines: list[str]) -> list[str]:
    lines.sort()
    return list(dict.fromkeys(lines))


@dataclass(frozen=True, slots=True)
class _Run:
    """Sorted lines in the file, each once: from byte to byte."""

    start: int
    end: int


class _RunReader:
    """The lines of a run, some at a time; there is always one at hand until it is at its end."""

    def __init__(self, file: BinaryIO, run: _Run, size: int) -> None:
        self._file = file
        self._at, self._end, self._size = run.start, run.end, size
        self.lines: list[bytes] = []
        self._taken = 0
        self.fill()

    @property
    def has_more(self) -> bool:
        """Whether the file has lines beyond those at hand."""
        return self._at < self._end

    def take(self, bound: bytes | None) -> list[bytes]:
        """The lines at hand that are not behind the bound; all where there is none."""
        start = self._taken
        if bound is None:
            self._taken = len(self.lines)
        elif self.lines[start] <= bound:
            self._taken = bisect_right(self.lines, bound, start)
        return self.lines[start : self._taken]

    def fill(self) -> bool:
        """Have lines at hand again where all are taken; False at the end of the run."""
        if self._taken < len(self.lines):
            return True
        self._file.seek(self._at)
        wanted = self._end - self._at
        self.lines, self._taken = self._read(min(self._size, wanted)), 0
        return bool(self.lines)

    def _read(self, size: int) -> list[bytes]:
        if not size:
            return []
        text = self._file.read(size)
        if not text.endswith(b"\n"):
            text += self._file.readline()
        self._at += len(text)
        lines = text.split(b"\n")
        lines.pop()
        return [line + b"\n" for line in lines]

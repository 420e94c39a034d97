"""Any table of an outside file, read in a child process with limits on memory, processor and waiting time.

A parser can crash, expand without bound or never end. The child sends its rows as they come; whatever happens
to it, this process goes on and says that the file was refused, and why. Rows travel as JSON: unlike the formats
of Python's own objects, it cannot do anything to the one who reads it.
"""

import json
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from ingest.readers.table import TableForm
from ingest.rows import BadRow, FileRejected, Problem, Row
from ontology.errors import HakimError, OutsideFailure, UsageProblem

LENGTH = struct.Struct(">I")
"""What stands before each message: how many bytes it has."""

MOST_MESSAGE_BYTES = 256 << 20
OUT_OF_MEMORY = 4
"""With this exit code the child says that it had no memory left, if it still can."""

_SECONDS_TO_DIE = 3
"""A child that has closed its pipe ends at once."""

_ERRORS: Mapping[str, type[HakimError]] = {
    "FileRejected": FileRejected,
    "OutsideFailure": OutsideFailure,
    "UsageProblem": UsageProblem,
}
_CHILD = "import sys; from ingest.readers.guarded_child import main; main(sys.argv[1])"
_HINT = "If you trust it, open it, delete what is not needed, and save it anew, as CSV if possible."
_MEMORY = "asks for more memory than a table may need"
_DEATHS: Mapping[int, str] = {
    OUT_OF_MEMORY: _MEMORY,
    -signal.SIGXCPU: "takes more time than a file of its size may need",
    -signal.SIGKILL: "takes more time or memory than a file of its size may need",
    -signal.SIGSEGV: "breaks its parser",
    -signal.SIGBUS: "breaks its parser",
    -signal.SIGABRT: _MEMORY,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: memory, the processor, and the time that its parent waits for it.

    A large file has more of both times. The waiting is longer, because others may use the processor too.
    """

    memory_bytes: int = 4 << 30
    processor_seconds: float = 120
    waiting_seconds: float = 300
    seconds_a_megabyte: float = 4

    def for_file(self, path: Path) -> "Limits":
        """The limits with the seconds that the size of a file adds."""
        files = path.rglob("*") if path.is_dir() else [path]
        size = sum(file.stat().st_size for file in files if file.is_file())
        more = self.seconds_a_megabyte * size / 1e6
        return Limits(self.memory_bytes, self.processor_seconds + more, self.waiting_seconds + more)


class GuardedTable:
    """A table of any kind, read by a child process."""

    def __init__(self, path: Path, name: str, form: TableForm, limits: Limits | None = None) -> None:
        self._path = path
        self._name = name
        self._form = form
        self._limits = limits or Limits()
        self._header: tuple[str, ...] | None = None
        self._notices: tuple[str, ...] = ()

    def header(self) -> tuple[str, ...]:
        """The names of the columns; FileRejected too when the child dies, is too slow or takes too much."""
        if self._header is None:
            with self._child("header") as messages:
                self._header = tuple(next(messages)["header"])
        return self._header

    def rows(self) -> Iterator[Row | BadRow]:
        """The rows, as the child sends them; raises as `header` does, also in the midst of them."""
        with self._child("rows") as messages:
            header = self._header = tuple(next(messages)["header"])
            for message in messages:
                for row in message.get("rows", ()):
                    yield _row(row, header)
                if "notices" in message:
                    self._notices = tuple(message["notices"])

    def notices(self) -> tuple[str, ...]:
        """What the child found beside the rows; known once all of them were read."""
        return self._notices

    @contextmanager
    def _child(self, wanted: str) -> Iterator[Iterator[dict[str, Any]]]:
        """The messages of a child; it is gone when the block ends, with all that it wrote to disk."""
        limits = self._limits.for_file(self._path)
        with TemporaryDirectory() as scratch, (Path(scratch) / "stderr").open("w+b") as complaints:
            request = json.dumps(
                {
                    "wanted": wanted,
                    "path": str(self._path),
                    "name": self._name,
                    "form": asdict(self._form),
                    "scratch": scratch,
                    "memory_bytes": limits.memory_bytes,
                    "processor_seconds": int(limits.processor_seconds) + 1,
                }
            )
            child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-c", _CHILD, request],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=complaints,
                # What a buffer holds, no poll would see.
                bufsize=0,
            )
            try:
                yield self._messages(child, limits.waiting_seconds, complaints)
            finally:
                child.kill()
                child.wait()
                if child.stdout:
                    child.stdout.close()

    def _messages(
        self, child: subprocess.Popen[bytes], seconds: float, complaints: IO[bytes]
    ) -> Iterator[dict[str, Any]]:
        """Each message of a child up to its last; raises what it tells, or what became of it."""
        pipe = _Pipe(child, seconds)
        while head := pipe.take(LENGTH.size):
            size = LENGTH.unpack(head)[0] if len(head) == LENGTH.size else 0
            text = pipe.take(size) if size <= MOST_MESSAGE_BYTES else b""
            if not text or len(text) < size:
                break
            message: dict[str, Any] = json.loads(text)
            if "error" in message:
                told = message["error"]
                raise _ERRORS.get(told["kind"], FileRejected)(told["message"], hint=told["hint"])
            yield message
            if message.get("is_last"):
                return
        if pipe.is_late:
            raise FileRejected(f"{self._name}: reading it took more than {seconds:.0f} s.", hint=_HINT)
        raise FileRejected(f"{self._name}: {_death(child, complaints)}.", hint=_HINT)


def _death(child: subprocess.Popen[bytes], complaints: IO[bytes]) -> str:
    """What became of a child whose messages ended before the last one."""
    try:
        code = child.wait(_SECONDS_TO_DIE)
    except subprocess.TimeoutExpired:
        return "its parser went astray: what it sent cannot be read"
    if code in _DEATHS:
        return f"the file {_DEATHS[code]}"
    complaints.seek(0)
    last = complaints.read(1 << 20).decode(errors="replace").strip().rpartition("\n")[2].rstrip(".")
    return f"its parser gave up (exit {code}): {last[:200] or 'it said nothing'}"


class _Pipe:
    """What a child writes, with the time spent waiting for it: what the parent does meanwhile does not count."""

    def __init__(self, child: subprocess.Popen[bytes], seconds: float) -> None:
        if child.stdout is None:
            raise ValueError("The child has no pipe.")
        self._stdout = child.stdout
        self._poll = select.poll()
        self._poll.register(self._stdout, select.POLLIN | select.POLLHUP)
        self._seconds = seconds
        self.is_late = False
        """Whether the waiting took too long."""

    def take(self, size: int) -> bytes:
        """So many bytes; fewer where the child ends or takes too long."""
        taken = bytearray()
        while len(taken) < size and self._waits():
            piece = self._stdout.read(min(size - len(taken), 1 << 20))
            if not piece:
                break
            taken += piece
        return bytes(taken)

    def _waits(self) -> bool:
        begun = time.monotonic()
        is_ready = bool(self._poll.poll(max(0, self._seconds) * 1_000))
        self._seconds -= time.monotonic() - begun
        self.is_late = not is_ready
        return is_ready


def _row(told: list[Any], header: tuple[str, ...]) -> Row | BadRow:
    line, sheet, raw, cells, problems = told
    if problems is not None:
        return BadRow(line, raw, tuple(Problem(*problem) for problem in problems), sheet)
    return Row(line, dict(zip(header, cells, strict=True)), raw, sheet)

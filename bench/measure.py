"""One command as a whole: how long it took, and the most memory that it and all its children held."""

import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PAUSE = 0.1
"""Seconds between two looks at memory: often enough, and no burden on what is measured."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A finished run: wall seconds, peak megabytes, exit code, and what it printed.

    The peak is that of the largest process, as the system keeps it, or the greatest sum that was seen over all of
    them, whichever is more; memory that forked processes share is counted once.
    """

    seconds: float
    megabytes: float
    code: int
    out: str
    err: str


def run_measured(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> Measured:
    """Runs a command in a folder; what it prints goes through files there."""
    out, err = folder / "stdout.txt", folder / "stderr.txt"
    with out.open("wb") as out_file, err.open("wb") as err_file:
        begin = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=out_file, stderr=err_file)
        watch = _Watch(process.pid)
        watch.start()
        code = process.wait()
        seconds = time.perf_counter() - begin
        watch.stop()
    return Measured(
        seconds,
        watch.peak_kilobytes / 1024,
        code,
        out.read_text(encoding="utf-8", errors="replace"),
        err.read_text(encoding="utf-8", errors="replace"),
    )


class _Watch(threading.Thread):
    """Looks at the memory of a process and its descendants again and again."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._stopped = threading.Event()
        self.peak_kilobytes = 0

    def run(self) -> None:
        while not self._stopped.wait(_PAUSE):
            processes = list(family(self._pid))
            held = sum(_kilobytes(pid, "smaps_rollup", "Pss:") for pid in processes)
            # The system's account of children that have ended (getrusage) counts what the parent held as well.
            largest = max(_kilobytes(pid, "status", "VmHWM:") for pid in processes)
            self.peak_kilobytes = max(self.peak_kilobytes, held, largest)

    def stop(self) -> None:
        self._stopped.set()
        self.join()


def family(pid: int) -> Iterator[int]:
    """A process and all its descendants, as far as they are alive."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in task.read_text(encoding="ascii").split():
                yield from family(int(child))


def _kilobytes(pid: int, account: str, name: str) -> int:
    """A figure of a process that the system keeps: 0 where the process is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/{account}").read_text(encoding="ascii").splitlines():
            if line.startswith(name):
                return int(line.split()[1])
    return 0

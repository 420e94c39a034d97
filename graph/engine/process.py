"""Which process is which: a number alone is reused, a number with its start time and boot is not."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_LISTENING = "0A"
_THREADS, _STARTED = 17, 19
"""Fields of proc_pid_stat(5), counted from the state on."""


@dataclass(frozen=True, slots=True)
class Process:
    """One process of one boot of this machine; `started` counts clock ticks since that boot."""

    pid: int
    started: int
    boot: str


def identify(pid: int) -> Process | None:
    """The process that has this number now; None when there is none, or only its remains."""
    fields = _stat(pid)
    if fields is None or fields[0] in "ZX":
        return None
    return Process(pid, int(fields[_STARTED]), boot_id())


def _stat(pid: int) -> list[str] | None:
    """What the kernel tells of a process, from its state on; None when there is none."""
    try:
        # The name of the program, in brackets, may hold anything: the fields are counted behind it.
        return (_PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return None


def boot_id() -> str:
    return (_PROC / "sys/kernel/random/boot_id").read_text().strip()


def is_alive(process: Process) -> bool:
    return identify(process.pid) == process


def end(process: Process, *, patience_seconds: float) -> bool:
    """Ask a process to end, then force it; True when it ended by itself. Nothing else is ever signalled."""
    for number, seconds in ((signal.SIGTERM, patience_seconds), (signal.SIGKILL, 10.0)):
        if is_alive(process):
            os.kill(process.pid, number)
        if _wait_for_end(process, seconds):
            return number == signal.SIGTERM
    return False


def kill(process: Process) -> None:
    """End a process that listens to nothing any more; its ports are free then."""
    if is_alive(process):
        os.kill(process.pid, signal.SIGKILL)
        _wait_for_end(process, 10.0)
    _wait_for_threads(process, 10.0)


def _wait_for_end(process: Process, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while is_alive(process):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _wait_for_threads(process: Process, seconds: float) -> None:
    """Wait for the last thread of a process that has ended: it frees the memory first, and the ports after that."""
    deadline = time.monotonic() + seconds
    while _has_threads(process) and time.monotonic() < deadline:
        time.sleep(0.02)


def _has_threads(process: Process) -> bool:
    """Whether other threads of a process outlive its first one."""
    fields = _stat(process.pid)
    if fields is None or int(fields[_STARTED]) != process.started:
        return False
    return int(fields[_THREADS]) > 1


def listens(pid: int, port: int) -> bool:
    """Whether this very process, and no other, has the port open for callers."""
    sockets = listening_sockets(port)
    return bool(sockets) and sockets <= _sockets_of(pid)


def listening_sockets(port: int) -> frozenset[str]:
    """The inodes of all sockets that listen on a port of this machine, in either family."""
    found: set[str] = set()
    for table in ("tcp", "tcp6"):
        lines = (_PROC / "net" / table).read_text().splitlines()[1:]
        rows = (line.split() for line in lines)
        found.update(row[9] for row in rows if row[3] == _LISTENING and row[1].endswith(f":{port:04X}"))
    return frozenset(found)


def _sockets_of(pid: int) -> set[str]:
    found: set[str] = set()
    try:
        for entry in (_PROC / str(pid) / "fd").iterdir():
            target = _link(entry)
            if target.startswith("socket:["):
                found.add(target[8:-1])
    except OSError:
        return set()
    return found


def _link(entry: Path) -> str:
    try:
        return str(entry.readlink())
    except OSError:  # closed while we looked
        return ""

"""Who may change the engine, and who uses it: two kernel locks, which end with the process that holds them.

`lock` is taken by one process at a time while it starts, joins, leaves or stops the engine.
`in-use` is shared by every process that uses the engine; nobody uses it when it can be had alone.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.engine.failures import EngineFailure
from graph.engine.layout import Layout, disk_failures


@contextmanager
def changing(layout: Layout, *, patience_seconds: float = 120.0) -> Iterator[None]:
    """Hold the right to start or stop the engine; waits for another process that holds it."""
    with disk_failures(layout.home):
        descriptor = os.open(layout.lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait_for_lock(descriptor, layout, patience_seconds)
        yield
    finally:
        os.close(descriptor)


def _wait_for_lock(descriptor: int, layout: Layout, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not _try(descriptor, fcntl.LOCK_EX):
        if time.monotonic() > deadline:
            raise EngineFailure(
                f"For {seconds:.0f} s another process has been changing the engine in {layout.root}.",
                hint="Wait for it, or end it; then try again.",
            )
        time.sleep(0.05)


def join(layout: Layout) -> int:
    """Count this process among the engine's users, until the descriptor is closed or the process ends."""
    descriptor = os.open(layout.in_use, os.O_RDWR | os.O_CREAT, 0o600)
    _try(descriptor, fcntl.LOCK_SH)
    return descriptor


def nobody_uses(path: Path) -> bool:
    """Whether no process is counted as a user at this moment."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        return _try(descriptor, fcntl.LOCK_EX)
    finally:
        os.close(descriptor)


def _try(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

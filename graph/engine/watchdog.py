"""The process between Hakim and Java, run as a file: it ends the engine when nobody needs it any more.

The kernel frees the lock of a user that ends, however it ends; so an engine never outlives its last user,
unless it was told to stay. If this process is killed, the kernel ends Java. Standard library only: it is
started by its path, in isolation, so that no module of ours or of the user's is loaded.

    python -I watchdog.py LOG JAVA ARGUMENT...      in the engine's folder; prints Java's process number
"""

import contextlib
import ctypes
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

LOCK, IN_USE, DETACHED, STATE = Path("lock"), Path("in-use"), Path("detached"), Path("state.json")
LOOK_SECONDS = 0.5
STOP_SECONDS = 20.0
PR_SET_PDEATHSIG = 1


def main(log: str, command: list[str]) -> int:
    """Leave the launcher's terminal and process tree, start Java, and watch."""
    if os.fork():
        return 0
    os.setsid()
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    child = start_child(command, output)
    print(child.pid, flush=True)  # noqa: T201 - this line is the answer to the launcher
    for standard in (1, 2):  # the launcher reads until these close
        os.dup2(output, standard)
    watch(child)
    report(f"the engine ended with code {child.returncode}")
    return 0


def start_child(command: list[str], output: int) -> subprocess.Popen[bytes]:
    libc = ctypes.CDLL(None)

    def die_with_parent() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    # preexec_fn is safe here: this process has one thread. The command is Hakim's own.
    return subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        preexec_fn=die_with_parent,  # noqa: PLW1509
    )


def watch(child: subprocess.Popen[bytes]) -> None:
    """Wait until the engine ends, or end it when it is abandoned."""
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(LOOK_SECONDS)
            return
        with alone() as abandoned:
            if abandoned:
                report("nobody uses the engine any more: it is stopped")
                stop(child)
                STATE.unlink(missing_ok=True)
                return


@contextlib.contextmanager
def alone() -> Iterator[bool]:
    """Whether nobody uses the engine; while that is looked at and acted on, nobody can join."""
    with LOCK.open("a") as lock, IN_USE.open("a") as users:
        yield had(lock.fileno()) and not DETACHED.exists() and had(users.fileno())


def had(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def stop(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def report(text: str) -> None:
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} watchdog: {text}", flush=True)  # noqa: T201 - into the log


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

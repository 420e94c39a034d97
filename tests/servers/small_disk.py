"""A small disk of a test's own, in memory, that can be filled to the last byte and given room again."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

UNMOUNT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """A file system that nobody else writes to."""

    folder: Path

    @property
    def free(self) -> int:
        return shutil.disk_usage(self.folder).free

    @property
    def ballast(self) -> Path:
        return self.folder / "ballast"

    def fill(self, *, leaving: int = 0) -> None:
        """Take all room but so many bytes."""
        with self.ballast.open("ab") as file:
            while wanted := max(self.free - leaving, 0):
                # Somebody else may take some of it at the same moment.
                with suppress(OSError):
                    os.posix_fallocate(file.fileno(), os.fstat(file.fileno()).st_size, wanted)

    def make_room(self) -> None:
        """Give back what was taken."""
        self.ballast.unlink()


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[SmallDisk]:
    """Mounts a disk on a folder for as long as the block lasts; whoever writes there must have ended by then.

    The test is skipped, with the reason, where this machine lets nobody mount; with CI=true that is a failure.
    """
    folder.mkdir(parents=True)
    mounted = _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "tmpfs", str(folder))
    if mounted is not None:
        reason = (
            f"A disk cannot be mounted here ({mounted}). Run the tests as root, or as root of `unshare -rm`."
        )
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must test a full disk. {reason}")
        pytest.skip(reason)
    try:
        yield SmallDisk(folder)
    finally:
        # An engine's watchdog ends a moment after the engine.
        deadline = time.monotonic() + UNMOUNT_SECONDS
        while (left := _run("umount", str(folder))) and time.monotonic() < deadline:
            time.sleep(0.1)
    assert left is None, left


def _run(*command: str) -> str | None:
    """What went wrong with a command; None when nothing did."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    except OSError as error:
        return f"{command[0]}: {error.strerror}"
    return None if done.returncode == 0 else " ".join(done.stderr.split())

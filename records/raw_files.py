"""Raw source files, kept under the SHA-256 of their content: written once, never changed.

A file is written beside its place, flushed to disk, renamed, and its folder flushed: after a crash it is
either whole or absent. What a killed process left half written is removed by the next one that keeps a file.
"""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from ontology.errors import OutsideFailure

CHUNK_BYTES = 1 << 20
_PART = "part-"


class RawFiles:
    """A folder of raw files named by their content."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where the file of that content stands, or would stand."""
        return self._folder / sha256[:2] / sha256

    def keep(self, source: Path) -> str:
        """Keeps a copy of a file and gives the SHA-256 of its bytes; keeping it again changes nothing."""
        with _read(source) as reader, self._failures(source):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._sweep()
            with self._part() as writer:
                sha256 = _copy(reader, writer)
                os.fsync(writer.fileno())
                self._place(Path(writer.name), sha256)
        return sha256

    @contextmanager
    def _failures(self, source: Path) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutsideFailure(
                f"The raw file {source} could not be kept in {self._folder}: {error.strerror}.",
                hint="Free some disk space or check the folder's rights, then run the command again.",
            ) from error

    @contextmanager
    def _part(self) -> Iterator[IO[bytes]]:
        """A new file beside the others, locked while its writer lives; it is gone when the block ends."""
        with ExitStack() as stack:
            writer = stack.enter_context(self._new_part())
            # Between its making and its locking, another process may have swept it away.
            while os.fstat(writer.fileno()).st_nlink == 0:
                writer = stack.enter_context(self._new_part())
            try:
                yield writer
            finally:
                Path(writer.name).unlink(missing_ok=True)

    def _new_part(self) -> IO[bytes]:
        writer = tempfile.NamedTemporaryFile(dir=self._folder, prefix=_PART, delete=False)  # noqa: SIM115 - the caller closes it
        fcntl.flock(writer, fcntl.LOCK_EX)
        return writer

    def _sweep(self) -> None:
        """Removes the parts that no living process writes."""
        for part in self._folder.glob(f"{_PART}*"):
            try:
                with part.open("rb") as abandoned:
                    fcntl.flock(abandoned, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    part.unlink(missing_ok=True)
            except (BlockingIOError, FileNotFoundError):
                continue

    def _place(self, written: Path, sha256: str) -> None:
        target = self.path(sha256)
        if target.exists():
            return
        target.parent.mkdir(exist_ok=True)
        written.replace(target)
        for folder in (target.parent, self._folder):
            flush_folder(folder)


@contextmanager
def _read(source: Path) -> Iterator[IO[bytes]]:
    try:
        reader = source.open("rb")
    except OSError as error:
        raise OutsideFailure(
            f"{source} cannot be read: {error.strerror}.", hint="Check its name and rights."
        ) from error
    with reader:
        yield reader


def _copy(reader: IO[bytes], writer: IO[bytes]) -> str:
    state = hashlib.sha256()
    while chunk := reader.read(CHUNK_BYTES):
        state.update(chunk)
        writer.write(chunk)
    writer.flush()
    return state.hexdigest()


def flush_folder(folder: Path) -> None:
    """Flushes a folder's entries to disk, so that a rename in it survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

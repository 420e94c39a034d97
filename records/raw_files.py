"""Raw source files, kept under the SHA-256 of their content: written once, never changed.

A file is written beside its place, flushed to disk, renamed, and its folder flushed: after a crash it is either
whole or absent.
"""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from ontology.errors import OutsideFailure

CHUNK_BYTES = 1 << 20


class RawFiles:
    """A folder of raw files named by their content."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where the file of that content stands, or would stand."""
        return self._folder / sha256[:2] / sha256

    def keep(self, source: Path) -> str:
        """Keeps a copy of a file and gives the SHA-256 of its bytes in hex; keeping it again changes nothing."""
        try:
            return self._keep(source)
        except OSError as error:
            raise OutsideFailure(
                f"The raw file {source} could not be kept in {self._folder}: {error.strerror}.",
                hint="Free some disk space or check the folder's rights, then run the command again.",
            ) from error

    def _keep(self, source: Path) -> str:
        self._folder.mkdir(parents=True, exist_ok=True)
        state = hashlib.sha256()
        with source.open("rb") as reader, tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as writer:
            try:
                while chunk := reader.read(CHUNK_BYTES):
                    state.update(chunk)
                    writer.write(chunk)
                writer.flush()
                os.fsync(writer.fileno())
            except OSError:
                Path(writer.name).unlink(missing_ok=True)
                raise
        return self._place(Path(writer.name), state.hexdigest())

    def _place(self, written: Path, sha256: str) -> str:
        target = self.path(sha256)
        if target.exists():
            written.unlink()
            return sha256
        target.parent.mkdir(exist_ok=True)
        shutil.move(written, target)
        for folder in (target.parent, self._folder):
            flush_folder(folder)
        return sha256


def flush_folder(folder: Path) -> None:
    """Flushes a folder's entries to disk, so that a rename in it survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

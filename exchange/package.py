"""The folder of a package: which files it has, and what their content is worth."""

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from exchange.manifest import PackageFile
from ontology.errors import HakimError

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
ROTATIONS: Final = "rotations.json"
CLAIMS: Final = "data.nq"
UNLISTED: Final = frozenset({MANIFEST, SIGNATURE, ROTATIONS})
"""What the manifest cannot list: itself, and what is said of its keys."""
_CHUNK: Final = 1 << 20


class PackageRefused(HakimError):
    """A package that is not what it should be; `check` is the name of what failed."""

    def __init__(self, check: str, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.check = check


def files_in(folder: Path) -> dict[str, int]:
    """The files of a package with their sizes, by their paths in it; PackageRefused where there is anything else."""
    return dict(_files(folder, "", 0))


def _files(folder: Path, within: str, depth: int) -> Iterator[tuple[str, int]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise PackageRefused(
            "folder", f"{folder.name} cannot be read as a folder: {error.strerror}."
        ) from error
    for entry in entries:
        found = entry.stat(follow_symlinks=False)
        path = f"{within}{entry.name}"
        if stat.S_ISDIR(found.st_mode) and depth < 1:
            yield from _files(folder / entry.name, f"{path}/", depth + 1)
        elif stat.S_ISREG(found.st_mode) and found.st_nlink == 1:
            yield path, found.st_size
        else:
            raise PackageRefused("folder", f"{path!r} is no plain file of its own.")


def described(folder: Path, path: str) -> PackageFile:
    """A file of a package as a manifest lists it."""
    state, size = hashlib.sha256(), 0
    with (folder / path).open("rb") as file:
        while chunk := file.read(_CHUNK):
            state.update(chunk)
            size += len(chunk)
    return PackageFile(path, size, state.hexdigest())

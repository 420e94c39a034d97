"""What was released to each partner: the manifest of every release, and the claims of the last one."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exchange.manifest import Manifest, manifest_bytes, read_manifest
from ontology.errors import OutsideFailure
from ontology.nquads import DIGEST_PREFIX
from records.raw_files import flush_folder

MANIFEST: Final = "manifest.json"
DATA: Final = "data.nq"
_PART: Final = ".part"


@dataclass(frozen=True, slots=True)
class PastRelease:
    """A release that was made: its manifest, and the file of its claims."""

    manifest: Manifest
    data: Path


def sha256_of(manifest: Manifest) -> str:
    """`sha256:` and the hex digest of the bytes that were signed."""
    return DIGEST_PREFIX + hashlib.sha256(manifest_bytes(manifest)).hexdigest()


class PastReleases:
    """The releases to one partner, below one folder. A release is kept whole or not at all."""

    def __init__(self, folder: Path, partner: str) -> None:
        self._folder = folder / partner

    def last(self) -> PastRelease | None:
        """The last release; None where there was none."""
        with self._failures():
            kept = sorted(path for path in self._folder.glob("[0-9]*") if (path / DATA).exists())
            if not kept:
                return None
            return PastRelease(read_manifest((kept[-1] / MANIFEST).read_bytes()), kept[-1] / DATA)

    def keep(self, manifest: Manifest, data: Path) -> None:
        """Keeps a release as the last one; the claims of those before are no longer needed."""
        with self._failures():
            part, place = self._folder / _PART, self._folder / f"{manifest.number:06}"
            if place.exists():
                return
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            (part / MANIFEST).write_bytes(manifest_bytes(manifest))
            shutil.copyfile(data, part / DATA)
            part.replace(place)
            flush_folder(self._folder)
            for older in self._folder.glob(f"[0-9]*/{DATA}"):
                if older.parent != place:
                    older.unlink()

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutsideFailure(
                f"The record of releases in {self._folder} failed: {error.strerror}.",
                hint="Check free disk space and the folder's rights, then run the command again.",
            ) from error

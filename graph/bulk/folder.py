"""A folder that is written whole or not at all, and takes the place of nothing but an older one of its kind."""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

from ontology.errors import OutsideFailure, UsageProblem

MANIFEST: Final = "bulk.json"
MAKER: Final = "hakim bulk"
_OF_THE_IMPORT: Final = frozenset({"import.report"})
"""What neo4j-admin leaves in the folder that it was started in."""


class NotOurFolder(UsageProblem):
    """A folder holds something that would be lost."""


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A new folder to fill, beside the place that it takes when the block ends well; else nothing is left of it.

    Raises NotOurFolder where something else is at that place, OutsideFailure when it cannot be written.
    """
    check_place(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(mkdtemp(prefix=".hakim-bulk-", dir=folder.parent))
        try:
            made = beside / "new"
            made.mkdir()
            yield made
            _take_place(made, folder, beside / "old")
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise OutsideFailure(f"{folder} cannot be written: {error.strerror or error}.") from error


def _take_place(made: Path, folder: Path, old: Path) -> None:
    if folder.exists():
        folder.rename(old)
    try:
        made.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise


def check_place(folder: Path) -> None:
    """Refuse a place where there is anything but an empty folder or files that `hakim bulk` made."""
    if not folder.exists() and not folder.is_symlink():
        return
    if folder.is_symlink() or not folder.is_dir():
        raise NotOurFolder(f"{folder} is there and is no folder.", hint="Name another one with -o.")
    strange = sorted({path.name for path in folder.iterdir()} - _listed(folder))
    if strange:
        raise NotOurFolder(
            f"{folder} holds {strange[0]!r}, which `hakim bulk` did not write.",
            hint="Name a new or an empty folder with -o; only earlier files of `hakim bulk` are replaced.",
        )


def _listed(folder: Path) -> frozenset[str]:
    """The names that the folder's manifest lists; none where there is no manifest of ours."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        listed = manifest["files"] if manifest["made_by"] == MAKER else []
        return frozenset([*listed, MANIFEST, *_OF_THE_IMPORT]) if listed else frozenset()
    except (OSError, ValueError, LookupError, TypeError):
        return frozenset()


def write_manifest(folder: Path, says: Mapping[str, Any], files: Sequence[str]) -> None:
    """The manifest by which a later run knows the folder for its own; without it nothing there is replaced."""
    manifest = {"made_by": MAKER, **says, "files": [*files]}
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")

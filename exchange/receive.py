"""A package taken into the store of record: beside what is ours, all of it or nothing, with its originator."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from exchange.arrangement import RECEIVED
from exchange.catalogue import lines_in
from exchange.intake import Origin, TakenIn, receipt, records_of, take_in
from exchange.manifest import Manifest
from exchange.package import CLAIMS, PackageRefused
from exchange.scheme import RECORD_LEVELS
from exchange.succession import Received, follows
from exchange.verify import Verdict
from ontology.errors import OutsideFailure
from ontology.identifiers import Identifiers
from records.journal import Journal
from records.model import RecordGraph, RunHeader

_LINES_A_BATCH: Final = 10_000


@dataclass(frozen=True, slots=True)
class Reception:
    """Where a package goes: the journal, how this desk names things, and the time that the caller's clock gave."""

    journal: Journal
    ids: Identifiers
    at: str
    any_jump: bool = False


@contextmanager
def own_copy(folder: Path, home: Path) -> Iterator[Path]:
    """A copy of a package that nobody else changes between its verification and its use; gone when the block ends."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home, prefix="receiving-") as place:
            yield Path(shutil.copytree(folder, Path(place) / "package", symlinks=True))
    except OSError as error:
        raise OutsideFailure(
            f"{folder} could not be copied to {home}: {error.strerror}.",
            hint="Check free disk space and the folder's rights.",
        ) from error


def receive(folder: Path, verdict: Verdict, to: Reception) -> TakenIn | None:
    """Takes in a package that was verified; None where it was received before, as the last one of its originator.

    Raises HakimError, and changes nothing, where it may not follow what was received before.
    """
    manifest = verdict.manifest
    if manifest is None or not verdict.ok:
        raise PackageRefused("verify", "The package was not verified.", hint="`hakim verify DIR` says why.")
    source = RECEIVED + manifest.originator
    if not follows(manifest, verdict.sha256, last_received(to.journal, source), any_jump=to.any_jump):
        return None
    header = RunHeader(source, folder.name, verdict.sha256.partition(":")[2], "", to.at)
    graphs: list[str] = []
    return take_in(
        to.journal,
        header,
        _records(folder, manifest, graphs),
        _receipt(to.ids, manifest, source, graphs),
        _told(verdict),
    )


def last_received(journal: Journal, source: str) -> Received | None:
    """The package that was received last from an originator."""
    for run in reversed(journal.runs()):
        told: Any = run.ledger.get("package")
        if run.header.source == source and isinstance(told, dict):
            return Received(told["number"], told["manifest"])
    return None


def _records(folder: Path, manifest: Manifest, graphs: list[str]) -> Iterator[RecordGraph]:
    level = manifest.label.level
    # A scheme of theirs has levels that ours does not know: their records stay closed here.
    origin = Origin(manifest.base, level if level in RECORD_LEVELS else RECORD_LEVELS[-1])
    for record in records_of(_batches(folder / CLAIMS), origin, folder.parent):
        graphs.append(record.graph)
        yield record


def _receipt(ids: Identifiers, manifest: Manifest, source: str, graphs: list[str]) -> Iterator[RecordGraph]:
    """Asked for when all records were read."""
    yield receipt(ids, source, manifest.originator, graphs)


def _told(verdict: Verdict) -> dict[str, object]:
    manifest = verdict.manifest
    return {"number": manifest.number, "manifest": verdict.sha256} if manifest else {}


def _batches(claims: Path) -> Iterator[list[str]]:
    lines = lines_in(claims)
    while batch := list(islice(lines, _LINES_A_BATCH)):
        yield batch

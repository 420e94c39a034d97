"""A package on its way out: made beside its place, read as the ally will read it, and only then put there."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from exchange.audience import Audience
from exchange.catalogue import About, lines_in
from exchange.claims_check import ClaimsReader
from exchange.documents import write_documents
from exchange.manifest import Label, Manifest, manifest_bytes
from exchange.ontology_part import schema_version
from exchange.package import (
    CLAIMS,
    MANIFEST,
    ROTATIONS,
    SIGNATURE,
    UNLISTED,
    PackageRefused,
    described,
    files_in,
)
from exchange.past_releases import PastRelease, PastReleases, sha256_of
from exchange.release import Release
from exchange.signature import PublicKey, Rotation, Signer, rotations_bytes, signature_bytes
from exchange.tombstones import tombstones
from exchange.verify import ANYBODY, MoreCheck, Trust, verify_package
from ontology.errors import HakimError, OutsideFailure, UsageProblem


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a package says of itself that is not in its claims: who made it by which policy, and two days or ""."""

    originator: str
    policy: str
    policy_version: str
    base: str
    issued: str = ""
    review: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who signs, with the word of the keys before, and what was released before to the same ally."""

    signer: Signer
    rotations: tuple[Rotation, ...]
    past: PastReleases


def write_claims(
    release: Release, folder: Path, scratch: Path | None = None
) -> tuple[frozenset[str], frozenset[str]]:
    """Writes the claims of a release into a folder; gives the levels and the caveats of its records."""
    ordered = release.in_order(scratch)
    with (folder / CLAIMS).open("wb") as file:
        for block in ordered.blocks:
            file.write(b"".join(block))
    return ordered.levels, ordered.caveats


def send(
    release: Release,
    audience: Audience,
    letterhead: Letterhead,
    desk: Desk,
    target: Path,
    checks: tuple[tuple[str, MoreCheck], ...] = (),
) -> Manifest:
    """Makes the package of a release in a new folder, and remembers it; raises HakimError and leaves nothing.

    The same claims, audience, letterhead and past give the same bytes; what was released before and is released
    again keeps its number. `checks` are those of what is in it, as the ally makes them.
    """
    _check_target(target)
    with _staged(target) as folder:
        manifest = _made(release, audience, letterhead, desk, folder)
        (folder / MANIFEST).write_bytes(manifest_bytes(manifest))
        (folder / SIGNATURE).write_bytes(signature_bytes(desk.signer, manifest_bytes(manifest)))
        if desk.rotations:
            (folder / ROTATIONS).write_bytes(rotations_bytes(desk.rotations))
        _read_as_the_ally(folder, audience, desk.signer.public, checks)
        # Remembered first: a release that was not delivered is made again with its number; the other way round, two
        # packages could have one.
        desk.past.keep(manifest, folder / CLAIMS)
        folder.replace(target)
    return manifest


def _check_target(target: Path) -> None:
    if target.is_symlink() or (target.exists() and (not target.is_dir() or any(target.iterdir()))):
        raise UsageProblem(f"{target} is there already.", hint="Give a folder that does not exist yet.")
    if not target.parent.is_dir():
        raise UsageProblem(f"{target.parent} is no folder.", hint="Make it, or give another one.")


@contextmanager
def _staged(target: Path) -> Iterator[Path]:
    """A folder beside the target, gone when the block ends, however it does."""
    folder = target.with_name(f".{target.name}.part")
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        yield folder
    except OSError as error:
        raise OutsideFailure(
            f"The package {target} could not be written: {error.strerror}.",
            hint="Check free disk space and the folder's rights.",
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _made(release: Release, audience: Audience, letterhead: Letterhead, desk: Desk, folder: Path) -> Manifest:
    """Writes all files but the manifest, and gives it."""
    levels, caveats = write_claims(release, folder, folder.parent)
    if not levels:
        raise HakimError(
            f"Nothing may leave to {audience.recipient.name}.",
            hint="`hakim policy explain --to PARTNER ENTITY` says why something stays.",
        )
    with (folder / CLAIMS).open("rb") as file:
        found = ClaimsReader().read(file)
    label = Label(audience.scheme.name, audience.scheme.strictest(*levels), tuple(sorted(caveats)))
    about = About(
        letterhead.originator,
        audience.recipient.name,
        label,
        letterhead.issued,
        schema_version(),
        letterhead.base,
        found.digest,
        {"quads": found.quads, "records": found.records, "things": found.things},
    )
    write_documents(folder, about, folder.parent)
    paths = sorted(files_in(folder).keys() - UNLISTED)
    return numbered(
        Manifest(
            originator=about.originator,
            recipient=about.recipient,
            number=1,
            previous="",
            policy=letterhead.policy,
            policy_version=letterhead.policy_version,
            label=label,
            issued=letterhead.issued,
            review=letterhead.review,
            schema_version=about.schema_version,
            digest=about.digest,
            counts=about.counts,
            tombstones=(),
            files=tuple(described(folder, path) for path in paths),
            base=letterhead.base,
        ),
        folder / CLAIMS,
        desk.past.last(),
    )


def numbered(manifest: Manifest, claims: Path, last: PastRelease | None) -> Manifest:
    """The manifest with its place in the row of releases to its recipient."""
    if last is None:
        return manifest
    before = last.manifest
    again = replace(manifest, number=before.number, previous=before.previous, tombstones=before.tombstones)
    if again == before:
        return again
    gone = tuple(sorted(tombstones(lines_in(last.data), lines_in(claims))))
    return replace(manifest, number=before.number + 1, previous=sha256_of(before), tombstones=gone)


def _read_as_the_ally(
    folder: Path, audience: Audience, key: PublicKey, checks: tuple[tuple[str, MoreCheck], ...]
) -> None:
    """What the ally would refuse does not leave."""
    verdict = verify_package(folder, Trust(audience.recipient.name, {ANYBODY: frozenset({key})}), more=checks)
    if not verdict.ok:
        check, message = verdict.reasons[0]
        raise PackageRefused(
            check, f"The package would be refused ({check}): {message} Nothing was released."
        )

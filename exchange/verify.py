"""Whether a package is whole, from whom it says, and for us: before anything of it is used.

Each step trusts only what the steps before it proved; the first that fails is the reason. Nothing is written, and
nothing is fetched.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from exchange.claims_check import ClaimsRead, ClaimsRefused, Reading, read_claims
from exchange.manifest import Manifest, read_manifest
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
from exchange.scheme import RECORD_LEVELS
from exchange.signature import (
    MANIFEST_CONTEXT,
    PublicKey,
    Rotation,
    read_rotations,
    read_signature,
    successors,
)
from ontology.errors import HakimError
from ontology.nquads import DIGEST_PREFIX

ASK: Final = "Do not use it; ask the originator for the package again, and tell them what was found."


ANYBODY: Final = ""
"""Stands for an originator whose name does not matter."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a package may be, and what reading it may take: what has more is not looked at."""

    files: int = 100
    bytes: int = 8 << 30
    manifest_bytes: int = 256 << 20
    signature_bytes: int = 64 << 10
    reading: Reading = field(default_factory=Reading)


@dataclass(frozen=True, slots=True)
class Trust:
    """Who we are, and the keys that we pinned for each originator: nothing else is believed.

    Keys for `ANYBODY` are believed whoever a package says that it is from.
    """

    recipient: str
    pinned: Mapping[str, frozenset[PublicKey]]

    @property
    def keys(self) -> frozenset[PublicKey]:
        """All keys that are believed of somebody."""
        return frozenset[PublicKey]().union(*self.pinned.values())

    def keys_of(self, originator: str) -> frozenset[PublicKey]:
        """The keys that are believed of an originator."""
        return self.pinned.get(originator, frozenset()) | self.pinned.get(ANYBODY, frozenset())


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found: whether all is well, else the checks that failed, each with its message.

    `manifest` is None until its signature holds.
    """

    reasons: tuple[tuple[str, str], ...] = ()
    manifest: Manifest | None = None
    sha256: str = ""

    @property
    def ok(self) -> bool:
        """Whether the package may be used."""
        return not self.reasons


@dataclass(slots=True)
class _Case:
    """What is known of a package so far."""

    folder: Path
    trust: Trust
    limits: Limits
    sizes: dict[str, int] = field(default_factory=dict)
    manifest_bytes: bytes = b""
    manifest: Manifest | None = None
    signed_with: str = ""

    @property
    def proved(self) -> Manifest:
        """The manifest, once its signature holds."""
        if self.manifest is None:
            raise PackageRefused("manifest", "There is no manifest yet.")
        return self.manifest


Check = Callable[[_Case], None]
"""Raises PackageRefused, or goes on."""


def verify_package(
    folder: Path, trust: Trust, limits: Limits = Limits(), more: tuple[tuple[str, "MoreCheck"], ...] = ()
) -> Verdict:
    """What is to be said of the package in a folder. `more` are checks of what is in it, by their names."""
    case = _Case(folder, trust, limits)
    for name, check in (*CHECKS.items(), *((name, _further(check)) for name, check in more)):
        try:
            check(case)
        except HakimError as error:
            return Verdict(((name, str(error)),), case.manifest, _sha256(case))
        except OSError as error:
            return Verdict(((name, f"It cannot be read: {error.strerror}."),), case.manifest, _sha256(case))
    return Verdict((), case.manifest, _sha256(case))


MoreCheck = Callable[[Path, Manifest], None]
"""A check of the content of a package that is whole; raises HakimError."""


def _further(check: MoreCheck) -> Check:
    return lambda case: check(case.folder, case.proved)


def _sha256(case: _Case) -> str:
    return DIGEST_PREFIX + hashlib.sha256(case.manifest_bytes).hexdigest() if case.manifest else ""


def _folder(case: _Case) -> None:
    case.sizes = files_in(case.folder)
    missing = sorted({MANIFEST, SIGNATURE, CLAIMS} - case.sizes.keys())
    if missing:
        raise PackageRefused("folder", f"It is no package: {', '.join(missing)} is not there.")


def _size(case: _Case) -> None:
    caps = {
        MANIFEST: case.limits.manifest_bytes,
        SIGNATURE: case.limits.signature_bytes,
        ROTATIONS: case.limits.signature_bytes,
    }
    for path, cap in caps.items():
        if case.sizes.get(path, 0) > cap:
            raise PackageRefused("size", f"{path} has {case.sizes[path]:,} bytes; it may have {cap:,}.")
    if len(case.sizes) > case.limits.files or sum(case.sizes.values()) > case.limits.bytes:
        raise PackageRefused(
            "size",
            f"It has more than {case.limits.files} files or {case.limits.bytes:,} bytes.",
            hint="See --max-bytes.",
        )


def _signature(case: _Case) -> None:
    case.manifest_bytes = (case.folder / MANIFEST).read_bytes()
    name, signature = read_signature((case.folder / SIGNATURE).read_bytes())
    trusted = {key.key_id: key for key in successors(case.trust.keys, _rotations(case))}
    if name not in trusted:
        raise PackageRefused(
            "signature",
            f"It is signed with {name}, which is no key that is trusted.",
            hint="Compare the key with the originator by another way, then `hakim key trust PARTNER FILE`.",
        )
    if not trusted[name].signed(MANIFEST_CONTEXT + case.manifest_bytes, signature):
        raise PackageRefused("signature", f"The signature does not fit the manifest. {ASK}")
    case.signed_with = name


def _rotations(case: _Case) -> tuple[Rotation, ...]:
    return read_rotations((case.folder / ROTATIONS).read_bytes()) if ROTATIONS in case.sizes else ()


def _manifest(case: _Case) -> None:
    case.manifest = read_manifest(case.manifest_bytes)


def _originator(case: _Case) -> None:
    """The key is one of the originator that the manifest names: a partner cannot speak for another."""
    originator = case.proved.originator
    theirs = successors(case.trust.keys_of(originator), _rotations(case))
    if case.signed_with not in {key.key_id for key in theirs}:
        raise PackageRefused(
            "originator",
            f"It says that it is from {originator}, and {case.signed_with} is no key that is trusted for them. {ASK}",
        )


def _recipient(case: _Case) -> None:
    told = case.proved.recipient
    if told != case.trust.recipient:
        raise PackageRefused(
            "recipient",
            f"It is for {told}, and this is {case.trust.recipient or 'nobody'}.",
            hint="Set HAKIM_NAME to the name that the originator knows you by, or tell the originator where it went.",
        )


def _files(case: _Case) -> None:
    listed = {file.path: file for file in case.proved.files}
    there = case.sizes.keys() - UNLISTED
    for what, paths in (("not listed", there - listed.keys()), ("missing", listed.keys() - there)):
        if paths:
            raise PackageRefused("files", f"{', '.join(sorted(paths))}: {what}. {ASK}")
    for path, file in sorted(listed.items()):
        found = described(case.folder, path)
        if found != file:
            raise PackageRefused("files", f"{path} is not the file that was signed. {ASK}")


def _claims(case: _Case) -> None:
    manifest = case.proved
    try:
        found = read_claims(case.folder / CLAIMS, case.limits.reading)
    except ClaimsRefused as error:
        raise PackageRefused("claims", f"{CLAIMS}: {error}") from error
    if found.digest != manifest.digest:
        raise PackageRefused(
            "claims", f"The claims have the digest {found.digest}, not {manifest.digest}. {ASK}"
        )
    if counts_of(found) != manifest.counts:
        raise PackageRefused(
            "claims", f"The claims count {counts_of(found)}, not {dict(manifest.counts)}. {ASK}"
        )
    _markings(found, manifest)


def counts_of(found: ClaimsRead) -> dict[str, int]:
    """The counts of a manifest."""
    return {"quads": found.quads, "records": found.records, "things": found.things}


def _markings(found: ClaimsRead, manifest: Manifest) -> None:
    """Nothing inside is marked more strictly than the label says, as far as its scheme is the one of records."""
    allowed = [*RECORD_LEVELS[:-1]]
    if manifest.label.scheme == "tlp-2.0" and manifest.label.level in allowed:
        allowed = allowed[: allowed.index(manifest.label.level) + 1]
    stricter = sorted(found.markings - set(allowed))
    if stricter:
        raise PackageRefused(
            "marking",
            f"It is labelled {manifest.label.level}, and records in it are marked {', '.join(stricter)}. {ASK}",
        )


CHECKS: Final[dict[str, Check]] = {
    "folder": _folder,
    "size": _size,
    "signature": _signature,
    "manifest": _manifest,
    "originator": _originator,
    "recipient": _recipient,
    "files": _files,
    "claims": _claims,
}
"""The checks in their order."""

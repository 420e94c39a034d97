"""Packages for tests: made by the product, signed with keys of their own, taken apart and put together again."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from exchange.audience import Audience
from exchange.claims import ClaimList, RecordClass, Told
from exchange.manifest import Manifest
from exchange.outgoing import Desk, Letterhead, send
from exchange.past_releases import PastReleases
from exchange.release import release
from exchange.signature import Signer
from exchange.verify import Trust
from ontology.namespaces import HD
from tests.exchange.worlds import ALLY, AUDIENCE, BASE, DATE, OPEN, SHARED, TYPE, record

SIGNER = Signer(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER_SIGNER = Signer(Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
TRUST = Trust(ALLY, {"southland": frozenset({SIGNER.public})})
LETTERHEAD = Letterhead("southland", "example", "1", BASE, "2026-06-01")
MISSION, COUNTRY = f"{BASE}mission/m1", f"{BASE}country/TUN"


def told(number: int, of: RecordClass = SHARED, thing: str = MISSION, *more: tuple[str, str, str]) -> Told:
    """A record that describes a thing, as the shipped ones do."""
    graph = f"{BASE}record/{of.source}/{number}"
    return record(
        number,
        of,
        [
            (graph, f"{HD}with", f"<{thing}>"),
            (thing, TYPE, f"<{HD}Mission>"),
            (thing, f"{HD}name", f'"Thing {number}"@en'),
            (thing, f"{HD}start", f'"2021-02-09"^^<{DATE}>'),
            *more,
        ],
    )


RECORDS = (told(1, OPEN, COUNTRY), told(2, SHARED, MISSION, (MISSION, f"{HD}with", f"<{COUNTRY}>")))


@dataclass(frozen=True, slots=True)
class Sent:
    """A package, and its manifest."""

    folder: Path
    manifest: Manifest

    def copy(self, name: str) -> Path:
        """Another folder with the same files."""
        return Path(shutil.copytree(self.folder, self.folder.with_name(name)))


def sent(
    folder: Path,
    records: Sequence[Told] = RECORDS,
    *,
    name: str = "package",
    audience: Audience = AUDIENCE,
    letterhead: Letterhead = LETTERHEAD,
    signer: Signer = SIGNER,
) -> Sent:
    """A package in a folder; those that were made there before count as released before."""
    desk = Desk(signer, (), PastReleases(folder / "releases", audience.recipient.name))
    target = folder / name
    return Sent(target, send(release(ClaimList(records), audience), audience, letterhead, desk, target))


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by its path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }

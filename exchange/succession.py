"""Which package may follow which: no older one in the place of a newer, and no leap that nobody looked at."""

from dataclasses import dataclass
from typing import Final

from exchange.manifest import Manifest
from exchange.package import PackageRefused

LONGEST_JUMP: Final = 1_000
"""Numbers that may be missed between two packages: one who has the key for a moment could use up all of them."""


@dataclass(frozen=True, slots=True)
class Received:
    """A package that was received: its number, and the SHA-256 of its manifest."""

    number: int
    manifest: str


def follows(manifest: Manifest, sha256: str, last: Received | None, *, any_jump: bool = False) -> bool:
    """Whether a package is new; False for the one that was received last, once more.

    Raises PackageRefused where it is an older one, or another with the same number, or does not name the one before it.
    """
    if last is None:
        return True
    if sha256 == last.manifest:
        return False
    whose = f"release {manifest.number} of {manifest.originator}"
    if manifest.number <= last.number:
        raise PackageRefused(
            "succession",
            f"It is {whose}, and {last.number} was received already.",
            hint="Ask the originator for the newest one; an old one brings back what was withdrawn.",
        )
    if manifest.number == last.number + 1 and manifest.previous != last.manifest:
        raise PackageRefused(
            "succession",
            f"It is {whose}, and does not follow the release {last.number} that was received.",
            hint="Two packages were made with one number: ask the originator which one holds.",
        )
    if manifest.number > last.number + LONGEST_JUMP and not any_jump:
        raise PackageRefused(
            "succession",
            f"It is {whose}, and the last one received was {last.number}.",
            hint="Ask the originator whether it is so, then give --any-jump.",
        )
    return True

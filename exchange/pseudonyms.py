"""Names that stand for things towards one recipient: HMAC-SHA256 of the IRI with a key that is that recipient's alone.

Two recipients cannot find out from such names that they were told of the same thing, nobody can count what else there
is, and nobody without the key can try out whether a name stands for a thing that they guess.
"""

import hmac
import re
from typing import Final

from exchange.scheme import RECORD_LEVELS

LENGTH: Final = 40
"""Hex digits of a name: 160 bits."""
PARTS: Final = frozenset({"quantity", "value", "rival-start", *RECORD_LEVELS})
"""What the mapping calls parts that only their owner has: such a part stays a part of its owner."""
_KIND: Final = re.compile(r"[a-z][a-z-]*")


class Pseudonyms:
    """Names under one base, made with one recipient's key."""

    def __init__(self, base: str, key: bytes) -> None:
        self._base = base
        self._key = key

    def name(self, iri: str) -> str:
        """The name of a thing, of its kind still; that of a part begins with its owner's.

        >>> Pseudonyms("urn:id/", b"key").name("urn:id/mission/hdm/7/value")
        'urn:id/mission/88b76bafbd755459f7f82a778afa7aed889e8646/value'
        """
        owner, part = owner_of(iri, self._base)
        if part:
            return f"{self.name(owner)}/{part}"
        kind = iri.removeprefix(self._base).split("/", 1)[0]
        digest = hmac.digest(self._key, iri.encode(), "sha256").hex()[:LENGTH]
        return f"{self._base}{kind if _KIND.fullmatch(kind) else 'thing'}/{digest}"


def owner_of(iri: str, base: str) -> tuple[str, str]:
    """The IRI of the thing that a part belongs to, and what the part is called; "" twice for what is no part.

    >>> owner_of("urn:id/mission/hdm/7/value", "urn:id/")
    ('urn:id/mission/hdm/7', 'value')
    """
    owner, _, part = iri.rpartition("/")
    is_part = part in PARTS and "/" in owner.removeprefix(base)
    return (owner, part) if is_part else ("", "")

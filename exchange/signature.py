"""Ed25519 signatures (RFC 8032) over what is said of a package, and keys by their names."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from exchange.jcs import jcs_bytes, read_jcs
from ontology.errors import HakimError

ALGORITHM: Final = "Ed25519"
KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
MANIFEST_CONTEXT: Final = b"hakim package 1\n"
"""Stands before what is signed, so that a signature on a manifest is one on nothing else."""
ROTATION_CONTEXT: Final = b"hakim key rotation 1\n"
_PRIME: Final = 2**255 - 19
_ORDER_8: Final = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER: Final = frozenset(
    y.to_bytes(KEY_BYTES, "little")
    for y in (0, 1, _PRIME - 1, _PRIME, _PRIME + 1, _ORDER_8, _PRIME - _ORDER_8)
)
"""The y of all points of small order, those that are not written in their one form too (RFC 8032, 5.1.3)."""


class SignatureProblem(HakimError):
    """A key or a signature that is none."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key: its 32 bytes. Points of small order are none: for them, one signature fits many messages.

    >>> PublicKey(bytes(range(32))).key_id
    'ed25519:630dcd2966c4336691125448bbb25b4f'
    """

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_BYTES:
            raise SignatureProblem(f"A public key of {len(self.raw)} bytes is none of {ALGORITHM}.")
        if self.raw[:-1] + bytes([self.raw[-1] & 0x7F]) in _SMALL_ORDER:
            raise SignatureProblem("The public key is a point of small order, which is nobody's key.")

    @property
    def key_id(self) -> str:
        """Its name, by its SHA-256."""
        return f"ed25519:{hashlib.sha256(self.raw).hexdigest()[:32]}"

    def signed(self, data: bytes, signature: bytes) -> bool:
        """Whether its owner signed some bytes."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, data)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with a private key."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> PublicKey:
        """The key by which others verify."""
        return PublicKey(self.private.public_key().public_bytes_raw())

    @property
    def key_id(self) -> str:
        """The name of its public key."""
        return self.public.key_id

    def sign(self, data: bytes) -> bytes:
        """The signature of some bytes, 64 bytes."""
        return self.private.sign(data)


@dataclass(frozen=True, slots=True)
class Rotation:
    """A statement of the owner of an old key that a new one takes its place."""

    old: PublicKey
    new: PublicKey
    signature: bytes

    @property
    def holds(self) -> bool:
        """Whether the owner of the old key says so."""
        return self.old.signed(ROTATION_CONTEXT + self.old.raw + self.new.raw, self.signature)


def rotation(old: Signer, new: PublicKey) -> Rotation:
    """The statement that a new key takes the place of an old one."""
    return Rotation(old.public, new, old.sign(ROTATION_CONTEXT + old.public.raw + new.raw))


def rotations_bytes(rotations: tuple[Rotation, ...]) -> bytes:
    """Statements as a package carries them."""
    return jcs_bytes(
        [
            {"new": _encoded(one.new.raw), "old": _encoded(one.old.raw), "signature": _encoded(one.signature)}
            for one in rotations
        ]
    )


def read_rotations(data: bytes) -> tuple[Rotation, ...]:
    """The statements of a package; HakimError where they are none."""
    told = read_jcs(data)
    if not isinstance(told, list):
        raise SignatureProblem("The statements on keys are no list.")
    return tuple(_rotation(one) for one in told)


def _rotation(told: object) -> Rotation:
    if not isinstance(told, dict) or told.keys() != {"new", "old", "signature"}:
        raise SignatureProblem("A statement on keys has old, new and signature, and nothing else.")
    return Rotation(
        PublicKey(decoded(told["old"], KEY_BYTES)),
        PublicKey(decoded(told["new"], KEY_BYTES)),
        decoded(told["signature"], SIGNATURE_BYTES),
    )


def signature_bytes(signer: Signer, manifest: bytes) -> bytes:
    """The signature on a manifest, as a package carries it."""
    signed = _encoded(signer.sign(MANIFEST_CONTEXT + manifest))
    return jcs_bytes({"algorithm": ALGORITHM, "key": signer.key_id, "signature": signed})


def read_signature(data: bytes) -> tuple[str, bytes]:
    """The name of the key and the signature that a package carries; HakimError where it carries none."""
    told = read_jcs(data)
    if not isinstance(told, dict) or told.keys() != {"algorithm", "key", "signature"}:
        raise SignatureProblem("The signature has algorithm, key and signature, and nothing else.")
    if told["algorithm"] != ALGORITHM:
        raise SignatureProblem(f"The signature is not made with {ALGORITHM}.")
    return str(told["key"]), decoded(told["signature"], SIGNATURE_BYTES)


def decoded(text: object, size: int) -> bytes:
    """The bytes of base64 text, of which there is one form only; HakimError where they are not so many."""
    try:
        data = base64.b64decode(str(text), validate=True)
    except binascii.Error as error:
        raise SignatureProblem(f"{str(text)[:100]!r} is no base64.") from error
    if len(data) != size or _encoded(data) != text:
        raise SignatureProblem(f"{str(text)[:100]!r} is not base64 of {size} bytes.")
    return data


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def successors(pinned: frozenset[PublicKey], rotations: tuple[Rotation, ...]) -> frozenset[PublicKey]:
    """The keys that are trusted where some are pinned: those, and what their owners said takes their place."""
    trusted = set(pinned)
    for one in rotations:
        if one.old in trusted and one.holds:
            trusted.add(one.new)
    return frozenset(trusted)

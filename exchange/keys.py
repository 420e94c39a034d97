"""The keys of this desk: those that it signs with, those of partners that it trusts, and the secret of its names.

A key ring is a folder for its owner alone:

    signing/NUMBER.pem      private keys; the last one signs
    rotations.json          statements that each took the place of the one before it
    partners/NAME/ID.pub    public keys that are pinned for a partner
    secret                  32 bytes, from which the names of things for each partner are made
"""

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from exchange.partner_names import partner_name
from exchange.signature import (
    KEY_BYTES,
    PublicKey,
    Rotation,
    Signer,
    decoded,
    read_rotations,
    rotation,
    rotations_bytes,
)
from ontology.errors import HakimError, OutsideFailure
from records.raw_files import flush_folder

SECRET_BYTES: Final = 32
_PUBLIC: Final = ".pub"
_PRIVATE: Final = ".pem"


class KeyProblem(HakimError):
    """There is no such key, or there is one already."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """A public key that is trusted for a partner, and the name that its file gives it."""

    partner: str
    key: PublicKey
    name: str


class KeyRing:
    """The keys below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def new(self) -> PublicKey:
        """Makes the first signing key, and the secret; KeyProblem where there is a key."""
        if self._signing():
            raise KeyProblem(
                "There is a signing key already.", hint="`hakim key rotate` makes another in its place."
            )
        signer = Signer(Ed25519PrivateKey.generate())
        self._write(self._folder / "secret", secrets.token_bytes(SECRET_BYTES))
        self._keep(signer, 1)
        return signer.public

    def rotate(self) -> Rotation:
        """Makes a new signing key, and the statement of the old one that it takes its place."""
        old, new = self.signer(), Signer(Ed25519PrivateKey.generate())
        statement = rotation(old, new.public)
        # First the statement: without the key it says nothing, and a key without it is one that nobody trusts.
        self._write(self._folder / "rotations.json", rotations_bytes((*self.rotations(), statement)))
        self._keep(new, len(self._signing()) + 1)
        return statement

    def signer(self) -> Signer:
        """Signs with the current key; KeyProblem where there is none."""
        keys = self._signing()
        if not keys:
            raise KeyProblem("There is no key to sign with.", hint="`hakim key new` makes one.")
        return self._signer(keys[-1])

    def own(self) -> list[PublicKey]:
        """The public keys of this desk, the current one last."""
        return [self._signer(path).public for path in self._signing()]

    def rotations(self) -> tuple[Rotation, ...]:
        """The statements on the keys of this desk, in order."""
        path = self._folder / "rotations.json"
        return read_rotations(self._read(path)) if path.exists() else ()

    def trust(self, partner: str, line: str) -> Pinned:
        """Pins the key of a public key file for a partner."""
        key, name = read_public(line)
        self._write(
            self._partner(partner) / f"{key.key_id.partition(':')[2]}{_PUBLIC}",
            public_line(key, name).encode(),
        )
        return Pinned(partner, key, name)

    def distrust(self, partner: str, key_id: str) -> None:
        """Removes a pinned key; KeyProblem where it is none."""
        if key_id not in {pinned.key.key_id for pinned in self.pinned(partner)}:
            raise KeyProblem(f"{key_id} is no key of {partner}.", hint="`hakim key list` shows the keys.")
        with self._failures():
            (self._partner(partner) / f"{key_id.partition(':')[2]}{_PUBLIC}").unlink()

    def pinned(self, partner: str) -> list[Pinned]:
        """The keys that are pinned for a partner, in the order of their names."""
        files = sorted(self._partner(partner).glob(f"*{_PUBLIC}"))
        return [Pinned(partner, *read_public(self._read(path).decode())) for path in files]

    def partners(self) -> list[str]:
        """The partners that have a key, sorted."""
        return sorted(path.name for path in (self._folder / "partners").glob("*") if any(path.iterdir()))

    def pseudonym_key(self, partner: str) -> bytes:
        """The key by which names for a partner are made: another for each, the same for ever."""
        path = self._folder / "secret"
        if not path.exists():
            raise KeyProblem("There is no secret to make names with.", hint="`hakim key new` makes one.")
        return hmac.digest(self._read(path), b"pseudonyms:" + partner.encode(), hashlib.sha256)

    def _signing(self) -> list[Path]:
        return sorted((self._folder / "signing").glob(f"*{_PRIVATE}"))

    def _partner(self, partner: str) -> Path:
        return self._folder / "partners" / partner_name(partner)

    def _keep(self, signer: Signer, number: int) -> None:
        pem = signer.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self._write(self._folder / "signing" / f"{number:06}{_PRIVATE}", pem)

    def _signer(self, path: Path) -> Signer:
        try:
            key = load_pem_private_key(self._read(path), password=None)
        except (ValueError, TypeError) as error:
            raise KeyProblem(
                f"{path.name} is no private key.", hint="Restore the key ring from its copy."
            ) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise KeyProblem(f"{path.name} is no Ed25519 key.", hint="Restore the key ring from its copy.")
        return Signer(key)

    def _read(self, path: Path) -> bytes:
        with self._failures():
            return path.read_bytes()

    def _write(self, path: Path, data: bytes) -> None:
        """A file for its owner alone, whole or not at all."""
        with self._failures():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._folder.chmod(0o700)
            part = path.with_name(f".{path.name}.part")
            part.unlink(missing_ok=True)
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(descriptor)
            part.replace(path)
            flush_folder(path.parent)

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutsideFailure(
                f"The key ring in {self._folder} failed: {error.strerror}.",
                hint="Check free disk space and the folder's rights.",
            ) from error


def public_line(key: PublicKey, name: str) -> str:
    r"""The one line of a public key file.

    >>> public_line(PublicKey(bytes(range(32))), "northland")
    'ed25519 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8= northland\n'
    """
    return f"ed25519 {base64.b64encode(key.raw).decode()} {name}\n"


def read_public(line: str) -> tuple[PublicKey, str]:
    """The key and the name of a public key file; HakimError where it is none."""
    parts = line.rstrip("\n").split(" ", 2)
    if len(parts) != 3 or parts[0] != "ed25519" or not parts[2].isprintable():
        raise KeyProblem(
            "It is no public key.", hint="It is one line: ed25519 KEY NAME, as `hakim key export` writes it."
        )
    return PublicKey(decoded(parts[1], KEY_BYTES)), parts[2]

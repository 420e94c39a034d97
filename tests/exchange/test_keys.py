"""Keys are made once, rotate with the old one's word, and are for their owner alone."""

from pathlib import Path

import pytest

from exchange.keys import KeyProblem, KeyRing, public_line, read_public
from exchange.signature import (
    MANIFEST_CONTEXT,
    PublicKey,
    SignatureProblem,
    read_rotations,
    read_signature,
    rotations_bytes,
    signature_bytes,
    successors,
)
from ontology.errors import UsageProblem


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    made = KeyRing(tmp_path / "keys")
    made.new()
    return made


def test_without_a_key_nothing_is_signed(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem, match="hakim key new"):
        KeyRing(tmp_path).signer()


def test_a_first_key_is_made_once(ring: KeyRing) -> None:
    with pytest.raises(KeyProblem, match="hakim key rotate"):
        ring.new()


def test_keys_are_for_their_owner_alone(ring: KeyRing, tmp_path: Path) -> None:
    ring.rotate()
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").rglob("*") if path.is_file()}
    assert (modes, (tmp_path / "keys").stat().st_mode & 0o777) == ({0o600}, 0o700)


def test_what_is_signed_is_verified_by_its_key_and_no_other(ring: KeyRing, tmp_path: Path) -> None:
    name, signature = read_signature(signature_bytes(ring.signer(), b"manifest"))
    other = KeyRing(tmp_path / "other").new()
    signed = MANIFEST_CONTEXT + b"manifest"
    told = [key.signed(signed, signature) for key in (ring.signer().public, other)]
    assert (name, told) == (ring.signer().key_id, [True, False])


def test_one_who_pinned_an_older_key_follows_the_rotations(ring: KeyRing) -> None:
    pinned = frozenset({ring.signer().public})
    ring.rotate()
    ring.rotate()
    carried = read_rotations(rotations_bytes(ring.rotations()))
    assert successors(pinned, carried) == frozenset(ring.own())


def test_a_rotation_that_somebody_else_signed_is_not_followed(ring: KeyRing, tmp_path: Path) -> None:
    other = KeyRing(tmp_path / "other")
    other.new()
    forged = other.rotate()
    pinned = frozenset({ring.signer().public})
    statement = type(forged)(ring.signer().public, forged.new, forged.signature)
    assert successors(pinned, (forged, statement)) == pinned


def test_names_for_each_partner_are_made_with_another_key_that_stays_the_same(ring: KeyRing) -> None:
    before = [ring.pseudonym_key(partner) for partner in ("northland", "southland")]
    ring.rotate()
    assert before == [ring.pseudonym_key(partner) for partner in ("northland", "southland")]
    assert before[0] != before[1]


def test_a_key_is_pinned_for_a_partner_and_removed(ring: KeyRing) -> None:
    key = PublicKey(bytes(range(32)))
    ring.trust("northland", public_line(key, "Northland desk"))
    assert [(one.key, one.name) for one in ring.pinned("northland")] == [(key, "Northland desk")]
    ring.distrust("northland", key.key_id)
    assert (ring.pinned("northland"), ring.partners()) == ([], [])


def test_a_partner_is_no_path(ring: KeyRing) -> None:
    with pytest.raises(UsageProblem, match="no name of a partner"):
        ring.pinned("../signing")


@pytest.mark.parametrize(
    "line", ["", "ed25519", "ed25519 AAAA x", "rsa AAAA x", "ed25519 !!!! x", "ed25519  \n"]
)
def test_what_is_no_public_key_is_refused(line: str) -> None:
    with pytest.raises((KeyProblem, SignatureProblem)):
        read_public(line)

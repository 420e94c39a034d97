"""A package is the same bytes for the same claims, is signed, and whoever changes a byte of it is told so."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from exchange.claims import ClaimList
from exchange.manifest import manifest_bytes
from exchange.outgoing import Desk, send
from exchange.package import described
from exchange.past_releases import PastReleases
from exchange.release import release
from exchange.signature import signature_bytes
from exchange.verify import Limits, Trust, Verdict, verify_package
from ontology.errors import HakimError, UsageProblem
from tests.exchange.packages import (
    LETTERHEAD,
    OTHER_SIGNER,
    RECORDS,
    SIGNER,
    TRUST,
    Sent,
    content,
    sent,
    told,
)
from tests.exchange.worlds import ALLY, AUDIENCE, BASE, FOR_OTHER


@pytest.fixture
def package(tmp_path: Path) -> Sent:
    return sent(tmp_path)


def check_of(folder: Path, trust: Trust = TRUST) -> str:
    """The name of the check that failed."""
    verdict = verify_package(folder, trust)
    return verdict.reasons[0][0] if verdict.reasons else ""


def test_a_package_is_whole_and_for_the_ally(package: Sent) -> None:
    digest = verify_package(package.folder, TRUST).sha256
    assert verify_package(package.folder, TRUST) == Verdict((), package.manifest, digest)


def test_the_same_claims_make_the_same_bytes(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
    one, other = (sent(tmp_path / name, list(RECORDS)[::step]) for name, step in (("a", 1), ("b", -1)))
    assert content(one.folder) == content(other.folder)


def test_what_is_released_again_keeps_its_number(tmp_path: Path) -> None:
    one, other = sent(tmp_path), sent(tmp_path, name="again")
    assert content(one.folder) == content(other.folder)


def test_a_new_release_follows_the_one_before_and_tells_what_is_gone(tmp_path: Path) -> None:
    first = sent(tmp_path)
    second = sent(tmp_path, RECORDS[:1], name="second")
    assert second.manifest.number == 2
    assert second.manifest.previous == verify_package(first.folder, TRUST).sha256
    assert len(second.manifest.tombstones) == 2


def test_a_package_counts_what_is_in_it(package: Sent) -> None:
    assert package.manifest.counts == {"quads": 9, "records": 2, "things": 2}


def test_hidden_records_and_another_ally_move_no_byte_of_it(tmp_path: Path) -> None:
    (tmp_path / "with").mkdir()
    hidden = [*RECORDS, told(7, FOR_OTHER, f"{BASE}mission/hidden")]
    assert content(sent(tmp_path).folder) == content(sent(tmp_path / "with", hidden).folder)


def test_every_byte_of_manifest_and_signature_counts(package: Sent) -> None:
    for name in ("manifest.json", "manifest.sig"):
        path, good = package.folder / name, (package.folder / name).read_bytes()
        for at in range(len(good)):
            path.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
            assert check_of(package.folder) == "signature", (name, at)
        path.write_bytes(good)
    assert check_of(package.folder) == ""


def test_every_byte_of_every_other_file_counts(package: Sent) -> None:
    for name, good in content(package.folder).items():
        if not name.startswith("manifest"):
            # One byte in so many of a long file: its hash makes no difference between them.
            for at in range(0, len(good), max(1, len(good) // 40)):
                (package.folder / name).write_bytes(good[:at] + bytes([good[at] ^ 32]) + good[at + 1 :])
                assert check_of(package.folder) == "files", (name, at)
            (package.folder / name).write_bytes(good)
    assert check_of(package.folder) == ""


def _swap(folder: Path) -> None:
    one, other = (folder / name for name in ("data.ttl", "data.nq"))
    first = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(first)


def _link(folder: Path) -> None:
    (folder / "README.md").unlink()
    (folder / "README.md").symlink_to("/etc/hostname")


ATTACKS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a file swapped": (_swap, "files"),
    "a file cut short": (lambda folder: os.truncate(folder / "data.nq", 10), "files"),
    "a file emptied": (lambda folder: os.truncate(folder / "README.md", 0), "files"),
    "a file added": (lambda folder: (folder / "more.nq").write_bytes(b""), "files"),
    "a file added deeper": (lambda folder: (folder / "ontology" / "more.ttl").write_bytes(b""), "files"),
    "a file renamed": (lambda folder: (folder / "data.ttl").rename(folder / "data2.ttl"), "files"),
    "a file removed": (lambda folder: (folder / "README.md").unlink(), "files"),
    "a link": (_link, "folder"),
    "a hard link": (lambda folder: os.link(folder / "README.md", folder / "x"), "folder"),
    "a pipe": (lambda folder: os.mkfifo(folder / "pipe"), "folder"),
    "a folder in a folder": (lambda folder: (folder / "ontology" / "more").mkdir(), "folder"),
    "no manifest": (lambda folder: (folder / "manifest.json").unlink(), "folder"),
    "no signature": (lambda folder: (folder / "manifest.sig").unlink(), "folder"),
    "no claims": (lambda folder: (folder / "data.nq").unlink(), "folder"),
    "an empty signature": (lambda folder: (folder / "manifest.sig").write_bytes(b""), "signature"),
    "a long signature": (lambda folder: (folder / "manifest.sig").write_bytes(b" " * 70_000), "size"),
    "another algorithm": (
        lambda folder: (folder / "manifest.sig").write_bytes(
            (folder / "manifest.sig").read_bytes().replace(b"Ed25519", b"none")
        ),
        "signature",
    ),
    "rotations that are none": (lambda folder: (folder / "rotations.json").write_bytes(b"{}"), "signature"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused_with_its_reason(package: Sent, attack: str) -> None:
    change, check = ATTACKS[attack]
    change(package.folder)
    assert check_of(package.folder) == check


def test_the_signature_of_another_package_does_not_fit(tmp_path: Path) -> None:
    first, second = sent(tmp_path), sent(tmp_path, RECORDS[:1], name="second")
    (second.folder / "manifest.sig").write_bytes((first.folder / "manifest.sig").read_bytes())
    assert check_of(second.folder) == "signature"


def test_a_package_for_somebody_else_is_refused(package: Sent) -> None:
    for name in ("other", ""):
        assert check_of(package.folder, replace(TRUST, recipient=name)) == "recipient"


def test_a_key_that_is_not_pinned_is_not_believed(package: Sent, tmp_path: Path) -> None:
    forged = sent(tmp_path / "..", name=f"{tmp_path.name}-forged", signer=OTHER_SIGNER)
    assert check_of(forged.folder) == "signature"
    assert check_of(package.folder, replace(TRUST, pinned={})) == "signature"


def test_a_partner_cannot_speak_for_another(package: Sent) -> None:
    trust = replace(TRUST, pinned={"northland": TRUST.pinned["southland"], "southland": frozenset()})
    assert check_of(package.folder, trust) == "originator"


def signed_again(package: Sent, data: bytes, name: str = "data.nq") -> Path:
    """The package of one who has the key and puts other content into a file: no hash tells that."""
    (package.folder / name).write_bytes(data)
    files = tuple(described(package.folder, file.path) for file in package.manifest.files)
    manifest = manifest_bytes(replace(package.manifest, files=files))
    (package.folder / "manifest.json").write_bytes(manifest)
    (package.folder / "manifest.sig").write_bytes(signature_bytes(SIGNER, manifest))
    return package.folder


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda lines: lines[::-1], "out of order"),
        (lambda lines: [lines[0], *lines], "out of order"),
        (lambda lines: lines[1:], "digest"),
        (lambda lines: [*lines, b"<urn:z> <urn:p> <urn:o> <urn:g> .\n"], "digest"),
        (lambda lines: [*lines, b"nonsense\n"], "no N-Quads"),
        (lambda lines: [*lines, b"\n"], "no quad"),
        (lambda lines: [*lines, b"<urn:z> <urn:p>  <urn:o> <urn:g> .\n"], "not written canonically"),
        (lambda lines: [*lines, b"<urn:z> <urn:p> <urn:o> .\n"], "in no record"),
        (lambda _lines: [b"_:a <urn:p> <urn:o> <urn:g> .\n"], "blank node"),
        (lambda _lines: [b"<urn:z> <urn:p> <<( <urn:a> <urn:b> <urn:c> )>> <urn:g> .\n"], "triple term"),
        (lambda _lines: [b"\xff\n"], "no N-Quads"),
    ],
)
def test_claims_that_are_signed_and_wrong_are_refused(
    package: Sent, change: Callable[[list[bytes]], list[bytes]], message: str
) -> None:
    lines = (package.folder / "data.nq").read_bytes().splitlines(keepends=True)
    verdict = verify_package(signed_again(package, b"".join(change(lines))), TRUST)
    [(check, told_message)] = verdict.reasons
    assert (check, message in told_message) == ("claims", True), told_message


def test_a_package_that_takes_more_than_it_may_is_refused(package: Sent) -> None:
    for limits in (Limits(files=3), Limits(bytes=100), Limits(manifest_bytes=10)):
        assert verify_package(package.folder, TRUST, limits).reasons[0][0] == "size"


def test_what_the_ally_would_refuse_does_not_leave(tmp_path: Path) -> None:
    def refuse(_folder: Path, _manifest: object) -> None:
        raise HakimError("A mission has two starts.")

    desk = Desk(SIGNER, (), PastReleases(tmp_path / "releases", ALLY))
    with pytest.raises(HakimError, match="two starts"):
        send(
            release(ClaimList(RECORDS), AUDIENCE),
            AUDIENCE,
            LETTERHEAD,
            desk,
            tmp_path / "out",
            (("shapes", refuse),),
        )
    assert [path.name for path in tmp_path.iterdir()] == []


def test_where_nothing_may_leave_there_is_no_package(tmp_path: Path) -> None:
    with pytest.raises(HakimError, match="Nothing may leave to ally"):
        sent(tmp_path, [told(1, FOR_OTHER)])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_left_alone(package: Sent) -> None:
    with pytest.raises(UsageProblem, match="is there already"):
        sent(package.folder.parent)


def test_a_manifest_is_what_the_format_says(package: Sent) -> None:
    said = json.loads((package.folder / "manifest.json").read_bytes())
    assert {
        name: said[name]
        for name in ("format", "format_version", "originator", "recipient", "number", "previous")
    } == {
        "format": "hakim-package",
        "format_version": 1,
        "originator": "southland",
        "recipient": "ally",
        "number": 1,
        "previous": "",
    }

"""A manifest is one form of bytes, and nothing else is one."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.jcs import NotCanonical, jcs_bytes, read_jcs
from exchange.manifest import Label, Manifest, PackageFile, manifest_bytes, read_manifest
from ontology.errors import HakimError

MANIFEST = Manifest(
    originator="southland",
    recipient="northland",
    number=2,
    previous="sha256:" + "a" * 64,
    policy="example",
    policy_version="1",
    label=Label("tlp-2.0", "green", ("medical",)),
    issued="2026-01-31",
    review="",
    schema_version="0.2.0",
    digest="sha256:" + "b" * 64,
    counts={"quads": 3, "records": 1, "things": 1},
    tombstones=("urn:gone",),
    files=(PackageFile("data.nq", 3, "c" * 64), PackageFile("ontology/shapes.ttl", 1, "d" * 64)),
    base="https://example.org/id/",
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


def test_a_manifest_comes_back_from_its_bytes() -> None:
    assert read_manifest(manifest_bytes(MANIFEST)) == MANIFEST


@given(VALUES.filter(lambda value: "\ud800" not in repr(value)))
def test_a_value_comes_back_from_its_one_form(value: Any) -> None:
    assert read_jcs(jcs_bytes(value)) == value


def test_names_are_in_the_order_of_rfc_8785() -> None:
    # The example of section 3.2.3 of RFC 8785.
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    order = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(jcs_bytes(dict.fromkeys(names, 0)))) == order


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b'{"a": 1}',
        b'{"a":1}\n',
        b"1.0",
        b"NaN",
        b'"\\u0061"',
        b"\xff",
        b"[" * 9999,
    ],
)
def test_bytes_that_are_not_in_the_one_form_are_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        read_jcs(data)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("format", "other"),
        ("format_version", 2),
        ("originator", "../x"),
        ("recipient", ""),
        ("number", 0),
        ("number", True),
        ("number", "1"),
        ("previous", "sha256:x"),
        ("label", {"scheme": "s", "level": "l"}),
        ("label", {"scheme": "s", "level": "l", "caveats": ["b", "a"]}),
        ("issued", "2026-02-30"),
        ("issued", "20260131"),
        ("digest", ""),
        ("counts", {"quads": 1}),
        ("counts", {"quads": -1, "records": 0, "things": 0}),
        ("tombstones", "urn:gone"),
        ("tombstones", ["b", "a"]),
        ("files", [{"path": "../up", "size": 1, "sha256": "c" * 64}]),
        ("files", [{"path": "/etc/x", "size": 1, "sha256": "c" * 64}]),
        ("files", [{"path": "a", "size": 1, "sha256": "c" * 64}] * 2),
        ("files", [{"path": "a", "size": 1.5, "sha256": "c" * 64}]),
        ("base", 1),
    ],
)
def test_a_field_of_another_kind_is_refused(field: str, value: Any) -> None:
    told = json.loads(manifest_bytes(MANIFEST)) | {field: value}
    with pytest.raises(HakimError):
        read_manifest(json.dumps(told, sort_keys=True, separators=(",", ":")).encode())


@pytest.mark.parametrize("change", [{"more": 1}, None])
def test_fields_are_all_there_and_no_others(change: dict[str, int] | None) -> None:
    told = json.loads(manifest_bytes(MANIFEST))
    told = told | change if change else {name: told[name] for name in told if name != "base"}
    with pytest.raises(HakimError, match=r"more|base"):
        read_manifest(jcs_bytes(told))

"""The manifest of a package: what it is, for whom, by which policy, and every file in it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from exchange.jcs import jcs_bytes, read_jcs
from exchange.partner_names import PARTNER_NAME
from ontology.errors import HakimError

FORMAT: Final = "hakim-package"
FORMAT_VERSION: Final = 1
_SHA256: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_PATH: Final = re.compile(
    r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}){0,3}", re.ASCII
)
_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)


class ManifestProblem(HakimError):
    """A manifest that is none."""


@dataclass(frozen=True, slots=True)
class Label:
    """The strictest level of what is inside, in a scheme of levels, and all its caveats, sorted."""

    scheme: str
    level: str
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file of a package: its path in it, its size in bytes, its SHA-256 in hex."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is signed.

    `number` counts the releases to this recipient only, and `previous` is the SHA-256 of the manifest before it, "" for
    the first. `policy_version` is that of the arrangement with this recipient. `issued` and `review` are days or "".
    `tombstones` are IRIs that the release before described and this one does not. `base` begins the originator's IRIs.
    """

    originator: str
    recipient: str
    number: int
    previous: str
    policy: str
    policy_version: str
    label: Label
    issued: str
    review: str
    schema_version: str
    digest: str
    counts: Mapping[str, int]
    tombstones: tuple[str, ...]
    files: tuple[PackageFile, ...]
    base: str


def manifest_bytes(manifest: Manifest) -> bytes:
    """A manifest as the bytes that are signed."""
    return jcs_bytes({"format": FORMAT, "format_version": FORMAT_VERSION, **asdict(manifest)})


def read_manifest(data: bytes) -> Manifest:
    """The manifest of bytes. Raises HakimError where a field is missing, unknown or no value of its kind."""
    told = read_jcs(data)
    if not isinstance(told, dict):
        raise ManifestProblem("The manifest is no JSON object.")
    if (told.get("format"), told.get("format_version")) != (FORMAT, FORMAT_VERSION):
        raise ManifestProblem(
            f"The manifest is not of format {FORMAT} {FORMAT_VERSION}.",
            hint="Use a version of Hakim that knows its format.",
        )
    fields = _fields(told, {"format": _any, "format_version": _any, **_FIELDS}, "manifest")
    del fields["format"], fields["format_version"]
    return Manifest(**fields)


Check = Callable[[Any], Any]
"""Gives a field's value, or raises ValueError."""


def _fields(told: Any, checks: Mapping[str, Check], where: str) -> dict[str, Any]:
    if not isinstance(told, dict) or told.keys() != checks.keys():
        wrong = sorted(set(told) ^ set(checks)) if isinstance(told, dict) else []
        raise ManifestProblem(f"The {where} has not the fields that it should have: {', '.join(wrong)}.")
    return {name: _checked(told[name], check, f"{where}, {name}") for name, check in checks.items()}


def _checked(value: Any, check: Check, where: str) -> Any:
    try:
        return check(value)
    except (ValueError, TypeError) as error:
        raise ManifestProblem(f"The {where}: {str(value)[:80]!r} is no value of it.") from error


def _any(value: Any) -> Any:
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 1000 or not value.isprintable():
        raise ValueError
    return value


def _of(pattern: re.Pattern[str], *, empty: bool = False) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, str) or not (pattern.fullmatch(value) or (empty and not value)):
            raise ValueError
        return value

    return check


def _day(value: Any) -> str:
    if value and date.fromisoformat(value).isoformat() != value:
        raise ValueError
    return _text(value)


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError
    return value


def _number(value: Any) -> int:
    if _count(value) < 1:
        raise ValueError
    return int(value)


def _counts(value: Any) -> dict[str, int]:
    return _fields(value, dict.fromkeys(("quads", "records", "things"), _count), "manifest, counts")


def _sorted_texts(value: Any) -> tuple[str, ...]:
    texts = tuple(map(_text, value)) if isinstance(value, list) else ("", "")
    if list(texts) != sorted(set(texts)):
        raise ValueError
    return texts


def _label(value: Any) -> Label:
    return Label(
        **_fields(value, {"scheme": _text, "level": _text, "caveats": _sorted_texts}, "manifest, label")
    )


def _files(value: Any) -> tuple[PackageFile, ...]:
    checks = {"path": _of(_PATH), "size": _count, "sha256": _of(_SHA256)}
    files = tuple(PackageFile(**_fields(one, checks, "manifest, files")) for one in value)
    paths = [file.path for file in files]
    if paths != sorted(set(paths)):
        raise ValueError
    return files


_FIELDS: Final[Mapping[str, Check]] = {
    "originator": _of(PARTNER_NAME),
    "recipient": _of(PARTNER_NAME),
    "number": _number,
    "previous": _of(_DIGEST, empty=True),
    "policy": _text,
    "policy_version": _text,
    "label": _label,
    "issued": _day,
    "review": _day,
    "schema_version": _text,
    "digest": _of(_DIGEST),
    "counts": _counts,
    "tombstones": _sorted_texts,
    "files": _files,
    "base": _text,
}

"""JSON in the one form of RFC 8785 (JCS), as far as it is needed: objects, lists, strings, whole numbers, truth.

The same value is always the same bytes, and bytes that are not in this form are no value: what is signed can be read in
one way only.
"""

import json
from typing import Final

from ontology.errors import HakimError

JsonValue = dict[str, "JsonValue"] | list["JsonValue"] | str | int | bool | None
LARGEST: Final = 2**53 - 1
"""Whole numbers up to here are the same in every reader of JSON."""


class NotCanonical(HakimError):
    """Bytes that are not JSON in its one form."""


def jcs_bytes(value: object) -> bytes:
    r"""The bytes of a value.

    >>> jcs_bytes({"b": 1, "a": ["é", "\n"]})
    b'{"a":["\xc3\xa9","\\n"],"b":1}'
    """
    return _text(value).encode()


def _text(value: object) -> str:
    match value:
        case dict():
            # By UTF-16 code units, as RFC 8785 orders names.
            names = sorted(value, key=lambda name: name.encode("utf-16-be"))
            return "{" + ",".join(f"{_text(name)}:{_text(value[name])}" for name in names) + "}"
        case list() | tuple():
            return "[" + ",".join(map(_text, value)) + "]"
        case bool() | None | str():
            return json.dumps(value, ensure_ascii=False)
        case int() if abs(value) <= LARGEST:
            return str(value)
    raise TypeError(f"{value!r} has no form here.")


def read_jcs(data: bytes) -> JsonValue:
    """The value of bytes; raises NotCanonical where they are not the bytes of one."""
    try:
        value: JsonValue = json.loads(
            data.decode(), object_pairs_hook=_once, parse_float=_refused, parse_constant=_refused
        )
        same = jcs_bytes(value) == data
    except (ValueError, TypeError, RecursionError) as error:
        raise NotCanonical(f"It is not canonical JSON (RFC 8785): {error}.") from error
    if not same:
        raise NotCanonical("It is JSON, but not in its canonical form (RFC 8785).")
    return value


def _once(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise ValueError("a name stands twice in an object")
    return dict(pairs)


def _refused(text: str) -> JsonValue:
    raise ValueError(f"{text} is no whole number")

"""How far the name of a column says what it holds: the words of `draft_words.yaml`, in four languages."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from ingest.normalise import normal_name

FIELD_SCHEMES: Mapping[str, str] = MappingProxyType(
    {
        "capability": "capability",
        "confidence": "confidence",
        "event_type": "event-type",
        "membership_status": "membership-status",
        "military": "military",
        "mission_type": "mission-type",
        "occasion_kind": "occasion-kind",
        "organisation_kind": "organisation-kind",
        "publisher_kind": "publisher-kind",
        "quantity_kind": "quantity-kind",
        "relation_state": "relation-state",
        "status": "status",
        "topic": "claim-topic",
    }
)
"""The fields whose values are concepts, and the scheme of each."""

EXACT, _WITHIN = 2, 1
_MARKS = re.compile(r"[_.#+:]")
"""What joins the words of column names."""
_ALONE = frozenset({"to", "من", "id", "no", "ad", "count", "number", "usd", "code", "kod", "mission"})
"""Words that say what a column holds only where they are all of its name."""


@cache
def _normal_words() -> Mapping[str, tuple[frozenset[str], ...]]:
    lists = yaml.safe_load(files("ingest").joinpath("draft_words.yaml").read_text(encoding="utf-8"))
    return {
        field: tuple(frozenset(normal_name(word).split()) for words in groups for word in words)
        for field, groups in lists.items()
    }


def likeness(column: str, field: str) -> int:
    """How far the name of a column says that it fills a field: 2 in full, 1 among other words, 0 not.

    >>> likeness("Sending country", "sender"), likeness("recipient_as_written", "recipient"), likeness("x", "sender")
    (2, 1, 0)
    """
    words = _words(column)
    known = _normal_words().get(field, ())
    if words in known or words == frozenset(normal_name(field.replace("_", " ")).split()):
        return EXACT
    return _WITHIN if any(word <= words for word in known if word and not word <= _ALONE) else 0


def is_called_id(column: str) -> bool:
    """Whether the name of a column has the word for an identifier in it."""
    return bool(_words(column) & {"id", "identifier", "identifiant", "رقم", "المعرف", "kimlik"})


def _words(column: str) -> frozenset[str]:
    return frozenset(normal_name(_MARKS.sub(" ", column)).split())

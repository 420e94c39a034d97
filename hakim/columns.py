"""From a property of the vocabulary back to the column of a source that fills it."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal

from ingest.source_spec import SourceSpec
from ontology.namespaces import HD
from ontology.shacl import Result
from records.model import Cell

_FIELDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "amount": ("quantity", "value_usd", "value"),
        "asWritten": ("quantity",),
        "claimedBy": ("source_publisher",),
        "currency": ("value_usd",),
        "deliversProduct": ("product",),
        "inResponseTo": ("occasion",),
        "militaryInvolvement": ("military",),
        "monetaryValue": ("value_usd",),
        "ofDisease": ("disease",),
        "partOfProgramme": ("programme",),
        "publishedBy": ("source_publisher",),
        "receivedBy": ("recipient", "receiving_organisation"),
        "sentBy": ("sender", "sending_organisation"),
        "statedIn": ("source_url", "source_title"),
        "url": ("source_url",),
    }
)
"""The fields behind the properties that are not called like their field."""

_DATE_PART: Final = re.compile(r"(start|end|date)(Latest|Edtf)")
_CAPITAL: Final = re.compile(r"(?=[A-Z])")


def fields_of(path: str) -> tuple[str, ...]:
    """The fields that can fill a property.

    >>> fields_of(HD + "startEdtf"), fields_of(HD + "missionType"), fields_of(HD + "monetaryValue")
    (('start',), ('mission_type',), ('value_usd',))
    """
    name = path.removeprefix(HD)
    part = _DATE_PART.fullmatch(name)
    if part:
        return (part[1],)
    return _FIELDS.get(name, (_CAPITAL.sub("_", name).lower(),))


def column_of(result: Result, cells: Iterable[Cell], spec: SourceSpec) -> str | None:
    """The column behind a result: the one that fills the property, else the one in which the value stands."""
    fields = fields_of(result.path)
    filled = [cell.column for cell in cells if cell.field in fields]
    if isinstance(result.value, Literal):
        filled += [cell.column for cell in cells if cell.literal.strip() == result.value.value]
    empty = [column.column for column in spec.columns if column.field in fields]
    return next(iter([*filled, *empty]), None)

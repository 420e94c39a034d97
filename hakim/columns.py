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
        "affiliatedWith": ("affiliation",),
        "altName": ("alt_name", "alias"),
        "amount": ("quantity", "value_usd", "value"),
        "asWritten": ("quantity",),
        "beneficiaryGroup": ("beneficiaries",),
        "carriedBy": ("carrier",),
        "claimTopic": ("topic",),
        "claimedBy": ("source_publisher",),
        "commandedBy": ("commander",),
        "conflictParty": ("party", "supporter"),
        "copyOf": ("copies",),
        "currency": ("value_usd",),
        "deliversProduct": ("product",),
        "developedBy": ("developer", "developer_organisation"),
        "fundedBy": ("funder",),
        "homeCountry": ("home",),
        "hostedBy": ("host",),
        "inConflict": ("conflict",),
        "inCountry": ("country",),
        "inResponseTo": ("occasion",),
        "militaryInvolvement": ("military",),
        "monetaryValue": ("value_usd",),
        "ofDisease": ("disease",),
        "partOfProgramme": ("programme",),
        "publishedBy": ("source_publisher",),
        "receivedBy": ("recipient", "receiving_organisation"),
        "relationParty": ("party", "other_party"),
        "sentBy": ("sender", "sending_organisation"),
        "staffedBy": ("staff",),
        "start": ("start", "founded"),
        "statedIn": ("source_url", "source_title"),
        "stepOf": ("mission",),
        "url": ("source_url",),
        "usesCapability": ("capability",),
    }
)
"""The fields behind the properties that are not called like their field."""

_DATE_PART: Final = re.compile(r"\b(start|end|date)(Latest|Edtf)\b")
_CAPITAL: Final = re.compile(r"(?=[A-Z])")


def fields_of(path: str) -> tuple[str, ...]:
    """The fields that can fill a property.

    >>> fields_of(HD + "endEdtf"), fields_of(HD + "missionType"), fields_of(HD + "monetaryValue")
    (('end',), ('mission_type',), ('value_usd',))
    """
    name = _DATE_PART.sub(r"\1", path.removeprefix(HD))
    return _FIELDS.get(name, (_CAPITAL.sub("_", name).lower(),))


def column_of(result: Result, cells: Iterable[Cell], spec: SourceSpec) -> str | None:
    """The column behind a result: the one that fills the property, else the one in which the value stands."""
    fields = fields_of(result.path)
    filled = [cell.column for cell in cells if cell.field in fields]
    if isinstance(result.value, Literal):
        filled += [cell.column for cell in cells if cell.literal.strip() == result.value.value]
    empty = [column.column for column in spec.columns if column.field in fields]
    return next(iter([*filled, *empty]), None)

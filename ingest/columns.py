"""From a property of the vocabulary back to the column of a source that fills it, and from results to problems."""

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from ingest.rows import SHOWN_CHARACTERS, Problem, cut
from ingest.source_spec import SourceSpec
from ontology.namespaces import HD
from ontology.shacl import Result
from ontology.shacl.report import shown
from ontology.shacl.things import Term
from records.model import Cell

FIELDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "affiliatedWith": ("affiliation",),
        "altName": ("alt_name", "alias"),
        "amount": ("amount", "quantity", "value_usd", "value"),
        "asWritten": ("quantity", "unit"),
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
        "global": ("affected",),
        "homeCountry": ("home",),
        "hostedBy": ("host",),
        "inConflict": ("conflict",),
        "inCountry": ("country", "other_country"),
        "inResponseTo": ("occasion",),
        "militaryInvolvement": ("military",),
        "monetaryValue": ("value_usd",),
        "note": ("note", "seen_in"),
        "ofDisease": ("disease", "icd11", "icd10"),
        "partOfProgramme": ("programme",),
        "publishedBy": ("source_publisher",),
        "receivedBy": ("recipient", "receiving_organisation"),
        "relationParty": ("party", "other_party"),
        "sentBy": ("sender", "sending_organisation"),
        "staffedBy": ("staff",),
        "start": ("start", "founded", "episode_start"),
        "stateOf": ("party", "other_party"),
        "statedIn": ("source_url", "source_title"),
        "stepOf": ("mission",),
        "url": ("source_url",),
        "usesCapability": ("capability",),
    }
)
"""The fields behind the properties that are not called like their field."""

_FIELDS_BY_ROLE: Final[Mapping[tuple[str, str], tuple[str, ...]]] = MappingProxyType(
    {
        ("claimedBy", "name"): ("source_publisher", "rival_publisher"),
        ("monetaryValue", "amount"): ("value_usd",),
        ("quantity", "amount"): ("quantity",),
        ("statedIn", "name"): ("source_title",),
    }
)
"""The fields behind the properties of things that a row describes beside its own, by the property that names these."""

_DATE_PART: Final = re.compile(r"\b(start|end|date)(Latest|Edtf)\b")
_DESCRIBES: Final = NamedNode(HD + "describes")
_CAPITAL: Final = re.compile(r"(?=[A-Z])")


def fields_of(path: str) -> tuple[str, ...]:
    """The fields that can fill a property.

    >>> fields_of(HD + "endEdtf"), fields_of(HD + "missionType"), fields_of(HD + "monetaryValue")
    (('end',), ('mission_type',), ('value_usd',))
    """
    name = _DATE_PART.sub(r"\1", path.removeprefix(HD))
    return FIELDS.get(name, (_CAPITAL.sub("_", name).lower(),))


def roles_of(claims: Iterable[Triple]) -> dict[Term, str]:
    """The property by which a row names each of the things that it describes; "" for those that it does not name.

    >>> from ontology.terms import hd
    >>> mission, quantity = NamedNode("urn:mission"), NamedNode("urn:quantity")
    >>> told = [Triple(mission, hd.quantity, quantity), Triple(quantity, hd.unit, Literal("beds"))]
    >>> roles_of(told) == {mission: "", quantity: HD + "quantity"}
    True
    """
    told = list(claims)
    roles: dict[Term, str] = {claim.subject: "" for claim in told}
    for claim in told:
        if claim.object in roles and claim.predicate != _DESCRIBES:
            roles[claim.object] = claim.predicate.value
    return roles


def fields_by_role(role: str, path: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields that can fill a property of a thing that a row names by a property, and those that name it.

    The row's own thing is not named: its role is "".

    >>> fields_by_role(HD + "monetaryValue", HD + "amount"), fields_by_role(HD + "fundedBy", HD + "name")
    ((('value_usd',), ('value_usd',)), ((), ('funder',)))
    """
    name = path.removeprefix(HD)
    if not role:
        return fields_of(path), ()
    # A name, and whatever is wrong with the thing as a whole, is read from the cell that names it.
    own = () if name in {"", "name"} else fields_of(path)
    return _FIELDS_BY_ROLE.get((role.removeprefix(HD), name), own), fields_of(role)


def column_of(result: Result, cells: Iterable[Cell], spec: SourceSpec, role: str = "") -> str | None:
    """The column behind a result: the one that fills the property, else the one in which the value stands.

    Failing both, it is the column that names the thing.
    """
    own, naming = fields_by_role(role, result.path)
    told = tuple(cells)
    texts = [cell.column for cell in told if _says(cell, result)]
    found = [*_filled(own, told), *texts, *_there(own, spec), *_filled(naming, told), *_there(naming, spec)]
    return next(iter(found), None)


def _filled(fields: Sequence[str], cells: Iterable[Cell]) -> list[str]:
    return [cell.column for cell in cells if cell.field in fields]


def _there(fields: Sequence[str], spec: SourceSpec) -> list[str]:
    return [column.column for column in spec.columns if column.field in fields]


def _says(cell: Cell, result: Result) -> bool:
    return isinstance(result.value, Literal) and cell.literal.strip() == result.value.value


def problem_of(result: Result, cells: Iterable[Cell], spec: SourceSpec, role: str = "") -> Problem:
    """What a result is to the row in which it was found: column, text, and the shape's own message.

    A violation rejects the row; a warning is a problem of the same form, and the caller tells them apart by severity.
    """
    told = tuple(cells)
    column = column_of(result, told, spec, role) or ""
    texts = [cell.literal for cell in told if cell.column == column]
    value = texts[0] if texts else "" if result.value is None else shown(result.value)
    return Problem(
        column, cut(value), f"shacl-{result.component}", cut(result.message(), 2 * SHOWN_CHARACTERS)
    )


__all__ = ["FIELDS", "column_of", "fields_by_role", "fields_of", "problem_of", "roles_of"]

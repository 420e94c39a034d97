"""The terms of schema.org that ours are aligned with: on what each property may stand, and what it may hold.

Facts of schema.org 30.0, for these terms alone. They keep an export in public terms from saying what schema.org has
no way to say: a recipient of an event, a participant of anything but an action.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from ontology.namespaces import HD, PREFIXES

SCHEMA_ORG: Final = PREFIXES["schema"]
_XSD: Final = PREFIXES["xsd"]
EDTF: Final = PREFIXES["edtf"] + "EDTF"

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys((_XSD + "string", _XSD + "token"), "Text"),
        **{PREFIXES["rdf"] + name: "Text" for name in ("langString", "PlainLiteral")},
        _XSD + "anyURI": "URL",
        **{_XSD + name: "Date" for name in ("date", "gYearMonth", "gYear")},
        **{_XSD + name: "Number" for name in ("decimal", "integer", "double", "float")},
        _XSD + "boolean": "Boolean",
    }
)
"""What schema.org calls the datatypes of literals."""

ROLES: Final[Mapping[str, str]] = MappingProxyType({HD + "grouping": "member", HD + "member": "member"})
"""A Role of schema.org repeats the property that it stands in: a grouping has as member a role, and that a country."""


@dataclass(frozen=True, slots=True)
class PublicProperty:
    """The types on which a property may stand, and the types and kinds of literal that it may hold."""

    domain: frozenset[str]
    range: frozenset[str]


def _property(domain: str, value_range: str) -> PublicProperty:
    return PublicProperty(frozenset(domain.split()), frozenset(value_range.split()))


TYPES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "Action": ("Thing",),
        "AdministrativeArea": ("Place",),
        "AllocateAction": ("OrganizeAction",),
        "Claim": ("CreativeWork",),
        "Corporation": ("Organization",),
        "Country": ("AdministrativeArea",),
        "CreativeWork": ("Thing",),
        "Dataset": ("CreativeWork",),
        "DefinedTerm": ("Intangible",),
        "DefinedTermSet": ("CreativeWork",),
        "DonateAction": ("TransferAction",),
        "Event": ("Thing",),
        "EventSeries": ("Event", "Series"),
        "GovernmentOrganization": ("Organization",),
        "Intangible": ("Thing",),
        "MedicalCondition": ("MedicalEntity",),
        "MedicalEntity": ("Thing",),
        "MedicalOrganization": ("Organization",),
        "MonetaryAmount": ("StructuredValue",),
        "MoneyTransfer": ("TransferAction",),
        "Organization": ("Thing",),
        "OrganizationRole": ("Role",),
        "OrganizeAction": ("Action",),
        "Place": ("Thing",),
        "Product": ("Thing",),
        "QuantitativeValue": ("StructuredValue",),
        "RejectAction": ("AllocateAction",),
        "Review": ("CreativeWork",),
        "Role": ("Intangible",),
        "SendAction": ("TransferAction",),
        "Series": ("Intangible",),
        "StructuredValue": ("Intangible",),
        "Thing": (),
        "TransferAction": ("Action",),
    }
)
"""The types, each with those right above it."""

_DATED: Final = (
    "CreativeWorkSeason CreativeWorkSeries DatedMoneySpecification EducationalOccupationalProgram Event"
    " MerchantReturnPolicySeasonalOverride Role Schedule"
)
_RECEIVED: Final = (
    "AuthorizeAction CommunicateAction DonateAction GiveAction Message PayAction"
    " ReturnAction SendAction TipAction"
)

PROPERTIES: Final[Mapping[str, PublicProperty]] = MappingProxyType(
    {
        "about": _property(
            "Certification CommunicateAction CreativeWork DefinedTerm DefinedTermSet Event", "Thing"
        ),
        "additionalType": _property("Thing", "Text URL"),
        "agent": _property("Action", "Organization Person"),
        "alternateName": _property("Thing", "Text"),
        "amount": _property(
            "DatedMoneySpecification InvestmentOrDeposit LoanOrCredit MonetaryGrant MoneyTransfer",
            "MonetaryAmount Number",
        ),
        "appearance": _property("Claim", "CreativeWork"),
        "author": _property("CreativeWork Rating", "Organization Person"),
        "conditionsOfAccess": _property("CreativeWork", "Text"),
        "containedInPlace": _property("Place", "Place"),
        "currency": _property(
            "DatedMoneySpecification ExchangeRateSpecification LoanOrCredit MonetaryAmount"
            " MonetaryAmountDistribution",
            "Text",
        ),
        "datePublished": _property("Certification CreativeWork", "Date DateTime"),
        "description": _property("Thing", "Text TextObject"),
        "dissolutionDate": _property("Organization", "Date"),
        "endDate": _property(_DATED, "Date DateTime"),
        "foundingDate": _property("Organization", "Date"),
        "funder": _property(
            "CreativeWork Event Grant MonetaryGrant Organization Person", "Organization Person"
        ),
        "identifier": _property("Thing", "PropertyValue Text URL"),
        "inDefinedTermSet": _property("DefinedTerm", "DefinedTermSet URL"),
        "isBasedOn": _property("CreativeWork", "CreativeWork Product URL"),
        "isPartOf": _property("CreativeWork", "CreativeWork URL"),
        "itemReviewed": _property("AggregateRating Review", "Thing"),
        "keywords": _property("CreativeWork Event Organization Place Product", "DefinedTerm Text URL"),
        "latitude": _property("GeoCoordinates Place", "Number Text"),
        "license": _property("CreativeWork", "CreativeWork URL"),
        "location": _property(
            "Action Event InteractionCounter Organization", "Place PostalAddress Text VirtualLocation"
        ),
        "longitude": _property("GeoCoordinates Place", "Number Text"),
        "member": _property("Organization ProgramMembership", "Organization Person"),
        "memberOf": _property("Organization Person", "MemberProgramTier Organization ProgramMembership"),
        "name": _property("Thing", "Text"),
        "object": _property("Action", "Thing"),
        "organizer": _property("Event", "Organization Person"),
        "parentOrganization": _property("Organization", "Organization"),
        "participant": _property("Action", "Organization Person"),
        "publisher": _property("CreativeWork FinancialIncentive", "Organization Person"),
        "recipient": _property(_RECEIVED, "Audience ContactPoint Organization Person"),
        "roleName": _property("Role", "Text URL"),
        "startDate": _property(_DATED, "Date DateTime"),
        "subOrganization": _property("Organization", "Organization"),
        "superEvent": _property("Event", "Event"),
        "termCode": _property("DefinedTerm", "Text"),
        "text": _property("CreativeWork", "Text"),
        "unitText": _property(
            "PropertyValue QuantitativeValue TypeAndQuantityNode UnitPriceSpecification", "Text"
        ),
        "url": _property("Thing", "URL"),
        "value": _property(
            "MonetaryAmount PropertyValue QuantitativeValue", "Boolean Number StructuredValue Text"
        ),
    }
)


@cache
def with_ancestors(name: str) -> frozenset[str]:
    """A type and all above it.

    >>> sorted(with_ancestors("Country"))
    ['AdministrativeArea', 'Country', 'Place', 'Thing']
    """
    return frozenset({name}).union(*(with_ancestors(parent) for parent in TYPES[name]))


def may_stand_on(name: str, types: Iterable[str]) -> bool:
    """Whether a property may stand on a thing of the types.

    >>> may_stand_on("recipient", ["Event"]), may_stand_on("recipient", ["Event", "SendAction"])
    (False, True)
    """
    return any(PROPERTIES[name].domain & with_ancestors(one) for one in types)


def may_hold(name: str, types: Iterable[str]) -> bool:
    """Whether a property may hold a thing of the types.

    >>> may_hold("location", ["Country"]), may_hold("organizer", ["Country"])
    (True, False)
    """
    return any(PROPERTIES[name].range & with_ancestors(one) for one in types)


__all__ = [
    "EDTF",
    "KINDS",
    "PROPERTIES",
    "ROLES",
    "SCHEMA_ORG",
    "TYPES",
    "PublicProperty",
    "may_hold",
    "may_stand_on",
    "with_ancestors",
]

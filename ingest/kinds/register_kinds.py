"""The kinds that the register is made of: places, their other names, organisations, memberships."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from ingest.fields import (
    Context,
    Field,
    Values,
    read_concept,
    read_end,
    read_grouping,
    read_identifier,
    read_name,
    read_partial_date,
    read_party,
    read_place,
    read_text,
    read_url,
    read_word,
)
from ingest.kinds.kind import CHECK_ORDER, Claim, Kind, dated, first, parties, plain, typed
from ingest.resolution.organisations import organisation_iri
from ontology.terms import hd

_PLACE_FIELDS = {
    "identifier": Field(read_identifier, required=True),
    "iso2": Field(read_identifier),
    "iso_numeric": Field(read_identifier),
    "name": Field(read_name, required=True, columns=True),
    "alt_name": Field(read_name, columns=True),
    "code_status": Field(read_concept("code-status"), required=True),
    "note": Field(read_text, many=True),
}
_PLACE_PROPERTIES = {
    "iso2": hd.iso2,
    "iso_numeric": hd.isoNumeric,
    "name": hd.name,
    "code_status": hd.codeStatus,
    "note": hd.note,
}


def _country(country: NamedNode, values: Values, _context: Context) -> Iterator[Claim]:
    yield from typed(country, hd.Country)
    yield from plain(country, values, {"identifier": hd.iso3, **_PLACE_PROPERTIES})
    others = [name for name in values.get("alt_name", ()) if name not in values["name"]]
    yield from plain(country, {"alt_name": tuple(others)}, {"alt_name": hd.altName})


def _country_iri(values: Values, context: Context) -> NamedNode | None:
    code = first(values, "identifier")
    return context.ids.iri("country", code) if code else None


def _territory(territory: NamedNode, values: Values, _context: Context) -> Iterator[Claim]:
    yield from typed(territory, hd.Territory)
    yield from plain(territory, values, {"identifier": hd.identifier, **_PLACE_PROPERTIES})


def _territory_iri(values: Values, context: Context) -> NamedNode | None:
    code = first(values, "identifier")
    return context.ids.iri("territory", code) if code else None


def _country_name(place: NamedNode, values: Values, _context: Context) -> Iterator[Claim]:
    """A name in use; a text that only means the place in its context is noted, and never resolves."""
    usable = first(values, "use") == "name"
    for name in values.get("name", ()):
        if usable:
            yield Claim(place, hd.altName, name)
        else:
            seen = first(values, "seen_in") or "not said where"
            yield Claim(place, hd.note, Literal(f"Written {name.value!r}: {seen}."))


def _named_place(values: Values, _context: Context) -> NamedNode | None:
    place: NamedNode | None = first(values, "place")
    return place


def _organisation(organisation: NamedNode, values: Values, _context: Context) -> Iterator[Claim]:
    yield from typed(organisation, hd.Grouping if first(values, "grouping") == "yes" else hd.Organisation)
    properties = {
        "name": hd.name,
        "alias": hd.altName,
        "short_name": hd.shortName,
        "home": hd.homeCountry,
        "organisation_kind": hd.organisationKind,
        "note": hd.note,
    }
    yield from plain(organisation, values, properties)
    # An organisation begins when it is founded.
    yield from dated(organisation, {"start": values.get("founded", ())}, "start")


def _organisation_iri(values: Values, context: Context) -> NamedNode | None:
    name = first(values, "name")
    return organisation_iri(context.ids, name.value, values.get("home", ())) if name else None


def _membership(membership: NamedNode, values: Values, context: Context) -> Iterator[Claim]:
    yield from typed(membership, hd.GroupingMembership)
    yield from plain(
        membership, values, {"member": hd.member, "note": hd.note, "membership_status": hd.membershipStatus}
    )
    yield Claim(membership, hd.grouping, first(values, "grouping"))
    yield from dated(membership, values, "start", "end")
    yield from _rival_start(membership, values, context)


def _rival_start(membership: NamedNode, values: Values, context: Context) -> Iterator[Claim]:
    """Another publisher's first year stays beside the first one's, as a claim of its own."""
    other = first(values, "rival_start")
    if other is None:
        return
    claim = context.ids.below(membership, "rival-start")
    yield from typed(claim, hd.Claim)
    yield Claim(claim, hd.about, membership)
    yield Claim(claim, hd["property"], Literal("start"))
    yield Claim(claim, hd["value"], Literal(other.edtf))
    yield from dated(claim, {"start": (other,)}, "start")
    for publisher in values.get("rival_publisher", ()):
        issuer = context.ids.hashed("publisher", publisher)
        yield Claim(claim, hd.claimedBy, issuer)
        yield from typed(issuer, hd.Publisher)
        yield Claim(issuer, hd.name, Literal(publisher))


def _membership_iri(values: Values, context: Context) -> NamedNode | None:
    """A membership by its grouping, its member and its start: a member can leave and come back."""
    member, grouping, start = (first(values, field) for field in ("member", "grouping", "start"))
    if not (member and grouping):
        return None
    code = member.value.rsplit("/", 1)[1]
    return context.ids.hashed("membership", grouping.value, code, start.edtf if start else "")


def _publisher(publisher: NamedNode, values: Values, context: Context) -> Iterator[Claim]:
    yield from typed(publisher, hd.Publisher)
    properties = {
        "name": hd.name,
        "publisher_kind": hd.publisherKind,
        "affiliation": hd.affiliatedWith,
        "note": hd.note,
    }
    yield from plain(publisher, values, properties)
    for name in values.get("copies", ()):
        original = context.ids.hashed("publisher", name)
        yield Claim(publisher, hd.copyOf, original)
        yield from typed(original, hd.Publisher)
        yield Claim(original, hd.name, Literal(name))


def _publisher_iri(values: Values, context: Context) -> NamedNode | None:
    name = first(values, "name")
    return context.ids.hashed("publisher", name) if name else None


def _product(product: NamedNode, values: Values, _context: Context) -> Iterator[Claim]:
    yield from typed(product, hd.Product)
    yield from plain(product, values, {"name": hd.name, "developer": hd.developedBy, "note": hd.note})
    yield from parties(product, hd.developedBy, values.get("developer_organisation", ()))


def _product_iri(values: Values, context: Context) -> NamedNode | None:
    name = first(values, "name")
    return context.ids.hashed("product", name) if name else None


COUNTRY = Kind("country", "country", _PLACE_FIELDS, _country_iri, _country)
TERRITORY = Kind("territory", "territory", _PLACE_FIELDS, _territory_iri, _territory)
COUNTRY_NAME = Kind(
    "country-name",
    "country",
    {
        "place": Field(read_place, required=True),
        "name": Field(read_name, required=True),
        "use": Field(read_word("name", "context"), required=True),
        "seen_in": Field(read_text),
    },
    _named_place,
    _country_name,
    key=("place", "name"),
)
ORGANISATION = Kind(
    "organisation",
    "organisation",
    {
        "name": Field(read_name, required=True, columns=True),
        "alias": Field(read_name, many=True),
        "short_name": Field(read_name, columns=True),
        "founded": Field(read_partial_date),
        "home": Field(read_place),
        "organisation_kind": Field(read_concept("organisation-kind")),
        "grouping": Field(read_word("yes", "no")),
        "note": Field(read_text, many=True),
    },
    _organisation_iri,
    _organisation,
)
MEMBERSHIP = Kind(
    "membership",
    "membership",
    {
        "member": Field(read_place, required=True),
        "name": Field(read_text),
        "grouping": Field(read_grouping, required=True),
        "membership_status": Field(read_concept("membership-status"), required=True),
        "start": Field(read_partial_date),
        "end": Field(read_end),
        "rival_start": Field(read_partial_date),
        "rival_publisher": Field(read_text),
        "note": Field(read_text, many=True),
        "source_publisher": Field(read_text),
        "source_url": Field(read_url),
        "confidence": Field(read_concept("confidence")),
        "credibility": Field(read_concept("credibility")),
    },
    _membership_iri,
    _membership,
    checks=(CHECK_ORDER,),
)
PUBLISHER = Kind(
    "publisher",
    "publisher",
    {
        "name": Field(read_text, required=True),
        "publisher_kind": Field(read_concept("publisher-kind")),
        "affiliation": Field(read_place, many=True),
        "copies": Field(read_text, many=True),
        "note": Field(read_text, many=True),
    },
    _publisher_iri,
    _publisher,
)
PRODUCT = Kind(
    "product",
    "product",
    {
        "name": Field(read_text, required=True),
        "developer": Field(read_place, many=True),
        "developer_organisation": Field(read_party, many=True),
        "note": Field(read_text, many=True),
        "source_url": Field(read_url),
    },
    _product_iri,
    _product,
)

"""The kinds that surround missions: crises, events, and what sources claim of missions and crises."""

from collections.abc import Iterator
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from ingest.fields import (
    XSD,
    Context,
    Field,
    Values,
    read_code,
    read_concept,
    read_end,
    read_identifier,
    read_name,
    read_number,
    read_occasion,
    read_onset,
    read_partial_date,
    read_party,
    read_place,
    read_reference,
    read_text,
    read_url,
)
from ingest.kinds.kind import (
    CHECK_ORDER,
    Claim,
    Kind,
    by_identifier,
    dated,
    decimal,
    document,
    first,
    parties,
    plain,
    typed,
)
from ingest.numbers import Number, NumberProblem, parse_number
from ingest.source_spec import ColumnSpec
from ontology.terms import disease_by_icd11, hd

OCCASION_CLASSES = {
    "attack": hd.Attack,
    "conflict": hd.Conflict,
    "displacement": hd.Displacement,
    "drought-famine": hd.NaturalDisaster,
    "earthquake": hd.NaturalDisaster,
    "earthquake-tsunami": hd.NaturalDisaster,
    "epidemic": hd.Epidemic,
    "explosion": hd.TechnologicalAccident,
    "flood": hd.NaturalDisaster,
    "none": hd.RoutineEngagement,
    "standing-programme": hd.StandingProgramme,
    "unrest": hd.Unrest,
}
_GLOBAL = "global"


def _read_affected(text: str, column: ColumnSpec, context: Context) -> NamedNode | Literal:
    """A country, or the word `global` for a crisis of the whole world."""
    if text == _GLOBAL:
        return Literal("true", datatype=NamedNode(XSD + "boolean"))
    return read_place(text, column, context)


def _crisis(crisis: NamedNode, values: Values, context: Context) -> Iterator[Claim]:
    kind = first(values, "occasion_kind").value.rsplit("/", 1)[1]
    yield from typed(crisis, OCCASION_CLASSES[kind])
    properties = {
        "identifier": hd.identifier,
        "name": hd.name,
        "occasion_kind": hd.occasionKind,
        "onset": hd.onset,
        "note": hd.note,
    }
    yield from plain(crisis, values, properties)
    yield from dated(crisis, values, "start", "end")
    for place in values.get("affected", ()):
        yield Claim(crisis, hd.affected if isinstance(place, NamedNode) else hd["global"], place)
    yield from _disease(crisis, values, context)


def _disease(thing: NamedNode, values: Values, context: Context) -> Iterator[Claim]:
    """The disease of a crisis: the scheme's, by its code; one that the scheme lacks is described here."""
    name, code = first(values, "disease"), first(values, "icd11")
    if name is None:
        return
    shared = disease_by_icd11(code) if code else None
    if shared:
        yield Claim(thing, hd.ofDisease, shared)
        return
    disease = context.ids.iri("disease", code) if code else context.ids.hashed("disease", name.value)
    yield Claim(thing, hd.ofDisease, disease)
    yield from typed(disease, hd.Disease)
    yield Claim(disease, hd.name, name)
    if code:
        yield Claim(disease, hd.icd11, Literal(code))


def _statement(claim: NamedNode, values: Values, context: Context) -> Iterator[Claim]:
    yield from typed(claim, hd.Claim)
    properties = {
        "identifier": hd.identifier,
        "about": hd.about,
        "property": hd["property"],
        "value": hd["value"],
        "unit": hd.unit,
        "qualifier": hd.qualifier,
        "topic": hd.claimTopic,
        "contradicts": hd.contradicts,
        "supersedes": hd.supersedes,
    }
    yield from plain(claim, values, properties)
    yield from parties(claim, hd.statedBy, values.get("stated_by", ()))
    yield from parties(claim, hd.concerns, values.get("concerns", ()))
    yield from dated(claim, values, "date")
    amount = _stated_amount(values)
    if amount is not None:
        yield Claim(claim, hd.amount, decimal(amount))
    publisher = first(values, "source_publisher")
    if publisher:
        yield Claim(claim, hd.claimedBy, context.ids.hashed("publisher", publisher))
    cited, _ = document(values, context)
    if cited:
        yield Claim(claim, hd.statedIn, cited)


def _stated_amount(values: Values) -> Decimal | None:
    """The amount that a row gives beside its value, else the one that the value is, by its unit."""
    given: Number | None = first(values, "amount")
    if given is not None:
        return given.value
    counts = first(values, "unit") not in {"date", "text", "place", "country", None}
    return _amount(first(values, "value")) if counts else None


def _amount(text: str | None) -> Decimal | None:
    """The amount that the text of a value is, if it is one."""
    try:
        amount = parse_number(text or "").value
    except NumberProblem:
        return None
    return amount if amount >= 0 else None


def _event(event: NamedNode, values: Values, _context: Context) -> Iterator[Claim]:
    kind = first(values, "event_type").value.rsplit("/", 1)[1]
    yield from typed(event, hd.SecurityIncident if kind == "security-incident" else hd.DiplomaticEvent)
    properties = {
        "identifier": hd.identifier,
        "event_type": hd.eventType,
        "description": hd.description,
        "participant": hd.participant,
        "related_mission": hd.relatedMission,
    }
    yield from plain(event, values, properties)
    yield from dated(event, values, "date")


SOURCE_FIELDS = {
    "source_title": Field(read_text),
    "source_publisher": Field(read_text),
    "source_url": Field(read_url),
    "confidence": Field(read_concept("confidence")),
    "credibility": Field(read_concept("credibility")),
}
_STATEMENT_FIELDS = {
    "topic": Field(read_concept("claim-topic")),
    "stated_by": Field(read_party, many=True),
    "concerns": Field(read_party, many=True),
    "contradicts": Field(read_reference("claim"), many=True),
    "supersedes": Field(read_reference("claim"), many=True),
    "property": Field(read_text, required=True),
    "value": Field(read_text, required=True),
    "amount": Field(read_number),
    "unit": Field(read_text),
    "qualifier": Field(read_text),
    "date": Field(read_partial_date),
    **SOURCE_FIELDS,
}

CRISIS = Kind(
    "crisis",
    "crisis",
    {
        "identifier": Field(read_identifier, required=True),
        "name": Field(read_name, required=True, columns=True),
        "occasion_kind": Field(read_concept("occasion-kind"), required=True),
        "disease": Field(read_name),
        "icd11": Field(read_code),
        "start": Field(read_partial_date),
        "end": Field(read_end),
        "onset": Field(read_onset),
        "affected": Field(_read_affected, many=True),
        "note": Field(read_text, many=True),
        **SOURCE_FIELDS,
    },
    by_identifier("crisis"),
    _crisis,
    checks=(CHECK_ORDER,),
)
CLAIM = Kind(
    "claim",
    "claim",
    {
        "identifier": Field(read_identifier, required=True),
        "about": Field(read_reference("mission"), required=True),
        **_STATEMENT_FIELDS,
    },
    by_identifier("claim"),
    _statement,
)
CRISIS_CLAIM = Kind(
    "crisis-claim",
    "claim",
    {
        "identifier": Field(read_identifier),
        "about": Field(read_occasion, required=True),
        **_STATEMENT_FIELDS,
    },
    by_identifier("claim"),
    _statement,
    key=("about", "property", "value", "date", "source_publisher"),
)
EVENT = Kind(
    "event",
    "event",
    {
        "identifier": Field(read_identifier, required=True),
        "date": Field(read_partial_date),
        "event_type": Field(read_concept("event-type"), required=True),
        "participant": Field(read_place, required=True, many=True),
        "description": Field(read_name, columns=True),
        "related_mission": Field(read_reference("mission"), many=True),
        **SOURCE_FIELDS,
    },
    by_identifier("event"),
    _event,
)

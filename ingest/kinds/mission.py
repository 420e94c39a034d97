"""Missions: who sent what to whom, when, in answer to which crisis."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from ingest.fields import (
    Context,
    Field,
    Values,
    read_concept,
    read_currency,
    read_end,
    read_identifier,
    read_money,
    read_name,
    read_occasion,
    read_partial_date,
    read_party,
    read_place,
    read_product,
    read_quantity,
    read_text,
    read_unit,
    read_url,
    read_usd,
)
from ingest.kinds.kind import (
    CHECK_ORDER,
    Check,
    Claim,
    Kind,
    Part,
    by_identifier,
    dated,
    decimal,
    first,
    joined,
    organisations,
    parties,
    plain,
    plain_part,
    typed,
)
from ingest.money import MONEY_FIELDS, check_money, stated_money
from ingest.numbers import Number
from ingest.resolution.organisations import Organisation, resolve_organisation
from ingest.rows import CellProblem, Problem
from ingest.units import Quantity, check_units
from ontology.terms import hd

MISSION_CLASSES = {
    "agreement": hd.HealthAgreement,
    "equipment": hd.EquipmentDelivery,
    "evacuation": hd.MedicalEvacuation,
    "field-hospital": hd.FieldHospitalDeployment,
    "funding": hd.HealthFunding,
    "hospital-ship": hd.HospitalShipDeployment,
    "medical-team": hd.MedicalTeamDeployment,
    "medicines": hd.MedicineDelivery,
    "research-collaboration": hd.ResearchCollaboration,
    "training": hd.TrainingProgramme,
    "vaccines": hd.VaccineDonation,
}

_FIELDS = {
    "identifier": Field(read_identifier, required=True),
    "name": Field(read_name, required=True, columns=True),
    "sender": Field(read_place, many=True),
    "sending_organisation": Field(read_text, many=True),
    "recipient": Field(read_place, many=True),
    "receiving_organisation": Field(read_text, many=True),
    "mission_type": Field(read_concept("mission-type"), required=True),
    "occasion": Field(read_occasion),
    "start": Field(read_partial_date),
    "end": Field(read_end),
    "quantity": Field(read_quantity),
    "unit": Field(read_unit),
    "quantity_kind": Field(read_concept("quantity-kind")),
    "value_usd": Field(read_usd),
    "value": Field(read_money),
    "currency": Field(read_currency),
    "value_date": Field(read_partial_date),
    "military": Field(read_concept("military")),
    "status": Field(read_concept("status")),
    "programme": Field(read_name),
    "product": Field(read_product, many=True),
    "capability": Field(read_concept("capability"), many=True),
    "funder": Field(read_party, many=True),
    "carrier": Field(read_party, many=True),
    "commander": Field(read_party, many=True),
    "staff": Field(read_party, many=True),
    "host": Field(read_party, many=True),
    "beneficiaries": Field(read_text, many=True),
    "confidence": Field(read_concept("confidence")),
    "credibility": Field(read_concept("credibility")),
    "source_title": Field(read_text),
    "source_publisher": Field(read_text),
    "source_url": Field(read_url),
    "note": Field(read_text, many=True),
}

_PLAIN = {
    "identifier": hd.identifier,
    "name": hd.name,
    "military": hd.militaryInvolvement,
    "status": hd.status,
    "product": hd.deliversProduct,
    "capability": hd.usesCapability,
    "beneficiaries": hd.beneficiaryGroup,
    "note": hd.note,
}
_OTHER_ROLES = {
    "funder": hd.fundedBy,
    "carrier": hd.carriedBy,
    "commander": hd.commandedBy,
    "staff": hd.staffedBy,
    "host": hd.hostedBy,
}


def _type(mission: NamedNode, values: Values, _context: Context) -> Iterator[Claim]:
    notation = first(values, "mission_type").value.rsplit("/", 1)[1]
    yield from typed(mission, MISSION_CLASSES[notation])
    yield from plain(mission, values, {"mission_type": hd.missionType})


def _date_part(field: str) -> Part:
    return Part((field,), lambda mission, values, _context: dated(mission, values, field))


def _role_part(field: str, role: NamedNode) -> Part:
    return Part((field,), lambda mission, values, _context: parties(mission, role, values.get(field, ())))


def _occasion(mission: NamedNode, values: Values, context: Context) -> Iterator[Claim]:
    for occasion in values.get("occasion", ()):
        predicate = hd.inResponseTo if context.register.is_crisis(occasion) else hd.occasion
        yield Claim(mission, predicate, occasion)


def _side_part(field: str, body_field: str, role: NamedNode, body_role: NamedNode) -> Part:
    """Senders and recipients are the states named; where none is, the bodies themselves."""

    def claims(mission: NamedNode, values: Values, context: Context) -> Iterator[Claim]:
        places = values.get(field, ())
        named = [_body(text, body_field, context, places) for text in values.get(body_field, ())]
        bodies = [body for body in named if isinstance(body, Organisation)]
        states = [body for body in named if isinstance(body, NamedNode)]
        yield from organisations(mission, body_role, bodies)
        parties = [*places, *states] if places else map(_party_of, named)
        yield from (Claim(mission, role, party) for party in parties)

    return Part((field, body_field), claims)


def _body(text: str, field: str, context: Context, homes: tuple[NamedNode, ...]) -> Organisation | NamedNode:
    """What the text names: a state that stands among organisations stays a state.

    Codes do not count: MAF is the Malaysian Armed Forces here, and not Saint Martin.
    """
    states = context.register.places.find_name(text.split(" (")[0])
    if len(states) == 1:
        return states[0].iri
    try:
        return resolve_organisation(text, context.register, context.ids, homes)
    except CellProblem as error:
        raise error.of(field, text) from error


def _party_of(body: Organisation | NamedNode) -> NamedNode:
    """A body of a territory without an ISO code stands for the territory; any other for itself."""
    if isinstance(body, NamedNode):
        return body
    return body.home if body.home and "/territory/" in body.home.value else body.iri


def _quantity(mission: NamedNode, values: Values, context: Context) -> Iterator[Claim]:
    amount: Quantity | Number | None = first(values, "quantity")
    if amount is None:
        return
    quantity, unit = context.ids.below(mission, "quantity"), first(values, "unit")
    yield Claim(mission, hd.quantity, quantity)
    yield from typed(quantity, hd.Quantity)
    yield Claim(quantity, hd.amount, decimal(amount.value))
    yield Claim(quantity, hd.unit, Literal(unit or _own_unit(amount)))
    yield from plain(quantity, values, {"quantity_kind": hd.quantityKind})
    yield Claim(quantity, hd.asWritten, Literal(f"{amount.text} {unit or ''}".strip()))


def _money(mission: NamedNode, values: Values, context: Context) -> Iterator[Claim]:
    stated = stated_money(values)
    if stated is None:
        return
    money = context.ids.below(mission, "value")
    yield Claim(mission, hd.monetaryValue, money)
    yield from typed(money, hd.Money)
    yield Claim(money, hd.amount, decimal(stated.value))
    yield Claim(money, hd.currency, Literal(stated.currency))


def _programme(mission: NamedNode, values: Values, context: Context) -> Iterator[Claim]:
    for name in values.get("programme", ()):
        programme = context.ids.hashed("programme", name.value)
        yield Claim(mission, hd.partOfProgramme, programme)
        yield from typed(programme, hd.Programme)
        yield Claim(programme, hd.name, name)


def _check_sender(values: Values) -> Iterator[Problem]:
    if not (values.get("sender") or values.get("sending_organisation")):
        yield Problem("sender", "", "sender", "The mission has no sender: name a country or an organisation.")


def _check_quantity(values: Values) -> Iterator[Problem]:
    amount: Quantity | Number | None = first(values, "quantity")
    unit: str | None = first(values, "unit")
    if unit and amount is None:
        yield Problem("unit", unit, "quantity", "There is a unit and no quantity.")
    if amount is not None and not (unit or _own_unit(amount)):
        message = "There is a quantity and no unit: say what is counted."
        yield Problem("quantity", str(amount), "unit", message)
    if isinstance(amount, Quantity):
        yield from check_units(amount, unit)


def _own_unit(amount: Quantity | Number) -> str:
    """The unit that stands with a number, in its text or for its whole column."""
    return amount.unit if isinstance(amount, Quantity) else ""


_MONEY = ("value_usd", "value", "currency", "value_date")

_PARTS = (
    Part(("mission_type",), _type),
    *(plain_part(field, predicate) for field, predicate in _PLAIN.items()),
    _date_part("start"),
    _date_part("end"),
    Part(("occasion",), _occasion),
    _side_part("sender", "sending_organisation", hd.sentBy, hd.sendingOrganisation),
    _side_part("recipient", "receiving_organisation", hd.receivedBy, hd.receivingOrganisation),
    *(_role_part(field, role) for field, role in _OTHER_ROLES.items()),
    Part(("quantity", "unit", "quantity_kind"), _quantity),
    Part(_MONEY, _money),
    Part(("programme",), _programme),
)

MISSION = Kind(
    "mission",
    "mission",
    _FIELDS,
    by_identifier("mission"),
    joined(_PARTS),
    key=(
        "sender",
        "sending_organisation",
        "recipient",
        "receiving_organisation",
        "mission_type",
        "occasion",
        "start",
    ),
    checks=(
        Check(("sender", "sending_organisation"), _check_sender),
        CHECK_ORDER,
        Check(("quantity", "unit"), _check_quantity),
        Check(MONEY_FIELDS, check_money, needs=(("value", "currency", "value_date"),)),
    ),
    parts=_PARTS,
    describes=hd.Mission,
)

"""The kinds that tell how parties stand to each other, and the steps in the life of missions."""

from collections.abc import Iterator

from pyoxigraph import NamedNode

from ingest.fields import (
    Context,
    Field,
    Values,
    read_concept,
    read_end,
    read_identifier,
    read_name,
    read_occasion,
    read_partial_date,
    read_party,
    read_place,
    read_reference,
    read_text,
    read_word,
)
from ingest.kinds.evidence_kinds import SOURCE_FIELDS
from ingest.kinds.kind import (
    CHECK_ORDER,
    Check,
    Claim,
    Kind,
    by_identifier,
    dated,
    first,
    parties,
    plain,
    typed,
)
from ingest.rows import Problem
from ontology.terms import hd

STEP_CLASSES = {
    "access-permission": hd.AccessPermission,
    "delivery": hd.Delivery,
    "hand-over": hd.HandOver,
    "offer": hd.Offer,
    "pledge": hd.Pledge,
    "refusal": hd.Refusal,
    "request": hd.Request,
}


def _step(step: NamedNode, values: Values, _context: Context) -> Iterator[Claim]:
    yield from typed(step, STEP_CLASSES[first(values, "step")])
    properties = {
        "identifier": hd.identifier,
        "mission": hd.stepOf,
        "description": hd.description,
        "note": hd.note,
    }
    yield from plain(step, values, properties)
    yield from parties(step, hd.agent, values.get("agent", ()))
    yield from dated(step, values, "date")


def _relation(values: Values, context: Context) -> NamedNode:
    """The relation of two parties, whichever of them is named first."""
    codes = sorted(first(values, side).value.rsplit("/", 1)[1] for side in ("party", "other_party"))
    return context.ids.iri("relation", "-".join(codes))


def _relation_state(state: NamedNode, values: Values, context: Context) -> Iterator[Claim]:
    relation = _relation(values, context)
    yield from typed(relation, hd.BilateralRelation)
    yield from plain(relation, values, {"party": hd.relationParty, "other_party": hd.relationParty})
    yield from typed(state, hd.RelationState)
    yield Claim(state, hd.stateOf, relation)
    yield from plain(state, values, {"relation_state": hd.relationState, "description": hd.description})
    yield from dated(state, values, "start", "end")


def _check_parties(values: Values) -> Iterator[Problem]:
    if first(values, "party") == first(values, "other_party"):
        yield Problem("other_party", "", "two-parties", "A relation is between two different parties.")


def _participation(participation: NamedNode, values: Values, _context: Context) -> Iterator[Claim]:
    yield from typed(participation, hd.ConflictParticipation)
    properties = {
        "conflict": hd.inConflict,
        "party": hd.conflictParty,
        "conflict_role": hd.conflictRole,
        "description": hd.description,
    }
    yield from plain(participation, values, properties)
    yield from dated(participation, values, "start", "end")


MISSION_STEP = Kind(
    "mission-step",
    "step",
    {
        "identifier": Field(read_identifier, required=True),
        "mission": Field(read_reference("mission"), required=True),
        "step": Field(read_word(*STEP_CLASSES), required=True),
        "date": Field(read_partial_date),
        "agent": Field(read_party, many=True),
        "description": Field(read_name, columns=True),
        "note": Field(read_text, many=True),
        **SOURCE_FIELDS,
    },
    by_identifier("step"),
    _step,
)
RELATION_STATE = Kind(
    "relation-state",
    "relation-state",
    {
        "party": Field(read_place, required=True),
        "other_party": Field(read_place, required=True),
        "relation_state": Field(read_concept("relation-state"), required=True),
        "start": Field(read_partial_date),
        "end": Field(read_end),
        "description": Field(read_name, columns=True),
        **SOURCE_FIELDS,
    },
    lambda _values, _context: None,
    _relation_state,
    key=("party", "other_party", "relation_state", "start"),
    checks=(Check(("party", "other_party"), _check_parties), CHECK_ORDER),
)
CONFLICT_PARTICIPATION = Kind(
    "conflict-participation",
    "conflict-participation",
    {
        "conflict": Field(read_occasion, required=True),
        "party": Field(read_place, required=True),
        "conflict_role": Field(read_concept("conflict-role"), required=True),
        "start": Field(read_partial_date),
        "end": Field(read_end),
        "description": Field(read_name, columns=True),
        **SOURCE_FIELDS,
    },
    lambda _values, _context: None,
    _participation,
    key=("conflict", "party", "start"),
    checks=(CHECK_ORDER,),
)
